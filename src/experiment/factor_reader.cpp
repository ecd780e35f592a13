#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/factor.h"

#include "experiment/factor_number.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

namespace greenlane::experiment {

namespace {

/// The parts between separators that stand outside of quotes and brackets.
std::vector<std::string> parts_of(std::string_view text, char separator) {
    std::vector<std::string> parts{""};
    int depth = 0;
    char quote = 0;
    for (const char c : text) {
        if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[' || c == '{') {
            ++depth;
        } else if (c == ']' || c == '}') {
            --depth;
        }
        if (c == separator && quote == 0 && depth == 0) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

class FactorReader {
public:
    explicit FactorReader(std::string_view text) { factor_.given = text; }

    Factor read() {
        const std::string_view text = factor_.given;
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos || equals == 0 || equals + 1 == text.size()) {
            refuse("not of the form key=lo:hi:step, key=lo:hi or key=a,b,c");
        }
        factor_.key = text.substr(0, equals);
        const std::string_view values = text.substr(equals + 1);
        if (const auto list = parts_of(values, ','); list.size() > 1) {
            read_list(list);
        } else {
            read_range(parts_of(values, ':'));
        }
        return std::move(factor_);
    }

private:
    [[noreturn]] void refuse(const std::string& why, std::string hint = {}) const {
        if (hint.empty()) {
            hint =
                "for example --vary roster.scanners.servers=1:4:1 or --vary thresholds.red=50,60";
        }
        throw InputError(Failure::usage, "", "--vary " + factor_.given + ": " + why, hint);
    }

    /// Gives the factor the scale of numbers of one kind; false where they are not of one kind. A
    /// bare 0 is of any.
    bool take_scale(const std::vector<Number>& numbers) {
        const auto is_zero = [](const Number& number) {
            return number.decimal.mantissa == 0 && number.scale == Scale::number &&
                   !number.is_share;
        };
        const auto first = std::find_if_not(numbers.begin(), numbers.end(), is_zero);
        const Number& like = first == numbers.end() ? numbers.front() : *first;
        factor_.scale = like.scale;
        for (const Number& number : numbers) {
            const bool is_alike = number.scale == like.scale && number.is_share == like.is_share;
            if (!is_alike && !is_zero(number)) {
                return false;
            }
            factor_.digits = std::max(factor_.digits, number.decimal.digits);
        }
        return true;
    }

    std::int64_t ticks_of(const Number& number) const {
        const auto [mantissa, digits] = number.decimal;
        const std::int64_t power = power_of_ten(factor_.digits - digits);
        if (std::abs(mantissa) > most_ticks / power) {
            refuse("numbers so large are not told apart in so many decimal places");
        }
        return mantissa * power;
    }

    template <typename T>
    void expect_distinct(const std::vector<T>& levels) const {
        if (std::set<T>(levels.begin(), levels.end()).size() < levels.size()) {
            refuse("a value stands twice");
        }
    }

    void read_list(const std::vector<std::string>& list) {
        if (std::count(list.begin(), list.end(), "") > 0) {
            refuse("a value is empty");
        }
        std::vector<Number> numbers;
        for (const std::string& text : list) {
            if (const auto number = parse_number(text)) {
                numbers.push_back(*number);
            }
        }
        if (numbers.size() < list.size()) {
            factor_.words = list;
            expect_distinct(factor_.words);
            return;
        }
        if (!take_scale(numbers)) {
            refuse("values with and without a unit, or with different ones");
        }
        for (const Number& number : numbers) {
            factor_.ticks.push_back(ticks_of(number));
        }
        expect_distinct(factor_.ticks);
        const auto [low, high] = std::minmax_element(factor_.ticks.begin(), factor_.ticks.end());
        factor_.low = *low;
        factor_.high = *high;
    }

    void read_range(const std::vector<std::string>& parts) {
        std::vector<Number> numbers;
        for (const std::string& text : parts) {
            const auto number = parse_number(text);
            if (!number && parts.size() > 1) {
                refuse('\'' + text + "' is no number");
            }
            if (number) {
                numbers.push_back(*number);
            }
        }
        if (parts.size() == 1) {
            refuse("a single value does not vary", "--set " + factor_.given);
        }
        if (parts.size() > 3) {
            refuse("more than lo:hi:step");
        }
        if (!take_scale(numbers)) {
            refuse("values with and without a unit, or with different ones",
                   "for example --vary station.nii-scan.service.mean=4min:12min:2min");
        }
        factor_.low = ticks_of(numbers[0]);
        factor_.high = ticks_of(numbers[1]);
        if (factor_.low >= factor_.high) {
            refuse("an empty range: " + parts[0] + " is not below " + parts[1]);
        }
        if (numbers.size() == 3) {
            read_steps(ticks_of(numbers[2]), parts[2]);
        } else {
            refine();
        }
    }

    void read_steps(std::int64_t step, const std::string& text) {
        if (step <= 0) {
            refuse("a step of " + text + " never leads from the low end to the high one");
        }
        const std::int64_t range = factor_.high - factor_.low;
        if (step > range) {
            refuse("a step of " + text + " leads beyond the range at once");
        }
        if (static_cast<std::uint64_t>(range / step) >= most_points) {
            refuse(std::to_string(range / step + 1) + " values; at most " +
                       std::to_string(most_points) + " are run",
                   "take a longer step");
        }
        for (std::int64_t tick = factor_.low; tick <= factor_.high; tick += step) {
            factor_.ticks.push_back(tick);
        }
        factor_.high = factor_.ticks.back();
    }

    /// A millionth of a range without a step is told apart.
    void refine() {
        while (factor_.scale == Scale::number && factor_.digits < most_digits &&
               factor_.high - factor_.low < 1'000'000) {
            ++factor_.digits;
            factor_.low *= 10;
            factor_.high *= 10;
        }
    }

    Factor factor_;
};

}  // namespace

Factor parse_factor(std::string_view text) {
    return FactorReader(text).read();
}

std::vector<Factor> parse_factors(const std::vector<std::string>& texts) {
    std::vector<Factor> factors;
    for (const std::string& text : texts) {
        Factor factor = parse_factor(text);
        const auto same = std::find_if(factors.begin(), factors.end(), [&](const Factor& other) {
            return other.key == factor.key;
        });
        if (same != factors.end()) {
            throw InputError(Failure::usage, "",
                             "--vary " + text + ": " + factor.key + " is varied already",
                             "name all its values in one --vary");
        }
        factors.push_back(std::move(factor));
    }
    return factors;
}

}  // namespace greenlane::experiment
