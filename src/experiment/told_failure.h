#pragma once

#include "greenlane/experiment/work.h"

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::experiment {

/// A failure as one process tells it to another.
struct ToldFailure {
    struct Finding {
        std::string file;
        std::uint32_t line = 0;
        std::uint32_t column = 0;
        std::string message;
        std::string hint;

        template <typename Archive, typename Self>
        static void transfer(Archive& archive, Self& self) {
            archive(self.file, self.line, self.column, self.message, self.hint);
        }
    };

    Unit unit;  ///< the first of all where no unit is to blame
    Failure failure{};
    std::vector<Finding> findings;  ///< of a bug, one

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.unit, self.failure, self.findings);
    }
};

/// The exception at hand.
ToldFailure told_failure();
[[noreturn]] void throw_again(const ToldFailure& told);
/// Of two, that of the first unit.
void keep_first(std::optional<ToldFailure>& first, ToldFailure other);

}  // namespace greenlane::experiment
