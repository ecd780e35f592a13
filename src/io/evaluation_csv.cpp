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

private:
    void add(const std::string& part, const std::string& rate, const SelectionFigures& figures) {
        const auto plain = [](double value) {
            return std::optional(kpi::Figure{value, std::nullopt, 0});
        };
        add(part, "selected", rate, plain(static_cast<double>(figures.at.selected)));
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
    }
    return csv;
}

}  // namespace greenlane::io
