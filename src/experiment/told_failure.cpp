#include "experiment/told_failure.h"

#include "greenlane/core/contract.h"
#include "greenlane/engine/replication.h"

namespace greenlane::experiment {

ToldFailure told_failure() {
    ToldFailure told;
    try {
        throw;
    } catch (const UnitFailure& failure) {
        try {
            failure.rethrow_cause();
        } catch (...) {
            told = told_failure();
        }
        told.unit = failure.unit();
    } catch (const InputError& error) {
        told.failure = error.failure();
        for (const Diagnostic& found : error.diagnostics().all()) {
            if (found.severity == Severity::error) {
                told.findings.push_back({found.position.file ? *found.position.file : "",
                                         found.position.line, found.position.column, found.message,
                                         found.hint});
            }
        }
    } catch (const engine::Interrupted&) {
        told.failure = Failure::interrupted;
    } catch (const std::exception& error) {
        told.failure = Failure::bug;
        told.findings.push_back({"", 0, 0, error.what(), ""});
    }
    return told;
}

void throw_again(const ToldFailure& told) {
    if (told.failure == Failure::interrupted) {
        throw engine::Interrupted();
    }
    if (told.failure == Failure::bug) {
        throw ContractViolation(told.findings.front().message);
    }
    Diagnostics diagnostics;
    for (const ToldFailure::Finding& found : told.findings) {
        diagnostics.error(
            {found.file.empty() ? nullptr : std::make_shared<const std::string>(found.file),
             found.line, found.column},
            found.message, found.hint);
    }
    throw InputError(told.failure, diagnostics);
}

void keep_first(std::optional<ToldFailure>& first, ToldFailure other) {
    if (!first || other.unit < first->unit) {
        first = std::move(other);
    }
}

}  // namespace greenlane::experiment
