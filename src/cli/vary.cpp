#include "cli/vary.h"

#include "greenlane/experiment/design.h"

#include <memory>

#include <fmt/format.h>

namespace greenlane::cli {

void add_vary_option(options::options_description& described) {
    described.add_options()(
        "vary",
        options::value<std::vector<std::string>>()->composing()->value_name("KEY=LO:HI:STEP"),
        "varies a key that --set takes: over a range, or over a list KEY=A,B,C; numbers may have a "
        "unit (4min:12min:2min, 1%:5%:1%); may be repeated: all combinations");
}

std::vector<experiment::Factor> factors(const options::variables_map& given) {
    auto factors = experiment::parse_factors(option<std::vector<std::string>>(given, "vary", {}));
    for (const experiment::Factor& factor : factors) {
        if (factor.key == "scenario.seed" || factor.key == "scenario.replications") {
            usage_error(fmt::format("--vary {}: all settings run with the same draws, as often",
                                    factor.given),
                        "--seed and --replications are given once");
        }
    }
    return factors;
}

io::WhatIf setting(const std::vector<experiment::Factor>& factors,
                   const std::vector<std::string>& texts) {
    const std::vector<std::string> keys = experiment::short_keys(factors);
    io::WhatIf setting;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        setting.name += (i == 0 ? "" : ", ") + keys[i] + '=' + texts[i];
        setting.overrides.push_back(
            {factors[i].key + '=' + texts[i],
             {std::make_shared<const std::string>("--vary " + factors[i].given), 0, 0}});
    }
    return setting;
}

std::vector<std::vector<std::string>> all_settings(const std::vector<experiment::Factor>& factors) {
    std::vector<std::size_t> levels;
    std::size_t points = 1;
    std::string product;
    for (const experiment::Factor& factor : factors) {
        if (factor.is_continuous()) {
            usage_error(fmt::format("--vary {}: a grid needs a step", factor.given),
                        fmt::format("--vary {}:STEP", factor.given));
        }
        levels.push_back(factor.levels());
        product += (product.empty() ? "" : " x ") + std::to_string(levels.back());
        points *= levels.back();
        if (points > experiment::most_points) {
            usage_error(fmt::format("a grid of {} settings and more; at most {} are run", product,
                                    experiment::most_points),
                        "take longer steps, or sweep with --design lhs --points 200");
        }
    }
    std::vector<std::vector<std::string>> settings;
    for (const std::vector<std::size_t>& point : experiment::full_grid(levels)) {
        auto& texts = settings.emplace_back();
        for (std::size_t i = 0; i < factors.size(); ++i) {
            texts.push_back(factors[i].level_text(point[i]));
        }
    }
    return settings;
}

}  // namespace greenlane::cli
