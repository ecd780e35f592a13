#include "property/screening_cases.h"

#include "greenlane/core/calendar.h"

#include "support/draws.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string>
#include <utility>

namespace greenlane::test {

namespace {

using profile::Atom;
using profile::Field;
using profile::Program;
using profile::Test;

constexpr std::int64_t first_day = 20454;  // 2026-01-01
constexpr std::array countries{"KR", "CN", "XA", "XB", "DE"};
constexpr std::array traders{"alpha", "beta", "gamma", "delta", "Alpha", "KR"};
constexpr std::array documents{"basel_movement", "cites", "phyto"};
constexpr std::array descriptions{"Used TYRES, shredded",
                                  "ivory",
                                  "IVORY carving",
                                  "tyre",
                                  "frozen fish and a long tail of other goods in boxes of paper",
                                  "waste paper, mixed; contaminated with ivory"};
constexpr std::array needles{"ivory", "tyre", "paper", "e", "fish and a", "shreddediv", "x"};
constexpr std::array hs_codes{"2710190000", "271012", "27", "854810", "8548100000",
                              "0106",       "010612", "95", "440710", "382499"};
constexpr std::array weekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

class Maker {
public:
    explicit Maker(std::uint64_t seed) : draws_(seed) {}

    ScreeningCase make() {
        ScreeningCase made;
        made.key = random::make_key(draws_.word(), draws_.below(3));
        made.first_shipment = chance(0.2) ? (std::uint64_t{1} << 33) - 20 : draws_.below(1000);
        made.epochs.utc_offset =
            pick(std::array<Duration, 4>{0, 9 * hour, -5 * hour, 330 * minute});
        make_rows(made);
        make_profile(made.profile);
        if (chance(0.3)) {
            made.profile.decide_at = pick(std::array<Duration, 3>{0, 16 * hour, 7 * hour});
            made.epochs.starts_at = *made.profile.decide_at;
        }
        return made;
    }

private:
    bool chance(double share) { return draws_.uniform() < share; }
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(draws_.below(static_cast<std::uint64_t>(high - low + 1)));
    }
    template <class List>
    std::decay_t<decltype(std::declval<List>()[0])> pick(const List& list) {
        return list[draws_.below(std::size(list))];
    }

    // Rows. A field that is `gone` is given nowhere.

    bool given(std::size_t field) { return !gone_.contains(field) && !chance(missing_share_); }
    template <class List>
    std::optional<std::string> word(std::size_t field, const List& list) {
        return given(field) ? std::optional<std::string>(pick(list)) : std::nullopt;
    }
    std::optional<std::int64_t> number(std::size_t field) {
        return given(field) ? std::optional(between(0, 12)) : std::nullopt;
    }
    template <class Enum>
    Enum choice(std::size_t field, std::size_t count) {
        return given(field) ? static_cast<Enum>(draws_.below(count)) : Enum::unknown;
    }
    std::optional<bool> flag(std::size_t field) {
        return given(field) ? std::optional(chance(0.5)) : std::nullopt;
    }

    PlainItem item() {
        PlainItem made;
        made.hs = word(0, hs_codes);
        made.origin = word(1, countries);
        made.tax_type = word(2, std::array{"A", "B"});
        made.description = word(3, descriptions);
        made.value = number(4);
        made.mass = number(5);
        made.quantity = number(6);
        made.duty = number(7);
        made.exemption = number(8);
        if (given(9)) {
            made.tax_rate = static_cast<std::int32_t>(between(0, 12));
        }
        return made;
    }

