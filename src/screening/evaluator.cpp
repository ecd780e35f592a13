#include "greenlane/screening/evaluator.h"

#include "greenlane/core/contract.h"

#include "screening/bits.h"
#include "screening/column.h"
#include "screening/kleene.h"

#include <algorithm>
#include <optional>

namespace greenlane::screening {

using profile::Program;

class Evaluator::State {
public:
    explicit State(const profile::Conditions& conditions)
        : conditions_(conditions),
          columns_(make_columns(conditions.atoms)),
          bits_(conditions.atoms.size()),
          per_item_(conditions.atoms.size()),
          per_declaration_(conditions.atoms.size()),
          reduced_(conditions.atoms.size()),
          in_item_programs_(conditions.atoms.size()),
          results_(conditions.programs.size()),
          kept_(conditions.programs.size()) {
        for (const Program& program : conditions.programs) {
            bool items = false;
            for (const Program::Instruction& instruction : program.instructions) {
                items |= instruction.step == Program::Step::atom &&
                         about_items(conditions.atoms[instruction.atom]);
            }
            GREENLANE_EXPECT(program.about_items == items);
            for (const Program::Instruction& instruction : program.instructions) {
                if (items && instruction.step == Program::Step::atom) {
                    in_item_programs_[instruction.atom] = true;
                }
            }
        }
    }

    void evaluate(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
                  const History& history, Duration utc_offset) {
        rows_ = block.rows();
        items_.assign(block);
        const BlockView view{block, vocabulary, history, utc_offset, items_};
        for (const auto& column : columns_) {
            column->evaluate(view, bits_);
        }
        std::fill(reduced_.begin(), reduced_.end(), false);
        expand_atoms(block);
        for (std::size_t i = 0; i < results_.size(); ++i) {
            const Program& program = conditions_.programs[i];
            if (!program.about_items || items_.one_each()) {
                kleene_.run(program, row_views_, rows_, results_[i]);
            } else {
                kleene_.run(program, item_views_, items_.size(), item_result_);
                reduce(item_result_.view(), results_[i]);
            }
            if (kept_[i] && !items_.one_each()) {
                if (program.about_items) {
                    kept_[i]->swap(item_result_.truth);
                } else {
                    expand(results_[i].truth, block.first_item, *kept_[i]);
                }
            }
        }
    }

    void keep_items(std::size_t program) { kept_[program].emplace(); }
    const Bitmap& item_truth(std::size_t program) const {
        GREENLANE_EXPECT(kept_[program]);
        return items_.one_each() ? results_[program].truth : *kept_[program];
    }

    const TruthValue& result(std::size_t program) const { return results_[program]; }

    const Bitmap& atom_truth(std::size_t atom) {
        return spread_over_items(atom) ? reduced(atom).truth : bits_[atom].truth;
    }
    const Bitmap& atom_unknown(std::size_t atom) {
        return spread_over_items(atom) ? reduced(atom).unknown : *bits_[atom].unknown;
    }

private:
    bool spread_over_items(std::size_t atom) const {
        return !items_.one_each() && about_items(conditions_.atoms[atom]);
    }

    /// The views that programs run on; atoms about declarations are repeated for each item where
    /// programs about items ask for them.
    void expand_atoms(const shipment::Declarations& block) {
        row_views_.clear();
        for (const AtomBits& atom : bits_) {
            row_views_.push_back({atom.truth.data(), atom.unknown->data()});
        }
        item_views_ = row_views_;
        if (items_.one_each()) {
            return;
        }
        for (std::size_t i = 0; i < bits_.size(); ++i) {
            if (in_item_programs_[i] && !about_items(conditions_.atoms[i])) {
                expand(bits_[i].truth, block.first_item, per_item_[i].truth);
                expand(*bits_[i].unknown, block.first_item, per_item_[i].unknown);
                item_views_[i] = per_item_[i].view();
            }
        }
    }

    void expand(const Bitmap& declarations, std::span<const std::uint32_t> first_item,
                Bitmap& out) const {
        out.assign(words_for(items_.size()), 0);
        if (items_.size() != 0) {
            for_each_bit(declarations, [&](std::size_t row) {
                set_range(out, first_item[row], first_item[row + 1]);
            });
        }
    }

    /// From items to declarations: true where some item is true, else unknown where some item is.
    void reduce(TruthView items, TruthValue& out) const {
        const std::span<const std::uint32_t> owner = items_.owner();
        const auto gather = [&](const std::uint64_t* from, Bitmap& to) {
            to.assign(words_for(rows_), 0);
            for (std::size_t w = 0; w < words_for(items_.size()); ++w) {
                for_each_bit(from[w], w * word_bits,
                             [&](std::size_t item) { set(to, owner[item]); });
            }
        };
        gather(items.truth, out.truth);
        gather(items.unknown, out.unknown);
        for (std::size_t w = 0; w < out.truth.size(); ++w) {
            out.unknown[w] &= ~out.truth[w];
        }
    }

    const TruthValue& reduced(std::size_t atom) {
        if (!reduced_[atom]) {
            reduce(row_views_[atom], per_declaration_[atom]);
            reduced_[atom] = true;
        }
        return per_declaration_[atom];
    }

    const profile::Conditions& conditions_;
    std::vector<std::unique_ptr<Column>> columns_;
    std::size_t rows_ = 0;
    ItemRows items_;
    std::vector<AtomBits> bits_;               ///< by atom, over its own rows
    std::vector<TruthValue> per_item_;         ///< by atom: a declaration's, over item rows
    std::vector<TruthValue> per_declaration_;  ///< by atom: an item's, over declarations
    std::vector<bool> reduced_;                ///< whether that is made for this block
    std::vector<bool> in_item_programs_;       ///< by atom
    std::vector<TruthView> row_views_;
    std::vector<TruthView> item_views_;
    Kleene kleene_;
    TruthValue item_result_;
    std::vector<TruthValue> results_;  ///< by program, over declarations
    /// By program, over items, where they are not one_each(); none: not asked for.
    std::vector<std::optional<Bitmap>> kept_;
};

Evaluator::Evaluator(const profile::Conditions& conditions)
    : state_(std::make_unique<State>(conditions)) {}
Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;

void Evaluator::evaluate(const shipment::Declarations& block,
                         const shipment::Vocabulary& vocabulary, const History& history,
                         Duration utc_offset) {
    state_->evaluate(block, vocabulary, history, utc_offset);
}

const Bitmap& Evaluator::truth(std::size_t program) const {
    return state_->result(program).truth;
}
const Bitmap& Evaluator::unknown(std::size_t program) const {
    return state_->result(program).unknown;
}
void Evaluator::keep_items(std::size_t program) {
    state_->keep_items(program);
}
const Bitmap& Evaluator::item_truth(std::size_t program) const {
    return state_->item_truth(program);
}
const Bitmap& Evaluator::atom_truth(std::size_t atom) const {
    return state_->atom_truth(atom);
}
const Bitmap& Evaluator::atom_unknown(std::size_t atom) const {
    return state_->atom_unknown(atom);
}

}  // namespace greenlane::screening
