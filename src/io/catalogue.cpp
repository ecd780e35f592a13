#include "greenlane/io/catalogue.h"

#include "io/csv_table.h"
#include "io/csv_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace greenlane::io {

namespace {

using shipment::GoodsLine;
using shipment::Mode;
using shipment::Procedure;

enum Column : std::size_t {
    hs,
    description,
    group,
    agreement,
    documents,
    weight,
    sea,
    rail,
    road,
    air,
    post,
    import_,
    export_,
    transit,
    origins,
    usd_per_kg,
    value_sigma,
    mass_kg,
    mass_sigma,
    units_per_kg,
    tax_rate,
    tax_type,
    look_alike,
    undeclared_waste,
    missing_permit,
    forged_permit,
    misclassification,
    concealed_wildlife,
    smuggled_refrigerant,
    undervaluation,
    harm,
    perishable,
    column_count,
};

constexpr std::array<std::string_view, column_count> columns{
    "hs",
    "description",
    "group",
    "agreement",
    "documents",
    "weight",
    "sea",
    "rail",
    "road",
    "air",
    "post",
    "import",
    "export",
    "transit",
    "origins",
    "usd_per_kg",
    "value_sigma",
    "mass_kg",
    "mass_sigma",
    "units_per_kg",
    "tax_rate",
    "tax_type",
    "look_alike",
    "undeclared_waste",
    "missing_permit",
    "forged_permit",
    "misclassification",
    "concealed_wildlife",
    "smuggled_refrigerant",
    "undervaluation",
    "harm",
    "perishable",
};

// Columns of one sort, in their order.
constexpr std::array modes{Mode::sea, Mode::rail, Mode::road, Mode::air, Mode::post};
constexpr std::array procedures{Procedure::import_, Procedure::export_, Procedure::transit};
constexpr std::array kinds{Violation::undeclared_waste,   Violation::missing_permit,
                           Violation::forged_permit,      Violation::misclassification,
                           Violation::concealed_wildlife, Violation::smuggled_refrigerant,
                           Violation::undervaluation};

/// The parts of a text between separators; empty parts are left out.
std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0) {
            parts.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

/// One row's cells, read by type; remembers whether any was faulty.
class LineReader {
public:
    LineReader(const CsvRow& row, Diagnostics& diagnostics)
        : row_(row), diagnostics_(diagnostics) {}

    const std::string& text(Column column) const { return row_[column].value; }

    double number(std::size_t column) {
        return taken(number_in(row_[column], columns[column], diagnostics_));
    }

    std::size_t word(Column column, std::span<const std::string_view> words) {
        return taken(word_in(row_[column], columns[column], words, diagnostics_));
    }

    std::string hs_code(Column column) {
        sound_ = is_hs_prefix(row_[column], diagnostics_) && sound_;
        return row_[column].value;
    }

    /// `CN:60 KR:20`
    std::vector<shipment::Weighted<std::string>> weights(Column column) {
        std::vector<shipment::Weighted<std::string>> weights;
        for (const std::string& part : split(text(column), ' ')) {
            const std::size_t colon = part.find(':');
            if (colon == std::string::npos) {
                diagnostics_.error(row_[column].position,
                                   '\'' + part + "' is not of the form CN:60");
                sound_ = false;
            } else {
                const Located<std::string> amount{part.substr(colon + 1), row_[column].position};
                weights.push_back({part.substr(0, colon),
                                   taken(number_in(amount, columns[column], diagnostics_)),
                                   row_[column].position});
            }
        }
        return weights;
    }

    bool sound() const { return sound_; }

private:
    template <typename T>
    T taken(const std::optional<T>& value) {
        sound_ = value.has_value() && sound_;
        return value.value_or(T{});
    }

    const CsvRow& row_;
    Diagnostics& diagnostics_;
    bool sound_ = true;
};

void read_shares(LineReader& reader, GoodsLine& line) {
    line.weight = reader.number(weight);
    for (std::size_t i = 0; i < modes.size(); ++i) {
        line.mode_weight[static_cast<std::size_t>(modes[i])] = reader.number(sea + i);
    }
    for (std::size_t i = 0; i < procedures.size(); ++i) {
        line.procedure_weight[static_cast<std::size_t>(procedures[i])] = reader.number(import_ + i);
    }
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        line.propensity[static_cast<std::size_t>(kinds[i])] = reader.number(undeclared_waste + i);
    }
    line.origins = reader.weights(origins);
}

