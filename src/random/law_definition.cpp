#include "greenlane/random/law_definition.h"

#include "random/law_form.h"

#include <cmath>
#include <cstdio>
#include <string_view>
#include <utility>

namespace greenlane::random {

namespace {

using Number = std::optional<Located<Parameter>>;

/// Coefficients of variation that a lognormal law may have.
constexpr double smallest_cv = 1e-6;
constexpr double largest_cv = 1e3;

std::string text_of(double number) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%g", number);
    return buffer;
}

std::string range(double least, double most) {
    return "from " + text_of(least) + " to " + text_of(most);
}

bool is_positive(double number) {
    return number > 0 && std::isfinite(number);
}

/// Of a number that check_form() found.
double value_of(const Number& number) {
    return number->value.value;
}

std::vector<double> values_of(const std::vector<Located<Parameter>>& numbers) {
    std::vector<double> out;
    for (const auto& number : numbers) {
        out.push_back(number.value.value);
    }
    return out;
}

/// One definition on its way to a law.
class LawCompiler {
public:
    LawCompiler(const LawDefinition& definition, LawOf of, Diagnostics& diagnostics)
        : definition_(definition),
          of_(of),
          diagnostics_(diagnostics),
          errors_before_(diagnostics.error_count()) {}

    std::optional<Law> compile() {
        const auto distribution = check_form(definition_, diagnostics_);
        check_units();
        if (distribution && fine()) {
            check_ranges(*distribution);
        }
        auto parts = compile_parts();
        if (!distribution || !fine()) {
            return std::nullopt;
        }
        return make(*distribution, std::move(parts));
    }

private:
    bool fine() const { return diagnostics_.error_count() == errors_before_; }

    void check_unit(const Located<Parameter>& number, std::string_view name, bool in_unit) {
        const bool wants_time = in_unit && of_ == LawOf::times;
        if (number.value.is_duration != wants_time) {
            diagnostics_.error(number.position,
                               "'" + std::string(name) +
                                   (wants_time ? "' has no unit of time" : "' has a unit of time"),
                               wants_time ? "write a text with a unit: \"24min\", \"6h\", \"3d\""
                                          : "write a plain number");
        }
    }

    void check_unit(const Number& number, std::string_view name, bool in_unit) {
        if (number) {
            check_unit(*number, name, in_unit);
        }
    }

    void check_units() {
        check_unit(definition_.mean, "mean", true);
        check_unit(definition_.sd, "sd", true);
        check_unit(definition_.cv, "cv", false);
        check_unit(definition_.shape, "shape", false);
        check_unit(definition_.low, "low", true);
        check_unit(definition_.mode, "mode", true);
        check_unit(definition_.high, "high", true);
        check_unit(definition_.value, "value", true);
        check_unit(definition_.share, "share", false);
        for (const auto& number : definition_.values) {
            check_unit(number, "values", true);
        }
        for (const auto& number : definition_.weights) {
            check_unit(number, "weights", false);
        }
    }

    /// Reports the number unless the condition holds and it is finite.
    void require(bool holds, const Located<Parameter>& number, std::string message,
                 std::string hint = {}) {
        if (!holds || !std::isfinite(number.value.value)) {
            diagnostics_.error(number.position, std::move(message), std::move(hint));
        }
    }

    void require_not_negative(const Located<Parameter>& number, const std::string& what) {
        require(number.value.value >= 0, number, what + " is negative or not finite");
    }

    void require_positive_mean() {
        require(value_of(definition_.mean) > 0, *definition_.mean,
                "'mean' is not positive and finite");
    }

    void require_shape(const Located<Parameter>& origin, double shape) {
        require(shape >= Law::smallest_shape && shape <= Law::largest_shape, origin,
                "a shape of " + text_of(shape) + " is out of range",
                range(Law::smallest_shape, Law::largest_shape));
    }

    double variation() const {
        return definition_.sd ? value_of(definition_.sd) / value_of(definition_.mean)
                              : value_of(definition_.cv);
    }

    double gamma_shape() const {
        return definition_.shape ? value_of(definition_.shape) : 1 / (variation() * variation());
    }

