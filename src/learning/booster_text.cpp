#include "learning/booster_text.h"

#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

namespace greenlane::learning {

namespace {

using nlohmann::json;

screening::Tree tree_of(const json& text) {
    screening::Tree tree;
    text.at("left_children").get_to(tree.left);
    text.at("right_children").get_to(tree.right);
    text.at("split_indices").get_to(tree.feature);
    text.at("split_conditions").get_to(tree.threshold);
    text.at("default_left").get_to(tree.default_left);
    text.at("sum_hessian").get_to(tree.cover);
    return tree;
}

}  // namespace

screening::ForestModel forest_of(std::string_view text) {
    const json learner = json::parse(text).at("learner");
    const json& parameters = learner.at("learner_model_param");
    screening::ForestModel forest;
    forest.features = std::stoul(parameters.at("num_feature").get<std::string>());
    const float base = std::stof(parameters.at("base_score").get<std::string>());
    // As XGBoost does it, in float throughout.
    forest.base_margin = -std::log(1.0F / base - 1.0F);
    for (const json& tree : learner.at("gradient_booster").at("model").at("trees")) {
        forest.trees.push_back(tree_of(tree));
    }
    return forest;
}

}  // namespace greenlane::learning
