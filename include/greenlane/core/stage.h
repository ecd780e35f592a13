#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace greenlane {

/// The five stages of clearance of the CAREC Green Customs framework, in order.
enum class Stage : std::uint8_t { acceptance, selectivity, assessment, payment, release };

inline constexpr std::array stages{Stage::acceptance, Stage::selectivity, Stage::assessment,
                                   Stage::payment, Stage::release};
inline constexpr std::size_t stage_count = stages.size();

std::string_view name(Stage stage);
std::optional<Stage> parse_stage(std::string_view text);

}  // namespace greenlane
