#include "greenlane/io/scenario.h"

#include "unit/io/written_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* head =
    "[scenario]\nname = 's'\nstart = 2026-01-05T00:00:00Z\nduration = '60d'\n";

TEST(ScenarioReader, FillsTheHead) {
    const WrittenFiles files;
    const std::string text =
        "[scenario]\nname = 'one'\nseed = 7\nstart = 2026-01-05\nduration = '60d'\n"
        "warmup = '5d'\nreplications = 20\nutc_offset = '-03:30'\ncurrency = 'KRW'\n"
        "minor_digits = 0\nprofile = 'p/green.toml'\n"
        "[targets]\nrelease_within = '24h'\nrestricted_to = '30d'\n"
        "[targets.kpi]\n'release.on_time' = 90\n"
        "[emissions]\nidling_kg_per_hour = [4, 5.5, 6]\nengine_on_share = 0.4\n"
        "reefer_kg_per_hour = 1\nscan_kg = 2\npaper_g_per_document = 3\nat_post_share = 0.5\n";
    Diagnostics diagnostics;
    const auto s = read_scenario(files.write("one.toml", text), {}, diagnostics);
    ASSERT_TRUE(s);
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
    EXPECT_EQ(s->name.value, "one");
    EXPECT_EQ(s->seed->value, 7u);
    EXPECT_EQ(s->start.value, days_since_epoch({2026, 1, 5}) * day);
    EXPECT_EQ(s->duration.value, 60 * day);
    EXPECT_EQ(s->warmup.value, 5 * day);
    EXPECT_EQ(s->replications.value, 20);
    EXPECT_EQ(s->utc_offset, -(3 * hour + 30 * minute));
    EXPECT_EQ(s->currency.value, "KRW");
    EXPECT_EQ(s->minor_digits, 0);
    EXPECT_EQ(s->profile->value, (files.folder() / "p/green.toml").string());
    EXPECT_EQ(s->targets.release_within.value, day);
    EXPECT_EQ(s->targets.restricted_to.value, 30 * day);
    ASSERT_THAT(s->targets.kpi, SizeIs(1));
    EXPECT_EQ(s->targets.kpi[0].first.value, "release.on_time");
    EXPECT_EQ(s->targets.kpi[0].second, 90.0);
    EXPECT_EQ(s->emissions.idling_kg_per_hour.low, 4.0);
    EXPECT_EQ(s->emissions.idling_kg_per_hour.value, 5.5);
    EXPECT_EQ(s->emissions.idling_kg_per_hour.high, 6.0);
    EXPECT_EQ(s->emissions.engine_on_share.low, 0.4);
    EXPECT_EQ(s->emissions.at_post_share.high, 0.5);
    EXPECT_EQ(s->text, text);
}

TEST(ScenarioReader, LeavesOutWhatIsNotThere) {
    const WrittenFiles files;
    Diagnostics diagnostics;
    const auto s = read_scenario(
        files.write("s.toml", std::string(head) + "profile = 'recorded'\n"), {}, diagnostics);
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
    EXPECT_FALSE(s->seed) << "no default seed";
    EXPECT_EQ(s->warmup.value, 0);
    EXPECT_EQ(s->replications.value, 1);
    EXPECT_EQ(s->profile->value, "recorded") << "built in, no path";
    EXPECT_FALSE(s->flow.goods);
    EXPECT_THAT(s->process.stations, IsEmpty());
}

