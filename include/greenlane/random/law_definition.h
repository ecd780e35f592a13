#pragma once

#include "greenlane/core/located.h"
#include "greenlane/random/law.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::random {

/// A number of a law: milliseconds where it was written with a unit of time ("24min").
struct Parameter {
    double value = 0;
    bool is_duration = false;
};

/// A probability law as the user wrote it, for example
/// `{ distribution = "gamma", mean = "60min", shape = 2 }`.
///
/// | distribution  | parameters                                      |
/// | ------------- | ----------------------------------------------- |
/// | deterministic | value                                           |
/// | exponential   | mean                                            |
/// | lognormal     | mean and sd, or mean and cv                     |
/// | gamma         | mean and shape, or mean and sd, or mean and cv  |
/// | weibull       | mean and shape                                  |
/// | uniform       | low, high                                       |
/// | triangular    | low, mode, high                                 |
/// | empirical     | values; weights (equal where none are given)    |
/// | geometric     | mean, at least 1; on 1, 2, ...: of numbers only |
/// | mixture       | parts: laws, each with a share                  |
///
/// sd is the standard deviation of the variate itself, cv = sd / mean.
struct LawDefinition {
    SourcePosition position;  ///< of the table
    Located<std::string> distribution;
    std::optional<Located<Parameter>> mean;
    std::optional<Located<Parameter>> sd;
    std::optional<Located<Parameter>> cv;
    std::optional<Located<Parameter>> shape;
    std::optional<Located<Parameter>> low;
    std::optional<Located<Parameter>> mode;
    std::optional<Located<Parameter>> high;
    std::optional<Located<Parameter>> value;
    std::optional<Located<Parameter>> share;  ///< of a part of a mixture; nowhere else
    std::vector<Located<Parameter>> values;   ///< empty: not given
    std::vector<Located<Parameter>> weights;
    std::vector<LawDefinition> parts;
};

/// What the variates of a law are.
enum class LawOf : std::uint8_t {
    times,    ///< milliseconds: every parameter but cv, shape, weights and share has a unit of time
    numbers,  ///< plain numbers: no parameter has a unit of time
};

/// The law, in milliseconds or plain numbers; none where the definition has mistakes, which are
/// reported: an unknown distribution, a parameter that is missing, too much, without or with a
/// unit, or out of its range.
std::optional<Law> compile_law(const LawDefinition& definition, LawOf of, Diagnostics& diagnostics);

}  // namespace greenlane::random
