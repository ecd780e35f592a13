#pragma once

#include "greenlane/screening/score_model.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace greenlane::io {

/// The numbers of a model: little-endian, each table led by its length.
std::string to_tables(const screening::ScoreModel& model);

/// Fills a model whose definition and kind (the alternative of `model.model`) are set. The first
/// thing wrong with the bytes, empty where there is none; what the numbers mean is not looked at.
std::string read_tables(std::string_view bytes, screening::ScoreModel& model);

/// 64-bit FNV-1a.
std::uint64_t checksum(std::string_view bytes);

}  // namespace greenlane::io