TEST(ScenarioReader, FillsTheProcess) {
    const WrittenFiles files;
    Diagnostics diagnostics;
    const auto s = read_scenario(
        files.write("s.toml",
                    std::string(head) +
                        "[[station]]\nname = 'a'\nstage = 'assessment'\nroster = 'r'\n"
                        "service = { distribution = 'gamma', mean = '60min', shape = 2 }\n"
                        "share = 0.1\nwhen = 'aeo'\nqueue = 'priority'\npriority = ['aeo', 'nii']\n"
                        "control = 'documents'\nsensitivity = { missing_permit = 0.95 }\n"
                        "false_alarm = 0.06\ndetains = true\naudits = true\nactor = 'agency'\n"
                        "[[station]]\nname = 'b'\nstage = 'payment'\nservers = 2\n"
                        "sensitivity = 0.5\n"
                        "[station.delay]\ndistribution = 'mixture'\nparts = [\n"
                        "  { share = 0.9, distribution = 'empirical', values = ['1h', 2], "
                        "weights = [1, 3] },\n  { share = 0.1, distribution = 'uniform', "
                        "low = '1h', high = '2h', mode = 1, sd = 2, cv = 3, value = 4 } ]\n"
                        "[[route]]\nfrom = 'a'\nto = 'b'\nwhen = 'found'\nshare = 0.5\n"
                        "[[roster]]\nname = 'r'\nopen = '08:00-20:00'\ndays = 'mon-fri'\n"
                        "servers = 3\nat_shift_end = 'suspend'\nclosed = [2026-01-01]\n"
                        "[[roster]]\nname = 'q'\nshifts = [\n"
                        "  { open = '22:00-06:00', days = ['mon', 'sat'], servers = 1 },\n"
                        "  { open = '06:00-22:00', servers = 2 } ]\n"),
        {}, diagnostics);
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
    ASSERT_THAT(s->process.stations, SizeIs(2));
    const auto& a = s->process.stations[0];
    EXPECT_EQ(a.name.value, "a");
    EXPECT_EQ(a.stage.value, "assessment");
    EXPECT_EQ(a.roster->value, "r");
    EXPECT_FALSE(a.servers);
    EXPECT_EQ(a.service->distribution.value, "gamma");
    EXPECT_TRUE(a.service->mean->value.is_duration);
    EXPECT_EQ(a.service->mean->value.value, 3'600'000.0);
    EXPECT_FALSE(a.service->shape->value.is_duration);
    EXPECT_EQ(a.share->value, 0.1);
    EXPECT_EQ(a.when->value, "aeo");
    EXPECT_EQ(a.queue->value, "priority");
    EXPECT_EQ(a.priority[1].value, "nii");
    EXPECT_EQ(a.control->value, "documents");
    EXPECT_FALSE(a.sensitivity);
    ASSERT_THAT(a.sensitivities, SizeIs(1));
    EXPECT_EQ(a.sensitivities[0].violation.value, "missing_permit");
    EXPECT_EQ(a.sensitivities[0].value.value, 0.95);
    EXPECT_EQ(a.false_alarm->value, 0.06);
    EXPECT_TRUE(a.detains->value);
    EXPECT_TRUE(a.audits->value);
    EXPECT_EQ(a.actor->value, "agency");
    const auto& b = s->process.stations[1];
    EXPECT_EQ(b.servers->value, 2);
    EXPECT_EQ(b.sensitivity->value, 0.5);
    ASSERT_THAT(b.delay->parts, SizeIs(2));
    EXPECT_EQ(b.delay->parts[0].share->value.value, 0.9);
    EXPECT_TRUE(b.delay->parts[0].values[0].value.is_duration);
    EXPECT_FALSE(b.delay->parts[0].values[1].value.is_duration);
    EXPECT_EQ(b.delay->parts[0].weights[1].value.value, 3.0);
    EXPECT_EQ(b.delay->parts[1].low->value.value, 3'600'000.0);
    EXPECT_EQ(b.delay->parts[1].high->value.value, 7'200'000.0);
    EXPECT_EQ(b.delay->parts[1].mode->value.value, 1.0);
    EXPECT_EQ(b.delay->parts[1].sd->value.value, 2.0);
    EXPECT_EQ(b.delay->parts[1].cv->value.value, 3.0);
    EXPECT_EQ(b.delay->parts[1].value->value.value, 4.0);
    ASSERT_THAT(s->process.routes, SizeIs(1));
    EXPECT_EQ(s->process.routes[0].from.value, "a");
    EXPECT_EQ(s->process.routes[0].to.value, "b");
    EXPECT_EQ(s->process.routes[0].when->value, "found");
    EXPECT_EQ(s->process.routes[0].share->value, 0.5);
    ASSERT_THAT(s->process.rosters, SizeIs(2));
    const auto& r = s->process.rosters[0];
    ASSERT_THAT(r.shifts, SizeIs(1));
    EXPECT_EQ(r.shifts[0].open.value, "08:00-20:00");
    EXPECT_EQ(r.shifts[0].days[0].value, "mon-fri");
    EXPECT_EQ(r.shifts[0].servers.value, 3);
    EXPECT_EQ(r.at_shift_end->value, "suspend");
    EXPECT_EQ(r.closed[0].value, (Date{2026, 1, 1}));
    ASSERT_THAT(s->process.rosters[1].shifts, SizeIs(2));
    EXPECT_EQ(s->process.rosters[1].shifts[0].days[1].value, "sat");
    EXPECT_THAT(s->process.rosters[1].shifts[1].days, IsEmpty());
}

