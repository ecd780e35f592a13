#include "greenlane/report/evaluation_tables.h"

#include "report/audit_lines.h"
#include "report/number.h"
#include "report/share.h"
#include "report/table.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using evaluation::AuditReport;
using evaluation::FeatureAudit;

std::string number(std::uint64_t count) {
    return with_separators(static_cast<std::int64_t>(count));
}

std::string share(std::uint64_t part, std::uint64_t whole) {
    return percent(kpi::Proportion{part, whole}.share());
}

std::string training(const AuditReport& audit) {
    return audit.halves ? "the older half" : "the training files";
}

std::string repetition_lines(const AuditReport& audit) {
    const evaluation::Repetition& found = audit.repetition;
    if (found.tuple.empty()) {
        return "Repeated: n/a, the declarations name no HS codes.";
    }
    std::string text = fmt::format(
        "Repeated: {} of {} items are equal to an earlier one, {} have the "
        "goods tuple of one ({}).",
        share(found.duplicates, found.items), number(found.items),
        share(found.near_duplicates, found.items), fmt::join(found.tuple, ", "));
    if (audit.training_rows > 0) {
        text += fmt::format(
            " Seen: {} have a goods tuple of {}; a score may know those by heart, so read it on "
            "novel goods.",
            share(found.seen, found.items), training(audit));
    }
    return text;
}

std::string constancy_line(const evaluation::Constancy& found) {
    return fmt::format(
        "Labels: {} of {} repeated goods tuples always have the same one; {} by chance.",
        share(found.constant, found.tuples), number(found.tuples),
        percent(std::optional(found.by_chance / static_cast<double>(found.tuples))));
}

std::string leak_line(const AuditReport& audit) {
    std::string text;
    for (const FeatureAudit& feature : audit.features) {
        if (feature.verdict == FeatureAudit::Verdict::leak) {
            text += fmt::format("{}{} (ROC area {:.2f} in sample, {:.2f} out of time)",
                                text.empty() ? "" : ", ", feature.name, *feature.in_sample,
                                *feature.out_of_time);
        }
    }
    return text.empty() ? "" : "Leaks: a rate over all data knows its own labels by " + text + ".";
}

std::string too_good_line(const AuditReport& audit) {
    std::string text;
    for (const FeatureAudit& feature : audit.features) {
        if (feature.verdict == FeatureAudit::Verdict::knows_too_much) {
            text += fmt::format("{}{} (ROC area {:.2f} out of time)", text.empty() ? "" : ", ",
                                feature.name, *feature.out_of_time);
        }
    }
    return text.empty() ? "" : "Knows too much, perhaps recorded after inspection: " + text + ".";
}

std::string drift_line(const AuditReport& audit) {
    if (!audit.base_rate_p) {
        return "";
    }
    std::string features;
    for (const evaluation::FeatureDrift& drift : audit.drift) {
        if (drift.significant > 0) {
            features += fmt::format("{}{} ({} of {} weeks)", features.empty() ? "" : ", ",
                                    drift.name, drift.significant, drift.weeks);
        }
    }
    return fmt::format(
        "Drift: violation rates of {} weeks {} (chi-square, p = {:.2g}); the mix of {}.",
        audit.weeks.size(), *audit.base_rate_p <= 0.05 ? "differ" : "show no difference",
        *audit.base_rate_p,
        features.empty() ? std::string("no feature changes")
                         : "some weeks stands out by " + features);
}

std::string codes_line(const evaluation::UnknownCodes& codes) {
    std::string text =
        fmt::format("Codes: {} of {} items have an HS-6 code that HS {} lacks",
                    share(codes.unknown, codes.items), number(codes.items), codes.edition);
    if (!codes.examples.empty()) {
        text += fmt::format(" ({})", fmt::join(codes.examples, ", "));
    }
    if (codes.declared_edition != 0 && codes.declared_edition != codes.edition) {
        text += fmt::format(
            "; the declarations are of HS {}: codes that changed in between count "
            "as unknown",
            codes.declared_edition);
    }
    return text + ".";
}

