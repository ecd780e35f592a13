#include "profile/clause_check.h"

#include "profile/decimal.h"
#include "profile/words.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace greenlane::profile {

namespace {

using Step = Program::Step;

/// Bounds are exact in a double and in a column of 64 bits up to here.
constexpr std::size_t digits_at_most = 15;

std::string text_of(std::string_view view) {
    return std::string(view);
}

std::string quoted(const Token& token) {
    return '\'' + token.text.substr(0, 40) + '\'';
}

/// "mass is a number of kg"
std::string noun_phrase(const FieldInfo& field) {
    const std::string name = text_of(field.name);
    switch (field.type) {
        case Type::flag:
            return name + " is a flag";
        case Type::number:
            return name + " is a number" + (field.unit.empty() ? "" : " of " + text_of(field.unit));
        case Type::hs:
            return name + " is an HS code";
        case Type::text:
            return name + " is a text";
        case Type::word:
        case Type::documents:
            break;
    }
    return name + " is a word";
}

/// How to ask for a field that is not compared; empty for the others.
std::string other_question(const FieldInfo& field) {
    const std::string name = text_of(field.name);
    switch (field.type) {
        case Type::flag:
            return "write " + name + " or not " + name;
        case Type::text:
            return "write " + name + " contains '...'";
        case Type::documents:
            return "write has_document('...')";
        default:
            return {};
    }
}

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

Meaning one(Atom atom, bool negated) {
    Meaning meaning{{std::move(atom)}, {{Step::atom, 0}}};
    if (negated) {
        meaning.steps.push_back({Step::negate});
    }
    return meaning;
}

Meaning joined(Meaning left, const Meaning& right, Step step) {
    const auto shift = static_cast<std::uint32_t>(left.atoms.size());
    left.atoms.insert(left.atoms.end(), right.atoms.begin(), right.atoms.end());
    for (Program::Instruction instruction : right.steps) {
        instruction.atom += instruction.step == Step::atom ? shift : 0;
        left.steps.push_back(instruction);
    }
    left.steps.push_back({step});
    return left;
}

}  // namespace

int column_places(Field field, int currency_minor_digits) {
    const std::string_view unit = info(field).unit;
    if (unit.starts_with("currency")) {
        return currency_minor_digits;
    }
    return unit == "kg" || unit == "units" ? 3 : unit == "%" ? 2 : 0;
}

std::nullopt_t ClauseCheck::fault(std::size_t offset, std::string message, std::string hint) {
    faults_.error(offset, std::move(message), std::move(hint));
    return std::nullopt;
}

std::optional<Meaning> ClauseCheck::meaning(const Clause& clause) {
    switch (clause.form) {
        case Clause::Form::flag:
            return flag(clause.operands.front());
        case Clause::Form::comparison:
            return comparison(clause);
        case Clause::Form::element:
            return element(clause);
        case Clause::Form::member:
            return member(clause);
        case Clause::Form::contains:
            return contains(clause);
        case Clause::Form::call:
            break;
    }
    return has_document(clause);
}

std::optional<Field> ClauseCheck::field_of(const Token& token) {
    if (token.kind != Token::Kind::name) {
        return fault(token.offset,
                     "expected a field, not " +
                         text_of(token.kind == Token::Kind::text ? "the text " : "the number ") +
                         quoted(token));
    }
    const auto field = parse_field(token.text);
    if (!field) {
        std::vector<std::string_view> names;
        for (const FieldInfo& row : fields()) {
            names.push_back(row.name);
        }
        return fault(token.offset, "unknown field " + quoted(token),
                     did_you_mean(token.text.substr(0, 40), names));
    }
    const Level level = info(*field).level;
    if (scope_ == Scope::declaration && (level == Level::decision || level == Level::control)) {
        return fault(token.offset,
                     token.text + (level == Level::decision ? " is known only after the rules"
                                                            : " is known only after a control"),
                     "only stations and routes can ask for it");
    }
    return field;
}