    void check_ranges(Distribution distribution) {
        const Number& spread = definition_.sd ? definition_.sd : definition_.cv;
        switch (distribution) {
            case Distribution::deterministic:
                return require_not_negative(*definition_.value, "'value'");
            case Distribution::exponential:
                return require_positive_mean();
            case Distribution::lognormal:
                require_positive_mean();
                return require(!fine() || (variation() >= smallest_cv && variation() <= largest_cv),
                               *spread, "sd / mean is " + text_of(variation()) + ", out of range",
                               range(smallest_cv, largest_cv));
            case Distribution::gamma:
                require_positive_mean();
                return fine() ? require_shape(definition_.shape ? *definition_.shape : *spread,
                                              gamma_shape())
                              : void();
            case Distribution::weibull:
                require_positive_mean();
                return require_shape(*definition_.shape, value_of(definition_.shape));
            case Distribution::uniform:
            case Distribution::triangular:
                return check_bounds();
            case Distribution::empirical:
                return check_table();
            case Distribution::geometric:
                return check_geometric();
            case Distribution::mixture:
                return check_shares();
        }
    }

    void check_geometric() {
        if (of_ == LawOf::times) {
            diagnostics_.error(definition_.distribution.position, "a time cannot be geometric",
                               "the geometric distribution is one of whole numbers");
        } else {
            require(value_of(definition_.mean) >= 1, *definition_.mean,
                    "the mean of a geometric distribution is below 1");
        }
    }

    void check_bounds() {
        require_not_negative(*definition_.low, "'low'");
        require(value_of(definition_.low) < value_of(definition_.high), *definition_.high,
                "'high' is not above 'low', or not finite");
        if (definition_.mode) {
            const double mode = value_of(definition_.mode);
            require(value_of(definition_.low) <= mode && mode <= value_of(definition_.high),
                    *definition_.mode, "'mode' is not between 'low' and 'high'");
        }
    }

    void check_table() {
        for (const auto& number : definition_.values) {
            require_not_negative(number, "a value");
        }
        double sum = 0;
        for (const auto& number : definition_.weights) {
            require_not_negative(number, "a weight");
            sum += number.value.value;
        }
        if (definition_.weights.empty()) {
            return;
        }
        const SourcePosition& position = definition_.weights.front().position;
        if (definition_.weights.size() != definition_.values.size()) {
            diagnostics_.error(position, std::to_string(definition_.weights.size()) +
                                             " weights for " +
                                             std::to_string(definition_.values.size()) + " values");
        } else if (fine() && !is_positive(sum)) {
            diagnostics_.error(position, "the weights have no positive, finite sum");
        }
    }

    void check_shares() {
        double sum = 0;
        for (const LawDefinition& part : definition_.parts) {
            if (!part.share) {
                diagnostics_.error(part.position, "a part of a mixture without 'share'");
            } else {
                require_not_negative(*part.share, "'share'");
                sum += value_of(part.share);
            }
        }
        if (fine() && !is_positive(sum)) {
            diagnostics_.error(definition_.position,
                               "the shares of the mixture have no positive, finite sum");
        }
    }

    std::vector<Law::Part> compile_parts() {
        std::vector<Law::Part> parts;
        for (const LawDefinition& part : definition_.parts) {
            auto law = LawCompiler(part, of_, diagnostics_).compile();
            if (law && part.share) {
                parts.push_back({value_of(part.share), std::move(*law)});
            }
        }
        return parts;
    }

    /// Of checked parameters.
    Law make(Distribution distribution, std::vector<Law::Part> parts) const {
        const LawDefinition& d = definition_;
        switch (distribution) {
            case Distribution::deterministic:
                break;
            case Distribution::exponential:
                return Law::exponential(value_of(d.mean));
            case Distribution::lognormal:
                return Law::lognormal(value_of(d.mean),
                                      d.sd ? value_of(d.sd) : value_of(d.cv) * value_of(d.mean));
            case Distribution::gamma:
                return Law::gamma(value_of(d.mean), gamma_shape());
            case Distribution::weibull:
                return Law::weibull(value_of(d.mean), value_of(d.shape));
            case Distribution::uniform:
                return Law::uniform(value_of(d.low), value_of(d.high));
            case Distribution::triangular:
                return Law::triangular(value_of(d.low), value_of(d.mode), value_of(d.high));
            case Distribution::empirical:
                return Law::empirical(values_of(d.values), values_of(d.weights));
            case Distribution::geometric:
                return Law::geometric(value_of(d.mean));
            case Distribution::mixture:
                return Law::mixture(std::move(parts));
        }
        return Law::deterministic(value_of(d.value));
    }

    const LawDefinition& definition_;
    LawOf of_;
    Diagnostics& diagnostics_;
    std::size_t errors_before_;
};

}  // namespace

std::optional<Law> compile_law(const LawDefinition& definition, LawOf of,
                               Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    if (definition.share) {
        diagnostics.error(definition.share->position, "'share' belongs to a part of a mixture");
    }
    auto law = LawCompiler(definition, of, diagnostics).compile();
    return diagnostics.error_count() == errors_before ? std::move(law) : std::nullopt;
}

}  // namespace greenlane::random
