#include "kpi/periods.h"

#include "greenlane/core/calendar.h"

#include <array>

namespace greenlane::kpi {

namespace {

std::string padded(std::int64_t number, std::size_t digits) {
    const std::string text = std::to_string(number);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

std::string label_of_day(std::int64_t day) {
    return to_string(date_of(day));
}
std::string label_of_week(std::int64_t day) {
    const IsoWeek week = iso_week(day);
    return padded(week.year, 4) + "-W" + padded(week.week, 2);
}
std::string label_of_month(std::int64_t day) {
    const Date date = date_of(day);
    return padded(date.year, 4) + '-' + padded(date.month, 2);
}
std::string label_of_quarter(std::int64_t day) {
    const Date date = date_of(day);
    return padded(date.year, 4) + "-Q" + std::to_string((date.month + 2) / 3);
}
std::string label_of_year(std::int64_t day) {
    return padded(date_of(day).year, 4);
}

}  // namespace

std::vector<Period> periods(std::int64_t first_day, std::size_t days) {
    std::vector<Period> all;
    for (const auto label_of :
         {label_of_day, label_of_week, label_of_month, label_of_quarter, label_of_year}) {
        for (std::size_t day = 0; day < days; ++day) {
            std::string label = label_of(first_day + static_cast<std::int64_t>(day));
            if (day == 0 || all.back().label != label) {
                all.push_back({std::move(label), day, day});
            }
            all.back().end = day + 1;
        }
    }
    return all;
}

}  // namespace greenlane::kpi
