#include "engine/goods_table.h"

#include "greenlane/core/contract.h"

#include <algorithm>

namespace greenlane::engine {

GoodsTable::GoodsTable(std::shared_ptr<const profile::Lists> lists) : lists_(std::move(lists)) {
    GREENLANE_EXPECT(lists_->watch_lists.size() <= most_agreements);
    for (std::size_t list = 0; list < lists_->watch_lists.size(); ++list) {
        for (const profile::WatchEntry& entry : lists_->watch_lists[list].entries) {
            if (entry.core) {
                requirements_.push_back(
                    {entry.prefix, static_cast<std::uint16_t>(1u << list), entry.document});
            }
        }
    }
}

void GoodsTable::extend(const shipment::Vocabulary& vocabulary) {
    if (vocabulary.document.size() != documents_) {
        // A document that is new may be one that known goods require.
        documents_ = vocabulary.document.size();
        entries_.clear();
    }
    while (entries_.size() < vocabulary.hs.size()) {
        const auto code = static_cast<shipment::Code>(entries_.size());
        entries_.push_back(classify(vocabulary.hs.word(code), vocabulary));
    }
}

GoodsTable::Entry GoodsTable::classify(std::string_view hs,
                                       const shipment::Vocabulary& vocabulary) const {
    Entry entry;
    if (hs.size() >= 2) {
        entry.chapter = static_cast<std::uint8_t>((hs[0] - '0') * 10 + (hs[1] - '0'));
    }
    for (const Requirement& requirement : requirements_) {
        if (!hs.starts_with(requirement.prefix)) {
            continue;
        }
        entry.agreements |= requirement.agreement;
        if (requirement.document.empty()) {
            continue;
        }
        const shipment::Code document = vocabulary.document.find(requirement.document);
        if (document == shipment::no_code) {
            entry.unheld = true;
        } else {
            entry.required |= shipment::DocumentSet{1} << (document - 1);
        }
    }
    entry.eco = !hs.empty() &&
                std::any_of(lists_->green_goods.begin(), lists_->green_goods.end(),
                            [&](const std::string& prefix) { return hs.starts_with(prefix); });
    return entry;
}

}  // namespace greenlane::engine
