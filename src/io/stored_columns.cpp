#include "io/stored_columns.h"

#include <algorithm>
#include <cstring>

namespace greenlane::io {

ColumnAppender::ColumnAppender(const H5::Group& group, const std::string& name,
                               const H5::PredType& type)
    : type_(type) {
    const hsize_t none = 0;
    const hsize_t unlimited = H5S_UNLIMITED;
    const hsize_t chunk_size = chunk;
    H5::DSetCreatPropList properties;
    properties.setChunk(1, &chunk_size);
    properties.setShuffle();
    properties.setDeflate(1);
    properties.setFletcher32();
    H5Pset_obj_track_times(properties.getId(), 0);
    data_ = group.createDataSet(name, type, H5::DataSpace(1, &none, &unlimited), properties);
}

void ColumnAppender::append(const void* elements, std::size_t count) {
    const std::size_t width = type_.getSize();
    const auto* bytes = static_cast<const char*>(elements);
    while (count > 0) {
        const std::size_t taken = std::min(count, chunk - held_.size() / width);
        held_.insert(held_.end(), bytes, bytes + taken * width);
        bytes += taken * width;
        count -= taken;
        if (held_.size() == chunk * width) {
            flush();
        }
    }
}

void ColumnAppender::flush() {
    const hsize_t count = held_.size() / type_.getSize();
    if (count == 0) {
        return;
    }
    const hsize_t size = written_ + count;
    data_.extend(&size);
    H5::DataSpace place = data_.getSpace();
    place.selectHyperslab(H5S_SELECT_SET, &count, &written_);
    data_.write(held_.data(), type_, H5::DataSpace(1, &count), place);
    written_ = size;
    held_.clear();
}

ColumnReader::ColumnReader(const H5::Group& group, const std::string& name)
    : data_(group.openDataSet(name)) {
    const H5::DataSpace space = data_.getSpace();
    hsize_t size = 0;
    if (data_.getTypeClass() != H5T_INTEGER || space.getSimpleExtentNdims() != 1) {
        throw H5::DataSetIException("ColumnReader", "'" + name + "' is not a column of integers");
    }
    space.getSimpleExtentDims(&size);
    size_ = size;
}

void ColumnReader::read(std::uint64_t first, std::size_t count, const H5::PredType& type,
                        void* out) {
    const std::size_t width = type.getSize();
    auto* bytes = static_cast<char*>(out);
    while (count > 0) {
        if (first < held_first_ || first >= held_first_ + held_count_) {
            hold(first, type);
        }
        const std::uint64_t skipped = first - held_first_;
        const std::size_t taken = std::min<std::uint64_t>(count, held_count_ - skipped);
        std::memcpy(bytes, held_.data() + skipped * width, taken * width);
        bytes += taken * width;
        first += taken;
        count -= taken;
    }
}

void ColumnReader::hold(std::uint64_t first, const H5::PredType& type) {
    const hsize_t start = first / ColumnAppender::chunk * ColumnAppender::chunk;
    const hsize_t length = std::min<hsize_t>(ColumnAppender::chunk, size_ - start);
    held_.resize(length * type.getSize());
    H5::DataSpace place = data_.getSpace();
    place.selectHyperslab(H5S_SELECT_SET, &length, &start);
    data_.read(held_.data(), type, H5::DataSpace(1, &length), place);
    held_first_ = start;
    held_count_ = length;
}

H5::Group create_group(const H5::H5File& file, const std::string& name) {
    H5::PropList properties(H5P_GROUP_CREATE);
    H5Pset_obj_track_times(properties.getId(), 0);
    const hid_t id =
        H5Gcreate2(file.getId(), name.c_str(), H5P_DEFAULT, properties.getId(), H5P_DEFAULT);
    if (id < 0) {
        throw H5::GroupIException("create_group", "group '" + name + "' cannot be made");
    }
    H5::Group group(id);
    H5Gclose(id);
    return group;
}

namespace {

void write_number(const H5::H5File& file, const std::string& name, const H5::PredType& type,
                  const void* value) {
    file.createAttribute(name, type, H5::DataSpace(H5S_SCALAR)).write(type, value);
}

}  // namespace

void write_attribute(const H5::H5File& file, const std::string& name, std::int64_t value) {
    write_number(file, name, H5::PredType::NATIVE_INT64, &value);
}

void write_attribute(const H5::H5File& file, const std::string& name, std::uint64_t value) {
    write_number(file, name, H5::PredType::NATIVE_UINT64, &value);
}

void write_attribute(const H5::H5File& file, const std::string& name, const std::string& value) {
    H5::StrType type(H5::PredType::C_S1, std::max<std::size_t>(value.size(), 1));
    type.setCset(H5T_CSET_UTF8);
    type.setStrpad(H5T_STR_NULLPAD);
    file.createAttribute(name, type, H5::DataSpace(H5S_SCALAR)).write(type, value);
}

std::int64_t read_integer(const H5::H5File& file, const std::string& name) {
    std::int64_t value = 0;
    file.openAttribute(name).read(H5::PredType::NATIVE_INT64, &value);
    return value;
}

std::uint64_t read_unsigned(const H5::H5File& file, const std::string& name) {
    std::uint64_t value = 0;
    file.openAttribute(name).read(H5::PredType::NATIVE_UINT64, &value);
    return value;
}

std::string read_text(const H5::H5File& file, const std::string& name) {
    const H5::Attribute attribute = file.openAttribute(name);
    const H5::DataType type = attribute.getDataType();
    if (type.getClass() != H5T_STRING || H5Tis_variable_str(type.getId()) > 0 ||
        attribute.getSpace().getSimpleExtentNpoints() != 1) {
        throw H5::AttributeIException("read_text", "'" + name + "' is not a text");
    }
    std::string value(type.getSize(), '\0');
    attribute.read(type, value.data());
    value.resize(std::min(value.find('\0'), value.size()));
    return value;
}

void write_words(const H5::Group& group, const std::string& name,
                 const shipment::Dictionary& dictionary) {
    ColumnAppender lengths(group, name + "_length", stored_type<std::uint32_t>());
    ColumnAppender bytes(group, name + "_bytes", stored_type<std::uint8_t>());
    for (shipment::Code code = 1; code < dictionary.size(); ++code) {
        const std::string_view word = dictionary.word(code);
        const auto length = static_cast<std::uint32_t>(word.size());
        lengths.append(&length, 1);
        bytes.append(word.data(), word.size());
    }
    lengths.flush();
    bytes.flush();
}

bool read_words(const H5::Group& group, const std::string& name, shipment::Dictionary& dictionary) {
    ColumnReader lengths(group, name + "_length");
    ColumnReader bytes(group, name + "_bytes");
    std::string word;
    std::uint64_t behind = 0;
    for (std::uint64_t i = 0; i < lengths.size(); ++i) {
        std::uint32_t length = 0;
        lengths.read(i, 1, stored_type<std::uint32_t>(), &length);
        if (length == 0 || length > bytes.size() - behind) {
            return false;
        }
        word.resize(length);
        bytes.read(behind, length, stored_type<std::uint8_t>(), word.data());
        behind += length;
        if (dictionary.code(word) != i + 1) {
            return false;
        }
    }
    return behind == bytes.size();
}

}  // namespace greenlane::io
