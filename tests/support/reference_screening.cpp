#include "support/reference_screening.h"

#include "greenlane/core/calendar.h"

#include <algorithm>
#include <set>

namespace greenlane::test {

using profile::Atom;
using profile::CompiledRule;
using profile::Field;
using profile::Program;
using Kleene = std::optional<bool>;

namespace {

using Word = std::optional<std::string>;

Word word_of(Field field, const PlainRow& row, const PlainItem* item, Duration utc_offset) {
    const auto named = [](auto value) -> Word {
        return static_cast<int>(value) == 0 ? Word() : Word(name(value));
    };
    switch (field) {
        case Field::hs:
            return item->hs;
        case Field::origin:
            return item->origin;
        case Field::tax_type:
            return item->tax_type;
        case Field::procedure:
            return named(row.procedure);
        case Field::mode:
            return named(row.mode);
        case Field::tier:
            return named(row.tier);
        case Field::office:
            return row.office;
        case Field::importer:
            return row.importer;
        case Field::declarant:
            return row.declarant;
        case Field::seller:
            return row.seller;
        case Field::carrier:
            return row.carrier;
        case Field::departure:
            return row.departure;
        case Field::destination:
            return row.destination;
        case Field::weekday: {
            const char* const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
            return names[weekday(day_of(row.lodged + utc_offset))];
        }
        default:
            return std::nullopt;
    }
}

std::optional<double> total(const PlainRow& row, std::optional<std::int64_t> PlainItem::*what) {
    std::int64_t sum = 0;
    for (const PlainItem& item : row.items) {
        if (!(item.*what)) {
            return std::nullopt;
        }
        sum += *(item.*what);
    }
    return static_cast<double>(sum);
}

std::optional<double> number_of(Field field, const PlainRow& row, const PlainItem* item,
                                Duration utc_offset) {
    switch (field) {
        case Field::value:
            return item->value;
        case Field::mass:
            return item->mass;
        case Field::quantity:
            return item->quantity;
        case Field::duty:
            return item->duty;
        case Field::exemption:
            return item->exemption;
        case Field::tax_rate:
            return item->tax_rate;
        case Field::value_per_kg:
            if (!item->value || !item->mass || *item->mass <= 0) {
                return std::nullopt;
            }
            return static_cast<double>(*item->value) * 1000.0 / static_cast<double>(*item->mass);
        case Field::containers:
            return row.containers;
        case Field::items:
            return static_cast<double>(row.items.size());
        case Field::score:
            return row.score;
        case Field::total_value:
            return total(row, &PlainItem::value);
        case Field::total_mass:
            return total(row, &PlainItem::mass);
        case Field::total_duty:
            return total(row, &PlainItem::duty);
        case Field::hour:
            return static_cast<double>(time_of_day(row.lodged + utc_offset) / hour);
        default:
            return std::nullopt;
    }
}

Kleene flag_of(Field field, const PlainRow& row, bool first_time) {
    switch (field) {
        case Field::aeo:
            return row.tier == shipment::Tier::unknown ? Kleene()
                                                       : Kleene(row.tier == shipment::Tier::aeo);
        case Field::perishable:
            return row.perishable;
        case Field::electronic_payment:
            return row.electronic_payment;
        case Field::deferred_payment:
            return row.deferred_payment;
        case Field::first_time:
            return row.importer ? Kleene(first_time) : Kleene();
        default:
            return std::nullopt;
    }
}

std::string lower_case(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return text;
}

/// What one item (none: the declaration alone) says.
Kleene ask(const Atom& atom, const PlainRow& row, const PlainItem* item, bool first_time,
           Duration utc_offset) {
    switch (atom.test) {
        case profile::Test::flag:
            return flag_of(atom.field, row, first_time);
        case profile::Test::word_in: {
            const Word word = word_of(atom.field, row, item, utc_offset);
            return !word ? Kleene()
                         : Kleene(std::count(atom.words.begin(), atom.words.end(), *word) > 0);
        }
        case profile::Test::same_word: {
            const Word left = word_of(atom.field, row, item, utc_offset);
            const Word right = word_of(atom.other, row, item, utc_offset);
            return !left || !right ? Kleene() : Kleene(*left == *right);
        }
        case profile::Test::hs_in: {
            if (!item->hs) {
                return std::nullopt;
            }
            return std::any_of(
                atom.words.begin(), atom.words.end(),
                [&](const std::string& prefix) { return item->hs->starts_with(prefix); });
        }
        case profile::Test::less:
        case profile::Test::less_equal:
        case profile::Test::equal: {
            const std::optional<double> number = number_of(atom.field, row, item, utc_offset);
            if (!number) {
                return std::nullopt;
            }
            return atom.test == profile::Test::less         ? *number < atom.bound
                   : atom.test == profile::Test::less_equal ? *number <= atom.bound
                                                            : *number == atom.bound;
        }
        case profile::Test::contains: {
            if (!item->description) {
                return std::nullopt;
            }
            return lower_case(*item->description).find(atom.words[0]) != std::string::npos;
        }
        case profile::Test::has_document:
            return !row.documents ? Kleene() : Kleene(row.documents->contains(atom.words[0]));
    }
    return std::nullopt;
}

bool about_items(const Atom& atom) {
    const std::set<Field> fields{Field::hs,       Field::origin,     Field::value,
                                 Field::mass,     Field::quantity,   Field::value_per_kg,
                                 Field::duty,     Field::exemption,  Field::tax_rate,
                                 Field::tax_type, Field::description};
    return fields.contains(atom.field) ||
           (atom.test == profile::Test::same_word && fields.contains(atom.other));
}

/// Some item true: true; else some item unknown: unknown; else false.
template <class Ask>
Kleene some_item(const PlainRow& row, Ask ask_item) {
    Kleene value = false;
    for (const PlainItem& item : row.items) {
        const Kleene one = ask_item(item);
        if (one == true) {
            return true;
        }
        if (!one) {
            value = std::nullopt;
        }
    }
    return value;
}

/// The value of the expression that ends before `end`; `end` moves to its beginning.
template <class AskAtom>
Kleene value_before(const Program& program, std::size_t& end, AskAtom ask_atom) {
    const Program::Instruction instruction = program.instructions[--end];
    switch (instruction.step) {
        case Program::Step::atom:
            return ask_atom(instruction.atom);
        case Program::Step::negate: {
            const Kleene value = value_before(program, end, ask_atom);
            return !value ? Kleene() : Kleene(!*value);
        }
        default: {
            const Kleene right = value_before(program, end, ask_atom);
            const Kleene left = value_before(program, end, ask_atom);
            // "and" is false, "or" is true as soon as one side is.
            const bool decisive = instruction.step == Program::Step::either;
            if (left == decisive || right == decisive) {
                return decisive;
            }
            return left && right ? Kleene(!decisive) : Kleene();
        }
    }
}

bool reaches(std::int64_t points, std::optional<std::int32_t> threshold) {
    return threshold && points >= *threshold;
}

}  // namespace

Kleene value_of(const Atom& atom, const PlainRow& row, bool first_time, Duration utc_offset) {
    const auto ask_item = [&](const PlainItem& item) {
        return ask(atom, row, &item, first_time, utc_offset);
    };
    return about_items(atom) ? some_item(row, ask_item)
                             : ask(atom, row, nullptr, first_time, utc_offset);
}

Kleene value_of(const Program& program, const std::vector<Atom>& atoms, const PlainRow& row,
                bool first_time, Duration utc_offset) {
    if (program.instructions.empty()) {
        return true;
    }
    const auto over = [&](const PlainItem* item) {
        std::size_t end = program.instructions.size();
        return value_before(program, end, [&](std::uint32_t atom) {
            return ask(atoms[atom], row, item, first_time, utc_offset);
        });
    };
    return program.about_items ? some_item(row, [&](const PlainItem& item) { return over(&item); })
                               : over(nullptr);
}

PlainDecision ReferenceScreener::decide(const PlainRow& row, std::uint64_t shipment,
                                        bool first_time) const {
    PlainDecision out;
    out.decided = row.lodged;
    const std::int64_t today = day_of(row.lodged + epochs_.utc_offset);
    for (const CompiledRule& rule : profile_.rules) {
        const bool valid = rule.valid_from <= today && today <= rule.valid_to;
        const Kleene value =
            valid ? value_of(profile_.conditions.programs[rule.condition],
                             profile_.conditions.atoms, row, first_time, epochs_.utc_offset)
                  : Kleene(false);
        const bool matched = value == true;
        const random::Words words =
            random::draw(key_, shipment, {random::Purpose::rule_rate, rule.key});
        const bool chosen = matched && random::happens(words.first, rule.rate);
        out.matched.push_back(matched);
        out.unknown.push_back(!value);
        out.chosen.push_back(chosen);
        out.points += matched ? rule.points : 0;
        if (chosen && rule.lane) {
            out.lane = std::max(out.lane, *rule.lane);
        }
        out.nii |= chosen && rule.nii;
        if (rule.risk == Risk::environment) {
            out.flagged |= matched;
            out.uncovered |= !value;
        }
    }
    const bool red = reaches(out.points, profile_.red_from);
    const bool yellow = reaches(out.points, profile_.yellow_from);
    out.lane =
        std::max({out.lane, red ? Lane::red : Lane::green, yellow ? Lane::yellow : Lane::green});
    out.by_rule = out.lane != Lane::green || out.nii;
    for (std::size_t i = 0; i < profile_.rules.size(); ++i) {
        const CompiledRule& rule = profile_.rules[i];
        const bool sends = rule.nii || (rule.lane && *rule.lane != Lane::green);
        const bool part =
            (out.chosen[i] && sends) || (out.matched[i] && rule.points > 0 && (red || yellow));
        out.mandatory |= part && rule.mandatory;
        if (rule.risk == Risk::environment) {
            out.by_environment |= part;
            out.high_risk |= out.matched[i] && (rule.lane == Lane::red || red);
        }
    }
    const std::string stratum = row.office.value_or("") + "/" + std::string(name(row.mode));
    const random::Words words =
        random::draw(key_, shipment, {random::Purpose::lottery, random::name_key(stratum)});
    if (!out.by_rule && random::happens(words.first, profile_.random_rate)) {
        out.by_lottery = true;
        out.lane = profile_.random_lane;
    }
    return out;
}

void ReferenceScreener::displace(PlainDecision& decision) const {
    decision.displaced = true;
    decision.lane = profile_.capacity[static_cast<int>(decision.lane)]->overflow;
    if (decision.lane == Lane::green || decision.lane == Lane::blue) {
        decision.nii = false;
    }
}

void ReferenceScreener::fill_at_lodgement(std::vector<PlainDecision>& epoch) const {
    std::map<Lane, std::int64_t> taken;
    for (PlainDecision& decision : epoch) {
        for (;;) {
            const auto& capacity = profile_.capacity[static_cast<int>(decision.lane)];
            if (!capacity) {
                break;
            }
            const bool keeps = decision.mandatory || decision.by_lottery;
            if (keeps || taken[decision.lane] < capacity->per_day) {
                ++taken[decision.lane];
                break;
            }
            displace(decision);
        }
    }
}

void ReferenceScreener::fill_in_batch(std::vector<PlainDecision>& epoch, Instant hour) const {
    for (PlainDecision& decision : epoch) {
        if (profile_.capacity[static_cast<int>(decision.lane)]) {
            decision.decided = hour;
        }
    }
    for (const Lane lane : {Lane::red, Lane::yellow, Lane::blue, Lane::green}) {
        const auto& capacity = profile_.capacity[static_cast<int>(lane)];
        if (!capacity) {
            continue;
        }
        std::vector<PlainDecision*> line;
        for (PlainDecision& decision : epoch) {
            if (decision.lane == lane) {
                line.push_back(&decision);
            }
        }
        std::stable_sort(line.begin(), line.end(), [](const auto* a, const auto* b) {
            const bool a_keeps = a->mandatory || a->by_lottery;
            const bool b_keeps = b->mandatory || b->by_lottery;
            return a_keeps != b_keeps ? a_keeps : !a_keeps && a->points > b->points;
        });
        for (std::size_t i = 0; i < line.size(); ++i) {
            const bool keeps = line[i]->mandatory || line[i]->by_lottery;
            if (!keeps && static_cast<std::int64_t>(i) >= capacity->per_day) {
                displace(*line[i]);
            }
        }
    }
}

std::vector<PlainDecision> ReferenceScreener::screen(const std::vector<PlainRow>& rows,
                                                     const std::vector<PlainRecord>& records,
                                                     std::uint64_t first_shipment) {
    std::map<std::int64_t, std::vector<PlainDecision>> by_epoch;
    std::map<std::string, std::int64_t> first_seen;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const PlainRow& row = rows[i];
        const std::int64_t epoch = epochs_.of(row.lodged);
        if (profile_.recorded) {
            PlainDecision decision;
            decision.lane = records[i].lane.value_or(Lane::green);
            decision.uncovered = !records[i].lane;
            decision.nii = records[i].scanned;
            decision.selected = records[i].any_control;
            decision.decided = row.lodged;
            by_epoch[epoch].push_back(decision);
            continue;
        }
        bool first_time = false;
        if (row.importer) {
            const auto [seen, is_new] = first_seen.emplace(*row.importer, epoch);
            first_time = seen->second == epoch;
        }
        by_epoch[epoch].push_back(decide(row, first_shipment + i, first_time));
    }
    std::vector<PlainDecision> all;
    for (auto& [epoch, decisions] : by_epoch) {
        if (!profile_.recorded && profile_.decide_at) {
            fill_in_batch(decisions, epochs_.begin(epoch + 1));
        } else if (!profile_.recorded) {
            fill_at_lodgement(decisions);
        }
        for (PlainDecision& decision : decisions) {
            decision.selected |= decision.lane >= Lane::yellow || decision.nii;
            decision.by_rule |= profile_.recorded && decision.selected;
            all.push_back(decision);
        }
    }
    return all;
}

}  // namespace greenlane::test
