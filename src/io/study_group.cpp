#include "io/study_group.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace greenlane::io {

namespace {

constexpr hsize_t large = 4096;  // values, from which compression pays

hsize_t size_of(const std::vector<hsize_t>& shape) {
    return std::accumulate(shape.begin(), shape.end(), hsize_t{1}, std::multiplies<>());
}

H5::StrType text_type(std::size_t length) {
    H5::StrType type(H5::PredType::C_S1, std::max<std::size_t>(length, 1));
    type.setCset(H5T_CSET_UTF8);
    type.setStrpad(H5T_STR_NULLPAD);
    return type;
}

/// At most 64 Ki values a chunk: whole rows of the last dimensions, as many as fit.
std::vector<hsize_t> chunk_of(std::vector<hsize_t> shape) {
    constexpr hsize_t most = hsize_t{1} << 16;
    for (hsize_t& length : shape) {
        const hsize_t rest = size_of(shape) / length;
        length = std::clamp<hsize_t>(most / std::max<hsize_t>(rest, 1), 1, length);
    }
    return shape;
}

H5::DSetCreatPropList timeless() {
    H5::DSetCreatPropList properties;
    H5Pset_obj_track_times(properties.getId(), 0);
    return properties;
}

}  // namespace

StudyGroup StudyGroup::group(const std::string& name) const {
    const hid_t properties = H5Pcreate(H5P_GROUP_CREATE);
    H5Pset_obj_track_times(properties, 0);
    const hid_t made =
        H5Gcreate2(group_.getId(), name.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT);
    H5Pclose(properties);
    if (made < 0) {
        throw H5::GroupIException("StudyGroup", "cannot create '" + name + "'");
    }
    const StudyGroup group{H5::Group(made)};
    H5Gclose(made);  // H5::Group holds it too
    return group;
}

void StudyGroup::attribute(const std::string& name, const std::string& text) const {
    const H5::StrType type = text_type(text.size());
    group_.createAttribute(name, type, H5::DataSpace(H5S_SCALAR)).write(type, text);
}

void StudyGroup::attribute(const std::string& name, std::int64_t number) const {
    const auto& type = H5::PredType::NATIVE_INT64;
    group_.createAttribute(name, type, H5::DataSpace(H5S_SCALAR)).write(type, &number);
}

void StudyGroup::attribute(const std::string& name, std::uint64_t number) const {
    const auto& type = H5::PredType::NATIVE_UINT64;
    group_.createAttribute(name, type, H5::DataSpace(H5S_SCALAR)).write(type, &number);
}

void StudyGroup::text(const std::string& name, const std::string& content) const {
    const H5::StrType type = text_type(content.size());
    group_.createDataSet(name, type, H5::DataSpace(H5S_SCALAR), timeless()).write(content, type);
}

void StudyGroup::texts(const std::string& name, std::span<const std::string> contents) const {
    std::size_t longest = 1;
    for (const std::string& content : contents) {
        longest = std::max(longest, content.size());
    }
    std::string padded;
    for (const std::string& content : contents) {
        padded += content;
        padded.append(longest - content.size(), '\0');
    }
    const H5::DataSet data = data_set(name, text_type(longest), {contents.size()});
    if (!contents.empty()) {
        data.write(padded.data(), text_type(longest));
    }
}

void StudyGroup::numbers(const std::string& name, const std::vector<hsize_t>& shape,
                         std::span<const double> values) const {
    GREENLANE_EXPECT(values.size() == size_of(shape));
    const H5::DataSet data = data_set(name, H5::PredType::NATIVE_DOUBLE, shape);
    if (!values.empty()) {
        data.write(values.data(), H5::PredType::NATIVE_DOUBLE);
    }
}

void StudyGroup::numbers(const std::string& name, const std::vector<hsize_t>& shape,
                         std::span<const std::int64_t> values) const {
    GREENLANE_EXPECT(values.size() == size_of(shape));
    const H5::DataSet data = data_set(name, H5::PredType::NATIVE_INT64, shape);
    if (!values.empty()) {
        data.write(values.data(), H5::PredType::NATIVE_INT64);
    }
}

void StudyGroup::figures(const std::string& name,
                         const std::vector<std::optional<kpi::Figure>>& all) const {
    std::vector<double> values;
    for (const std::optional<kpi::Figure>& figure : all) {
        values.push_back(figure ? figure->mean : NAN);
        values.push_back(figure && figure->interval ? figure->interval->low : NAN);
        values.push_back(figure && figure->interval ? figure->interval->high : NAN);
    }
    numbers(name, {all.size(), 3}, values);
}

H5::DataSet StudyGroup::data_set(const std::string& name, const H5::DataType& type,
                                 const std::vector<hsize_t>& shape) const {
    H5::DSetCreatPropList properties = timeless();
    if (size_of(shape) >= large) {
        const std::vector<hsize_t> chunk = chunk_of(shape);
        properties.setChunk(static_cast<int>(chunk.size()), chunk.data());
        properties.setShuffle();
        properties.setDeflate(1);
    }
    const H5::DataSpace space(static_cast<int>(shape.size()), shape.data());
    return group_.createDataSet(name, type, space, properties);
}

}  // namespace greenlane::io
