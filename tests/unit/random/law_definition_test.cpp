#include "greenlane/random/law_definition.h"

#include "greenlane/core/units.h"

#include <functional>
#include <limits>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::random {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

SourcePosition at(std::uint32_t column) {
    static const auto file = std::make_shared<const std::string>("post.toml");
    return {file, 7, column};
}

Located<Parameter> number(double value, std::uint32_t column) {
    return {{value, false}, at(column)};
}

Located<Parameter> duration(double milliseconds, std::uint32_t column) {
    return {{milliseconds, true}, at(column)};
}

/// A law of times whose table begins in column 1, its distribution in column 3.
LawDefinition law(const std::string& distribution,
                  const std::function<void(LawDefinition&)>& fill = {}) {
    LawDefinition definition;
    definition.position = at(1);
    definition.distribution = {distribution, at(3)};
    if (fill) {
        fill(definition);
    }
    return definition;
}

Law compiled(const LawDefinition& definition, LawOf of = LawOf::times) {
    Diagnostics diagnostics;
    return compile_law(definition, of, diagnostics).value();
}

std::vector<std::string> complaints(const LawDefinition& definition, LawOf of = LawOf::times) {
    Diagnostics diagnostics;
    const auto compiled = compile_law(definition, of, diagnostics);
    std::vector<std::string> texts;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        texts.push_back(to_string(diagnostic));
    }
    if (compiled.has_value() != texts.empty()) {
        texts.push_back("compile_law() must give a law where there is no error, and only there");
    }
    return texts;
}

/// The same variate for some uniforms from end to end.
void expect_same(const Law& one, const Law& other) {
    for (const double u : {1e-9, 0.1, 0.5, 0.77, 1 - 1e-9}) {
        EXPECT_EQ(one.quantile(u), other.quantile(u)) << u;
    }
}

TEST(LawDefinition, makes_every_law_in_milliseconds) {
    expect_same(compiled(law("deterministic", [](auto& d) { d.value = duration(5000, 20); })),
                Law::deterministic(5000));
    expect_same(compiled(law("exponential", [](auto& d) { d.mean = duration(5000, 20); })),
                Law::exponential(5000));
    expect_same(compiled(law("weibull",
                             [](auto& d) {
                                 d.mean = duration(5000, 20);
                                 d.shape = number(1.5, 30);
                             })),
                Law::weibull(5000, 1.5));
    expect_same(compiled(law("uniform",
                             [](auto& d) {
                                 d.low = duration(0, 20);
                                 d.high = duration(5000, 30);
                             })),
                Law::uniform(0, 5000));
    expect_same(compiled(law("triangular",
                             [](auto& d) {
                                 d.low = duration(100, 20);
                                 d.mode = duration(100, 30);
                                 d.high = duration(5000, 40);
                             })),
                Law::triangular(100, 100, 5000));
    expect_same(compiled(law("empirical",
                             [](auto& d) {
                                 d.values = {duration(3, 20), duration(1, 25)};
                                 d.weights = {number(1, 40), number(3, 42)};
                             })),
                Law::empirical({3, 1}, {1, 3}));
    expect_same(compiled(law("empirical", [](auto& d) { d.values = {duration(3, 20)}; })),
                Law::deterministic(3));
}

TEST(LawDefinition, takes_a_spread_in_each_of_its_forms) {
    const auto spread = [](double sd, double cv, double shape) {
        return [=](LawDefinition& d) {
            d.mean = duration(4000, 20);
            if (sd > 0) {
                d.sd = duration(sd, 30);
            }
            if (cv > 0) {
                d.cv = number(cv, 30);
            }
            if (shape > 0) {
                d.shape = number(shape, 30);
            }
        };
    };
    expect_same(compiled(law("lognormal", spread(2000, 0, 0))), Law::lognormal(4000, 2000));
    expect_same(compiled(law("lognormal", spread(0, 0.5, 0))), Law::lognormal(4000, 2000));
    expect_same(compiled(law("gamma", spread(2000, 0, 0))), Law::gamma(4000, 4));
    expect_same(compiled(law("gamma", spread(0, 0.5, 0))), Law::gamma(4000, 4));
    expect_same(compiled(law("gamma", spread(0, 0, 4))), Law::gamma(4000, 4));
}

