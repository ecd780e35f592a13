#include "greenlane/core/contract.h"
#include "greenlane/profile/condition_compiler.h"

#include "profile/clause_check.h"
#include "profile/decimal.h"
#include "profile/hs_prefix.h"
#include "profile/words.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace greenlane::profile {

namespace {

/// A word in single quotes, a quote within it doubled.
std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) {
        text += c;
        if (c == '\'') {
            text += c;
        }
    }
    return text + '\'';
}

/// A list of the user's or of an agreement that holds exactly these words, or empty.
std::string list_with(const Atom& atom, const Lists& lists) {
    constexpr std::array reaches{std::pair{Reach::core, ""},
                                 std::pair{Reach::with_ex, ", 'with ex'"},
                                 std::pair{Reach::all, ", 'all'"}};
    if (atom.words.size() < 2) {
        return {};
    }
    if (atom.test == Test::hs_in) {
        for (const auto& [reach, argument] : reaches) {
            for (const WatchList& list : lists.watch_lists) {
                if (prefixes(list, reach) == atom.words) {
                    return "mea(" + quoted(list.agreement) + argument + ")";
                }
            }
            if (prefixes_of_any(lists, reach) == atom.words) {
                return std::string("mea('any'") + argument + ")";
            }
        }
        if (normalised_prefixes(lists.green_goods) == atom.words) {
            return "green_goods()";
        }
    }
    for (const WordList& list : lists.word_lists) {
        std::vector<std::string> words = list.words;
        if (atom.test == Test::hs_in) {
            for (std::string& word : words) {
                word = hs_digits(word).value_or("");
            }
        }
        if (normalised_words(atom.field, std::move(words)) == atom.words) {
            return "list(" + quoted(list.name) + ")";
        }
    }
    return {};
}

std::string word_test(const Atom& atom, bool negated, const Lists* lists) {
    std::string text(info(atom.field).name);
    if (atom.test == Test::word_in && atom.words.size() == 1) {
        return text + (negated ? " != " : " == ") + quoted(atom.words.front());
    }
    text += negated ? " not in " : " in ";
    std::string list = lists == nullptr ? "" : list_with(atom, *lists);
    if (list.empty()) {
        list = "[";
        for (const std::string& word : atom.words) {
            list += (list.size() > 1 ? ", " : "") + quoted(word);
        }
        list += ']';
    }
    return text + list;
}

/// An atom, or its negation where that has a form of its own.
std::string clause(const Atom& atom, bool negated, int minor_digits, const Lists* lists) {
    const std::string name(info(atom.field).name);
    const auto number = [&](const char* symbol) {
        return name + symbol +
               shifted(decimal_of(atom.bound), -column_places(atom.field, minor_digits));
    };
    switch (atom.test) {
        case Test::flag:
            return name;
        case Test::word_in:
        case Test::hs_in:
            return word_test(atom, negated, lists);
        case Test::same_word:
            return name + (negated ? " != " : " == ") + std::string(info(atom.other).name);
        case Test::less:
            return number(negated ? " >= " : " < ");
        case Test::less_equal:
            return number(negated ? " > " : " <= ");
        case Test::equal:
            return number(negated ? " != " : " == ");
        case Test::contains:
            return name + " contains " + quoted(atom.words.front());
        case Test::has_document:
            break;
    }
    return "has_document(" + quoted(atom.words.front()) + ")";
}

bool negation_has_a_form(Test test) {
    return test != Test::flag && test != Test::contains && test != Test::has_document;
}

/// How tightly a text binds; a looser operand needs parentheses.
enum class Binding { either, both, negate, atom };

struct Part {
    std::string text;
    Binding binding;
};

void enclose(Part& part, bool needed) {
    if (needed) {
        part.text = '(' + part.text + ')';
    }
}

/// `and` and `or` group to the left, so only a right operand of the same kind needs parentheses.
Part joined(Part left, Part right, Binding binding) {
    enclose(left, left.binding < binding);
    enclose(right, right.binding <= binding);
    left.text += binding == Binding::both ? " and " : " or ";
    left.text += right.text;
    left.binding = binding;
    return left;
}

std::string described(const Conditions& conditions, std::size_t program, const Lists* lists) {
    using Step = Program::Step;
    const auto& steps = conditions.programs[program].instructions;
    std::vector<Part> stack;
    const auto pop = [&stack] {
        GREENLANE_EXPECT(!stack.empty());
        Part top = std::move(stack.back());
        stack.pop_back();
        return top;
    };
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].step == Step::atom) {
            const Atom& atom = conditions.atoms[steps[i].atom];
            const bool negated = i + 1 < steps.size() && steps[i + 1].step == Step::negate &&
                                 negation_has_a_form(atom.test);
            stack.push_back(
                {clause(atom, negated, conditions.currency_minor_digits, lists), Binding::atom});
            i += negated;
        } else if (steps[i].step == Step::negate) {
            enclose(stack.back(), stack.back().binding < Binding::negate);
            stack.back() = {"not " + stack.back().text, Binding::negate};
        } else {
            Part right = pop();
            Part left = pop();
            stack.push_back(joined(std::move(left), std::move(right),
                                   steps[i].step == Step::both ? Binding::both : Binding::either));
        }
    }
    return stack.empty() ? "" : pop().text;
}

}  // namespace

std::string describe(const Conditions& conditions, std::size_t program) {
    return described(conditions, program, nullptr);
}

std::string describe(const Conditions& conditions, std::size_t program, const Lists& lists) {
    return described(conditions, program, &lists);
}

}  // namespace greenlane::profile
