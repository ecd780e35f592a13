#include "profile/faults.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace greenlane::profile {

namespace {

constexpr std::size_t reported_at_most = 20;
constexpr std::size_t kept_at_most = 1000;

std::uint32_t characters(std::string_view utf8) {
    return static_cast<std::uint32_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// The opening quote stands at the position of the text. A text of several lines is taken to begin
/// on the line after its opening quotes, as it is usually written.
SourcePosition place(const Located<std::string>& condition, std::size_t offset) {
    SourcePosition position = condition.position;
    if (position.line == 0) {
        return position;
    }
    const std::string_view text = condition.value;
    const std::string_view before = text.substr(0, offset);
    if (text.find('\n') == std::string_view::npos) {
        position.column += 1 + characters(before);
        return position;
    }
    const std::size_t line_break = before.rfind('\n');
    const std::size_t line_start = line_break == std::string_view::npos ? 0 : line_break + 1;
    position.line += 1 + static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    position.column = 1 + characters(before.substr(line_start));
    return position;
}

}  // namespace

void Faults::add(Fault fault) {
    has_errors_ = has_errors_ || fault.severity == Severity::error;
    if (list_.size() < kept_at_most) {
        list_.push_back(std::move(fault));
    } else {
        ++dropped_;
    }
}

void Faults::error(std::size_t offset, std::string message, std::string hint) {
    add({Severity::error, offset, std::move(message), std::move(hint)});
}

void Faults::warning(std::size_t offset, std::string message, std::string hint) {
    add({Severity::warning, offset, std::move(message), std::move(hint)});
}

void Faults::report(const Located<std::string>& condition, Diagnostics& diagnostics) && {
    std::stable_sort(list_.begin(), list_.end(),
                     [](const Fault& a, const Fault& b) { return a.offset < b.offset; });
    // An error must not be lost among warnings: they are dropped first.
    if (has_errors_ && list_.size() > reported_at_most) {
        std::erase_if(list_,
                      [](const Fault& fault) { return fault.severity == Severity::warning; });
    }
    const std::size_t shown = std::min(list_.size(), reported_at_most);
    for (std::size_t i = 0; i < shown; ++i) {
        Fault& fault = list_[i];
        const std::size_t more = list_.size() - shown + dropped_;
        if (i + 1 == shown && more > 0) {
            fault.message += " (and " + std::to_string(more) + " more in this condition)";
        }
        const auto add =
            fault.severity == Severity::error ? &Diagnostics::error : &Diagnostics::warning;
        (diagnostics.*add)(place(condition, fault.offset), std::move(fault.message),
                           std::move(fault.hint));
    }
}

}  // namespace greenlane::profile