TEST(LawDefinition, makes_laws_of_numbers) {
    expect_same(compiled(law("geometric", [](auto& d) { d.mean = number(3, 20); }), LawOf::numbers),
                Law::geometric(3));
    expect_same(
        compiled(law("deterministic", [](auto& d) { d.value = number(12, 20); }), LawOf::numbers),
        Law::deterministic(12));
}

LawDefinition part(double share, std::uint32_t column) {
    LawDefinition definition =
        law("exponential", [&](auto& d) { d.mean = duration(1000.0 * column, column + 6); });
    definition.position = at(column);
    definition.share = number(share, column + 3);
    return definition;
}

TEST(LawDefinition, mixes_laws) {
    expect_same(compiled(law("mixture",
                             [](auto& d) {
                                 d.parts = {part(0.9, 20), part(0.1, 40)};
                             })),
                Law::mixture({{0.9, Law::exponential(20'000)}, {0.1, Law::exponential(40'000)}}));
}

TEST(LawDefinition, names_an_unknown_distribution) {
    EXPECT_THAT(complaints(law("lognormall")),
                ElementsAre("post.toml:7:3: error: unknown distribution 'lognormall'\n"
                            "  hint: did you mean 'lognormal'?"));
    EXPECT_THAT(complaints(law("pareto")),
                ElementsAre("post.toml:7:3: error: unknown distribution 'pareto'\n"
                            "  hint: one of deterministic, exponential, lognormal, gamma, weibull, "
                            "uniform, triangular, empirical, geometric, mixture"));
    EXPECT_THAT(complaints(law("")),
                ElementsAre("post.toml:7:1: error: a law without 'distribution'\n"
                            "  hint: for example { distribution = \"exponential\", mean = "
                            "\"24min\" }"));
}

TEST(LawDefinition, names_what_is_missing) {
    const auto missing = [](const std::string& distribution, const std::string& what,
                            const std::string& takes) {
        return "post.toml:7:1: error: the " + distribution + " distribution needs " + what +
               "\n  hint: it takes " + takes;
    };
    EXPECT_THAT(complaints(law("deterministic")),
                ElementsAre(missing("deterministic", "'value'", "value")));
    EXPECT_THAT(complaints(law("exponential")),
                ElementsAre(missing("exponential", "'mean'", "mean")));
    EXPECT_THAT(complaints(law("lognormal")),
                ElementsAre(missing("lognormal", "'mean'", "mean and sd, or mean and cv"),
                            missing("lognormal", "its spread", "mean and sd, or mean and cv")));
    EXPECT_THAT(complaints(law("gamma", [](auto& d) { d.mean = duration(1, 20); })),
                ElementsAre(missing("gamma", "its spread",
                                    "mean and shape, or mean and sd, or mean and cv")));
    EXPECT_THAT(complaints(law("weibull", [](auto& d) { d.mean = duration(1, 20); })),
                ElementsAre(missing("weibull", "'shape'", "mean and shape")));
    EXPECT_THAT(complaints(law("uniform", [](auto& d) { d.low = duration(1, 20); })),
                ElementsAre(missing("uniform", "'high'", "low and high")));
    EXPECT_THAT(complaints(law("triangular")),
                ElementsAre(missing("triangular", "'low'", "low, mode and high"),
                            missing("triangular", "'mode'", "low, mode and high"),
                            missing("triangular", "'high'", "low, mode and high")));
    EXPECT_THAT(complaints(law("empirical")),
                ElementsAre(missing("empirical", "'values'",
                                    "values and, where they are not equally likely, weights")));
    EXPECT_THAT(complaints(law("geometric"), LawOf::numbers),
                ElementsAre(missing("geometric", "'mean'", "mean")));
    EXPECT_THAT(complaints(law("mixture")), ElementsAre(missing("mixture", "'parts'", "parts")));
}

