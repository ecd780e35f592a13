#include "cli/vary.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

/// Whether a key is about the flow that the declarations of a replay take the place of. The hours
/// of the day spread records that have none.
bool is_replaced(std::string_view key) {
    constexpr std::array<std::string_view, 5> flow{"arrivals", "goods", "traders", "documents",
                                                   "violations"};
    return key != "arrivals.hour_of_day" &&
           std::find(flow.begin(), flow.end(), key.substr(0, key.find('.'))) != flow.end();
}

}  // namespace

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
        if (given.count("declarations") > 0 && is_replaced(factor.key)) {
            usage_error(fmt::format("--vary {}: a replay takes its declarations as they are, so "
                                    "that {} has no part in it",
                                    factor.given, factor.key),
                        "vary the process or the profile, or leave out --declarations");
        }
        if (factor.key == "scenario.warmup" &&
            std::find_if(factor.words.begin(), factor.words.end(), [](const std::string& word) {
                return word == "auto" || word == "\"auto\"";
            }) != factor.words.end()) {
            usage_error(
                fmt::format("--vary {}: one warm-up is found for all settings", factor.given),
                "--set scenario.warmup=auto finds it; or vary durations");
        }
    }
    return factors;
}

void expect_not_set(const std::vector<experiment::Factor>& factors,
                    const std::vector<std::string>& overrides) {
    for (const experiment::Factor& factor : factors) {
        for (const std::string& override_ : overrides) {
            if (override_.starts_with(factor.key + '=')) {
                usage_error(fmt::format("--set {}: {} is varied", override_, factor.key));
            }
        }
    }
}

SystemRequest request_of(const InputRequest& common, const std::vector<experiment::Factor>& factors,
                         const experiment::Setting& setting) {
    const std::vector<std::string> keys = experiment::short_keys(factors);
    io::WhatIf row;
    std::string profile = common.profile;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        if (!setting[i]) {
            continue;
        }
        row.name += (row.name.empty() ? "" : ", ") + keys[i] + '=' + *setting[i];
        if (factors[i].key == "profile") {
            profile = *setting[i];
        } else {
            row.overrides.push_back(
                {factors[i].key + '=' + *setting[i],
                 {std::make_shared<const std::string>("--vary " + factors[i].given), 0, 0}});
        }
    }
    SystemRequest request = request_of(common, std::move(row));
    request.inputs.profile = std::move(profile);
    return request;
}

}  // namespace greenlane::cli
