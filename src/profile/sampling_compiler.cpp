#include "profile/sampling_compiler.h"

#include "profile/words.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>

namespace greenlane::profile {

namespace {

constexpr std::array<std::string_view, 3> plan_names = {"skip-lot", "csp-1", "csp-2"};

std::string quoted(std::string_view text) {
    return '\'' + std::string(text) + '\'';
}

/// Checks one `[[sampling]]`.
class SamplingCompiler {
public:
    SamplingCompiler(const RuleDefinition& rule, Diagnostics& diagnostics)
        : definition_(*rule.sampling), rule_(rule), diagnostics_(diagnostics) {}

    Sampling compile() {
        const std::string& plan = definition_.plan.value;
        refuse_effects_of_rules();
        check_plan();
        set_pathway();
        set_clearance();
        if (plan == "skip-lot") {
            set_levels();
            set_reinstatement();
            refuse(definition_.share, "share", "csp-1 and csp-2");
            refuse(definition_.spacing, "spacing", "csp-2");
        } else if (plan == "csp-1" || plan == "csp-2") {
            set_share();
            refuse(definition_.levels, "levels", "skip-lot");
            refuse(definition_.reinstatement, "reinstatement", "skip-lot");
            if (plan == "csp-2") {
                set_spacing();
            } else {
                refuse(definition_.spacing, "spacing", "csp-2");
            }
        }
        return std::move(compiled_);
    }

private:
    void refuse_effects_of_rules() {
        if (rule_.rate) {
            diagnostics_.error(rule_.rate->position, "a sampling plan has no rate",
                               "its levels or its share say how much is inspected");
        }
        if (rule_.points) {
            diagnostics_.error(rule_.points->position, "a sampling plan gives no points",
                               "give them by a [[rule]] beside it");
        }
    }

    void check_plan() {
        const std::string& plan = definition_.plan.value;
        if (plan.empty()) {
            diagnostics_.error(definition_.plan.position, label() + " has no plan",
                               "write plan = \"skip-lot\", \"csp-1\" or \"csp-2\"");
        } else if (plan == "share") {
            diagnostics_.error(definition_.plan.position,
                               "a share of a pathway needs no sampling plan",
                               "write a [[rule]] with rate = 0.1");
        } else if (std::find(plan_names.begin(), plan_names.end(), plan) == plan_names.end()) {
            diagnostics_.error(definition_.plan.position, "unknown sampling plan " + quoted(plan),
                               suggestion(plan, plan_names));
        }
    }

    void set_pathway() {
        const auto& pathway = definition_.pathway;
        if (pathway.value.empty()) {
            diagnostics_.error(pathway.position, label() + " has no pathway",
                               "write pathway = [\"hs6\", \"origin\"]: a plan is followed on each "
                               "of its pathways by itself");
        }
        std::vector<std::string_view> seen;
        for (const Located<std::string>& field : pathway.value) {
            if (std::find(pathway_fields.begin(), pathway_fields.end(), field.value) ==
                pathway_fields.end()) {
                diagnostics_.error(field.position,
                                   "a pathway is not made of " + quoted(field.value),
                                   suggestion(field.value, pathway_fields));
            } else if (std::find(seen.begin(), seen.end(), field.value) != seen.end()) {
                diagnostics_.error(field.position,
                                   "the pathway names " + quoted(field.value) + " twice");
            }
            seen.push_back(field.value);
            compiled_.pathway += (compiled_.pathway.empty() ? "" : "*") + field.value;
        }
    }

    void set_clearance() {
        if (!definition_.clearance) {
            diagnostics_.error(rule_.code.position, label() + " has no clearance number",
                               "write clearance = 10: so many compliant inspections in a row lead "
                               "to a lower share");
            return;
        }
        compiled_.plan.clearance = count(*definition_.clearance, "clearance");
    }

    void set_levels() {
        if (!definition_.levels) {
            diagnostics_.error(rule_.code.position, label() + " has no levels",
                               "write levels = [1.0, 0.5, 0.25]: the shares inspected");
            return;
        }
        if (definition_.levels->value.size() < 2) {
            diagnostics_.error(definition_.levels->position,
                               "a skip-lot plan has at least two levels");
        }
        double above = std::numeric_limits<double>::infinity();
        for (const Located<double>& level : definition_.levels->value) {
            if (!(level.value > 0 && level.value <= 1)) {
                diagnostics_.error(level.position, "a level is above 0 and at most 1",
                                   "a pathway that nobody looks at never comes back");
            } else if (level.value >= above) {
                diagnostics_.error(level.position,
                                   "levels fall: this one is not below the one "
                                   "before it");
            }
            above = level.value;
            compiled_.plan.levels.push_back(level.value);
        }
    }

    void set_share() {
        if (!definition_.share) {
            diagnostics_.error(
                rule_.code.position, label() + " has no share",
                "write share = 0.1: what is inspected of a pathway that was cleared");
            return;
        }
        if (!(definition_.share->value > 0 && definition_.share->value < 1)) {
            diagnostics_.error(definition_.share->position, "share is above 0 and below 1");
        }
        compiled_.plan.levels = {1, definition_.share->value};
    }

    void set_spacing() {
        if (!definition_.spacing) {
            diagnostics_.error(rule_.code.position, label() + " has no spacing",
                               "write spacing = 10: two finds within so many inspections lead back "
                               "to all");
            return;
        }
        compiled_.plan.spacing = count(*definition_.spacing, "spacing");
    }

    void set_reinstatement() {
        if (!definition_.reinstatement) {
            return;
        }
        compiled_.plan.reinstatement = count(*definition_.reinstatement, "reinstatement");
        if (definition_.clearance &&
            definition_.reinstatement->value > definition_.clearance->value) {
            diagnostics_.error(definition_.reinstatement->position,
                               "reinstatement takes longer than clearance",
                               "write a number below the clearance number, or leave it out");
        }
    }

    std::uint32_t count(const Located<std::int64_t>& number, std::string_view what) {
        if (number.value < 1 || number.value > std::numeric_limits<std::int32_t>::max()) {
            diagnostics_.error(number.position,
                               std::string(what) + " is at least 1, and within 32 bits");
        }
        return static_cast<std::uint32_t>(number.value);
    }

    template <typename Value>
    void refuse(const std::optional<Value>& value, std::string_view key, std::string_view plans) {
        if (value) {
            diagnostics_.error(value->position,
                               std::string(key) + " belongs to the plan " + std::string(plans));
        }
    }

    std::string label() const { return "sampling " + quoted(rule_.code.value); }

    const SamplingDefinition& definition_;
    const RuleDefinition& rule_;
    Diagnostics& diagnostics_;
    Sampling compiled_;
};

}  // namespace

Sampling compile_sampling(const RuleDefinition& rule, Diagnostics& diagnostics) {
    return SamplingCompiler(rule, diagnostics).compile();
}

}  // namespace greenlane::profile