std::optional<Meaning> ClauseCheck::flag(const Token& name) {
    const auto field = field_of(name);
    if (!field) {
        return std::nullopt;
    }
    const FieldInfo& row = info(*field);
    if (row.type != Type::flag) {
        std::string hint = other_question(row);
        if (hint.empty()) {
            hint = row.type == Type::number ? "compare it with a number"
                                            : "compare it with ==, !=, in or not in";
        }
        return fault(name.offset,
                     row.type == Type::documents ? "document is not a flag"
                                                 : noun_phrase(row) + " and not a flag",
                     std::move(hint));
    }
    return one({*field, Test::flag, {}}, false);
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
        return fault(low.offset, "no number is above " + least.text + " and below " + most.text);
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
        return fault(offset, text_of(row.name) + " cannot be compared", std::move(question));
    }
    const auto wanted = row.type == Type::number ? Token::Kind::number : Token::Kind::text;
    if (constant.kind != wanted) {
        const bool name = constant.kind == Token::Kind::name;
        const bool text = constant.kind == Token::Kind::text;
        return fault(constant.offset,
                     noun_phrase(row) + " and cannot be compared with " +
                         (text   ? "the text " + quoted(constant)
                          : name ? "the name " + quoted(constant)
                                 : "the number " + constant.text),
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
    const std::string name = text_of(info(field).name);
    if (bound.substr(0, point).size() > digits_at_most) {
        return fault(number.offset, number.text.substr(0, 40) + " is larger than any " + name);
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
                                            " and never equals " + number.text);
        }
        // Below a number between two steps is at or below the lower step.
        bound.erase(point);
        test = Test::less_equal;
    }
    const bool negated = symbol.text == "!=" || symbol.text.front() == '>';
    return one({field, test, {}, number_of(bound)}, negated);
}

std::optional<Meaning> ClauseCheck::element(const Clause& clause) {
    const Token& subject = clause.operands.front();
    const auto field = field_of(subject);
    if (!field) {
        return std::nullopt;
    }
    const FieldInfo& row = info(*field);
    if (row.type == Type::word || row.type == Type::hs) {
        auto words = words_of(*field, clause);
        if (!words) {
            return std::nullopt;
        }
        return one({*field, row.type == Type::hs ? Test::hs_in : Test::word_in, std::move(*words)},
                   clause.negated);
    }
    if (clause.operands.size() == 1) {
        return fault(subject.offset, "an empty list holds nothing");
    }
    const Token equals{Token::Kind::symbol, "==", subject.offset};
    std::optional<Meaning> sum;
    bool good = true;
    for (std::size_t i = 1; i < clause.operands.size(); ++i) {
        auto next = with_constant(*field, equals, clause.operands[i], subject.offset);
        if (!next) {
            good = false;
        } else {
            sum = sum ? joined(std::move(*sum), *next, Step::either) : std::move(next);
        }
    }
    if (!good) {
        return std::nullopt;
    }
    if (clause.negated) {
        sum->steps.push_back({Step::negate});
    }
    return sum;
}

std::optional<Meaning> ClauseCheck::member(const Clause& clause) {
    const Token& subject = clause.operands.front();
    const auto field = field_of(subject);
    if (!field) {
        return std::nullopt;
    }
    const FieldInfo& row = info(*field);
    if (row.type != Type::word && row.type != Type::hs) {
        return fault(subject.offset, text_of(row.name) + " is in no list", other_question(row));
    }
    auto words = words_of(*field, clause);
    if (!words) {
        return std::nullopt;
    }
    return one({*field, row.type == Type::hs ? Test::hs_in : Test::word_in, std::move(*words)},
               clause.negated);
}

std::optional<Meaning> ClauseCheck::contains(const Clause& clause) {
    const auto field = field_of(clause.operands[0]);
    const Token& part = clause.operands[1];
    if (!field) {
        return std::nullopt;
    }
    if (info(*field).type != Type::text) {
        return fault(clause.operands[0].offset, noun_phrase(info(*field)) + " and contains nothing",
                     "only description can be searched for a text");
    }
    if (part.kind != Token::Kind::text || part.text.empty()) {
        return fault(part.offset, "'contains' is followed by a text in quotes",
                     part.text.empty() ? "" : "write " + quoted(part));
    }
    return one({*field, Test::contains, {lower_case(part.text)}}, false);
}

}  // namespace greenlane::profile
