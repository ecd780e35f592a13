#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/core/located.h"

#include <cstddef>
#include <string>
#include <vector>

namespace greenlane::profile {

/// What is wrong with one condition, by offset in its text.
class Faults {
public:
    void error(std::size_t offset, std::string message, std::string hint = {});
    void warning(std::size_t offset, std::string message, std::string hint = {});
    bool has_errors() const { return has_errors_; }

    /// Hands them over in the order of the text, each at its place in the user's file. Past 20 the
    /// rest is only counted.
    void report(const Located<std::string>& condition, Diagnostics& diagnostics) &&;

private:
    struct Fault {
        Severity severity;
        std::size_t offset;
        std::string message;
        std::string hint;
    };
    void add(Fault fault);

    std::vector<Fault> list_;
    std::size_t dropped_ = 0;
    bool has_errors_ = false;
};

}  // namespace greenlane::profile
