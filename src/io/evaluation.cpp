#include "greenlane/io/evaluation.h"

#include "io/audit_json.h"
#include "io/figure_json.h"
#include "io/history_json.h"

namespace greenlane::io {

namespace {

using evaluation::Candidate;
using evaluation::CandidateEvaluation;
using evaluation::RankingFigures;
using evaluation::SelectionFigures;

constexpr const char* note =
    "95 % percentile intervals of a bootstrap over importers; at a rate: the top share by score, a "
    "bound in hindsight; own: what the profile itself selects";

const char* name(Candidate::RankedBy ranked_by) {
    switch (ranked_by) {
        case Candidate::RankedBy::points:
            return "points";
        case Candidate::RankedBy::lane:
            return "lane";
        case Candidate::RankedBy::score:
            return "score";
        case Candidate::RankedBy::model:
            return "model";
    }
    return "";
}

Json selection(const SelectionFigures& figures) {
    return {{"rate", figures.at.rate},
            {"selected", figures.at.selected},
            {"precision", json_of(figures.precision)},
            {"recall", json_of(figures.recall)},
            {"revenue", json_of(figures.revenue)},
            {"lift", json_of(figures.lift)},
            {"tied", figures.at.tied},
            {"hits_of_best", json_of(figures.at.hits_of_best)},
            {"revenue_of_best", json_of(figures.at.revenue_of_best)}};
}

/// The keys of the figures of a ranking, added to an object.
void put_ranking(Json& object, const RankingFigures& figures) {
    object["rows"] = figures.rows;
    object["violations"] = figures.violations;
    object["importers"] = figures.importers;
    object["auc"] = json_of(figures.auc);
    object["average_precision"] = json_of(figures.average_precision);
    object["at"] = Json::array();
    for (const SelectionFigures& at : figures.at) {
        object["at"].push_back(selection(at));
    }
    object["own"] = figures.own ? selection(*figures.own) : Json();
}

Json ranking(const std::optional<RankingFigures>& figures) {
    Json object;
    if (figures) {
        put_ranking(object, *figures);
    }
    return object;
}

Json bins(const std::vector<evaluation::ReliabilityBin>& bins) {
    Json rows = Json::array();
    for (const evaluation::ReliabilityBin& bin : bins) {
        rows.push_back({{"low", bin.low},
                        {"high", bin.high},
                        {"rows", bin.violations.trials},
                        {"mean_score", bin.mean_score},
                        {"violations", json_of(bin.violations.share())},
                        {"wilson", json_of(kpi::wilson(bin.violations))}});
    }
    return rows;
}

Json calibration(const std::optional<evaluation::Calibration>& calibration) {
    if (!calibration) {
        return {};
    }
    return {{"brier", calibration->brier},
            {"equal_count", bins(calibration->equal_count)},
            {"equal_width", bins(calibration->equal_width)}};
}

Json proportion(const kpi::Proportion& proportion) {
    return {{"events", proportion.events},
            {"trials", proportion.trials},
            {"share", json_of(proportion.share())},
            {"wilson", json_of(kpi::wilson(proportion))}};
}

Json rules(const std::vector<evaluation::RuleStanding>& standings) {
    Json rows = Json::array();
    for (const evaluation::RuleStanding& rule : standings) {
        rows.push_back({{"code", rule.code},
                        {"matched", rule.matched},
                        {"selected", rule.selected},
                        {"unknown", rule.unknown},
                        {"hits", proportion(rule.hits)},
                        {"hits_alone", rule.hits_alone},
                        {"hits_lost", rule.hits_lost},
                        {"hours_per_hit", json_of(rule.hours_per_hit)},
                        {"p", json_of(rule.p)},
                        {"q", json_of(rule.q)}});
    }
    return rows;
}

Json segments(const std::vector<evaluation::Segment>& segments) {
    Json rows = Json::array();
    for (const evaluation::Segment& segment : segments) {
        rows.push_back({{"by", name(segment.by)},
                        {"name", segment.name},
                        {"rows", segment.counts.selected.trials},
                        {"small", segment.small()},
                        {"selected", proportion(segment.counts.selected)},
                        {"false_positives", proportion(segment.counts.false_positives)},
                        {"hits", proportion(segment.counts.hits)}});
    }
    return rows;
}

Json profile(const CandidateEvaluation& judged) {
    Json object;
    object["profile"] = judged.name;
    object["ranked_by"] = name(judged.ranked_by);
    object["constant"] = judged.constant;
    object["unscored"] = judged.unscored;
    object["training_overlap"] = judged.training_overlap ? Json(*judged.training_overlap) : Json();
    put_ranking(object, judged.pooled);
    object["seen"] = ranking(judged.seen);
    object["novel"] = ranking(judged.novel);
    object["periods"] = Json::array();
    for (const evaluation::PeriodFigures& period : judged.periods) {
        Json row{{"period", period.label}};
        put_ranking(row, period.figures);
        object["periods"].push_back(std::move(row));
    }
    object["calibration"] = calibration(judged.calibration);
    object["gains"] = Json::array();
    for (const evaluation::Gain& gain : judged.gains) {
        object["gains"].push_back({{"rate", gain.rate}, {"recall", gain.recall}});
    }
    object["rules"] = rules(judged.rules);
    object["lottery"] = proportion(judged.lottery);
    object["hours"] = judged.hours_source.empty() ? Json() : Json(judged.hours_source);
    object["segments"] = segments(judged.segments);
    object["history"] = judged.history ? history_json(*judged.history) : Json();
    return object;
}

}  // namespace

std::string to_evaluation_json(const evaluation::Evaluation& evaluation,
                               const evaluation::AuditReport& audit) {
    Json json{{"format", "greenlane-evaluation"},
              {"version", 1},
              {"rows", evaluation.rows},
              {"labelled", evaluation.labelled},
              {"violations", evaluation.violations},
              {"seed", evaluation.question.seed},
              {"intervals", note},
              {"audit", audit_json(audit)},
              {"profiles", Json::array()}};
    for (const CandidateEvaluation& judged : evaluation.candidates) {
        json["profiles"].push_back(profile(judged));
    }
    return json.dump(2) + "\n";
}

std::string to_audit_json(const evaluation::AuditReport& audit) {
    Json json{{"format", "greenlane-audit"}, {"version", 1}};
    json.update(audit_json(audit));
    return json.dump(2) + "\n";
}

}  // namespace greenlane::io
