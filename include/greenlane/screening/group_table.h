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
    shipment::Code word_code(KeyField field, std::string_view word) {
        return words_[static_cast<std::size_t>(field)].code(word);
    }

    /// The groups of all keys, one each into `out`; the second makes them where they are new.
    void find(const KeyCodes& codes, std::span<Group> out) const;
    void intern(const KeyCodes& codes, std::span<Group> out);
    /// The codes of a group; no_code for the fields that its key lacks.
    KeyCodes codes(std::size_t key, Group group) const;
    /// The group of the coarser key that holds a group of a finer one (refines()), or no_group.
    Group coarser(std::size_t fine, Group group, std::size_t coarse) const;

private:
    static constexpr std::uint32_t root = 0xffff'ffff;
    struct Node {
        std::uint32_t parent;  ///< a node, or root: then groups are the field's codes less 1
        KeyField field;
        PairTable pairs;  ///< (group of the parent, code of the field)
    };
    std::uint32_t node_of(const std::vector<KeyField>& fields);

    std::vector<GroupKey> keys_;
    std::vector<Node> nodes_;          ///< parents first
    std::vector<std::uint32_t> node_;  ///< by key
    std::array<shipment::Dictionary, key_field_count> words_;
};

/// Finds the groups of declarations' items. Codes of the source's vocabulary are translated once
/// and remembered: a reader is for the blocks of one source.
class GroupReader {
public:
    /// Makes groups where they are new. The table outlives the reader.
    explicit GroupReader(GroupTable& table);
    /// Only finds groups; one such reader a thread.
    explicit GroupReader(const GroupTable& table);

    void read(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
              ItemGroups& out);

private:
    shipment::Code translate(KeyField field, std::string_view word);
    void translate_new(const shipment::Vocabulary& vocabulary);
    void add_word(KeyField field, std::string_view word);
    shipment::Code tax_rate(std::int32_t rate);

    const GroupTable* table_;
    GroupTable* growing_;
    std::uint16_t used_ = 0;  ///< the fields of all keys
    /// By field: the table's code for each code of the vocabulary (for mode and procedure, for each
    /// enumerator).
    std::array<std::vector<shipment::Code>, key_field_count> translation_;
    PairTable rates_;  ///< tax rates met, and 0
    std::vector<shipment::Code> rate_code_;
};

}  // namespace greenlane::screening
