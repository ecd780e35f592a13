#pragma once

#include "greenlane/profile/watch_list.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace greenlane::engine {

/// What the lists say of each goods code: which agreements control it (the core of their lists),
/// which documents they require, whether it is an eco-good. Grows with the vocabulary.
class GoodsTable {
public:
    struct Entry {
        std::uint16_t agreements = 0;  ///< bit a watch list
        bool eco = false;
        std::uint8_t chapter = 0;  ///< 0: unknown
        shipment::DocumentSet required = 0;
        bool unheld = false;  ///< requires a document that no declaration of the flow ever holds
    };
    static constexpr std::size_t most_agreements = 16;

    explicit GoodsTable(std::shared_ptr<const profile::Lists> lists);

    /// Takes in the codes that are new.
    void extend(const shipment::Vocabulary& vocabulary);
    const Entry& operator[](shipment::Code hs) const { return entries_[hs]; }

private:
    /// What a list says of the goods under a prefix.
    struct Listed {
        std::string_view prefix;
        std::uint16_t agreement;  ///< bit, or none
        bool eco;
        std::string_view document;  ///< required; may be empty
    };
    Entry classify(std::string_view hs, const shipment::Vocabulary& vocabulary) const;

    std::shared_ptr<const profile::Lists> lists_;
    std::vector<Listed> listed_;  ///< by prefix, in the order of the alphabet
    std::size_t documents_ = 0;   ///< size of the vocabulary's documents when classified
    std::vector<Entry> entries_;
};

}  // namespace greenlane::engine
