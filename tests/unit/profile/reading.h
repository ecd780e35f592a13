#pragma once

#include "greenlane/profile/condition_compiler.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace greenlane::profile::test {

/// Lists of a small world: Basel with every kind of line, CITES, and two lists of the user's.
inline Lists example_lists() {
    const std::string movement = "basel_movement";
    Lists lists;
    lists.watch_lists = {
        {"Basel",
         2022,
         {{"2620", false, true, movement, "ash and residues"},
          {"262011", true, true, movement, "hard zinc spelter"},
          {"391510", true, true, movement, "plastic waste"},
          {"252410", true, false, movement, "waste asbestos"},
          {"252490", true, false, movement, "waste asbestos", true}}},
        {"CITES", 2022, {{"0106", false, true, "cites_permit", "live animals"}}},
    };
    lists.green_goods = {"850239", "854142"};
    lists.word_lists = {{"suspects", {"Omega", "Alpha", "Omega"}},
                        {"waste", {"39.15", "2620", "262011"}},
                        {"countries", {"KZ", "kg"}},
                        {"empty", {}}};
    return lists;
}

/// A condition as compiled, or what is wrong with it.
struct Reading {
    Conditions conditions;
    std::optional<std::size_t> program;
    Diagnostics diagnostics;

    const Atom& only_atom() const { return conditions.atoms.at(0); }
};

inline Reading read(std::string text, Scope scope = Scope::declaration, int minor_digits = 2,
                    SourcePosition position = {nullptr, 7, 10}) {
    const Lists lists = example_lists();
    ConditionCompiler compiler(lists, minor_digits);
    Reading reading;
    reading.program =
        compiler.add({std::move(text), std::move(position)}, scope, reading.diagnostics);
    reading.conditions = compiler.conditions();
    return reading;
}

/// The condition in its canonical form; the messages where it has none.
inline std::string canonical(const std::string& text, Scope scope = Scope::declaration) {
    const Reading reading = read(text, scope);
    if (reading.program) {
        return describe(reading.conditions, *reading.program);
    }
    std::string messages;
    for (const Diagnostic& diagnostic : reading.diagnostics.all()) {
        messages += to_string(diagnostic) + '\n';
    }
    return messages;
}

/// "line:column: message" and, where there is one, " | hint".
inline std::vector<std::string> messages(const Diagnostics& diagnostics) {
    std::vector<std::string> list;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        list.push_back(std::to_string(diagnostic.position.line) + ':' +
                       std::to_string(diagnostic.position.column) +
                       (diagnostic.severity == Severity::warning ? ": warning: " : ": ") +
                       diagnostic.message +
                       (diagnostic.hint.empty() ? "" : " | " + diagnostic.hint));
    }
    return list;
}

}  // namespace greenlane::profile::test
