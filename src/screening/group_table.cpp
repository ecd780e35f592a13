#include "greenlane/screening/group_table.h"

#include "greenlane/core/contract.h"

#include <algorithm>

namespace greenlane::screening {

using shipment::Code;
using shipment::no_code;

PairTable::PairTable() : slots_(16) {}

std::size_t PairTable::slot_of(std::uint64_t pair) const {
    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014) spreads neighbouring pairs.
    std::uint64_t hash = (pair ^ pair >> 30) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebu;
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = (hash ^ hash >> 31) & mask;
    while (slots_[slot].index != no_group && slots_[slot].pair != pair) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

Group PairTable::find(std::uint32_t first, std::uint32_t second) const {
    return slots_[slot_of(std::uint64_t{first} << 32 | second)].index;
}

Group PairTable::intern(std::uint32_t first, std::uint32_t second) {
    const std::uint64_t pair = std::uint64_t{first} << 32 | second;
    std::size_t slot = slot_of(pair);
    if (slots_[slot].index == no_group) {
        if (pairs_.size() * 2 >= slots_.size()) {
            grow();
            slot = slot_of(pair);
        }
        GREENLANE_EXPECT(pairs_.size() < no_group);
        slots_[slot] = {pair, static_cast<Group>(pairs_.size())};
        pairs_.push_back(pair);
    }
    return slots_[slot].index;
}

void PairTable::grow() {
    slots_.assign(slots_.size() * 2, {});
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
        slots_[slot_of(pairs_[i])] = {pairs_[i], static_cast<Group>(i)};
    }
}

GroupTable::GroupTable(const std::vector<GroupKey>& keys) : keys_(keys) {
    for (const GroupKey key : keys_) {
        GREENLANE_EXPECT(!key.empty() && std::count(keys_.begin(), keys_.end(), key) == 1);
        paths_.push_back(path(fields_of(key)));
    }
}

std::vector<std::uint32_t> GroupTable::path(const std::vector<KeyField>& fields) {
    std::vector<std::uint32_t> path;
    for (const KeyField field : fields) {
        const std::uint32_t parent = path.empty() ? root : path.back();
        const auto same = std::find_if(nodes_.begin(), nodes_.end(), [&](const Node& node) {
            return node.parent == parent && node.field == field;
        });
        path.push_back(static_cast<std::uint32_t>(same - nodes_.begin()));
        if (same == nodes_.end()) {
            nodes_.push_back({parent, field, {}});
        }
    }
    return path;
}

std::size_t GroupTable::index(GroupKey key) const {
    const auto found = std::find(keys_.begin(), keys_.end(), key);
    GREENLANE_EXPECT(found != keys_.end());
    return static_cast<std::size_t>(found - keys_.begin());
}

std::size_t GroupTable::size(std::size_t key) const {
    const Node& node = nodes_[paths_[key].back()];
    return node.parent == root ? words(node.field).size() - 1 : node.pairs.size();
}

Group GroupTable::find(std::size_t key, const KeyCodes& codes) const {
    Group group = 0;
    for (const std::uint32_t node : paths_[key]) {
        const Code code = codes[static_cast<std::size_t>(nodes_[node].field)];
        if (code == no_code || group == no_group) {
            return no_group;
        }
        group = nodes_[node].parent == root ? code - 1 : nodes_[node].pairs.find(group, code);
    }
    return group;
}

Group GroupTable::intern(std::size_t key, const KeyCodes& codes) {
    Group group = 0;
    for (const std::uint32_t node : paths_[key]) {
        const Code code = codes[static_cast<std::size_t>(nodes_[node].field)];
        if (code == no_code) {
            return no_group;
        }
        group = nodes_[node].parent == root ? code - 1 : nodes_[node].pairs.intern(group, code);
    }
    return group;
}

KeyCodes GroupTable::codes(std::size_t key, Group group) const {
    KeyCodes codes{};
    for (auto node = paths_[key].rbegin(); node != paths_[key].rend(); ++node) {
        const Node& at = nodes_[*node];
        Code& code = codes[static_cast<std::size_t>(at.field)];
        if (at.parent == root) {
            code = group + 1;
        } else {
            code = at.pairs.second(group);
            group = at.pairs.first(group);
        }
    }
    return codes;
}

Group GroupTable::coarser(std::size_t fine, Group group, std::size_t coarse) const {
    KeyCodes given = codes(fine, group);
    std::string_view goods;
    for (const KeyField field : {KeyField::hs, KeyField::hs6, KeyField::hs4, KeyField::hs2}) {
        Code& code = given[static_cast<std::size_t>(field)];
        if (code != no_code) {
            goods = words(field).word(code);
        } else {
            code = words(field).find(goods.substr(0, hs_digits(field)));
        }
    }
    return find(coarse, given);
}

}  // namespace greenlane::screening
