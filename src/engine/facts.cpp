#include "engine/facts.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace greenlane::engine {

namespace {

using profile::Field;
using profile::Program;

/// The trait that a field about the decision stands for; none for the lane.
std::optional<screening::Trait> trait_of(Field field) {
    switch (field) {
        case Field::flagged:
            return screening::flagged;
        case Field::high_risk:
            return screening::high_risk;
        case Field::selected:
            return screening::selected;
        case Field::lottery:
            return screening::by_lottery;
        case Field::nii:
            return screening::nii;
        case Field::overflow:
            return screening::displaced;
        default:
            return std::nullopt;
    }
}

bool names(const profile::Atom& atom, std::string_view word) {
    return std::find(atom.words.begin(), atom.words.end(), word) != atom.words.end();
}

}  // namespace

Facts::Facts(const profile::Conditions& conditions, shipment::Epochs epochs)
    : conditions_(&conditions), epochs_(epochs), evaluator_(conditions) {
    GREENLANE_EXPECT(conditions.atoms.size() <= most_atoms);
    for (std::size_t i = 0; i < conditions.atoms.size(); ++i) {
        const profile::Atom& atom = conditions.atoms[i];
        const std::uint64_t bit = std::uint64_t{1} << i;
        switch (info(atom.field).level) {
            case profile::Level::item:
            case profile::Level::declaration:
                declared_.push_back(i);
                break;
            case profile::Level::decision:
                if (const auto trait = trait_of(atom.field)) {
                    trait_[static_cast<std::size_t>(
                        std::countr_zero(static_cast<unsigned>(*trait)))] |= bit;
                } else {
                    for (const Lane lane : lanes) {
                        lane_[static_cast<std::size_t>(lane)] |= names(atom, name(lane)) ? bit : 0;
                    }
                }
                break;
            case profile::Level::control:
                if (atom.field == Field::alarm) {
                    alarm_ |= bit;
                } else if (atom.field == Field::found) {
                    found_ |= bit;
                } else {
                    for (const Violation kind : violations) {
                        finding_[static_cast<std::size_t>(kind)] |=
                            names(atom, name(kind)) ? bit : 0;
                    }
                }
                break;
        }
    }
}

void Facts::start(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
                  const screening::Decisions& decisions) {
    rows_.assign(block.rows(), {});
    if (!any()) {
        return;
    }
    if (!declared_.empty()) {
        answer_from_declarations(block, vocabulary);
    }
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        answer_from_decision(decisions, row);
    }
}

void Facts::answer_from_declarations(const shipment::Declarations& block,
                                     const shipment::Vocabulary& vocabulary) {
    history_.enter(epochs_.of(block.lodged.front()));
    evaluator_.evaluate(block, vocabulary, history_, epochs_.utc_offset);
    history_.note(block.importer);
    for (const std::size_t atom : declared_) {
        const screening::Bitmap& truth = evaluator_.atom_truth(atom);
        const screening::Bitmap& unknown = evaluator_.atom_unknown(atom);
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            rows_[row].truth |= (truth[row / 64] >> (row % 64) & 1) << atom;
            rows_[row].unknown |= (unknown[row / 64] >> (row % 64) & 1) << atom;
        }
    }
}

void Facts::answer_from_decision(const screening::Decisions& decisions, std::size_t row) {
    const bool screened = decisions.rows() > 0;
    const Lane lane = screened ? decisions.lane[row] : Lane::green;
    std::uint64_t truth = lane_[static_cast<std::size_t>(lane)];
    for (unsigned traits = screened ? decisions.traits[row] : 0; traits != 0;
         traits &= traits - 1) {
        truth |= trait_[static_cast<std::size_t>(std::countr_zero(traits))];
    }
    rows_[row].truth |= truth;
}

bool Facts::holds(std::size_t program, std::size_t row) const {
    // Kleene's logic on two stacks of bits, the top in bit 0.
    std::uint64_t truth = 0;
    std::uint64_t unknown = 0;
    const Answers& answers = rows_[row];
    const auto& instructions = conditions_->programs[program].instructions;
    for (const Program::Instruction& instruction : instructions) {
        switch (instruction.step) {
            case Program::Step::atom:
                truth = truth << 1 | (answers.truth >> instruction.atom & 1);
                unknown = unknown << 1 | (answers.unknown >> instruction.atom & 1);
                break;
            case Program::Step::negate:
                truth ^= ~unknown & 1;
                break;
            case Program::Step::both:
            case Program::Step::either: {
                const bool both = instruction.step == Program::Step::both;
                const std::uint64_t a = truth & 1, b = truth >> 1 & 1;
                const std::uint64_t u = unknown & 1, v = unknown >> 1 & 1;
                const std::uint64_t is_true = both ? (a & b) : (a | b);
                const std::uint64_t is_false =
                    both ? ((~a & ~u) | (~b & ~v)) & 1 : (~a & ~u & ~b & ~v) & 1;
                truth = (truth >> 2 << 1) | is_true;
                unknown = (unknown >> 2 << 1) | (~is_true & ~is_false & 1);
                break;
            }
        }
    }
    return instructions.empty() || (truth & 1) != 0;
}

void Facts::set_alarm(std::size_t row, bool alarm) {
    rows_[row].truth = alarm ? rows_[row].truth | alarm_ : rows_[row].truth & ~alarm_;
}

void Facts::set_found(std::size_t row, Violation finding) {
    rows_[row].truth |= found_ | finding_[static_cast<std::size_t>(finding)];
}

}  // namespace greenlane::engine
