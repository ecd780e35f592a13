#include "profile/clause_check.h"

#include "profile/phrases.h"

#include <string>
#include <string_view>
#include <utility>

namespace greenlane::profile {

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
        return fault(
            token.offset,
            "expected a field, not " +
                std::string(token.kind == Token::Kind::text ? "the text " : "the number ") +
                quoted(token));
    }
    const auto field = parse_field(token.text);
    if (!field) {
        std::vector<std::string_view> names;
        for (const FieldInfo& row : fields()) {
            names.push_back(row.name);
        }
        return fault(token.offset, "unknown field " + quoted(token),
                     did_you_mean(shortened(token.text), names));
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
    return one({*field, Test::flag, {}});
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
    return one({*field, Test::contains, {lower_case(part.text)}});
}

}  // namespace greenlane::profile
