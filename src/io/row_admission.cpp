#include "greenlane/core/calendar.h"

#include "io/declaration_csv.h"

#include <string_view>

namespace greenlane::io {

RowAdmission::RowAdmission(std::int64_t duplicate_days)
    : duplicate_days_(duplicate_days), seen_(duplicate_days) {}

namespace {

/// Tells the key of a whole declaration from that of its items: no cell holds a NUL byte.
constexpr std::string_view whole_declaration{"\0", 1};

}  // namespace

void RowAdmission::admit(const CsvReader& reader, DeclarationColumns& columns) {
    items_.clear();
    heads_.clear();
    head_items_.clear();
    runs_.clear();
    const std::uint32_t number = columns.place_of_number();
    const std::uint32_t item = columns.place_of_item_number();
    if (number != DeclarationColumns::nowhere) {
        prints_.resize(reader.rows());
        for (std::size_t row = 0; row < reader.rows(); ++row) {
            prints_[row] = fingerprint(reader.text(row, number, scratch_),
                                       item == DeclarationColumns::nowhere
                                           ? std::string_view{}
                                           : reader.text(row, item, item_scratch_));
            seen_.prefetch(prints_[row]);
        }
    }
    for (std::size_t row = 0; row < reader.rows(); ++row) {
        if (columns.faults().has(row)) {
            continue;
        }
        const std::int64_t day = day_of(columns.local_time(row));
        if (day_ && day < *day_) {
            columns.faults().add(row, columns.place_of_date() + 1,
                                 "dated " + to_string(date_of(day)) + " behind rows of " +
                                     to_string(date_of(*day_)) + ": sort the files by date");
            continue;
        }
        bool head = true;
        if (number != DeclarationColumns::nowhere && !admit_key(reader, columns, row, day, head)) {
            continue;
        }
        if (runs_.empty() || day != *day_) {
            runs_.push_back({day, items_.size(), heads_.size()});
        }
        day_ = day;
        if (head) {
            head_items_.push_back(static_cast<std::uint32_t>(items_.size()));
            heads_.push_back(static_cast<std::uint32_t>(row));
        }
        items_.push_back(static_cast<std::uint32_t>(row));
        runs_.back().items_end = items_.size();
        runs_.back().heads_end = heads_.size();
    }
    columns.code(reader, items_);
}

std::string RowAdmission::name_of(const CsvReader& reader, const DeclarationColumns& columns,
                                  std::size_t row) {
    std::string name =
        "declaration '" + std::string(reader.text(row, columns.place_of_number(), scratch_)) + "'";
    if (columns.place_of_item_number() != DeclarationColumns::nowhere) {
        name += " item '" +
                std::string(reader.text(row, columns.place_of_item_number(), scratch_)) + "'";
    }
    return name;
}

/// Whether a row's key is new; `head` is set to whether it begins a declaration.
bool RowAdmission::admit_key(const CsvReader& reader, DeclarationColumns& columns, std::size_t row,
                             std::int64_t day, bool& head) {
    const std::uint32_t column = columns.place_of_number() + 1;
    const std::string_view number = reader.text(row, column - 1, scratch_);
    const bool several_items = columns.place_of_item_number() != DeclarationColumns::nowhere;
    if (number.empty()) {
        number_.clear();
        return true;
    }
    const auto refuse = [&](std::uint32_t place, const std::string& why) {
        columns.faults().add(row, place, name_of(reader, columns, row) + why);
        return false;
    };
    head = !several_items || number != number_;
    if (!head && day != *day_) {
        return refuse(columns.place_of_date() + 1,
                      ": another date than its first item, " + to_string(date_of(*day_)));
    }
    const KeyPrint whole =
        several_items && head ? fingerprint(number, whole_declaration) : KeyPrint{};
    if (several_items && head && seen_.contains(whole, day) && !seen_.contains(prints_[row], day)) {
        return refuse(column, ": the items of a declaration must follow each other");
    }
    if (!seen_.add(prints_[row], day)) {
        return refuse(column, " is a duplicate: seen before within " +
                                  std::to_string(duplicate_days_) + " days");
    }
    if (several_items && head) {
        seen_.add(whole, day);
    }
    if (several_items) {
        number_ = number;
    }
    return true;
}

}  // namespace greenlane::io
