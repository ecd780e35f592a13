#include "io/overrides.h"

#include "greenlane/io/overrides.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* scenario =
    "[scenario]\nseed = 1\n"
    "[[station]]\nname = 'document-check'\nservers = 1\nservice = { mean = '1min' }\n"
    "[[station]]\nname = 'nii'\n"
    "[[route]]\nfrom = 'nii'\nshare = 0.1\n"
    "[[route]]\nfrom = 'nii'\nshare = 0.2\n"
    "[[roster]]\nname = 'day-shift'\nservers = 2\n";

constexpr const char* profile =
    "[profile]\nrandom_rate = 0.02\n[capacity]\nred = { per_day = 40 }\n"
    "[[rule]]\ncode = 'P017'\nrate = 1.0\n";

/// A text with overrides written into it.
class Overridden {
public:
    Overridden(const char* text, std::vector<std::string> overrides, Owner owner)
        : document_(*TomlDocument::parse(text, "f.toml", diagnostics_)) {
        apply_overrides(document_, overrides, owner, diagnostics_);
    }

    TomlTable root() { return document_.root(diagnostics_); }
    std::vector<std::string> messages() const {
        std::vector<std::string> list;
        for (const Diagnostic& diagnostic : diagnostics_.all()) {
            list.push_back(to_string(diagnostic));
        }
        return list;
    }

private:
    Diagnostics diagnostics_;
    TomlDocument document_;
};

TEST(Overrides, TakeSharesInPerCent) {
    Overridden o(scenario, {"route.1.share=4%", "route.2.share=12.5%", "scenario.name=4 %"},
                 Owner::scenario);
    TomlTable root = o.root();
    EXPECT_EQ(root.tables("route")[0].number("share")->value, 0.04);
    EXPECT_EQ(root.tables("route")[1].number("share")->value, 0.125);
    EXPECT_EQ(root.table("scenario")->text("name")->value, "4 %");
}

TEST(Overrides, ReachEveryKindOfKey) {
    Overridden o(scenario,
                 {"scenario.seed=5", "scenario.warmup=5d", "station.document-check.servers=3",
                  "station.document-check.service.mean=2min", "route.2.share=0.5",
                  "roster.day-shift.closed=[2026-01-01]", "arrivals.per_hour=54"},
                 Owner::scenario);
    TomlTable root = o.root();
    TomlTable head = *root.table("scenario");
    EXPECT_EQ(head.integer("seed")->value, 5);
    EXPECT_EQ(head.duration("warmup")->value, 5 * day) << "a value that is not TOML is a text";
    TomlTable station = root.tables("station")[0];
    EXPECT_EQ(station.integer("servers")->value, 3);
    EXPECT_EQ(station.table("service")->duration("mean")->value, 2 * minute);
    EXPECT_EQ(root.tables("route")[0].number("share")->value, 0.1);
    EXPECT_EQ(root.tables("route")[1].number("share")->value, 0.5);
    EXPECT_EQ(root.tables("roster")[0].dates("closed")->value.size(), 1u);
    EXPECT_EQ(root.table("arrivals")->number("per_hour")->value, 54.0);
    EXPECT_THAT(o.messages(), IsEmpty());
}

TEST(Overrides, ReachAProfile) {
    Overridden o(profile,
                 {"rule.P017.rate=0.5", "capacity.red.per_day=10", "profile.random_rate=0.1",
                  "thresholds.red=60", "capacity.yellow={ per_day = 5 }"},
                 Owner::profile);
    TomlTable root = o.root();
    EXPECT_EQ(root.tables("rule")[0].number("rate")->value, 0.5);
    EXPECT_EQ(root.table("capacity")->table("red")->integer("per_day")->value, 10);
    EXPECT_EQ(root.table("capacity")->table("yellow")->integer("per_day")->value, 5);
    EXPECT_EQ(root.table("profile")->number("random_rate")->value, 0.1);
    EXPECT_EQ(root.table("thresholds")->integer("red")->value, 60);
    EXPECT_THAT(o.messages(), IsEmpty());
}

TEST(Overrides, LeaveTheOtherFileAlone) {
    EXPECT_TRUE(concerns_profile("rule.P017.rate=0.5"));
    EXPECT_TRUE(concerns_profile("model.file=x"));
    EXPECT_FALSE(concerns_profile("scenario.profile=x"));
    EXPECT_FALSE(concerns_profile("ruler.x=1"));
    Overridden o(scenario, {"rule.P017.rate=0.5", "profile.random_rate=0.1"}, Owner::scenario);
    TomlTable root = o.root();
    EXPECT_FALSE(root.has("rule"));
    EXPECT_FALSE(root.has("profile"));
    Overridden p(profile, {"scenario.seed=2", "nonsense"}, Owner::profile);
    EXPECT_THAT(p.messages(), IsEmpty());
}

TEST(Overrides, NameTheOverrideThatHasNoPlace) {
    Overridden o(scenario,
                 {"station.document-chek.servers=3", "scenario.seed.x=1", "route.7.share=1", "seed",
                  "=5", "station.nii=3", "a b=1", "scenario.sed=1"},
                 Owner::scenario);
    TomlTable root = o.root();
    root.table("scenario")->integer("seed");
    root.tables("station");
    root.tables("route");
    root.tables("roster");
    EXPECT_THAT(o.messages(),
                ElementsAre("--set station.document-chek.servers=3: error: there is no station "
                            "'document-chek'\n  hint: did you mean 'document-check'?",
                            "--set scenario.seed.x=1: error: 'seed' is an integer and has no keys",
                            "--set route.7.share=1: error: there is no route '7'",
                            "--set seed: error: not of the form key=value\n"
                            "  hint: for example --set scenario.seed=5",
                            "--set =5: error: not of the form key=value\n"
                            "  hint: for example --set scenario.seed=5",
                            "--set station.nii=3: error: a whole station cannot be set\n"
                            "  hint: add one of its keys to the path",
                            "--set a b=1: error: not of the form key=value\n"
                            "  hint: for example --set scenario.seed=5"));
}

TEST(Overrides, AreReportedAsUnknownWhereNobodyAsks) {
    Overridden o("[scenario]\n", {"scenario.sed=1", "scenaro.seed=1"}, Owner::scenario);
    TomlTable root = o.root();
    root.table("scenario")->integer("seed");
    root.finish();
    EXPECT_THAT(o.messages(),
                ElementsAre("--set scenario.sed=1: error: unknown key 'sed' in [scenario]\n"
                            "  hint: did you mean 'seed'?",
                            "--set scenaro.seed=1: error: unknown key 'scenaro' in the file\n"
                            "  hint: did you mean 'scenario'?"));
}

TEST(Overrides, TakeAValueAsTomlOrElseAsText) {
    Overridden o("",
                 {"a=1", "b=\"1\"", "c=hs in ['01'] and x == 'y'", "d=true", "e=1\nf=2",
                  "g=", "'h.i'=[1, 2]"},
                 Owner::scenario);
    TomlTable root = o.root();
    EXPECT_EQ(root.integer("a")->value, 1);
    EXPECT_EQ(root.text("b")->value, "1");
    EXPECT_EQ(root.text("c")->value, "hs in ['01'] and x == 'y'");
    EXPECT_TRUE(root.boolean("d")->value);
    EXPECT_EQ(root.text("e")->value, "1\nf=2") << "no second key slips in";
    EXPECT_EQ(root.text("g")->value, "");
    EXPECT_EQ(root.numbers("h.i")->value.size(), 2u);
    EXPECT_THAT(o.messages(), IsEmpty());
}

}  // namespace
}  // namespace greenlane::io
