#include "io/audit_json.h"

namespace greenlane::io {

namespace {

using evaluation::FeatureAudit;

Json share(std::uint64_t part, std::uint64_t whole) {
    return json_of(kpi::Proportion{part, whole}.share());
}

const char* name(FeatureAudit::Verdict verdict) {
    switch (verdict) {
        case FeatureAudit::Verdict::fine:
            return "fine";
        case FeatureAudit::Verdict::leak:
            return "leak";
        case FeatureAudit::Verdict::knows_too_much:
            return "knows too much";
    }
    return "";
}

Json repetition(const evaluation::Repetition& found, bool trained) {
    const auto of_training = [&](std::uint64_t items) {
        return trained ? share(items, found.items) : Json();
    };
    return {{"goods_tuple", found.tuple},
            {"items", found.items},
            {"duplicates", share(found.duplicates, found.items)},
            {"near_duplicates", share(found.near_duplicates, found.items)},
            {"duplicates_of_training", of_training(found.duplicates_of_training)},
            {"seen", of_training(found.seen)}};
}

Json features(const std::vector<FeatureAudit>& features) {
    Json rows = Json::array();
    for (const FeatureAudit& feature : features) {
        rows.push_back({{"name", feature.name},
                        {"keys", feature.keys},
                        {"auc_in_sample", json_of(feature.in_sample)},
                        {"auc_out_of_time", json_of(feature.out_of_time)},
                        {"flagged", feature.flagged},
                        {"verdict", name(feature.verdict)}});
    }
    return rows;
}

Json drift(const std::vector<evaluation::FeatureDrift>& drift) {
    Json rows = Json::array();
    for (const evaluation::FeatureDrift& feature : drift) {
        rows.push_back({{"name", feature.name},
                        {"weeks", feature.weeks},
                        {"significant", feature.significant},
                        {"worst_week", feature.worst_week},
                        {"psi", feature.worst.psi},
                        {"psi_noise", feature.worst.psi_noise},
                        {"p", feature.worst.p}});
    }
    return rows;
}

Json weeks(const std::vector<evaluation::WeekRate>& weeks) {
    Json rows = Json::array();
    for (const evaluation::WeekRate& week : weeks) {
        rows.push_back({{"week", week.label},
                        {"rows", week.violations.trials},
                        {"violations", week.violations.events}});
    }
    return rows;
}

}  // namespace

Json audit_json(const evaluation::AuditReport& audit) {
    Json json{{"rows", audit.rows},
              {"training_rows", audit.training_rows},
              {"training", audit.training_rows == 0 ? Json()
                           : audit.halves           ? Json("older half")
                                                    : Json("files")},
              {"labelled", audit.labels.trials},
              {"violations", audit.labels.events},
              {"repetition", repetition(audit.repetition, audit.training_rows > 0)},
              {"constancy",
               {{"repeated_tuples", audit.constancy.tuples},
                {"constant", share(audit.constancy.constant, audit.constancy.tuples)},
                {"by_chance",
                 audit.constancy.tuples > 0
                     ? Json(audit.constancy.by_chance / static_cast<double>(audit.constancy.tuples))
                     : Json()}}},
              {"features", features(audit.features)},
              {"weeks", weeks(audit.weeks)},
              {"base_rate_p", json_of(audit.base_rate_p)},
              {"drift", drift(audit.drift)},
              {"missing", Json::array()},
              {"unknown_codes", Json()}};
    for (const evaluation::MissingColumn& column : audit.missing) {
        json["missing"].push_back({{"column", column.name},
                                   {"missing", column.missing},
                                   {"share", share(column.missing, column.cells)}});
    }
    if (const auto& codes = audit.unknown_codes) {
        json["unknown_codes"] = {
            {"edition", codes->edition},
            {"declared_edition",
             codes->declared_edition > 0 ? Json(codes->declared_edition) : Json()},
            {"items", codes->items},
            {"unknown", codes->unknown},
            {"examples", codes->examples}};
    }
    return json;
}

}  // namespace greenlane::io
