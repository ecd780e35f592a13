#include "experiment/result_copies.h"

#include <utility>

namespace greenlane::experiment {

namespace {

constexpr std::size_t most_held = std::size_t{1} << 24;

}  // namespace

void ResultCopies::send(const Unit& unit, const std::string& result) {
    if (!wanted_) {
        return;
    }
    writer_(unit, result);
    held_ += sizeof unit + result.size();
    if (held_ >= most_held) {
        flush();
    }
}

void ResultCopies::finish() {
    if (held_ > 0) {
        flush();
    }
    if (wanted_) {
        workers_.share("");
    }
}

void ResultCopies::flush() {
    workers_.share(writer_.take());
    writer_ = {};
    held_ = 0;
}

void receive_copies(Workers& workers, const Receive& receive) {
    for (std::string told = workers.share(""); !told.empty(); told = workers.share("")) {
        ByteReader reader(told);
        while (!reader.at_end()) {
            Unit unit;
            std::string result;
            reader(unit, result);
            receive(unit, std::move(result));
        }
    }
}

}  // namespace greenlane::experiment