TEST(ScenarioReader, FillsTheFlow) {
    const WrittenFiles files;
    files.write("goods.csv", "");
    Diagnostics diagnostics;
    const auto s = read_scenario(
        files.write(
            "s.toml",
            std::string(head) +
                "[arrivals]\nper_hour = 54\nhour_of_day = [1, 2]\nday_of_week = [3]\n"
                "swing = [{ amplitude = 0.1, period = '365d', peak = 1970-01-02 }]\n"
                "batch = { distribution = 'geometric', mean = 3 }\n"
                "interval = { distribution = 'deterministic', value = '1h' }\n"
                "[goods]\ncatalogue = 'goods.csv'\nregulated_share = 0.1\neco_share = 0.2\n"
                "items_mean = 1.5\nmodes = { sea = 1, air = 2 }\nprocedures = { export = 0.5 }\n"
                "offices = { east = 0.6 }\ncountry = 'PK'\ndestinations = { CN = 0.3 }\n"
                "containerised = { sea = 0.85 }\ncontainers_mean = 1.6\nexemption_share = 0.3\n"
                "[traders]\nimporters = { number = 10, exponent = 1.1 }\n"
                "declarants = { number = 11 }\nsellers = { exponent = 1.2 }\naeo_share = 0.15\n"
                "propensity_shape = 0.6\naeo_propensity = 0.7\nloyalty = 0.8\n"
                "electronic_payment = 0.95\ndeferred_payment = 0.05\n"
                "[documents]\nheld = 0.81\nheld_aeo = 0.96\nelectronic = 0.91\n"
                "[violations]\nregulated = 0.16\nother = 0.026\norigin_risk = { VN = 2 }\n"
                "undervalued_low = 0.31\nundervalued_high = 0.82\nvisibility_spread = 11\n"
                "[violations.visibility]\nmissing_permit = { documents = 91 }\n"),
        {}, diagnostics);
    EXPECT_THAT(files.messages(diagnostics),
                ElementsAre(::testing::StartsWith("goods.csv: error: ")))
        << "the catalogue is looked for beside the scenario";
    const auto& arrivals = s->flow.arrivals;
    EXPECT_EQ(arrivals.per_hour->value, 54.0);
    EXPECT_THAT(arrivals.hour_of_day.value, ElementsAre(1, 2));
    EXPECT_THAT(arrivals.day_of_week.value, ElementsAre(3));
    ASSERT_THAT(arrivals.swing, SizeIs(1));
    EXPECT_EQ(arrivals.swing[0].amplitude.value, 0.1);
    EXPECT_EQ(arrivals.swing[0].period.value, 365 * day);
    EXPECT_EQ(arrivals.swing[0].peak, day);
    EXPECT_EQ(arrivals.batch->distribution.value, "geometric");
    EXPECT_EQ(arrivals.interval->value->value.value, 3'600'000.0);
    const auto& goods = *s->flow.goods;
    EXPECT_EQ(goods.regulated_share.value, 0.1);
    EXPECT_EQ(goods.eco_share.value, 0.2);
    EXPECT_EQ(goods.items_mean.value, 1.5);
    ASSERT_THAT(goods.modes, SizeIs(2));
    EXPECT_EQ(goods.modes[1].value, shipment::Mode::air);
    EXPECT_EQ(goods.modes[1].weight, 2.0);
    EXPECT_EQ(goods.procedures[0].value, shipment::Procedure::export_);
    EXPECT_EQ(goods.offices[0].value, "east");
    EXPECT_EQ(goods.country.value, "PK");
    EXPECT_EQ(goods.destinations[0].value, "CN");
    EXPECT_EQ(goods.containerised[static_cast<std::size_t>(shipment::Mode::sea)].value, 0.85);
    EXPECT_EQ(goods.containers_mean.value, 1.6);
    EXPECT_EQ(goods.exemption_share.value, 0.3);
    const auto& traders = s->flow.traders;
    EXPECT_EQ(traders.importers.number.value, 10);
    EXPECT_EQ(traders.importers.exponent.value, 1.1);
    EXPECT_EQ(traders.declarants.number.value, 11);
    EXPECT_EQ(traders.sellers.exponent.value, 1.2);
    EXPECT_EQ(traders.aeo_share.value, 0.15);
    EXPECT_EQ(traders.propensity_shape.value, 0.6);
    EXPECT_EQ(traders.aeo_propensity.value, 0.7);
    EXPECT_EQ(traders.loyalty.value, 0.8);
    EXPECT_EQ(traders.electronic_payment.value, 0.95);
    EXPECT_EQ(traders.deferred_payment.value, 0.05);
    EXPECT_EQ(s->flow.documents.held.value, 0.81);
    EXPECT_EQ(s->flow.documents.held_aeo.value, 0.96);
    EXPECT_EQ(s->flow.documents.electronic.value, 0.91);
    const auto& violations_ = s->flow.violations;
    EXPECT_EQ(violations_.regulated.value, 0.16);
    EXPECT_EQ(violations_.other.value, 0.026);
    EXPECT_EQ(violations_.origin_risk[0].value, "VN");
    EXPECT_EQ(violations_.undervalued_low.value, 0.31);
    EXPECT_EQ(violations_.undervalued_high.value, 0.82);
    EXPECT_EQ(violations_.visibility_spread.value, 11.0);
    EXPECT_EQ(violations_.visibility[static_cast<std::size_t>(Violation::missing_permit)]
                                    [static_cast<std::size_t>(Control::documents)],
              91.0);
}

