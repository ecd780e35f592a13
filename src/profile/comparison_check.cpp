#include "profile/clause_check.h"
#include "profile/decimal.h"
#include "profile/phrases.h"
#include "profile/words.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace greenlane::profile {

namespace {

using Step = Program::Step;

/// Bounds are exact in a double and in a column of 64 bits up to here.
constexpr std::size_t digits_at_most = 15;

bool is_ascending(std::string_view symbol) {
    return symbol == "<" || symbol == "<=";
}
bool is_order(std::string_view symbol) {
    return symbol.front() == '<' || symbol.front() == '>';
}

/// The symbol with its sides exchanged.
Token mirrored(Token symbol) {
    if (is_order(symbol.text)) {
        symbol.text.front() = symbol.text.front() == '<' ? '>' : '<';
    }
    return symbol;
}

}  // namespace

int column_places(Field field, int currency_minor_digits) {
    const std::string_view unit = info(field).unit;
    if (unit.starts_with("currency")) {
        return currency_minor_digits;
    }
    return unit == "kg" || unit == "units" ? 3 : unit == "%" ? 2 : unit == "points" ? 6 : 0;
}

std::optional<Meaning> ClauseCheck::comparison(const Clause& clause) {
    if (clause.operands.size() > 2) {
        return between(clause);
    }
    const Token& left = clause.operands[0];
    const Token& right = clause.operands[1];
    const Token& symbol = clause.comparisons.front();
    if (left.kind == Token::Kind::name && right.kind == Token::Kind::name) {
        return two_fields(clause);
    }
    if (left.kind != Token::Kind::name && right.kind != Token::Kind::name) {
        return fault(left.offset, "a comparison needs a field");
    }
    const bool field_first = left.kind == Token::Kind::name;
    const auto field = field_of(field_first ? left : right);
    if (!field) {
        return std::nullopt;
    }
    return field_first ? with_constant(*field, symbol, right, left.offset)
                       : with_constant(*field, mirrored(symbol), left, right.offset);
}

/// `low <= field <= high`, or from above.
std::optional<Meaning> ClauseCheck::between(const Clause& clause) {
    const Token& first = clause.comparisons[0];
    const Token& second = clause.comparisons[1];
    const Token& low = clause.operands[0];
    const Token& high = clause.operands[2];
    if (clause.operands.size() > 3 || !is_order(first.text) || !is_order(second.text) ||
        is_ascending(first.text) != is_ascending(second.text) || low.kind == Token::Kind::name ||
        high.kind == Token::Kind::name) {
        return fault(second.offset, "only a field between two numbers can be compared in a chain",
                     "write 10 <= mass < 20, or join comparisons with 'and'");
    }
    const auto field = field_of(clause.operands[1]);
    if (!field) {
        return std::nullopt;
    }
    const std::size_t place = clause.operands[1].offset;
    auto left = with_constant(*field, mirrored(first), low, place);
    const auto right = with_constant(*field, second, high, place);
    if (!left || !right) {
        return std::nullopt;
    }
    const Token& least = is_ascending(first.text) ? low : high;
    const Token& most = is_ascending(first.text) ? high : low;
    if (number_of(least.text) > number_of(most.text)) {
        return fault(low.offset, "no number is above " + shortened(least.text) + " and below " +
                                     shortened(most.text));
    }
    return joined(std::move(*left), *right, Step::both);
}

std::optional<Meaning> ClauseCheck::two_fields(const Clause& clause) {
    const Token& left = clause.operands[0];
    const Token& right = clause.operands[1];
    const Token& symbol = clause.comparisons.front();
    const auto a = parse_field(left.text);
    const auto b = parse_field(right.text);
    if (a && !b && info(*a).type != Type::number) {
        std::string question = other_question(info(*a));
        return question.empty()
                   ? fault(right.offset, "unknown field " + quoted(right),
                           "write it in quotes: " + quoted(right))
                   : fault(left.offset, left.text + " cannot be compared", std::move(question));
    }
    const auto checked_a = field_of(left);
    const auto checked_b = field_of(right);
    if (!checked_a || !checked_b) {
        return std::nullopt;
    }
    if (!is_country(*a) || !is_country(*b) || a == b || is_order(symbol.text)) {
        return fault(
            symbol.offset,
            left.text + " and " + right.text + " cannot be compared with " + quoted(symbol),
            "of two fields only countries (origin, departure, destination) can be "
            "compared, with == or !=");
    }
    return one({std::min(*a, *b), Test::same_word, {}, 0, std::max(*a, *b)}, symbol.text == "!=");
}

std::optional<Meaning> ClauseCheck::with_constant(Field field, const Token& symbol,
                                                  const Token& constant, std::size_t offset) {
    const FieldInfo& row = info(field);
    if (std::string question = other_question(row); !question.empty()) {
        return fault(offset, std::string(row.name) + " cannot be compared", std::move(question));
    }
    const auto wanted = row.type == Type::number ? Token::Kind::number : Token::Kind::text;
    if (constant.kind != wanted) {
        const bool name = constant.kind == Token::Kind::name;
        const bool text = constant.kind == Token::Kind::text;
        return fault(constant.offset,
                     noun_phrase(row) + " and cannot be compared with " +
                         (text   ? "the text " + quoted(constant)
                          : name ? "the name " + quoted(constant)
                                 : "the number " + shortened(constant.text)),
                     wanted == Token::Kind::text ? "write it in quotes: " + quoted(constant) : "");
    }
    if (row.type == Type::number) {
        return with_number(field, symbol, constant);
    }
    if (is_order(symbol.text)) {
        return fault(symbol.offset, noun_phrase(row) + " and has no order",
                     "compare it with ==, !=, in or not in");
    }
    const auto word = checked_word(field, constant.text, constant.offset, {}, faults_);
    if (!word) {
        return std::nullopt;
    }
    return one({field, row.type == Type::hs ? Test::hs_in : Test::word_in, {*word}},
               symbol.text == "!=");
}

std::optional<Meaning> ClauseCheck::with_number(Field field, const Token& symbol,
                                                const Token& number) {
    const int places = column_places(field, minor_digits_);
    std::string bound = shifted(number.text, places);
    const std::size_t point = bound.find('.');
    const bool fraction = point != std::string::npos;
    const std::string name = std::string(info(field).name);
    if (bound.substr(0, point).size() > digits_at_most) {
        return fault(number.offset, shortened(number.text) + " is larger than any " + name);
    }
    if (field == Field::hour && (fraction || number_of(bound) > 23)) {
        return fault(number.offset, "hour is a whole number from 0 to 23");
    }
    Test test = symbol.text.front() == '<' || symbol.text.front() == '>'
                    ? (symbol.text == "<" || symbol.text == ">=" ? Test::less : Test::less_equal)
                    : Test::equal;
    if (fraction && field != Field::value_per_kg) {
        if (test == Test::equal) {
            return fault(number.offset, name + " is counted in steps of " + shifted("1", -places) +
                                            " and never equals " + shortened(number.text));
        }
        // Below a number between two steps is at or below the lower step.
        bound.erase(point);
        test = Test::less_equal;
    }
    const bool negated = symbol.text == "!=" || symbol.text.front() == '>';
    return one({field, test, {}, number_of(bound)}, negated);
}

}  // namespace greenlane::profile
