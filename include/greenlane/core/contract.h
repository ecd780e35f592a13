#pragma once

#include <stdexcept>
#include <string>

namespace greenlane {

/// A bug of ours: a promise between two of our own functions is broken. Users' mistakes are
/// Diagnostics, never this.
class ContractViolation : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] void contract_violated(const char* expression, const char* file, int line);

}  // namespace greenlane

/// Checks a promise between our own functions in every build; throws ContractViolation.
#define GREENLANE_EXPECT(expression) \
    ((expression) ? void() : ::greenlane::contract_violated(#expression, __FILE__, __LINE__))
