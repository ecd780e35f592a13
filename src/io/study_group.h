#pragma once

#include "greenlane/kpi/interval.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <H5Cpp.h>

namespace greenlane::io {

/// One group of a study that is being written. Nothing in it knows the time, so equal contents are
/// equal bytes. Texts are UTF-8 of fixed length, padded with zeros.
class StudyGroup {
public:
    explicit StudyGroup(const H5::Group& group) : group_(group) {}

    StudyGroup group(const std::string& name) const;
    void attribute(const std::string& name, const std::string& text) const;
    void attribute(const std::string& name, std::int64_t number) const;
    void attribute(const std::string& name, std::uint64_t number) const;

    void text(const std::string& name, const std::string& content) const;
    void texts(const std::string& name, std::span<const std::string> contents) const;
    /// Row by row; as many numbers as the shape says. Large ones are chunked, shuffled, deflated.
    void numbers(const std::string& name, const std::vector<hsize_t>& shape,
                 std::span<const double> values) const;
    void numbers(const std::string& name, const std::vector<hsize_t>& shape,
                 std::span<const std::int64_t> values) const;
    /// [figure][mean, low, high]; NaN where undefined.
    void figures(const std::string& name, const std::vector<std::optional<kpi::Figure>>& all) const;

private:
    H5::DataSet data_set(const std::string& name, const H5::DataType& type,
                         const std::vector<hsize_t>& shape) const;

    H5::Group group_;
};

}  // namespace greenlane::io
