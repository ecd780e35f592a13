#include "engine/goods_table.h"

#include "greenlane/core/contract.h"

#include <algorithm>

namespace greenlane::engine {

GoodsTable::GoodsTable(std::shared_ptr<const profile::Lists> lists) : lists_(std::move(lists)) {
    GREENLANE_EXPECT(lists_->watch_lists.size() <= most_agreements);
    for (std::size_t list = 0; list < lists_->watch_lists.size(); ++list) {
        for (const profile::WatchEntry& entry : lists_->watch_lists[list].entries) {
            if (entry.core) {
                listed_.push_back(
                    {entry.prefix, static_cast<std::uint16_t>(1u << list), false, entry.document});
            }
        }
    }
    for (const std::string& prefix : lists_->green_goods) {
        listed_.push_back({prefix, 0, true, {}});
    }
    std::sort(listed_.begin(), listed_.end(),
              [](const Listed& a, const Listed& b) { return a.prefix < b.prefix; });
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
    // A prefix has at least the two digits of a chapter.
    const std::string_view chapter = hs.substr(0, 2);
    auto listed =
        std::partition_point(listed_.begin(), listed_.end(),
                             [chapter](const Listed& each) { return each.prefix < chapter; });
    for (; listed != listed_.end() && listed->prefix.starts_with(chapter); ++listed) {
        if (!hs.starts_with(listed->prefix)) {
            continue;
        }
        entry.agreements |= listed->agreement;
        entry.eco = entry.eco || listed->eco;
        if (listed->document.empty()) {
            continue;
        }
        const shipment::Code document = vocabulary.document.find(listed->document);
        if (document == shipment::no_code) {
            entry.unheld = true;
        } else {
            entry.required |= shipment::DocumentSet{1} << (document - 1);
        }
    }
    return entry;
}

}  // namespace greenlane::engine