std::string missing_line(const AuditReport& audit) {
    std::string text;
    for (const evaluation::MissingColumn& column : audit.missing) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", column.name,
                            share(column.missing, column.cells));
    }
    return text.empty() ? "" : "Missing: " + text + ".";
}

std::string feature_table(const AuditReport& audit, const Terminal& terminal) {
    Table table({{"feature", Align::left},
                 {"keys"},
                 {"in sample"},
                 {"out of time"},
                 {"flagged"},
                 {"verdict", Align::left}});
    const auto area = [](const std::optional<double>& value) {
        return value ? fmt::format("{:.3f}", *value) : std::string("n/a");
    };
    for (const FeatureAudit& feature : audit.features) {
        const bool fine = feature.verdict == FeatureAudit::Verdict::fine;
        table.add({feature.name,
                   number(feature.keys),
                   area(feature.in_sample),
                   area(feature.out_of_time),
                   number(feature.flagged),
                   {fine                                             ? ""
                    : feature.verdict == FeatureAudit::Verdict::leak ? "leak"
                                                                     : "knows too much",
                    fine ? Tone::plain : Tone::bad}});
    }
    return table.to_string(terminal);
}

std::string drift_table(const AuditReport& audit, const Terminal& terminal) {
    Table table({{"feature", Align::left},
                 {"weeks"},
                 {"significant"},
                 {"largest PSI"},
                 {"by noise alone"},
                 {"in week", Align::left}});
    for (const evaluation::FeatureDrift& drift : audit.drift) {
        table.add({drift.name, number(drift.weeks), number(drift.significant),
                   fmt::format("{:.3f}", drift.worst.psi),
                   fmt::format("{:.3f}", drift.worst.psi_noise), drift.worst_week});
    }
    return table.to_string(terminal);
}

std::string week_table(const AuditReport& audit, const Terminal& terminal) {
    Table table({{"week", Align::left}, {"known outcomes"}, {"violations (Wilson)"}});
    for (const evaluation::WeekRate& week : audit.weeks) {
        table.add({week.label, number(week.violations.trials), percent(week.violations)});
    }
    return table.to_string(terminal);
}

std::string titled(const char* title, const std::string& table, const Terminal& terminal) {
    return "\n" + painted(title, Tone::strong, terminal.colours) + "\n" + table;
}

}  // namespace

std::string audit_summary(const AuditReport& audit, const Terminal& terminal) {
    std::vector<std::string> lines{repetition_lines(audit)};
    if (audit.constancy.tuples > 0) {
        lines.push_back(constancy_line(audit.constancy));
    }
    lines.push_back(leak_line(audit));
    lines.push_back(too_good_line(audit));
    lines.push_back(drift_line(audit));
    if (audit.unknown_codes) {
        lines.push_back(codes_line(*audit.unknown_codes));
    }
    lines.push_back(missing_line(audit));
    std::string text;
    for (const std::string& line : lines) {
        if (!line.empty()) {
            text += wrapped(line, terminal.width, 2);
        }
    }
    return text;
}

std::string audit_tables(const AuditReport& audit, const std::string& source,
                         const Terminal& terminal) {
    std::string text = painted("Audit", Tone::strong, terminal.colours) + "\n";
    text += wrapped(
        fmt::format("{} declarations, {} with known outcome, {} violations ({}){}{}",
                    number(audit.rows), number(audit.labels.trials), number(audit.labels.events),
                    percent(audit.labels.share()), source.empty() ? "" : ". ", source),
        terminal.width, 2);
    if (audit.training_rows > 0) {
        text += wrapped(fmt::format("Held against {} declarations of {}",
                                    number(audit.training_rows), training(audit)),
                        terminal.width, 2);
    }
    text += audit_summary(audit, terminal);
    text += titled(
        "Single features: ROC area of a key's share of violations; keys flagged by "
        "Fisher's test, FDR 5 %",
        feature_table(audit, terminal), terminal);
    text += titled(
        "Mix of features, each week against all others: chi-square, FDR 5 %; population "
        "stability index",
        drift_table(audit, terminal), terminal);
    return text + titled("Violations by week", week_table(audit, terminal), terminal);
}

}  // namespace greenlane::report
