#include "io/stored_columns.h"

#include <algorithm>
#include <array>

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
                        void* out) const {
    const hsize_t start = first;
    const hsize_t length = count;
    H5::DataSpace place = data_.getSpace();
    place.selectHyperslab(H5S_SELECT_SET, &length, &start);
    data_.read(out, type, H5::DataSpace(1, &length), place);
}

namespace {

void write_number(const H5::H5File& file, const std::string& name, const H5::PredType& type,
                  const void* value) {
    file.createAttribute(name, type, H5::DataSpace(H5S_SCALAR)).write(type, value);
}

H5::StrType words_type() {
    H5::StrType type(H5::PredType::C_S1, H5T_VARIABLE);
    type.setCset(H5T_CSET_UTF8);
    return type;
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
    // The words have the codes 1, 2, ...
    const hsize_t count = dictionary.size() - 1;
    H5::DSetCreatPropList properties;
    H5Pset_obj_track_times(properties.getId(), 0);
    const H5::StrType type = words_type();
    const H5::DataSet data = group.createDataSet(name, type, H5::DataSpace(1, &count), properties);
    std::vector<const char*> words;
    for (shipment::Code code = 1; code < dictionary.size(); ++code) {
        // A dictionary's words are whole strings: NUL ends them.
        words.push_back(dictionary.word(code).data());
    }
    if (!words.empty()) {
        data.write(words.data(), type);
    }
}

bool read_words(const H5::Group& group, const std::string& name, shipment::Dictionary& dictionary) {
    const H5::DataSet data = group.openDataSet(name);
    H5::DataSpace space = data.getSpace();
    if (data.getTypeClass() != H5T_STRING || H5Tis_variable_str(data.getStrType().getId()) <= 0 ||
        space.getSimpleExtentNdims() != 1) {
        return false;
    }
    hsize_t size = 0;
    space.getSimpleExtentDims(&size);
    const H5::StrType type = words_type();
    std::array<char*, 1024> words{};
    for (hsize_t first = 0; first < size; first += words.size()) {
        const hsize_t count = std::min<hsize_t>(words.size(), size - first);
        const H5::DataSpace memory(1, &count);
        space.selectHyperslab(H5S_SELECT_SET, &count, &first);
        words.fill(nullptr);
        data.read(words.data(), type, memory, space);
        bool sound = true;
        for (hsize_t i = 0; i < count; ++i) {
            sound = sound && words[i] != nullptr &&
                    dictionary.find(words[i]) == shipment::no_code &&
                    dictionary.code(words[i]) == first + i + 1;
        }
        H5Dvlen_reclaim(type.getId(), memory.getId(), H5P_DEFAULT, words.data());
        if (!sound) {
            return false;
        }
    }
    return true;
}

}  // namespace greenlane::io
