#include "greenlane/evaluation/audit.h"

#include "greenlane/io/evaluation.h"
#include "greenlane/report/evaluation_tables.h"

#include "cli/command.h"
#include "cli/labelled_declarations.h"
#include "cli/terminal.h"

namespace greenlane::cli {

namespace {

/// Where the second half of the declarations begins: the local day on which the half of them is
/// reached.
std::int64_t middle_day(DeclarationFiles& files, shipment::Epochs days) {
    std::vector<std::pair<std::int64_t, std::uint64_t>> rows;
    std::uint64_t total = 0;
    files.read(days, [&](const shipment::Block& block, const shipment::Vocabulary&) {
        const std::int64_t day = days.of(block.declarations.lodged.front());
        if (rows.empty() || rows.back().first != day) {
            rows.emplace_back(day, 0);
        }
        rows.back().second += block.declarations.rows();
        total += block.declarations.rows();
    });
    std::uint64_t before = 0;
    for (const auto& [day, count] : rows) {
        if (2 * before >= total) {
            return day;
        }
        before += count;
    }
    return rows.back().first;
}

evaluation::AuditReport examine(const options::variables_map& given, DeclarationFiles& files,
                                const evaluation::Nomenclature* nomenclature) {
    evaluation::Audit audit(nomenclature, files.mapping() ? files.mapping()->hs_edition : 0);
    const Duration utc_offset = files.utc_offset();
    const shipment::Epochs days{utc_offset, 0};
    std::vector<std::uint8_t> seen;
    const bool halves = !add_training_files(given, files.request(), 0, audit);
    const std::int64_t judged_from = halves ? middle_day(files, days) : INT64_MIN;
    read_labelled(files, days, [&](const auto& block, const auto& words, const auto& known) {
        if (days.of(block.declarations.lodged.front()) < judged_from) {
            audit.add_training(block, words, known.outcome, utc_offset);
        } else {
            audit.add(block, words, known.outcome, utc_offset, seen);
        }
    });
    evaluation::AuditReport report = audit.report();
    report.halves = halves;
    return report;
}

int audit(const options::variables_map& given) {
    const std::optional<DeclarationRequest> request = declaration_request(given);
    if (!request) {
        usage_error("no declarations given",
                    "greenlane audit --declarations 2021.csv --mapping kcs.toml");
    }
    watch_for_interrupt();
    const auto nomenclature = read_nomenclature(given);
    // Times of day play no part in an audit, so any seed will do.
    DeclarationFiles files(*request, 0);
    const evaluation::AuditReport report =
        examine(given, files, nomenclature ? &*nomenclature : nullptr);
    const std::string source = files.mapping() ? files.mapping()->source : "";
    write_out(given.count("json") > 0
                  ? io::to_audit_json(report)
                  : report::audit_tables(report, source, {terminal_width(), colours_wanted()}));
    return 0;
}

}  // namespace

Command audit_command() {
    Command command{
        .name = "audit",
        .summary = "Looks for duplicates, leaks, drift and unknown codes in declarations",
        .usage = "--declarations FILE... --mapping FILE [--against FILE...]",
        .examples =
            "  greenlane audit --declarations 2021.csv --mapping profiles/mappings/kcs.toml\n"
            "  greenlane audit --declarations 2021.csv --mapping profiles/mappings/kcs.toml "
            "--against 2020.csv\n"
            "  greenlane audit --declarations 2021.csv --mapping profiles/mappings/kcs.toml "
            "--nomenclature profiles/nomenclature/hs2022.csv --json\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = audit};
    add_declaration_options(command.visible,
                            "what is looked at (CSV, CSV.gz, or what `generate` wrote)");
    add_audit_options(command.visible);
    command.visible.add_options()("json", "prints JSON instead of tables");
    return command;
}

}  // namespace greenlane::cli
