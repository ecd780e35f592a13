#include "greenlane/clearance/dot.h"

#include "greenlane/core/calendar.h"
#include "greenlane/profile/condition_compiler.h"

#include <cmath>
#include <cstdio>
#include <set>

namespace greenlane::clearance {

namespace {

/// A string of the DOT language; line breaks inside are kept.
std::string dot_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
        } else {
            if (c == '"' || c == '\\') {
                out += '\\';
            }
            out += c;
        }
    }
    return out + '"';
}

std::string percent(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g %%", 100 * share);
    return text;
}

std::string time(double milliseconds) {
    return format_duration(std::llround(milliseconds));
}

class Drawing {
public:
    Drawing(const CompiledProcess& process, const profile::Lists& lists)
        : process_(process), lists_(lists) {}

    std::string draw() {
        text_ =
            "digraph clearance {\n"
            "    rankdir=LR;\n"
            "    node [shape=box, fontname=\"Helvetica\"];\n"
            "    edge [fontname=\"Helvetica\"];\n"
            "    lodged [shape=circle];\n";
        for (const Stage stage : stages) {
            draw_stage(stage);
        }
        draw_ways("lodged", process_.entry);
        for (std::size_t i = 0; i < process_.stations.size(); ++i) {
            draw_ways(node(Target::station(i)), process_.stations[i].after);
            draw_passing(i);
        }
        for (const Exit exit : exits_) {
            text_ += "    " + node(Target::exit(exit)) + " [shape=doublecircle];\n";
        }
        return text_ + "}\n";
    }

private:
    std::string condition(std::size_t program) const {
        return profile::describe(process_.conditions, program, lists_);
    }

    std::string node(Target target) const {
        return target.is_exit() ? dot_string(name(target.exit()))
                                : "s" + std::to_string(target.station());
    }

    void draw_stage(Stage stage) {
        std::string nodes;
        for (std::size_t i = 0; i < process_.stations.size(); ++i) {
            const Station& station = process_.stations[i];
            if (station.stage == stage) {
                nodes += "        " + node(Target::station(i)) +
                         " [label=" + dot_string(label(station)) +
                         (station.kind == StationKind::delay ? ", style=rounded" : "") + "];\n";
            }
        }
        if (!nodes.empty()) {
            const std::string stage_name(name(stage));
            text_ += "    subgraph cluster_" + stage_name +
                     " {\n        label=" + dot_string(stage_name) + ";\n" + nodes + "    }\n";
        }
    }

    std::string label(const Station& station) const {
        std::string text = station.name + '\n' + staff(station) + '\n' + station.distribution +
                           ", mean " + time(station.law.mean());
        if (station.inspection) {
            text += "\ncontrol: " + std::string(name(station.inspection->control));
        }
        if (station.condition != no_condition) {
            text += "\nwhen " + condition(station.condition);
        }
        if (station.share < 1) {
            text += "\nserves " + percent(station.share);
        }
        return text;
    }

    std::string staff(const Station& station) const {
        if (station.kind == StationKind::delay) {
            return "delay";
        }
        const std::int32_t servers =
            station.roster ? process_.rosters[*station.roster].most_servers() : station.servers;
        const std::string text = std::to_string(servers) + (servers == 1 ? " server" : " servers");
        return station.roster ? process_.rosters[*station.roster].name() + ", up to " + text : text;
    }

    void draw_edge(const std::string& from, Target to, const std::string& label, bool dashed) {
        text_ += "    " + from + " -> " + node(to);
        if (!label.empty() || dashed) {
            text_ += " [label=" + dot_string(label) + (dashed ? ", style=dashed" : "") + "]";
        }
        text_ += ";\n";
        if (to.is_exit()) {
            exits_.insert(to.exit());
        }
    }

    void draw_ways(const std::string& from, const Fork& fork) {
        for (const Route& route : fork.routes) {
            std::string label = route.share < 1 ? percent(route.share) : "";
            if (route.condition != no_condition) {
                label += (label.empty() ? "when " : " when ") + condition(route.condition);
            }
            draw_edge(from, route.target, label, false);
        }
        if (fork.leaves_rest()) {
            draw_edge(from, fork.next, fork.routes.empty() ? "" : "the rest", false);
        }
    }

    void draw_passing(std::size_t index) {
        const Station& station = process_.stations[index];
        const bool passable = station.condition != no_condition || station.share < 1;
        if (passable && !station.after.routes.empty()) {
            draw_edge(node(Target::station(index)), station.after.next, "pass", true);
        }
    }

    const CompiledProcess& process_;
    const profile::Lists& lists_;
    std::string text_;
    std::set<Exit> exits_;  // those that a way leads to
};

}  // namespace

std::string to_dot(const CompiledProcess& process, const profile::Lists& lists) {
    return Drawing(process, lists).draw();
}

}  // namespace greenlane::clearance
