#include "greenlane/kpi/clusters.h"

namespace greenlane::kpi {

void Clusters::merge(const Clusters& other) {
    for (std::size_t week = 0; week < other.weeks_.size(); ++week) {
        for (std::size_t group = 0; group < other.weeks_[week].size(); ++group) {
            cell(week, group) += other.weeks_[week][group];
        }
    }
}

}  // namespace greenlane::kpi
