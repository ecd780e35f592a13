#include "clearance/way_checker.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/stage.h"

#include "clearance/checks.h"

namespace greenlane::clearance {

namespace {

/// What is wrong with the ways through a process.
class WayChecker {
public:
    WayChecker(const ProcessGraph& graph, Diagnostics& diagnostics)
        : graph_(graph), line_(graph.line()), wiring_(graph.wiring()), diagnostics_(diagnostics) {}

    void check_reachable() {
        const std::vector<bool> reached = reachable_from(graph_.written(), ProcessGraph::start);
        for (std::size_t i = 0; i < line_.stations.size(); ++i) {
            if (!reached[graph_.place(Target::station(i))]) {
                const auto& [name, position] = line_.stations[i]->name;
                diagnostics_.error(position, "no shipment comes to the station " + quoted(name),
                                   "lead a route to it, or leave it a rest of those before it");
            }
        }
    }

    /// Each loop must have a way out, and chance or a control must decide who takes it.
    void check_loops() {
        const std::size_t errors_before = diagnostics_.error_count();
        const Components loops = components(graph_.possible());
        for (std::size_t loop = 0; loop < loops.has_loop.size(); ++loop) {
            if (loops.has_loop[loop] && !loops.has_way_out[loop]) {
                diagnostics_.error(position_of(loops, loop),
                                   "a rework loop without an exit: " + names_of(loops, loop),
                                   "leave a rest for the way on, or lead a route out of it");
            }
        }
        if (diagnostics_.error_count() != errors_before) {
            return;
        }
        const Components fixed = components(graph_.fixed());
        for (std::size_t loop = 0; loop < fixed.has_loop.size(); ++loop) {
            if (fixed.has_loop[loop]) {
                diagnostics_.error(
                    position_of(fixed, loop),
                    "a rework loop that some shipments never leave: " + names_of(fixed, loop),
                    "what its conditions ask for does not change on the way; let a "
                    "share decide, or a control inside the loop");
            }
        }
    }

    void check_release() {
        const std::vector<bool> reached = reachable_from(graph_.possible(), ProcessGraph::start);
        if (!reached[graph_.place(Target::exit(Exit::released))]) {
            diagnostics_.error(line_.stations.empty()
                                   ? wiring_.entry.definitions.front()->to.position
                                   : line_.stations.back()->name.position,
                               "the process has no way to release",
                               "lead a route to \"released\", or leave a rest at the last station");
        }
    }

    /// After an audit comes another one or nothing: its shipments have been released.
    void check_audits() {
        for (std::size_t i = 0; i < line_.stations.size(); ++i) {
            const Junction& junction = wiring_.stations[i];
            if (!audits(*line_.stations[i])) {
                continue;
            }
            const std::string after = "after the audit " + quoted(line_.stations[i]->name.value);
            const std::string hint = "its shipments have been released";
            if (junction.fork.leaves_rest() && !ends_well(junction.fork.next)) {
                diagnostics_.error(line_.stations[i]->audits->position,
                                   after + " comes " + name_of(junction.fork.next), hint);
            }
            for (std::size_t r = 0; r < junction.fork.routes.size(); ++r) {
                if (!ends_well(junction.fork.routes[r].target)) {
                    diagnostics_.error(junction.definitions[r]->to.position,
                                       after + " comes " + name_of(junction.fork.routes[r].target),
                                       hint);
                }
            }
        }
    }

    /// Of the routes that are no rework.
    void warn_of_stage_order() {
        const Components rework = components(graph_.possible());
        for (std::size_t i = 0; i < line_.stations.size(); ++i) {
            const Junction& junction = wiring_.stations[i];
            for (std::size_t r = 0; r < junction.fork.routes.size(); ++r) {
                const Target target = junction.fork.routes[r].target;
                if (target.is_exit() || rework.of[graph_.place(target)] == rework.of[1 + i]) {
                    continue;
                }
                const std::string& from = line_.stations[i]->stage.value;
                const std::string& to = line_.stations[target.station()]->stage.value;
                if (parse_stage(to) < parse_stage(from)) {
                    diagnostics_.warning(junction.definitions[r]->to.position,
                                         "the route leads from stage " + quoted(from) +
                                             " back to " + quoted(to) +
                                             ", and from there never forth again");
                }
            }
        }
    }

private:
    static bool audits(const StationDefinition& station) {
        return station.audits && station.audits->value;
    }

    bool ends_well(Target target) const {
        return target.is_exit() ? target.exit() == Exit::released
                                : audits(*line_.stations[target.station()]);
    }

    std::string name_of(Target target) const {
        return quoted(target.is_exit() ? name(target.exit())
                                       : line_.stations[target.station()]->name.value);
    }

    bool inside(const Components& loops, std::size_t loop, Target target) const {
        return loops.of[graph_.place(target)] == loop;
    }

    /// "'documents', 'physical'", in the order of the line.
    std::string names_of(const Components& loops, std::size_t loop) const {
        std::string names;
        for (std::size_t i = 0; i < line_.stations.size(); ++i) {
            if (inside(loops, loop, Target::station(i))) {
                names += (names.empty() ? "" : ", ") + quoted(line_.stations[i]->name.value);
            }
        }
        return names;
    }

    /// Of the first route that leads back inside: the line only leads on, so each loop has one.
    const SourcePosition& position_of(const Components& loops, std::size_t loop) const {
        const SourcePosition* position = nullptr;
        for (std::size_t i = line_.stations.size(); i-- > 0;) {
            const Junction& junction = wiring_.stations[i];
            for (std::size_t r = junction.fork.routes.size(); r-- > 0;) {
                const Target target = junction.fork.routes[r].target;
                if (!target.is_exit() && target.station() <= i && inside(loops, loop, target) &&
                    inside(loops, loop, Target::station(i))) {
                    position = &junction.definitions[r]->to.position;
                }
            }
        }
        GREENLANE_EXPECT(position != nullptr);
        return *position;
    }

    const ProcessGraph& graph_;
    const Line& line_;
    const Wiring& wiring_;
    Diagnostics& diagnostics_;
};

}  // namespace

void check_ways(const ProcessGraph& graph, Diagnostics& diagnostics) {
    WayChecker checker(graph, diagnostics);
    const std::size_t errors_before = diagnostics.error_count();
    checker.check_reachable();
    checker.check_loops();
    checker.check_audits();
    if (diagnostics.error_count() == errors_before) {
        checker.check_release();
    }
    checker.warn_of_stage_order();
}

}  // namespace greenlane::clearance