    PlainRow row(Instant lodged) {
        PlainRow made;
        made.lodged = lodged;
        made.procedure = choice<shipment::Procedure>(10, 4);
        made.mode = choice<shipment::Mode>(11, shipment::mode_count);
        made.tier = choice<shipment::Tier>(12, shipment::tier_count);
        made.office = word(13, std::array{"PUS", "ICN"});
        made.importer = word(14, traders);
        made.declarant = word(15, traders);
        made.seller = word(16, traders);
        made.carrier = word(17, traders);
        made.departure = word(18, countries);
        made.destination = word(19, countries);
        made.perishable = flag(20);
        made.electronic_payment = flag(21);
        made.deferred_payment = flag(22);
        if (!gone_.contains(25) && chance(0.9)) {
            made.score = between(0, 12);
        }
        if (!gone_.contains(23)) {
            made.containers = static_cast<std::uint16_t>(between(0, 4));
        }
        if (!gone_.contains(24)) {
            made.documents.emplace();
            for (const char* document : documents) {
                if (chance(0.4)) {
                    made.documents->insert(document);
                }
            }
        }
        const std::int64_t items = one_item_each_ ? 1 : between(0, 5);
        for (std::int64_t i = 0; i < items; ++i) {
            made.items.push_back(item());
        }
        return made;
    }

    void make_rows(ScreeningCase& made) {
        missing_share_ = pick(std::array{0.0, 0.05, 0.3});
        one_item_each_ = chance(0.4);
        for (std::size_t field = 0; field < 26; ++field) {
            if (chance(0.1)) {
                gone_.insert(field);
            }
        }
        const std::int64_t rows = chance(0.1) ? between(130, 400) : between(0, 90);
        const std::int64_t days = between(1, 4);
        Instant lodged = first_day * day - made.epochs.utc_offset;
        for (std::int64_t i = 0; i < rows; ++i) {
            lodged += between(0, 2 * days * day / rows);
            made.rows.push_back(row(lodged));
            PlainRecord record;
            if (chance(0.8)) {
                record.lane = pick(lanes);
            }
            record.scanned = chance(0.2);
            record.any_control = record.scanned || chance(0.2);
            made.records.push_back(record);
        }
    }

    // Profiles.

    template <class List>
    std::vector<std::string> some(const List& list) {
        std::set<std::string> words;
        for (std::int64_t i = between(1, 4); i > 0; --i) {
            words.insert(pick(list));
        }
        return {words.begin(), words.end()};
    }

    Atom words_of(Field field) {
        switch (field) {
            case Field::origin:
            case Field::departure:
            case Field::destination:
                return {field, Test::word_in, some(countries)};
            case Field::procedure:
                return {field, Test::word_in, some(std::array{"import", "export", "transit"})};
            case Field::mode:
                return {field, Test::word_in, some(std::array{"sea", "air", "unknown", "road"})};
            case Field::tier:
                return {field, Test::word_in, some(std::array{"standard", "aeo"})};
            case Field::office:
                return {field, Test::word_in, some(std::array{"PUS", "ICN", "GMP"})};
            case Field::tax_type:
                return {field, Test::word_in, some(std::array{"A", "C"})};
            case Field::weekday:
                return {field, Test::word_in, some(weekdays)};
            default:
                return {field, Test::word_in, some(traders)};
        }
    }

    Field any_field() {
        return static_cast<Field>(draws_.below(static_cast<std::size_t>(Field::lane)));
    }

    Atom atom(Field field) {
        const auto kind = profile::info(field).type;
        if (kind == profile::Type::word && chance(0.2)) {
            const std::vector<Field> alike =
                field == Field::origin || field == Field::departure || field == Field::destination
                    ? std::vector{Field::origin, Field::departure, Field::destination}
                    : std::vector{Field::importer, Field::declarant, Field::seller, Field::carrier};
            return {pick(alike), Test::same_word, {}, 0, pick(alike)};
        }
        switch (kind) {
            case profile::Type::flag:
                return {field, Test::flag, {}};
            case profile::Type::number: {
                const double bound = field == Field::hour           ? double(between(-1, 24))
                                     : field == Field::value_per_kg ? 250.0 * double(between(0, 9))
                                                                    : double(between(-1, 14));
                return {
                    field, pick(std::array{Test::less, Test::less_equal, Test::equal}), {}, bound};
            }
            case profile::Type::hs: {
                std::set<std::string> prefixes;
                for (std::int64_t i = between(1, 3); i > 0; --i) {
                    const std::string code = pick(hs_codes);
                    prefixes.insert(code.substr(0, draws_.below(code.size()) + 1));
                }
                return {field, Test::hs_in, {prefixes.begin(), prefixes.end()}};
            }
            case profile::Type::text:
                return {field, Test::contains, {pick(needles)}};
            case profile::Type::documents:
                return {field,
                        Test::has_document,
                        {chance(0.2) ? "unheard_of" : std::string(pick(documents))}};
            default:
                return words_of(field);
        }
    }

