#include "greenlane/core/bytes.h"

#include <gmock/gmock.h>

namespace greenlane {
namespace {

struct Nested {
    std::string name;
    std::vector<std::optional<std::int64_t>> values;

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.name, self.values);
    }
    friend bool operator==(const Nested&, const Nested&) = default;
};

const Nested nested{"post", {1, std::nullopt, -3}};
const std::vector<double> doubles{0.5, -0.0, 1e300};
constexpr std::array<std::uint8_t, 3> small{1, 2, 3};

std::string written() {
    ByteWriter writer;
    writer(nested, doubles, small, true);
    return writer.take();
}

void read(std::string_view bytes) {
    Nested a;
    std::vector<double> b;
    std::array<std::uint8_t, 3> c{};
    bool d = false;
    ByteReader reader(bytes);
    reader(a, b, c, d);
    EXPECT_EQ(a, nested);
    EXPECT_EQ(b, doubles);
    EXPECT_EQ(c, small);
    EXPECT_TRUE(d);
    EXPECT_TRUE(reader.at_end());
}

TEST(Bytes, GiveBackWhatWasWritten) {
    read(written());
}

TEST(Bytes, CutOffAnywhereAreRefused) {
    const std::string bytes = written();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_THROW(read(std::string_view(bytes).substr(0, size)), BadBytes) << size;
    }
}

TEST(Bytes, OfALengthThatCannotBeAreRefusedBeforeMemoryIsTaken) {
    std::string bytes = written();
    bytes.replace(0, 8, 8, '\x7f');
    EXPECT_THROW(read(bytes), BadBytes);
}

}  // namespace
}  // namespace greenlane