TEST(LawDefinition, names_what_is_too_much) {
    EXPECT_THAT(complaints(law("exponential",
                               [](auto& d) {
                                   d.mean = duration(1, 20);
                                   d.sd = duration(1, 30);
                                   d.weights = {number(1, 40)};
                               })),
                ElementsAre("post.toml:7:30: error: the exponential distribution takes no 'sd'\n"
                            "  hint: it takes mean",
                            "post.toml:7:40: error: the exponential distribution takes no "
                            "'weights'\n"
                            "  hint: it takes mean"));
    EXPECT_THAT(complaints(law("gamma",
                               [](auto& d) {
                                   d.mean = duration(1, 20);
                                   d.cv = number(1, 30);
                                   d.shape = number(2, 40);
                               })),
                ElementsAre("post.toml:7:40: error: 'shape' is one parameter too many\n"
                            "  hint: it takes mean and shape, or mean and sd, or mean and cv"));
    LawDefinition lonely = part(0.5, 20);
    EXPECT_THAT(complaints(lonely),
                ElementsAre("post.toml:7:23: error: 'share' belongs to a part of a mixture"));
}

TEST(LawDefinition, wants_units_of_time_for_times_only) {
    const std::string text = "\n  hint: write a text with a unit: \"24min\", \"6h\", \"3d\"";
    EXPECT_THAT(complaints(law("exponential", [](auto& d) { d.mean = number(24, 20); })),
                ElementsAre("post.toml:7:20: error: 'mean' has no unit of time" + text));
    EXPECT_THAT(complaints(law("empirical",
                               [](auto& d) {
                                   d.values = {duration(1, 20), number(2, 30)};
                                   d.weights = {number(1, 40), duration(1, 50)};
                               })),
                ElementsAre("post.toml:7:30: error: 'values' has no unit of time" + text,
                            "post.toml:7:50: error: 'weights' has a unit of time\n"
                            "  hint: write a plain number"));
    EXPECT_THAT(complaints(law("gamma",
                               [](auto& d) {
                                   d.mean = duration(24, 20);
                                   d.shape = duration(2, 30);
                               })),
                ElementsAre("post.toml:7:30: error: 'shape' has a unit of time\n"
                            "  hint: write a plain number"));
    EXPECT_THAT(
        complaints(law("exponential", [](auto& d) { d.mean = duration(24, 20); }), LawOf::numbers),
        ElementsAre("post.toml:7:20: error: 'mean' has a unit of time\n"
                    "  hint: write a plain number"));
}

TEST(LawDefinition, keeps_means_and_values_in_their_range) {
    for (const double mean : {0.0, -1.0, infinity, nan}) {
        EXPECT_THAT(complaints(law("exponential", [=](auto& d) { d.mean = duration(mean, 20); })),
                    ElementsAre("post.toml:7:20: error: 'mean' is not positive and finite"));
    }
    for (const double value : {-1.0, infinity, nan}) {
        EXPECT_THAT(
            complaints(law("deterministic", [=](auto& d) { d.value = duration(value, 20); })),
            ElementsAre("post.toml:7:20: error: 'value' is negative or not finite"));
    }
    EXPECT_THAT(complaints(law("deterministic", [](auto& d) { d.value = duration(0, 20); })),
                IsEmpty());
    EXPECT_THAT(
        complaints(law("geometric", [](auto& d) { d.mean = number(0.5, 20); }), LawOf::numbers),
        ElementsAre("post.toml:7:20: error: the mean of a geometric distribution is below 1"));
    EXPECT_THAT(complaints(law("geometric", [](auto& d) { d.mean = duration(5, 20); })),
                ElementsAre("post.toml:7:3: error: a time cannot be geometric\n"
                            "  hint: the geometric distribution is one of whole numbers"));
}

