#include "io/calibrated_goods.h"

#include "greenlane/experiment/calibration_notes.h"

#include "io/toml_text.h"

#include <type_traits>

namespace greenlane::io {

namespace {

/// `{ CN = 0.6, KR = 0.4 }`
template <typename T>
std::string weights_text(const std::vector<shipment::Weighted<T>>& weights) {
    std::string text;
    for (const auto& weight : weights) {
        std::string word;
        if constexpr (std::is_enum_v<T>) {
            word = name(weight.value);
        } else {
            word = weight.value;
        }
        text += (text.empty() ? "" : ", ") + toml_key(word) + " = " + toml_number(weight.weight);
    }
    return "{ " + text + " }";
}

}  // namespace

void write_goods(const experiment::GoodsFit& fit, const std::string& catalogue,
                 ScenarioEdit& scenario) {
    TomlValue& goods = *scenario.root().find("goods");
    const auto set_value = [&](const char* key, const std::string& value) {
        scenario.set(goods, "goods", key, std::string(key) + " = " + value + '\n');
    };
    const auto set_share = [&](const char* key, const experiment::ShareEstimate& share) {
        scenario.set(goods, "goods", key, scenario.share_line("goods", key, share));
    };
    scenario.set(
        goods, "goods", "catalogue",
        toml_comment(experiment::notes_of(fit)) + "catalogue = " + toml_text(catalogue) + '\n');
    set_share("regulated_share", fit.regulated);
    set_share("eco_share", fit.eco);
    set_value("items_mean", toml_number(fit.items_mean.value));
    if (fit.items_mean.sd_log > 0) {
        scenario.doubt("goods.items_mean", toml_number(fit.items_mean.sd_log));
    }
    if (!fit.modes.empty()) {
        set_value("modes", weights_text(fit.modes));
    }
    if (!fit.procedures.empty()) {
        set_value("procedures", weights_text(fit.procedures));
    }
    if (!fit.offices.empty()) {
        set_value("offices", weights_text(fit.offices));
    }
    std::vector<shipment::Weighted<shipment::Mode>> containerised;
    for (const auto& mode : fit.modes) {
        if (const auto& share = fit.containerised[static_cast<std::size_t>(mode.value)]) {
            containerised.push_back({mode.value, *share, {}});
        }
    }
    if (!containerised.empty()) {
        set_value("containerised", weights_text(containerised));
    }
    if (fit.containers_mean) {
        set_value("containers_mean", toml_number(*fit.containers_mean));
    }
}

}  // namespace greenlane::io
