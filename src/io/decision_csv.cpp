#include "greenlane/io/decision_csv.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/screening/reason_codes.h"

#include "io/csv_text.h"
#include "screening/rule_words.h"

#include <cstdio>

namespace greenlane::io {

namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 20;
constexpr std::string_view header =
    "shipment,number,lodged,office,mode,importer,declarant,seller,lane,decided,points,traits,"
    "chosen,matched,reason,codes\r\n";

struct TraitWord {
    screening::Trait trait;
    std::string_view word;
};
constexpr TraitWord trait_words[] = {{screening::flagged, "flagged"},
                                     {screening::high_risk, "high_risk"},
                                     {screening::selected, "selected"},
                                     {screening::by_rule, "by_rule"},
                                     {screening::by_environment, "by_environment"},
                                     {screening::by_lottery, "by_lottery"},
                                     {screening::displaced, "displaced"},
                                     {screening::nii, "nii"},
                                     {screening::uncovered, "uncovered"},
                                     {screening::mandatory, "mandatory"}};

void add_word(std::string& words, std::string_view word) {
    words += words.empty() ? "" : " ";
    words += word;
}

/// Of the strictest chosen rule, the first of equals; where points alone selected, of the matching
/// rule, or the model, that gives most of them.
std::string_view reason(const profile::CompiledProfile& profile,
                        std::span<const std::uint64_t> chosen,
                        std::span<const std::uint64_t> matched, std::uint16_t traits,
                        std::int32_t points) {
    const profile::CompiledRule* strictest = nullptr;
    const profile::CompiledRule* heaviest = nullptr;
    const auto strictness = [](const profile::CompiledRule& rule) {
        return std::pair(rule.lane.value_or(Lane::green), rule.nii);
    };
    for (std::size_t i = 0; i < profile.rules.size(); ++i) {
        const profile::CompiledRule& rule = profile.rules[i];
        const bool selects = rule.lane.value_or(Lane::green) > Lane::green || rule.nii;
        if (screening::has_rule(chosen, i) && selects &&
            (strictest == nullptr || strictness(rule) > strictness(*strictest))) {
            strictest = &rule;
        }
        points -= screening::has_rule(matched, i) ? rule.points : 0;
        if (screening::has_rule(matched, i) && rule.points > 0 &&
            (heaviest == nullptr || rule.points > heaviest->points)) {
            heaviest = &rule;
        }
    }
    if (strictest != nullptr) {
        return strictest->reason;
    }
    if ((traits & screening::by_lottery) != 0) {
        return "lottery";
    }
    if ((traits & screening::by_rule) == 0) {
        return {};
    }
    // What is left of the points is the model's.
    const bool by_model = points > (heaviest == nullptr ? 0 : heaviest->points);
    return by_model ? "model" : heaviest == nullptr ? std::string_view{} : heaviest->reason;
}

std::string_view word(const shipment::Dictionary& dictionary,
                      const std::vector<shipment::Code>& column, std::size_t row) {
    return column.empty() ? std::string_view{} : dictionary.word(column[row]);
}

}  // namespace

DecisionWriter::DecisionWriter(std::string file, const profile::CompiledProfile* profile,
                               std::uint64_t seed, bool redacted)
    : file_(std::move(file)),
      temporary_(file_ + ".partial"),
      profile_(profile),
      seed_(seed),
      redacted_(redacted),
      out_(temporary_, std::ios::binary | std::ios::trunc),
      rows_(header) {
    flush();
}

DecisionWriter::~DecisionWriter() {
    if (!temporary_.empty()) {
        out_.close();
        std::remove(temporary_.c_str());
    }
}

void DecisionWriter::append(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                            const screening::Decisions& decisions) {
    const shipment::Declarations& declarations = block.declarations;
    for (std::size_t row = 0; row < declarations.rows(); ++row) {
        append_declaration(declarations, row, vocabulary);
        if (profile_ != nullptr && decisions.rows() > 0) {
            append_decision(decisions, row);
        } else {
            rows_ += "green," + format_instant(declarations.lodged[row]) + ",0,,,,,";
        }
        rows_ += "\r\n";
    }
    if (rows_.size() >= buffer_size) {
        flush();
    }
}

void DecisionWriter::append_declaration(const shipment::Declarations& declarations, std::size_t row,
                                        const shipment::Vocabulary& vocabulary) {
    const auto trader = [&](const shipment::Dictionary& names,
                            const std::vector<shipment::Code>& column) {
        rows_ += redacted_ ? "" : trader_pseudonym(word(names, column, row), seed_);
        rows_ += ",";
    };
    rows_ += std::to_string(declarations.first_shipment + row) + ",";
    rows_ += redacted_ || declarations.number.absent() ? "" : csv_text(declarations.number[row]);
    rows_ += "," + format_instant(declarations.lodged[row]) + ",";
    rows_ += csv_text(word(vocabulary.office, declarations.office, row)) + ",";
    rows_ += declarations.mode.empty() ? "" : name(declarations.mode[row]);
    rows_ += ",";
    trader(vocabulary.importer, declarations.importer);
    trader(vocabulary.declarant, declarations.declarant);
    trader(vocabulary.seller, declarations.seller);
}

void DecisionWriter::append_decision(const screening::Decisions& decisions, std::size_t row) {
    const std::uint16_t traits = decisions.traits[row];
    const auto chosen_rules = decisions.chosen_rules(row);
    const auto matched_rules = decisions.matched_rules(row);
    std::string words;
    for (const TraitWord& entry : trait_words) {
        if ((traits & entry.trait) != 0) {
            add_word(words, entry.word);
        }
    }
    std::string chosen;
    std::string only_matched;
    for (std::size_t rule = 0; rule < profile_->rules.size() && !chosen_rules.empty(); ++rule) {
        if (screening::has_rule(chosen_rules, rule)) {
            add_word(chosen, profile_->rules[rule].code);
        } else if (screening::has_rule(matched_rules, rule)) {
            add_word(only_matched, profile_->rules[rule].code);
        }
    }
    rows_ += std::string(name(decisions.lane[row])) + "," + format_instant(decisions.decided[row]) +
             "," + std::to_string(decisions.points[row]) + "," + words + "," + csv_text(chosen) +
             "," + csv_text(only_matched) + ",";
    if (!redacted_) {
        rows_ +=
            csv_text(reason(*profile_, chosen_rules, matched_rules, traits, decisions.points[row]));
    }
    std::string codes;
    for (const std::string& code : screening::reason_codes(*profile_, decisions, row)) {
        add_word(codes, code);
    }
    rows_ += "," + csv_text(codes);
}

void DecisionWriter::flush() {
    out_.write(rows_.data(), static_cast<std::streamsize>(rows_.size()));
    rows_.clear();
    if (!out_) {
        throw InputError(Failure::output, file_, "cannot be written");
    }
}

void DecisionWriter::finish() {
    flush();
    out_.close();
    if (!out_ || std::rename(temporary_.c_str(), file_.c_str()) != 0) {
        throw InputError(Failure::output, file_, "cannot be written");
    }
    temporary_.clear();
}

}  // namespace greenlane::io
