#include "report/number.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

constexpr const char* undefined = "–";
constexpr int most_decimals = 3;

/// Three digits of a value; of a percentage never less than one decimal.
int decimals_of(double value, std::string_view unit) {
    const double size = std::abs(value);
    if (size == 0) {
        return unit == "%" ? 1 : 0;
    }
    if (size >= 99.95) {
        return unit == "%" ? 1 : 0;
    }
    return size >= 9.995 ? 1 : size >= 0.9995 ? 2 : most_decimals;
}

struct Scale {
    std::string_view unit;
    double factor;
};

/// The unit in which a number of hours reads well.
Scale scale_of(double hours) {
    const double size = std::abs(hours);
    if (size == 0) {
        return {"h", 1};
    }
    if (size < 1) {
        return size < 1.0 / 60 ? Scale{"s", 3600} : Scale{"min", 60};
    }
    return size < 48 ? Scale{"h", 1} : Scale{"d", 1.0 / 24};
}

/// Thousands of the whole part of a number.
std::string separated(std::string number) {
    const std::size_t first = number.starts_with('-') ? 1 : 0;
    for (std::size_t end = std::min(number.find('.'), number.size()); end > first + 3; end -= 3) {
        number.insert(end - 3, ",");
    }
    return number;
}

std::string aligned(double value, int decimals) {
    std::string text = with_separators(value, decimals);
    // The decimal point takes a column too.
    text.append(
        static_cast<std::size_t>(decimals == 0 ? most_decimals + 1 : most_decimals - decimals),
        ' ');
    return text;
}

}  // namespace

std::string with_separators(std::int64_t count) {
    return separated(fmt::format("{}", count));
}

std::string with_separators(double value, int decimals) {
    return separated(fmt::format("{:.{}f}", value, decimals));
}

ShownFigure show(const kpi::Figure& figure, std::string_view unit) {
    const double largest = figure.interval ? figure.interval->high : figure.mean;
    const Scale scale =
        unit == "h" ? scale_of(figure.mean == 0 ? largest : figure.mean) : Scale{unit, 1};
    const double mean = figure.mean * scale.factor;
    const int decimals = decimals_of(mean == 0 ? largest * scale.factor : mean, scale.unit);
    ShownFigure shown{aligned(mean, decimals), {}, {}, std::string(scale.unit)};
    if (figure.interval) {
        shown.low = with_separators(figure.interval->low * scale.factor, decimals);
        shown.high = with_separators(figure.interval->high * scale.factor, decimals);
    }
    return shown;
}

namespace {

struct DifferenceScale {
    std::string text;
    double factor;
};

DifferenceScale scale_of_difference(double size, std::string_view unit, double beside) {
    if (unit == "h") {
        const Scale own = scale_of(size);
        const Scale of_figure = beside > 0 ? scale_of(beside) : own;
        const Scale& scale = own.factor >= of_figure.factor ? own : of_figure;
        return {std::string(scale.unit), scale.factor};
    }
    if (unit == "%") {
        return {"pp", 1};
    }
    return size < 1e7 ? DifferenceScale{std::string(unit), 1}
                      : DifferenceScale{"M " + std::string(unit), 1e-6};
}

std::string trimmed(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

}  // namespace

ShownDifference show_difference(const kpi::Figure& difference, std::string_view unit,
                                double beside) {
    double size = std::abs(difference.mean);
    if (difference.interval) {
        size = std::max(
            {size, std::abs(difference.interval->low), std::abs(difference.interval->high)});
    }
    const DifferenceScale scale = scale_of_difference(size, unit, beside);
    size *= scale.factor;
    const int decimals =
        size > 0 ? std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 6) : 0;
    const auto shown = [&](double value) {
        const std::string number = with_separators(value * scale.factor, decimals);
        const bool is_nothing = number.find_first_of("123456789") == std::string::npos;
        if (is_nothing) {
            return number.starts_with('-') ? number.substr(1) : number;
        }
        return value > 0 ? "+" + number : number;
    };
    return {fmt::format("{} {}", shown(difference.mean), scale.text),
            difference.interval
                ? shown(difference.interval->low) + " to " + shown(difference.interval->high)
                : undefined,
            scale.text};
}

std::string show_mean(const std::optional<kpi::Figure>& figure, std::string_view unit) {
    if (!figure) {
        return "n/a";
    }
    const ShownFigure shown = show({figure->mean, std::nullopt, figure->n}, unit);
    return trimmed(shown.value) + " " + shown.unit;
}

std::string show_interval(const std::optional<kpi::Figure>& figure, std::string_view unit) {
    if (!figure || !figure->interval) {
        return undefined;
    }
    const ShownFigure shown = show(*figure, unit);
    return shown.low + " to " + shown.high;
}

std::string show_share(const std::optional<kpi::Figure>& share) {
    return share ? fmt::format("{:.1f} %", 100 * share->mean) : undefined;
}

std::string show_hours(double hours) {
    const Scale scale = scale_of(hours);
    const double value = hours * scale.factor;
    return fmt::format("{} {}", with_separators(value, value >= 9.995 || value == 0 ? 0 : 1),
                       scale.unit);
}

std::string show_hours(const std::optional<kpi::Figure>& hours) {
    return hours ? show_hours(hours->mean) : undefined;
}

}  // namespace greenlane::report