void read_amounts(LineReader& reader, GoodsLine& line) {
    line.usd_per_kg = reader.number(usd_per_kg);
    line.value_sigma = reader.number(value_sigma);
    line.mass_kg = reader.number(mass_kg);
    line.mass_sigma = reader.number(mass_sigma);
    line.units_per_kg = reader.number(units_per_kg);
    line.tax_rate = reader.number(tax_rate);
    line.harm = reader.number(harm);
}

std::optional<GoodsLine> read_line(const CsvRow& row, Diagnostics& diagnostics) {
    constexpr std::array<std::string_view, shipment::goods_group_count> groups{"other", "regulated",
                                                                               "eco"};
    constexpr std::array<std::string_view, 2> no_and_yes{"0", "1"};
    LineReader reader(row, diagnostics);
    GoodsLine line;
    line.position = row[hs].position;
    line.hs = reader.hs_code(hs);
    line.descriptions = split(reader.text(description), '|');
    line.group = static_cast<shipment::GoodsGroup>(reader.word(group, groups));
    line.agreement = reader.text(agreement);
    line.documents = split(reader.text(documents), ' ');
    line.tax_type = reader.text(tax_type);
    line.look_alike = reader.text(look_alike).empty() ? "" : reader.hs_code(look_alike);
    line.perishable = reader.word(perishable, no_and_yes) == 1;
    read_shares(reader, line);
    read_amounts(reader, line);
    return reader.sound() ? std::optional(std::move(line)) : std::nullopt;
}

/// `CN:60 KR:20`
std::string origins_text(const std::vector<shipment::Weighted<std::string>>& origins) {
    std::string text;
    for (const auto& origin : origins) {
        text += (text.empty() ? "" : " ") + origin.value + ':' + csv_number(origin.weight);
    }
    return text;
}

std::string joined(const std::vector<std::string>& words, char separator) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : std::string(1, separator)) + word;
    }
    return text;
}

/// The cells of a line in the order of the columns, numbers by their shortest text.
std::vector<std::string> cells_of(const GoodsLine& line) {
    const auto weigh = [](std::vector<std::string>& cells, double number) {
        cells.push_back(csv_number(number));
    };
    std::vector<std::string> cells{line.hs, joined(line.descriptions, '|'),
                                   std::string(name(line.group)), line.agreement,
                                   joined(line.documents, ' ')};
    weigh(cells, line.weight);
    for (const Mode mode : modes) {
        weigh(cells, line.mode_weight[static_cast<std::size_t>(mode)]);
    }
    for (const Procedure procedure : procedures) {
        weigh(cells, line.procedure_weight[static_cast<std::size_t>(procedure)]);
    }
    cells.push_back(origins_text(line.origins));
    for (const double number : {line.usd_per_kg, line.value_sigma, line.mass_kg, line.mass_sigma,
                                line.units_per_kg, line.tax_rate}) {
        weigh(cells, number);
    }
    cells.push_back(line.tax_type);
    cells.push_back(line.look_alike);
    for (const Violation kind : kinds) {
        weigh(cells, line.propensity[static_cast<std::size_t>(kind)]);
    }
    weigh(cells, line.harm);
    cells.emplace_back(line.perishable ? "1" : "0");
    return cells;
}

}  // namespace

std::vector<shipment::GoodsLine> read_catalogue(const std::filesystem::path& file,
                                                Diagnostics& diagnostics) {
    std::vector<GoodsLine> catalogue;
    if (const auto rows = read_csv_table(file, columns, diagnostics)) {
        for (const CsvRow& row : *rows) {
            if (auto line = read_line(row, diagnostics)) {
                catalogue.push_back(std::move(*line));
            }
        }
    }
    return catalogue;
}

std::string to_catalogue_csv(const std::vector<GoodsLine>& catalogue, const std::string& source) {
    std::string text;
    for (const std::string_view column : columns) {
        text += std::string(column) + ',';
    }
    text += "source,status\n";
    for (const GoodsLine& line : catalogue) {
        for (const std::string& cell : cells_of(line)) {
            text += csv_text(cell) + ',';
        }
        text += line.weight > 0 ? csv_text(source) + ",derived\n" : ",assumed\n";
    }
    return text;
}

}  // namespace greenlane::io
