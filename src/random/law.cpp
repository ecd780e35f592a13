#include "greenlane/random/law.h"

#include "greenlane/core/contract.h"

#include "random/law_kind.h"

#include <utility>

namespace greenlane::random {

Law::Law(std::shared_ptr<const Kind> kind) : kind_(std::move(kind)) {}

double Law::quantile(double u) const {
    return kind_->quantile(u);
}

void Law::quantiles(std::span<const double> u, std::span<double> out) const {
    GREENLANE_EXPECT(u.size() == out.size());
    kind_->quantiles(u, out);
}

double Law::mean() const {
    return kind_->figures().mean;
}

double Law::variance() const {
    return kind_->figures().variance;
}

double Law::relative_error() const {
    return kind_->figures().relative_error;
}

}  // namespace greenlane::random
