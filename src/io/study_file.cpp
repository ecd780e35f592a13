#include "io/study_file.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <vector>

namespace greenlane::io {

namespace {

/// The bytes of the file. It is made in memory: HDF5 cannot let go of a file on a full disk.
std::vector<char> study_bytes(const std::function<void(const StudyGroup& root)>& write) {
    constexpr std::size_t growth = 1 << 20;
    H5::FileCreatPropList properties;
    H5Pset_obj_track_times(properties.getId(), 0);
    H5::FileAccPropList access;
    access.setCore(growth, false);
    H5::H5File study("study.h5", H5F_ACC_TRUNC, properties, access);
    write(StudyGroup(study.openGroup("/")));
    study.flush(H5F_SCOPE_GLOBAL);
    std::vector<char> bytes(static_cast<std::size_t>(H5Fget_file_image(study.getId(), nullptr, 0)));
    GREENLANE_EXPECT(H5Fget_file_image(study.getId(), bytes.data(), bytes.size()) > 0);
    return bytes;
}

}  // namespace

void write_study_file(const std::string& file,
                      const std::function<void(const StudyGroup& root)>& write) {
    H5::Exception::dontPrint();
    std::vector<char> bytes;
    try {
        bytes = study_bytes(write);
    } catch (const H5::Exception& error) {
        // In memory nothing but a bug of ours can fail.
        throw ContractViolation("study.h5: " + error.getDetailMsg());
    }
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) {
        const int reason = errno;
        std::remove(file.c_str());
        throw InputError(Failure::output, file,
                         std::string("cannot be written: ") + std::strerror(reason));
    }
}

void write_study_inputs(const StudyGroup& group, const StudyInputs& inputs) {
    for (const StudyInput& input : inputs.texts) {
        group.text(input.role, input.text);
    }
    group.texts("overrides", inputs.overrides);
}

}  // namespace greenlane::io
