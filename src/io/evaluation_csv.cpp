#include "greenlane/io/evaluation.h"

#include "io/csv_text.h"

namespace greenlane::io {

namespace {

using evaluation::RankingFigures;
using evaluation::SelectionFigures;

/// Rows of one profile.
class FigureRows {
public:
    FigureRows(std::string& csv, const std::string& profile)
        : csv_(csv), profile_(csv_text(profile)) {}

    void add(const std::string& part, const RankingFigures& figures) {
        add(part, "auc", "", figures.auc);
        add(part, "average_precision", "", figures.average_precision);
        for (const SelectionFigures& at : figures.at) {
            add(part, csv_number(at.at.rate), at);
        }
        if (figures.own) {
            add(part, "own", *figures.own);
        }
    }

    void add(const evaluation::RuleStanding& rule) {
        const std::string part = csv_text("rule " + rule.code);
        add(part, "matched", "", count(rule.matched));
        add(part, "selected", "", count(rule.selected));
        add(part, "hit_rate", "", wilson(rule.hits));
        add(part, "hits_alone", "", count(rule.hits_alone));
        add(part, "hits_lost", "", count(rule.hits_lost));
        add(part, "hours_per_hit", "", plain(rule.hours_per_hit));
        add(part, "q", "", plain(rule.q));
    }

    void add(const evaluation::Segment& segment) {
        const std::string part = csv_text(std::string(name(segment.by)) + ' ' + segment.name);
        add(part, "rows", "", count(segment.counts.selected.trials));
        add(part, "selection_rate", "", wilson(segment.counts.selected));
        add(part, "false_positive_rate", "", wilson(segment.counts.false_positives));
        add(part, "hit_rate", "", wilson(segment.counts.hits));
    }

private:
    static std::optional<kpi::Figure> plain(const std::optional<double>& value) {
        return value ? std::optional(kpi::Figure{*value, std::nullopt, 0}) : std::nullopt;
    }
    static std::optional<kpi::Figure> count(std::uint64_t number) {
        return plain(static_cast<double>(number));
    }
    static std::optional<kpi::Figure> wilson(const kpi::Proportion& proportion) {
        const auto share = proportion.share();
        return share
                   ? std::optional(kpi::Figure{*share, kpi::wilson(proportion), proportion.trials})
                   : std::nullopt;
    }

    void add(const std::string& part, const std::string& rate, const SelectionFigures& figures) {
        add(part, "selected", rate, count(figures.at.selected));
        add(part, "tied", rate, plain(figures.at.tied));
        add(part, "precision", rate, figures.precision);
        add(part, "recall", rate, figures.recall);
        add(part, "revenue", rate, figures.revenue);
        add(part, "lift", rate, figures.lift);
    }

    void add(const std::string& part, const char* figure, const std::string& rate,
             const std::optional<kpi::Figure>& value) {
        const bool limited = value && value->interval;
        csv_ += profile_ + ',' + part + ',' + figure + ',' + rate + ',' +
                (value ? csv_number(value->mean) : "") + ',' +
                (limited ? csv_number(value->interval->low) : "") + ',' +
                (limited ? csv_number(value->interval->high) : "") + "\r\n";
    }

    std::string& csv_;
    std::string profile_;
};

}  // namespace

std::string to_evaluation_csv(const evaluation::Evaluation& evaluation) {
    std::string csv = "profile,part,figure,rate,value,ci_low,ci_high\r\n";
    for (const evaluation::CandidateEvaluation& judged : evaluation.candidates) {
        FigureRows rows(csv, judged.name);
        rows.add("all", judged.pooled);
        if (judged.seen) {
            rows.add("seen", *judged.seen);
            rows.add("novel", *judged.novel);
        }
        for (const evaluation::PeriodFigures& period : judged.periods) {
            rows.add(period.label, period.figures);
        }
        for (const evaluation::RuleStanding& rule : judged.rules) {
            rows.add(rule);
        }
        for (const evaluation::Segment& segment : judged.segments) {
            rows.add(segment);
        }
    }
    return csv;
}

}  // namespace greenlane::io