TEST(LawDefinition, keeps_spreads_in_their_range) {
    const auto with = [](const std::string& distribution, double mean, double sd, double shape) {
        return law(distribution, [=](LawDefinition& d) {
            d.mean = duration(mean, 20);
            if (shape != 0) {
                d.shape = number(shape, 40);
            } else {
                d.sd = duration(sd, 30);
            }
        });
    };
    EXPECT_THAT(complaints(with("lognormal", 1, 0, 0)),
                ElementsAre("post.toml:7:30: error: sd / mean is 0, out of range\n"
                            "  hint: from 1e-06 to 1000"));
    EXPECT_THAT(complaints(with("lognormal", 1, nan, 0)),
                ElementsAre("post.toml:7:30: error: sd / mean is nan, out of range\n"
                            "  hint: from 1e-06 to 1000"));
    EXPECT_THAT(complaints(with("lognormal", 0, 1, 0)),
                ElementsAre("post.toml:7:20: error: 'mean' is not positive and finite"));
    EXPECT_THAT(complaints(with("gamma", 1, 10, 0)),
                ElementsAre("post.toml:7:30: error: a shape of 0.01 is out of range\n"
                            "  hint: from 0.02 to 1e+06"));
    EXPECT_THAT(complaints(with("gamma", 1, 0, -2)),
                ElementsAre("post.toml:7:40: error: a shape of -2 is out of range\n"
                            "  hint: from 0.02 to 1e+06"));
    EXPECT_THAT(complaints(with("weibull", 1, 0, 1e7)),
                ElementsAre("post.toml:7:40: error: a shape of 1e+07 is out of range\n"
                            "  hint: from 0.02 to 1e+06"));
    EXPECT_THAT(complaints(with("weibull", 1, 0, infinity)),
                ElementsAre("post.toml:7:40: error: a shape of inf is out of range\n"
                            "  hint: from 0.02 to 1e+06"));
}

TEST(LawDefinition, keeps_bounds_in_order) {
    const auto triangle = [](double low, double mode, double high) {
        return complaints(law("triangular", [=](LawDefinition& d) {
            d.low = duration(low, 20);
            d.mode = duration(mode, 30);
            d.high = duration(high, 40);
        }));
    };
    EXPECT_THAT(triangle(-1, 2, 3),
                ElementsAre("post.toml:7:20: error: 'low' is negative or not finite"));
    EXPECT_THAT(triangle(3, 3, 3),
                ElementsAre("post.toml:7:40: error: 'high' is not above 'low', or not finite"));
    EXPECT_THAT(triangle(1, 2, infinity),
                ElementsAre("post.toml:7:40: error: 'high' is not above 'low', or not finite"));
    EXPECT_THAT(triangle(1, 4, 3),
                ElementsAre("post.toml:7:30: error: 'mode' is not between 'low' and 'high'"));
    EXPECT_THAT(triangle(1, 0.5, 3),
                ElementsAre("post.toml:7:30: error: 'mode' is not between 'low' and 'high'"));
}

TEST(LawDefinition, keeps_tables_whole) {
    const auto table = [](std::vector<double> values, std::vector<double> weights) {
        return complaints(law("empirical", [&](LawDefinition& d) {
            for (const double value : values) {
                d.values.push_back(duration(value, 20));
            }
            for (const double weight : weights) {
                d.weights.push_back(number(weight, 30));
            }
        }));
    };
    EXPECT_THAT(table({1, -2}, {}),
                ElementsAre("post.toml:7:20: error: a value is negative or not finite"));
    EXPECT_THAT(table({1, 2}, {1, -1}),
                ElementsAre("post.toml:7:30: error: a weight is negative or not finite"));
    EXPECT_THAT(table({1, 2}, {1}), ElementsAre("post.toml:7:30: error: 1 weights for 2 values"));
    for (const double weight : {0.0, 1e308}) {
        EXPECT_THAT(table({1, 2}, {weight, weight}),
                    ElementsAre("post.toml:7:30: error: the weights have no positive, finite sum"));
    }
}

TEST(LawDefinition, keeps_mixtures_whole) {
    const auto mixture = [](std::vector<LawDefinition> parts) {
        return complaints(law("mixture", [&](LawDefinition& d) { d.parts = std::move(parts); }));
    };
    LawDefinition without_share = part(1, 20);
    without_share.share.reset();
    EXPECT_THAT(mixture({without_share, part(1, 40)}),
                ElementsAre("post.toml:7:20: error: a part of a mixture without 'share'"));
    EXPECT_THAT(mixture({part(-1, 20), part(1, 40)}),
                ElementsAre("post.toml:7:23: error: 'share' is negative or not finite"));
    EXPECT_THAT(
        mixture({part(0, 20), part(0, 40)}),
        ElementsAre(
            "post.toml:7:1: error: the shares of the mixture have no positive, finite sum"));
    LawDefinition broken = part(1, 20);
    broken.mean.reset();
    EXPECT_THAT(mixture({broken, part(1, 40)}),
                ElementsAre("post.toml:7:20: error: the exponential distribution needs 'mean'\n"
                            "  hint: it takes mean"));
}

}  // namespace
}  // namespace greenlane::random
