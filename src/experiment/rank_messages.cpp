#include "experiment/rank_messages.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#define OMPI_SKIP_MPICXX 1
#include <mpi.h>

namespace greenlane::experiment {

namespace {

constexpr std::size_t longest_message = std::size_t{1} << 30;

}  // namespace

void send(int to, Tag tag, const std::string& bytes) {
    GREENLANE_EXPECT(bytes.size() <= longest_message);
    MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, to, tag, MPI_COMM_WORLD);
}

std::optional<Message> next_message() {
    int is_there = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &is_there, &status);
    if (is_there == 0) {
        return std::nullopt;
    }
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    Message message{status.MPI_SOURCE, status.MPI_TAG,
                    std::string(static_cast<std::size_t>(size), '\0')};
    MPI_Recv(message.bytes.data(), size, MPI_BYTE, message.from, message.tag, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    return message;
}

std::string broadcast(std::string text) {
    std::uint64_t size = text.size();
    MPI_Bcast(&size, sizeof size, MPI_BYTE, leader, MPI_COMM_WORLD);
    text.resize(size);
    for (std::size_t at = 0; at < size; at += longest_message) {
        MPI_Bcast(text.data() + at, static_cast<int>(std::min(size - at, longest_message)),
                  MPI_BYTE, leader, MPI_COMM_WORLD);
    }
    return text;
}

}  // namespace greenlane::experiment
