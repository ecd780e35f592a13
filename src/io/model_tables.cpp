#include "io/model_tables.h"

#include <cstring>
#include <type_traits>
#include <vector>

namespace greenlane::io {

namespace {

using namespace screening;

/// Writes numbers and tables of numbers one after the other.
class TableWriter {
public:
    template <typename T>
    requires std::is_arithmetic_v<T>
    void operator()(const T& number) {
        bytes_.append(reinterpret_cast<const char*>(&number), sizeof(T));
    }
    template <typename T>
    void operator()(const std::vector<T>& table) {
        (*this)(static_cast<std::uint64_t>(table.size()));
        if constexpr (std::is_arithmetic_v<T>) {
            bytes_.append(reinterpret_cast<const char*>(table.data()), table.size() * sizeof(T));
        } else {
            for (const T& element : table) {
                describe(*this, element);
            }
        }
    }
    std::string bytes() && { return std::move(bytes_); }

private:
    std::string bytes_;
};

/// Reads what a TableWriter wrote; once something does not fit, nothing is read any more.
class TableReader {
public:
    explicit TableReader(std::string_view bytes) : rest_(bytes) {}

    template <typename T>
    requires std::is_arithmetic_v<T>
    void operator()(T& number) { take(&number, sizeof(T)); }
    template <typename T>
    void operator()(std::vector<T>& table) {
        std::uint64_t size = 0;
        (*this)(size);
        // An element takes a byte at least: no count makes us ask for more memory than that.
        if (size > rest_.size() / least_size<T>) {
            fail();
            return;
        }
        table.resize(size);
        if constexpr (std::is_arithmetic_v<T>) {
            take(table.data(), size * sizeof(T));
        } else {
            for (std::size_t i = 0; i < size && sound_; ++i) {
                describe(*this, table[i]);
            }
        }
    }
    bool sound() const { return sound_; }
    bool at_end() const { return rest_.empty(); }

private:
    /// Of elements that are tables themselves: their length.
    template <typename T>
    static constexpr std::size_t least_size = std::is_arithmetic_v<T> ? sizeof(T)
                                                                      : sizeof(std::uint64_t);
    void take(void* to, std::size_t size) {
        if (size > rest_.size()) {
            fail();
        } else if (size > 0) {
            std::memcpy(to, rest_.data(), size);
            rest_.remove_prefix(size);
        }
    }
    void fail() {
        sound_ = false;
        rest_ = {};
    }

    std::string_view rest_;
    bool sound_ = true;
};

/// One description of every type, for both directions.
template <typename Archive, typename Text>
requires std::is_same_v<std::remove_const_t<Text>, std::string>
void describe(Archive& archive, Text& text) {
    std::vector<char> letters(text.begin(), text.end());
    archive(letters);
    if constexpr (!std::is_const_v<Text>) {
        text.assign(letters.begin(), letters.end());
    }
}

template <typename Archive, typename Past>
requires std::is_same_v<std::remove_const_t<Past>, GroupPast>
void describe(Archive& archive, Past& past) {
    archive(past.declared);
    archive(past.inspected);
    archive(past.hits);
    archive(past.priced);
    archive(past.log_price);
    archive(past.first_seen);
    archive(past.last_seen);
    archive(past.goods);
}

template <typename Archive, typename Key>
requires std::is_same_v<std::remove_const_t<Key>, HistorySnapshot::Key>
void describe(Archive& archive, Key& key) {
    archive(key.codes);
    archive(key.groups);
}

template <typename Archive, typename Effects>
requires std::is_same_v<std::remove_const_t<Effects>, KeyEffects>
void describe(Archive& archive, Effects& key) {
    archive(key.variance);
    archive(key.effect);
    archive(key.information);
}

template <typename Archive, typename Growth>
requires std::is_same_v<std::remove_const_t<Growth>, Tree>
void describe(Archive& archive, Growth& tree) {
    archive(tree.left);
    archive(tree.right);
    archive(tree.feature);
    archive(tree.threshold);
    archive(tree.default_left);
    archive(tree.cover);
}

template <typename Archive, typename Model>
void describe_kind(Archive& archive, Model& model) {
    using Kind = std::remove_const_t<Model>;
    if constexpr (std::is_same_v<Kind, RandomEffectsModel>) {
        archive(model.intercept);
        archive(model.keys);
    } else if constexpr (std::is_same_v<Kind, LogisticModel>) {
        archive(model.intercept);
        archive(model.coefficients);
        archive(model.means);
        archive(model.deviations);
        archive(model.covariance);
    } else {
        archive(model.base_margin);
        archive(model.trees);
    }
}

/// All but the definition and what follows from it.
template <typename Archive, typename Model>
void describe_model(Archive& archive, Model& model) {
    archive(model.history.as_of);
    for (auto& words : model.history.words) {
        archive(words);
    }
    archive(model.history.pasts);
    describe(archive, model.history.total);
    for (auto& rates : model.relational.rate) {
        archive(rates);
    }
    archive(model.relational.base);
    std::visit([&](auto& kind) { describe_kind(archive, kind); }, model.model);
}

}  // namespace

std::string to_tables(const ScoreModel& model) {
    TableWriter writer;
    describe_model(writer, model);
    return std::move(writer).bytes();
}

std::string read_tables(std::string_view bytes, ScoreModel& model) {
    TableReader reader(bytes);
    describe_model(reader, model);
    model.history.keys = keys_of(model.definition);
    model.history.half_life = model.definition.half_life;
    if (auto* forest = std::get_if<ForestModel>(&model.model)) {
        forest->features = model.definition.features.size();
    }
    return !reader.sound()   ? "a table is cut short, or longer than the file"
           : reader.at_end() ? ""
                             : "there is more in it than the tables of this model";
}

std::uint64_t checksum(std::string_view bytes) {
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325u;
    for (const char byte : bytes) {
        hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100'0000'01b3u;
    }
    return hash;
}

}  // namespace greenlane::io
