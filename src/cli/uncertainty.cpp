#include "cli/uncertainty.h"

#include "greenlane/io/parameter_uncertainty.h"

#include <memory>
#include <mutex>

namespace greenlane::cli {

namespace {

using Parameters = std::vector<experiment::UncertainParameter>;

/// The scenarios of one request, made by several threads at a time.
class DrawnScenarios {
public:
    DrawnScenarios(InputRequest request, const Inputs& inputs, Replays& replays)
        : request_(std::move(request)),
          parameters_(inputs.uncertain),
          seed_(inputs.scenario.seed),
          window_(inputs.scenario.window),
          replays_(replays) {
        request_.draws_parameters = false;
    }

    std::shared_ptr<const engine::CompiledScenario> make(std::uint64_t replication) {
        InputRequest drawn = request_;
        const auto values = experiment::draw_parameters(parameters_, seed_, replication);
        for (std::size_t i = 0; i < values.size(); ++i) {
            drawn.overrides.push_back(io::to_override(parameters_[i], values[i]));
        }
        // The declarations of a replay are read by the first one, and known to all others.
        std::unique_lock lock(mutex_, std::defer_lock);
        if (request_.declarations) {
            lock.lock();
        }
        engine::CompiledScenario scenario = read_inputs(drawn, replays_).scenario;
        scenario.window = window_;
        return std::make_shared<const engine::CompiledScenario>(std::move(scenario));
    }

private:
    InputRequest request_;
    Parameters parameters_;
    std::uint64_t seed_;
    kpi::Window window_;  ///< also where the warm-up was found
    Replays& replays_;
    std::mutex mutex_;
};

}  // namespace

void add_uncertainty_option(options::options_description& described) {
    described.add_options()("parameter-uncertainty",
                            "draws the parameters under [uncertainty] anew for every replication: "
                            "intervals hold doubt about them too");
}

Parameters uncertain_parameters(const InputRequest& request) {
    Diagnostics diagnostics;
    Parameters parameters =
        io::read_parameter_uncertainty(request.scenario, request.overrides, diagnostics);
    if (diagnostics.has_errors()) {
        throw InputError(Failure::usage, diagnostics);
    }
    if (request.declarations) {
        std::erase_if(parameters, [](const experiment::UncertainParameter& parameter) {
            return !parameter.key.starts_with("station.");
        });
    }
    if (parameters.empty()) {
        throw InputError(Failure::usage, request.scenario,
                         "nothing is uncertain: there is no parameter under [uncertainty] that the "
                         "run uses",
                         "greenlane calibrate writes them; or write [uncertainty] by hand");
    }
    return parameters;
}

experiment::DrawnScenario drawn_scenario(const InputRequest& request, const Inputs& inputs,
                                         Replays& replays) {
    if (inputs.uncertain.empty()) {
        return {};
    }
    const auto scenarios = std::make_shared<DrawnScenarios>(request, inputs, replays);
    return [scenarios](std::uint64_t replication) { return scenarios->make(replication); };
}

}  // namespace greenlane::cli
