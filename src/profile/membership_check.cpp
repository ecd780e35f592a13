#include "profile/clause_check.h"
#include "profile/hs_prefix.h"
#include "profile/phrases.h"
#include "profile/words.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace greenlane::profile {

namespace {

constexpr std::array<std::string_view, 3> set_functions{"mea", "green_goods", "list"};
constexpr std::array<std::string_view, 4> functions{"mea", "green_goods", "list", "has_document"};
constexpr std::array<std::string_view, 2> reaches{"with ex", "all"};

bool is_set_function(std::string_view name) {
    return std::find(set_functions.begin(), set_functions.end(), name) != set_functions.end();
}

/// The documents that the watch lists ask for.
std::vector<std::string_view> known_documents(const Lists& lists) {
    std::vector<std::string_view> documents;
    for (const WatchList& list : lists.watch_lists) {
        for (const WatchEntry& entry : list.entries) {
            if (!entry.document.empty()) {
                documents.push_back(entry.document);
            }
        }
    }
    std::sort(documents.begin(), documents.end());
    documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
    return documents;
}

}  // namespace

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
            sum = sum ? joined(std::move(*sum), *next, Program::Step::either) : std::move(next);
        }
    }
    if (!good) {
        return std::nullopt;
    }
    if (clause.negated) {
        sum->steps.push_back({Program::Step::negate});
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
        return fault(subject.offset, std::string(row.name) + " is in no list", other_question(row));
    }
    auto words = words_of(*field, clause);
    if (!words) {
        return std::nullopt;
    }
    return one({*field, row.type == Type::hs ? Test::hs_in : Test::word_in, std::move(*words)},
               clause.negated);
}

bool ClauseCheck::arguments_are_texts(const Clause& clause, std::size_t first, std::size_t least,
                                      std::size_t most) {
    const std::size_t count = clause.operands.size() - first;
    if (count < least || count > most) {
        faults_.error(clause.function.offset, clause.function.text + "() takes " +
                                                  (most == 0       ? "nothing"
                                                   : least == most ? "one text"
                                                                   : "one text or two"));
        return false;
    }
    for (std::size_t i = first; i < clause.operands.size(); ++i) {
        if (clause.operands[i].kind != Token::Kind::text) {
            faults_.error(clause.operands[i].offset,
                          clause.function.text + "() takes a text in quotes",
                          "write " + quoted(clause.operands[i]));
            return false;
        }
    }
    return true;
}

/// The words of what stands after `in`.
std::optional<std::vector<std::string>> ClauseCheck::words_of(Field field, const Clause& clause) {
    std::optional<std::vector<std::string>> words;
    if (clause.form == Clause::Form::element) {
        words.emplace();
        for (std::size_t i = 1; i < clause.operands.size(); ++i) {
            const Token& token = clause.operands[i];
            if (token.kind != Token::Kind::text) {
                faults_.error(token.offset,
                              std::string(info(field).name) + " is a word, not " + quoted(token),
                              "write it in quotes: " + quoted(token));
                continue;
            }
            if (auto word = checked_word(field, token.text, token.offset, {}, faults_)) {
                words->push_back(std::move(*word));
            }
        }
        if (clause.operands.size() == 1) {
            faults_.warning(clause.operands.front().offset, "an empty list holds nothing");
        }
        // Faulty words are reported; what is kept is not used then.
        return normalised_words(field, std::move(*words));
    }
    const Token& function = clause.function;
    if (!is_set_function(function.text)) {
        return fault(function.offset, "unknown list function " + quoted(function),
                     suggestion(shortened(function.text), set_functions));
    }
    if (function.text == "list") {
        words = listed(field, clause);
    } else if (field != Field::hs) {
        return fault(
            function.offset,
            function.text + "() holds HS codes, no words of " + std::string(info(field).name),
            "write hs in " + function.text + "(...)");
    } else if (function.text == "mea") {
        words = watched(clause);
    } else if (arguments_are_texts(clause, 1, 0, 0)) {
        words = lists_.green_goods;
    }
    if (!words) {
        return std::nullopt;
    }
    if (words->empty()) {
        faults_.warning(function.offset, function.text + "() holds nothing here");
    }
    return normalised_words(field, std::move(*words));
}

std::optional<std::vector<std::string>> ClauseCheck::watched(const Clause& clause) {
    if (!arguments_are_texts(clause, 1, 1, 2)) {
        return std::nullopt;
    }
    Reach reach = Reach::core;
    if (clause.operands.size() == 3) {
        const Token& wanted = clause.operands[2];
        if (wanted.text == "with ex") {
            reach = Reach::with_ex;
        } else if (wanted.text == "all") {
            reach = Reach::all;
        } else {
            return fault(wanted.offset, "unknown reach " + quoted(wanted) + " of a watch list",
                         suggestion(shortened(wanted.text), reaches));
        }
    }
    const Token& agreement = clause.operands[1];
    if (agreement.text == "any") {
        return prefixes_of_any(lists_, reach);
    }
    if (const WatchList* list = lists_.find_watch_list(agreement.text)) {
        return prefixes(*list, reach);
    }
    std::vector<std::string_view> agreements{"any"};
    for (const WatchList& list : lists_.watch_lists) {
        agreements.push_back(list.agreement);
    }
    return fault(agreement.offset, "unknown agreement " + quoted(agreement),
                 lists_.watch_lists.empty() ? "the profile has no watch lists"
                                            : suggestion(shortened(agreement.text), agreements));
}

std::optional<std::vector<std::string>> ClauseCheck::listed(Field field, const Clause& clause) {
    if (!arguments_are_texts(clause, 1, 1, 1)) {
        return std::nullopt;
    }
    const Token& name = clause.operands[1];
    const WordList* list = lists_.find_word_list(name.text);
    if (list == nullptr) {
        std::vector<std::string_view> names;
        for (const WordList& known : lists_.word_lists) {
            names.push_back(known.name);
        }
        return fault(name.offset, "unknown list " + quoted(name),
                     suggestion(shortened(name.text), names));
    }
    const std::string source = " of list '" + list->name + "'";
    std::vector<std::string> words;
    for (const std::string& word : list->words) {
        auto checked = checked_word(field, word, name.offset, source, faults_);
        if (!checked) {
            return std::nullopt;
        }
        words.push_back(std::move(*checked));
    }
    return words;
}

std::optional<Meaning> ClauseCheck::has_document(const Clause& clause) {
    const Token& function = clause.function;
    if (is_set_function(function.text)) {
        return fault(function.offset, function.text + "() stands after 'in'",
                     "write hs in " + function.text + "(...)");
    }
    if (function.text != "has_document") {
        return fault(function.offset, "unknown function " + quoted(function),
                     suggestion(shortened(function.text), functions));
    }
    if (!arguments_are_texts(clause, 0, 1, 1)) {
        return std::nullopt;
    }
    const Token& document = clause.operands.front();
    if (document.text.empty()) {
        return fault(document.offset, "a document has a name");
    }
    // A mapping may name documents that no list asks for: only a near miss is worth a word.
    const auto known = known_documents(lists_);
    if (std::find(known.begin(), known.end(), document.text) == known.end()) {
        std::string hint = did_you_mean(shortened(document.text), known);
        if (!hint.empty()) {
            faults_.warning(document.offset,
                            "no watch list asks for the document " + quoted(document),
                            std::move(hint));
        }
    }
    return Meaning{{{Field::document, Test::has_document, {document.text}}},
                   {{Program::Step::atom, 0}}};
}

}  // namespace greenlane::profile
