#include "greenlane/core/contract.h"

namespace greenlane {

void contract_violated(const char* expression, const char* file, int line) {
    throw ContractViolation(std::string(file) + ":" + std::to_string(line) +
                            ": a bug in greenlane: expected " + expression);
}

}  // namespace greenlane
