#include "greenlane/profile/condition_compiler.h"

#include "profile/clause_check.h"

#include <algorithm>
#include <utility>

namespace greenlane::profile {

ConditionCompiler::ConditionCompiler(const Lists& lists, int currency_minor_digits)
    : lists_(lists) {
    conditions_.currency_minor_digits = currency_minor_digits;
}

std::uint32_t ConditionCompiler::intern(Atom atom) {
    std::vector<Atom>& atoms = conditions_.atoms;
    const auto found = std::find(atoms.begin(), atoms.end(), atom);
    const auto index = static_cast<std::uint32_t>(found - atoms.begin());
    if (found == atoms.end()) {
        atoms.push_back(std::move(atom));
    }
    return index;
}

std::optional<std::size_t> ConditionCompiler::add(const Located<std::string>& text, Scope scope,
                                                  Diagnostics& diagnostics) {
    Faults faults;
    const Syntax syntax = parse(text.value, faults);
    ClauseCheck check(lists_, conditions_.currency_minor_digits, scope, faults);
    std::vector<Meaning> meanings;
    for (const Clause& clause : syntax.clauses) {
        if (auto meaning = check.meaning(clause)) {
            meanings.push_back(std::move(*meaning));
        }
    }
    const bool failed = faults.has_errors();
    std::move(faults).report(text, diagnostics);
    if (failed) {
        return std::nullopt;
    }
    Program program;
    for (const Program::Instruction& step : syntax.steps) {
        if (step.step != Program::Step::atom) {
            program.instructions.push_back(step);
            continue;
        }
        const Meaning& meaning = meanings[step.atom];
        for (Program::Instruction instruction : meaning.steps) {
            if (instruction.step == Program::Step::atom) {
                const Atom& atom = meaning.atoms[instruction.atom];
                // Of two fields compared, the item's stands first: fields are in order of level.
                program.about_items |= info(atom.field).level == Level::item;
                instruction.atom = intern(atom);
            }
            program.instructions.push_back(instruction);
        }
    }
    conditions_.programs.push_back(std::move(program));
    return conditions_.programs.size() - 1;
}

std::size_t ConditionCompiler::add_always() {
    conditions_.programs.emplace_back();
    return conditions_.programs.size() - 1;
}

}  // namespace greenlane::profile
