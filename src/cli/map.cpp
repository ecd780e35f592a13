#include "greenlane/clearance/dot.h"

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/terminal.h"

namespace greenlane::cli {

namespace {

int map(const options::variables_map& given) {
    const Inputs inputs = read_inputs(given, false);
    const std::string dot = clearance::to_dot(inputs.scenario.process, *inputs.scenario.lists);
    const std::string file = option<std::string>(given, "output", "");
    if (file.empty()) {
        write_out(dot);
        return 0;
    }
    write_file(file, dot);
    return 0;
}

}  // namespace

Command map_command() {
    Command command{
        .name = "map",
        .summary = "Draws the clearance process of a scenario",
        .usage = "SCENARIO [-o map.dot]",
        .examples =
            "  greenlane map scenarios/sea-port.toml -o map.dot && dot -Tsvg map.dot -o map.svg\n"
            "  greenlane map scenarios/tandem.toml | dot -Tpng > tandem.png\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = map};
    command.positional.add("scenario", -1);
    add_input_options(command.visible, false);
    command.visible.add_options()("output,o", options::value<std::string>()->value_name("FILE"),
                                  "where the DOT text goes; standard output by default");
    return command;
}

}  // namespace greenlane::cli
