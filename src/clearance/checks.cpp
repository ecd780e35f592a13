#include "clearance/checks.h"

#include <cstdio>

namespace greenlane::clearance {

std::string quoted(std::string_view name) {
    return "'" + std::string(name) + "'";
}

std::string hint_for(std::string_view word, std::span<const std::string_view> names) {
    std::string hint = word.empty() ? std::string{} : did_you_mean(word, names);
    if (hint.empty()) {
        for (const std::string_view known : names) {
            hint += (hint.empty() ? "one of " : ", ") + std::string(known);
        }
    }
    return hint;
}

bool check_share(const Located<double>& number, std::string_view what, Diagnostics& diagnostics) {
    if (number.value >= 0 && number.value <= 1) {
        return true;
    }
    char text[32];
    std::snprintf(text, sizeof text, "%g", number.value);
    diagnostics.error(number.position, quoted(what) + " is " + text, "a number from 0 to 1");
    return false;
}

bool check_servers(const Located<std::int64_t>& servers, Diagnostics& diagnostics) {
    if (servers.value > 0 && servers.value <= server_limit) {
        return true;
    }
    diagnostics.error(servers.position, "'servers' is " + std::to_string(servers.value),
                      "a whole number from 1 to " + std::to_string(server_limit));
    return false;
}

}  // namespace greenlane::clearance
