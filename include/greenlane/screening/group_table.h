#pragma once

#include "greenlane/screening/group_key.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/vocabulary.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::screening {

/// A group of one key: groups of a key count from 0 in the order of their first use.
using Group = std::uint32_t;
/// No group: a field of the key is not given, or (where groups are only found) the group is new.
inline constexpr Group no_group = 0xffff'ffff;

/// The groups that a block's items belong to: a row an item, a column a key.
struct ItemGroups {
    std::size_t keys = 0;
    std::vector<Group> groups;

    std::size_t items() const { return keys == 0 ? 0 : groups.size() / keys; }
    std::span<const Group> of(std::size_t item) const {
        return {groups.data() + item * keys, keys};
    }
};

/// Pairs of numbers and their index in the order of their first use; open addressing.
class PairTable {
public:
    PairTable();
    /// The pair's index, or no_group.
    Group find(std::uint32_t first, std::uint32_t second) const;
    /// The pair's index, a new one where the pair is new.
    Group intern(std::uint32_t first, std::uint32_t second);
    std::size_t size() const { return pairs_.size(); }
    std::uint32_t first(Group index) const {
        return static_cast<std::uint32_t>(pairs_[index] >> 32);
    }
    std::uint32_t second(Group index) const { return static_cast<std::uint32_t>(pairs_[index]); }

private:
    struct Slot {
        std::uint64_t pair = 0;
        Group index = no_group;
    };
    std::size_t slot_of(std::uint64_t pair) const;
    void grow();

    std::vector<std::uint64_t> pairs_;
    std::vector<Slot> slots_;
};

/// One code a KeyField; no_code where not given.
using KeyCodes = std::array<shipment::Code, key_field_count>;

/// The groups of a list of keys. It has dictionaries of its own, so that it serves declarations of
/// any source. Fields of a key follow each other in a tree that keys share: hs6, hs6*origin and
/// hs6*origin*departure cost one look-up each.
class GroupTable {
public:
    /// No key is empty and none stands twice.
    explicit GroupTable(const std::vector<GroupKey>& keys);

    const std::vector<GroupKey>& keys() const { return keys_; }
    /// The position of a key in keys(); it must be there.
    std::size_t index(GroupKey key) const;
    /// Groups that a key has so far.
    std::size_t size(std::size_t key) const;
    /// Words of a field; their codes count from 1.
    const shipment::Dictionary& words(KeyField field) const {
        return words_[static_cast<std::size_t>(field)];
    }
    /// The word's code, a new one where the word is new.
    shipment::Code code(KeyField field, std::string_view word) {
        return words_[static_cast<std::size_t>(field)].code(word);
    }

    /// The group of a key; no_group where it is new, or a field of the key is not given.
    Group find(std::size_t key, const KeyCodes& codes) const;
    /// As find(), but makes the group where it is new.
    Group intern(std::size_t key, const KeyCodes& codes);
    /// The codes of a group; no_code for the fields that its key lacks.
    KeyCodes codes(std::size_t key, Group group) const;
    /// The group of the coarser key that holds a group of a finer one (refines()), or no_group.
    Group coarser(std::size_t fine, Group group, std::size_t coarse) const;

private:
    friend class GroupReader;
    static constexpr std::uint32_t root = 0xffff'ffff;
    struct Node {
        std::uint32_t parent;  ///< a node, or root: then groups are the field's codes less 1
        KeyField field;
        PairTable pairs;  ///< (group of the parent, code of the field)
    };
    std::vector<std::uint32_t> path(const std::vector<KeyField>& fields);

    std::vector<GroupKey> keys_;
    std::vector<Node> nodes_;                        ///< parents first
    std::vector<std::vector<std::uint32_t>> paths_;  ///< by key: its nodes, one a field
    std::array<shipment::Dictionary, key_field_count> words_;
};

/// Finds the groups of declarations' items. Codes of the source's vocabulary are translated once
/// and remembered: a reader is for the blocks of one source.
class GroupReader {
public:
    /// Makes groups where they are new. The table outlives the reader.
    explicit GroupReader(GroupTable& table);
    /// Only finds groups, in a table that changes no more; one such reader a thread.
    explicit GroupReader(const GroupTable& table);

    void read(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
              ItemGroups& out);

private:
    static constexpr std::size_t chunk = 256;  ///< items whose columns stay in the cache
    using Codes = std::array<shipment::Code, chunk>;

    bool used(KeyField field) const { return (used_ >> static_cast<int>(field) & 1) != 0; }
    void translate(const shipment::Vocabulary& vocabulary);
    void translate(KeyField field, const shipment::Dictionary& from);
    shipment::Code code(KeyField field, std::string_view word);
    shipment::Code number_code(KeyField field, std::int64_t number);
    void read_codes(const shipment::Declarations& block, std::size_t first, std::size_t count);
    void read_nodes(std::size_t count);

    const GroupTable* table_;
    GroupTable* growing_;
    std::uint32_t used_ = 0;  ///< the fields of all keys
    /// By field: the table's code for each code of the vocabulary (of mode and procedure, for each
    /// enumerator).
    std::array<std::vector<shipment::Code>, key_field_count> translation_;
    /// By field: the numbers met, in two halves, and the table's code of each.
    struct Numbers {
        PairTable met;
        std::vector<shipment::Code> code;
    };
    std::array<Numbers, key_field_count> numbers_;
    std::vector<std::uint32_t> row_;  ///< of the block's items
    std::vector<Codes> codes_;        ///< by field, of the items at hand
    std::vector<Codes> nodes_;        ///< by node of the table: groups
};

}  // namespace greenlane::screening
