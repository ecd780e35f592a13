#include "profile/phrases.h"
#include "profile/syntax.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace greenlane::profile {

namespace {

/// Parentheses and `not`s within each other. Enough for any rule, and safe for any stack.
constexpr int depth_limit = 200;

constexpr std::array<std::string_view, 6> comparison_symbols{"==", "!=", "<=", ">=", "<", ">"};

bool is_comparison(const Token& token) {
    for (const std::string_view symbol : comparison_symbols) {
        if (token.kind == Token::Kind::symbol && token.text == symbol) {
            return true;
        }
    }
    return false;
}

bool is_keyword(const Token& token) {
    return token.is("and") || token.is("or") || token.is("not") || token.is("in") ||
           token.is("contains");
}

bool is_operand(const Token& token) {
    return token.kind == Token::Kind::number || token.kind == Token::Kind::text ||
           (token.kind == Token::Kind::name && !is_keyword(token));
}

/// How a message calls a token.
std::string shown(const Token& token) {
    switch (token.kind) {
        case Token::Kind::end:
            return "the end of the condition";
        case Token::Kind::text:
            return "the text " + quoted(token);
        default:
            return quoted(token);
    }
}

class Parser {
public:
    Parser(std::vector<Token> tokens, Faults& faults)
        : tokens_(std::move(tokens)), faults_(faults) {}

    Syntax run() {
        if (at_end()) {
            faults_.error(0, "the condition is empty", "leave 'when' out where it is always true");
            return std::move(syntax_);
        }
        disjunctions_until({});
        return std::move(syntax_);
    }

private:
    using Step = Program::Step;

    const Token& peek() const { return tokens_[next_]; }
    const Token& after() const { return tokens_[std::min(next_ + 1, tokens_.size() - 1)]; }
    bool at_end() const { return peek().kind == Token::Kind::end; }
    bool take(std::string_view word) {
        const bool here = peek().is(word);
        next_ += here;
        return here;
    }
    void emit(Step step, std::size_t clause = 0) {
        syntax_.steps.push_back({step, static_cast<std::uint32_t>(clause)});
    }

    /// Reports what stands here instead, and goes on at the next `and`, `or` or `)` of this level.
    void expected(std::string_view what, std::string hint = {}) {
        faults_.error(peek().offset, "expected " + std::string(what) + ", not " + shown(peek()),
                      std::move(hint));
        for (int depth = 0; !at_end(); ++next_) {
            if (depth == 0 && (peek().is("and") || peek().is("or") || peek().is(")"))) {
                return;
            }
            depth += peek().is("(") ? 1 : peek().is(")") ? -1 : 0;
        }
    }

    /// Reads on after faults until `closing` or the end, so that the rest is checked too.
    void disjunctions_until(std::string_view closing) {
        disjunction();
        while (!at_end() && !peek().is(closing)) {
            if (peek().is(")")) {
                faults_.error(peek().offset, "this ')' closes nothing");
                ++next_;
            } else {
                expected(closing.empty() ? "'and' or 'or'" : "'and', 'or' or ')'");
            }
            if (take("and") || take("or") || is_operand(peek())) {
                disjunction();
            }
        }
    }

    void disjunction() {
        conjunction();
        while (take("or")) {
            conjunction();
            emit(Step::either);
        }
    }

    void conjunction() {
        negation();
        while (take("and")) {
            negation();
            emit(Step::both);
        }
    }

    void negation() {
        if (!peek().is("not")) {
            return primary();
        }
        nested([this] {
            ++next_;
            negation();
            emit(Step::negate);
        });
    }

    void primary() {
        if (!peek().is("(")) {
            return clause();
        }
        nested([this] {
            const std::size_t opening = tokens_[next_++].offset;
            disjunctions_until(")");
            if (!take(")") && !too_deep_) {
                faults_.error(opening, "this '(' is never closed");
            }
        });
    }

    template <typename Read>
    void nested(Read read) {
        if (depth_ == depth_limit) {
            faults_.error(peek().offset,
                          "more than " + std::to_string(depth_limit) +
                              " parentheses and 'not's within each other",
                          "split the rule, or put its words into a list");
            next_ = tokens_.size() - 1;
            too_deep_ = true;
            return;
        }
        ++depth_;
        read();
        --depth_;
    }

    void clause() {
        Clause clause;
        if (!is_operand(peek())) {
            return expected("a comparison or a flag");
        }
        if (peek().kind == Token::Kind::name && after().is("(")) {
            clause.form = Clause::Form::call;
            if (!call(clause)) {
                return;
            }
        } else {
            clause.operands.push_back(tokens_[next_++]);
            if (!rest(clause)) {
                return;
            }
        }
        emit(Step::atom, syntax_.clauses.size());
        syntax_.clauses.push_back(std::move(clause));
    }

    /// What follows the first operand; false after a fault.
    bool rest(Clause& clause) {
        if (is_comparison(peek())) {
            return comparison(clause);
        }
        if (peek().is("in") || (peek().is("not") && after().is("in"))) {
            clause.negated = take("not");
            ++next_;
            return set(clause);
        }
        if (take("contains")) {
            clause.form = Clause::Form::contains;
            return operand(clause, "a text after 'contains'");
        }
        return true;
    }

    bool comparison(Clause& clause) {
        clause.form = Clause::Form::comparison;
        while (is_comparison(peek())) {
            clause.comparisons.push_back(tokens_[next_++]);
            if (!operand(clause, "a field, a number or a text")) {
                return false;
            }
        }
        return true;
    }

    bool operand(Clause& clause, std::string_view what) {
        if (!is_operand(peek())) {
            expected(what);
            return false;
        }
        clause.operands.push_back(tokens_[next_++]);
        return true;
    }

    bool set(Clause& clause) {
        if (take("[")) {
            clause.form = Clause::Form::element;
            return operands_until(clause, "]");
        }
        clause.form = Clause::Form::member;
        if (peek().kind == Token::Kind::name && after().is("(")) {
            return call(clause);
        }
        expected("a list after 'in'",
                 peek().kind == Token::Kind::text || peek().kind == Token::Kind::number
                     ? "write [" + quoted(peek()) + "]"
                     : "write ['a', 'b'], mea('...') or list('...')");
        return false;
    }

    bool call(Clause& clause) {
        clause.function = tokens_[next_];
        next_ += 2;
        return operands_until(clause, ")");
    }

    /// Reads operands with commas between them, a last comma too, and the closing symbol.
    bool operands_until(Clause& clause, std::string_view closing) {
        while (!take(closing)) {
            const std::string end = " or '" + std::string(closing) + "'";
            const bool read = operand(clause, "a text" + end);
            if (read && !take(",") && !peek().is(closing)) {
                expected("','" + end);
            } else if (read) {
                continue;
            }
            if (closing == ")") {
                take(")");  // not one of the condition's own
            }
            return false;
        }
        return true;
    }

    std::vector<Token> tokens_;
    Faults& faults_;
    Syntax syntax_;
    std::size_t next_ = 0;
    int depth_ = 0;
    bool too_deep_ = false;
};

}  // namespace

Syntax parse(const std::string& condition, Faults& faults) {
    return Parser(tokens_of(condition, faults), faults).run();
}

}  // namespace greenlane::profile
