#include "greenlane/core/diagnostics.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace greenlane {

std::string to_string(const Diagnostic& diagnostic) {
    std::string text;
    const SourcePosition& place = diagnostic.position;
    if (place.file) {
        text += *place.file;
        if (place.line > 0) {
            text += ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
        }
        text += ": ";
    }
    text += diagnostic.severity == Severity::error ? "error: " : "warning: ";
    text += diagnostic.message;
    if (!diagnostic.hint.empty()) {
        text += "\n  hint: " + diagnostic.hint;
    }
    return text;
}

void Diagnostics::error(SourcePosition position, std::string message, std::string hint) {
    list_.push_back({Severity::error, std::move(position), std::move(message), std::move(hint)});
    ++errors_;
}

void Diagnostics::warning(SourcePosition position, std::string message, std::string hint) {
    list_.push_back({Severity::warning, std::move(position), std::move(message), std::move(hint)});
}

void Diagnostics::append(const Diagnostics& other) {
    list_.insert(list_.end(), other.list_.begin(), other.list_.end());
    errors_ += other.errors_;
}

void Diagnostics::sort_by_place() {
    std::vector<std::string> files;
    const auto place = [&files](const Diagnostic& diagnostic) {
        const SourcePosition& position = diagnostic.position;
        const std::string file = position.file ? *position.file : std::string{};
        const auto found = std::find(files.begin(), files.end(), file);
        const auto rank = found - files.begin();
        if (found == files.end()) {
            files.push_back(file);
        }
        return std::tuple(rank, position.line, position.column);
    };
    std::vector<std::pair<decltype(place(list_.front())), Diagnostic>> placed;
    for (Diagnostic& diagnostic : list_) {
        const auto at = place(diagnostic);
        placed.emplace_back(at, std::move(diagnostic));
    }
    std::stable_sort(placed.begin(), placed.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    list_.clear();
    for (auto& entry : placed) {
        list_.push_back(std::move(entry.second));
    }
}

InputError::InputError(Failure failure, Diagnostics diagnostics)
    : failure_(failure), diagnostics_(std::move(diagnostics)) {
    diagnostics_.sort_by_place();
    for (const Diagnostic& diagnostic : diagnostics_.all()) {
        text_ += (text_.empty() ? "" : "\n") + to_string(diagnostic);
    }
}

InputError::InputError(Failure failure, const std::string& file, std::string message,
                       std::string hint)
    : InputError(failure, [&] {
          Diagnostics one;
          one.error({file.empty() ? nullptr : std::make_shared<const std::string>(file), 0, 0},
                    std::move(message), std::move(hint));
          return one;
      }()) {}

namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, substituted}));
        }
    }
    return row.back();
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
    std::string_view best;
    std::size_t best_distance = word.size() / 3 + 2;
    for (const std::string_view candidate : candidates) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best_distance && distance < candidate.size()) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
    const std::string_view found = nearest(word, candidates);
    return found.empty() ? std::string{} : "did you mean '" + std::string(found) + "'?";
}

}  // namespace greenlane
