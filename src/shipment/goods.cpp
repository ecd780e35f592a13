#include "greenlane/shipment/goods.h"

#include "core/named.h"

namespace greenlane::shipment {

namespace {
constexpr std::array<std::string_view, goods_group_count> group_names{"other", "regulated", "eco"};
}  // namespace

std::string_view name(GoodsGroup group) {
    return group_names[static_cast<std::size_t>(group)];
}
std::optional<GoodsGroup> parse_goods_group(std::string_view text) {
    return enumerator<GoodsGroup>(group_names, text);
}

}  // namespace greenlane::shipment