    void expression(int depth, std::size_t atoms, Program& out) {
        if (depth == 0 || chance(0.3)) {
            out.instructions.push_back({Program::Step::atom, std::uint32_t(draws_.below(atoms))});
        } else if (chance(0.3)) {
            expression(depth - 1, atoms, out);
            out.instructions.push_back({Program::Step::negate});
        } else {
            expression(depth - 1, atoms, out);
            expression(depth - 1, atoms, out);
            out.instructions.push_back({chance(0.5) ? Program::Step::both : Program::Step::either});
        }
    }

    void make_conditions(profile::Conditions& made, std::int64_t programs) {
        // Sometimes more atoms about one field than a word has bits.
        const bool many = chance(0.05);
        for (std::int64_t tries = many ? 300 : between(1, 12); tries > 0; --tries) {
            Atom fresh = atom(many ? Field::hs : any_field());
            if (std::find(made.atoms.begin(), made.atoms.end(), fresh) == made.atoms.end()) {
                made.atoms.push_back(std::move(fresh));
            }
        }
        for (std::int64_t i = 0; i < programs; ++i) {
            Program program;
            if (!chance(0.05)) {
                expression(3, made.atoms.size(), program);
            }
            for (const Program::Instruction& step : program.instructions) {
                const Atom& asked = made.atoms[step.atom];
                const auto of_item = [](Field field) {
                    return profile::info(field).level == profile::Level::item;
                };
                program.about_items |= step.step == Program::Step::atom &&
                                       (of_item(asked.field) ||
                                        (asked.test == Test::same_word && of_item(asked.other)));
            }
            made.programs.push_back(std::move(program));
        }
    }

    void make_profile(profile::CompiledProfile& made) {
        const std::int64_t programs = between(1, 8);
        make_conditions(made.conditions, programs);
        made.recorded = chance(0.05);
        made.random_rate = pick(std::array{0.0, 0.1, 1.0});
        made.random_lane = pick(std::array{Lane::red, Lane::yellow, Lane::blue});
        if (chance(0.6)) {
            made.yellow_from = static_cast<std::int32_t>(between(-5, 30));
        }
        if (chance(0.6)) {
            made.red_from = static_cast<std::int32_t>(between(0, 60));
        }
        for (const Lane lane : {Lane::blue, Lane::yellow, Lane::red}) {
            if (chance(0.35)) {
                made.capacity[static_cast<int>(lane)] = {
                    between(0, 6), static_cast<Lane>(draws_.below(static_cast<std::size_t>(lane)))};
            }
        }
        const std::int64_t rules = chance(0.05) ? between(60, 140) : between(0, 9);
        for (std::int64_t i = 0; i < rules; ++i) {
            made.rules.push_back(rule(i, programs));
        }
    }

    profile::CompiledRule rule(std::int64_t number, std::int64_t programs) {
        profile::CompiledRule made;
        made.code = "R" + std::to_string(number);
        made.key = random::name_key(made.code);
        made.condition = static_cast<std::size_t>(between(0, programs - 1));
        if (chance(0.7)) {
            made.lane = pick(lanes);
        }
        made.rate = pick(std::array{1.0, 1.0, 0.5, 0.1, 0.0});
        if (chance(0.6)) {
            made.points = static_cast<std::int32_t>(between(-20, 60));
        }
        made.nii = chance(0.2);
        made.mandatory = chance(0.2);
        made.risk = pick(risks);
        made.valid_from = chance(0.7) ? 0 : first_day + between(0, 3);
        made.valid_to = chance(0.7) ? 100000 : made.valid_from + between(-1, 3);
        return made;
    }

    Draws draws_;
    double missing_share_ = 0;
    bool one_item_each_ = false;
    std::set<std::size_t> gone_;
};

}  // namespace

ScreeningCase make_screening_case(std::uint64_t seed) {
    return Maker(seed).make();
}

}  // namespace greenlane::test
