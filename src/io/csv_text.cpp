#include "io/csv_text.h"

#include <array>
#include <charconv>

namespace greenlane::io {

std::string csv_text(std::string_view word) {
    const bool formula = word.find_first_of("=+-@\t\r") == 0;
    if (!formula && word.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string(word);
    }
    std::string field = formula ? "\"'" : "\"";
    for (const char c : word) {
        if (c == '"') {
            field += '"';
        }
        field += c;
    }
    return field + '"';
}

std::string csv_number(double value) {
    std::array<char, 32> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), written.ptr};
}

}  // namespace greenlane::io
