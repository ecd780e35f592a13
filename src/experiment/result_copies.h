#pragma once

#include "greenlane/core/bytes.h"
#include "greenlane/experiment/work.h"

#include <cstddef>
#include <string>

namespace greenlane::experiment {

/// Results on their way from the process that writes to all others, some at a time.
class ResultCopies {
public:
    /// Where they are not `wanted`, none are sent.
    ResultCopies(Workers& workers, bool wanted) : workers_(workers), wanted_(wanted) {}

    void send(const Unit& unit, const std::string& result);
    /// All are sent.
    void finish();

private:
    void flush();

    Workers& workers_;
    bool wanted_;
    ByteWriter writer_;
    std::size_t held_ = 0;  ///< bytes, about
};

/// What a process that does not write does meanwhile.
void receive_copies(Workers& workers, const Receive& receive);

}  // namespace greenlane::experiment
