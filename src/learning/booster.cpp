#include "learning/booster.h"

#include "greenlane/core/contract.h"

#include <limits>

#include <xgboost/c_api.h>

namespace greenlane::learning {

namespace {

/// What XGBoost refuses is a bug of ours: its input was checked.
void expect_done(int status) {
    if (status != 0) {
        throw ContractViolation(std::string("XGBoost: ") + XGBGetLastError());
    }
}

void set_column(DMatrixHandle rows, const char* name, std::span<const float> column) {
    expect_done(XGDMatrixSetFloatInfo(rows, name, column.data(), column.size()));
}

}  // namespace

BoosterRows::BoosterRows(std::span<const float> values, std::size_t columns,
                         std::span<const std::uint8_t> violation, std::span<const double> weight)
    : rows_(values.size() / columns) {
    DMatrixHandle made = nullptr;
    expect_done(XGDMatrixCreateFromMat(values.data(), rows_, columns,
                                       std::numeric_limits<float>::quiet_NaN(), &made));
    handle_ = {made, XGDMatrixFree};
    if (!violation.empty()) {
        set_column(made, "label", std::vector<float>(violation.begin(), violation.end()));
    }
    if (!weight.empty()) {
        set_column(made, "weight", std::vector<float>(weight.begin(), weight.end()));
    }
}

Booster::Booster(std::span<const BoosterRows* const> cached, const Parameters& parameters) {
    std::vector<DMatrixHandle> rows;
    for (const BoosterRows* each : cached) {
        rows.push_back(each->handle());
    }
    BoosterHandle made = nullptr;
    expect_done(XGBoosterCreate(rows.data(), rows.size(), &made));
    handle_ = {made, XGBoosterFree};
    for (const auto& [name, value] : parameters) {
        expect_done(XGBoosterSetParam(made, name.c_str(), value.c_str()));
    }
}

void Booster::grow(int iteration, const BoosterRows& rows) {
    expect_done(XGBoosterUpdateOneIter(handle_.get(), iteration, rows.handle()));
}

std::vector<float> Booster::margins(const BoosterRows& rows) const {
    bst_ulong const* shape = nullptr;
    bst_ulong dimensions = 0;
    float const* margins = nullptr;
    expect_done(XGBoosterPredictFromDMatrix(
        handle_.get(), rows.handle(),
        R"({"type": 1, "training": false, "iteration_begin": 0, "iteration_end": 0,)"
        R"( "strict_shape": false})",
        &shape, &dimensions, &margins));
    return {margins, margins + rows.rows()};
}

std::string Booster::text() const {
    bst_ulong length = 0;
    char const* bytes = nullptr;
    expect_done(
        XGBoosterSaveModelToBuffer(handle_.get(), R"({"format": "json"})", &length, &bytes));
    return {bytes, length};
}

}  // namespace greenlane::learning