TEST(ScenarioReader, TellsEveryMistakeInOnePass) {
    const WrittenFiles files;
    const auto file = files.write(
        "s.toml",
        "[scenario]\nseed = -1\nstart = 'soon'\nduration = '5d'\nwarmup = '5d'\nreplications = 0\n"
        "utc_offset = '5h'\nminor_digits = 7\nprecision = 1\n"
        "[emissions]\nscan_kg = [3, 2, 1]\nidling_kg_per_hour = [1]\nengine_on_share = -1\n"
        "[arrivals]\nper_huor = 5\nswing = [{ amplitude = 1 }]\n"
        "[goods]\nmodes = { see = 1 }\ncountry = 'PK'\n"
        "[[roster]]\nname = 'r'\nopen = '08:00-20:00'\n"
        "[[station]]\nname = 'a'\nservice = { men = '1h' }\nsensitivity = { missing_permit = 'x' "
        "}\n"
        "[targets]\nrelease_within = '0h'\n");
    Diagnostics diagnostics;
    ASSERT_TRUE(read_scenario(file, {}, diagnostics));
    EXPECT_THAT(
        files.messages(diagnostics),
        ElementsAre(
            "s.toml:1:1: error: 'name' is missing in [scenario]",
            "s.toml:2:8: error: 'seed' must be at least 0",
            "s.toml:3:9: error: 'start' must be a date and time such as 2026-01-05T00:00:00Z, not "
            "a text 'soon'",
            "s.toml:7:14: error: 'utc_offset' must be local time minus UTC, such as \"+05:00\"",
            "s.toml:6:16: error: 'replications' must be at least 1",
            "s.toml:8:16: error: 'minor_digits' must be between 0 and 4",
            "s.toml:16:10: error: 'period' is missing in [arrivals.swing]",
            "s.toml:17:1: error: 'catalogue' is missing in [goods]",
            "s.toml:26:34: error: 'missing_permit' must be a finite number, not a text 'x'",
            "s.toml:20:1: error: 'servers' is missing in [roster]",
            "s.toml:28:18: error: 'release_within' must be more than 0",
            "s.toml:12:22: error: 'idling_kg_per_hour' must be a number of at least 0, or "
            "[low, value, high], rising",
            "s.toml:13:19: error: 'engine_on_share' must be a number of at least 0, or "
            "[low, value, high], rising",
            "s.toml:11:11: error: 'scan_kg' must be a number of at least 0, or [low, value, high], "
            "rising",
            "s.toml:9:1: error: unknown key 'precision' in [scenario]",
            "s.toml:15:1: error: unknown key 'per_huor' in [arrivals]\n"
            "  hint: did you mean 'per_hour'?",
            "s.toml:18:11: error: unknown key 'see' in [goods.modes]\n"
            "  hint: did you mean 'sea'?",
            "s.toml:25:13: error: unknown key 'men' in [station.service]\n"
            "  hint: did you mean 'mean'?"));
}

TEST(ScenarioReader, TakesItsOwnOverrides) {
    const WrittenFiles files;
    const auto file = files.write("s.toml", head);
    Diagnostics diagnostics;
    const std::vector<std::string> overrides{"scenario.seed=5", "arrivals.per_hour=6",
                                             "rule.A.points=7"};
    const auto s = read_scenario(file, overrides, diagnostics);
    EXPECT_EQ(s->seed->value, 5u);
    EXPECT_EQ(s->flow.arrivals.per_hour->value, 6.0);
    EXPECT_EQ(s->text, head) << "the file stays verbatim";
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
}

TEST(ScenarioReader, NeedsAScenario) {
    const WrittenFiles files;
    Diagnostics diagnostics;
    EXPECT_FALSE(read_scenario(files.folder() / "absent.toml", {}, diagnostics));
    EXPECT_FALSE(read_scenario(files.write("empty.toml", "\n"), {}, diagnostics));
    ASSERT_TRUE(read_scenario(files.write("s.toml", "# nothing yet\n"), {}, diagnostics));
    EXPECT_THAT(files.messages(diagnostics),
                ElementsAre("absent.toml: error: cannot be read (No such file or directory)",
                            "empty.toml: error: cannot be read (it is empty)",
                            "s.toml: error: 'scenario' is missing in the file"));
}

}  // namespace
}  // namespace greenlane::io
