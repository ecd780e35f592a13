#include "io/history_json.h"

namespace greenlane::io {

namespace {

using evaluation::SelectionEstimates;

Json bounds(const std::optional<evaluation::RateBounds>& bounds) {
    if (!bounds) {
        return {};
    }
    return {{"low", bounds->low},
            {"high", bounds->high},
            {"ci_low", bounds->interval.low},
            {"ci_high", bounds->interval.high}};
}

Json estimates(const std::vector<evaluation::NamedEstimate>& estimates) {
    Json rows = Json::array();
    for (const auto& [name, estimate] : estimates) {
        const std::string caution = evaluation::caution(estimate);
        rows.push_back({{"name", name},
                        {"rate", json_of(estimate.rate)},
                        {"standard_error", json_of(estimate.standard_error)},
                        {"interval", json_of(estimate.interval)},
                        {"inspected", estimate.inspected},
                        {"selected", estimate.selected},
                        {"unseen", estimate.unseen},
                        {"caution", caution.empty() ? Json() : Json(caution)}});
    }
    return rows;
}

Json verified_rate(const std::optional<evaluation::VerifiedRate>& rate) {
    return rate ? Json{{"rate", rate->rate}, {"interval", json_of(rate->interval)}} : Json();
}

Json selection(const SelectionEstimates& selection) {
    Json json{{"rate", selection.rate ? Json(*selection.rate) : Json("own")},
              {"selected", selection.selected},
              {"estimates", estimates(selection.estimates)},
              {"worst_case", bounds(selection.worst_case)},
              {"monotone", bounds(selection.monotone)},
              {"detection", bounds(selection.detection)},
              {"hidden_selection", Json::array()},
              {"tipping_gamma", json_of(selection.tipping_gamma)},
              {"weights",
               {{"effective_size", json_of(selection.weights.effective_size)},
                {"largest", json_of(selection.weights.largest)},
                {"largest_share", json_of(selection.weights.largest_share)},
                {"mean_weight", json_of(selection.weights.mean_weight)},
                {"mean_weight_z", json_of(selection.weights.mean_weight_z)}}},
              {"begg_greenes", Json()}};
    for (const evaluation::HiddenSelection& hidden : selection.hidden) {
        json["hidden_selection"].push_back(
            {{"gamma", hidden.gamma}, {"bounds", bounds(hidden.bounds)}});
    }
    if (const auto& verified = selection.verified) {
        json["begg_greenes"] = {{"sensitivity", verified_rate(verified->sensitivity)},
                                {"specificity", verified_rate(verified->specificity)},
                                {"prevalence", json_of(verified->prevalence)}};
    }
    return json;
}

}  // namespace

Json history_json(const evaluation::HistoryEstimates& history) {
    Json json{{"unknown", history.unknown},
              {"chance_known", history.chance_known},
              {"lottery_known", history.lottery_known},
              {"selections", Json::array()}};
    for (const SelectionEstimates& estimates : history.selections) {
        json["selections"].push_back(selection(estimates));
    }
    return json;
}

}  // namespace greenlane::io
