#include "greenlane/io/lists.h"

#include "io/csv_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>
#include <utility>

namespace greenlane::io {

namespace {

constexpr std::string_view green_goods_file = "green-goods.csv";
constexpr std::array<std::string_view, 3> scopes{"full", "ex-major", "ex-minor"};
constexpr std::array<std::string_view, 3> confidences{"high", "medium", "low"};
constexpr std::size_t ex_minor = 2;
constexpr std::size_t low = 2;

std::optional<std::uint16_t> hs_edition_in(const Located<std::string>& cell,
                                           Diagnostics& diagnostics) {
    constexpr std::array<std::string_view, 8> editions{"1988", "1992", "1996", "2002",
                                                       "2007", "2012", "2017", "2022"};
    const auto known = word_in(cell, "hs_edition", editions, diagnostics);
    return known ? std::optional(static_cast<std::uint16_t>(std::stoi(cell.value))) : std::nullopt;
}

/// Adds the lines of watch-list files to the lists of their agreements.
class WatchListReader {
public:
    WatchListReader(std::vector<profile::WatchList>& lists, Diagnostics& diagnostics)
        : lists_(lists), diagnostics_(diagnostics) {}

    void read(const std::filesystem::path& file) {
        constexpr std::array<std::string_view, 8> columns{"agreement", "hs_prefix", "goods",
                                                          "ex",        "scope",     "confidence",
                                                          "document",  "hs_edition"};
        const auto rows = read_csv_table(file, columns, diagnostics_);
        if (rows) {
            for (const CsvRow& row : *rows) {
                add(row);
            }
        }
    }

private:
    void add(const CsvRow& row) {
        constexpr std::array<std::string_view, 2> no_and_yes{"0", "1"};
        const bool hs = is_hs_prefix(row[1], diagnostics_);
        const auto ex = word_in(row[3], "ex", no_and_yes, diagnostics_);
        const auto scope = word_in(row[4], "scope", scopes, diagnostics_);
        const auto confidence = word_in(row[5], "confidence", confidences, diagnostics_);
        const auto edition = hs_edition_in(row[7], diagnostics_);
        if (row[0].value.empty()) {
            diagnostics_.error(row[0].position, "'agreement' is empty");
        } else if (hs && ex && scope && confidence && edition) {
            add(row,
                {row[1].value, *ex == 1, *confidence != low && *scope != ex_minor, row[6].value,
                 row[2].value, *confidence == low},
                *edition);
        }
    }

    void add(const CsvRow& row, profile::WatchEntry entry, std::uint16_t edition) {
        auto list = std::find_if(lists_.begin(), lists_.end(), [&](const auto& known) {
            return known.agreement == row[0].value;
        });
        if (list == lists_.end()) {
            list = lists_.insert(list, {row[0].value, edition, {}});
        }
        const bool twice =
            std::any_of(list->entries.begin(), list->entries.end(),
                        [&](const auto& known) { return known.prefix == entry.prefix; });
        if (list->hs_edition != edition) {
            diagnostics_.error(row[7].position, "another edition than in the lines before (" +
                                                    std::to_string(list->hs_edition) + ')');
        } else if (twice) {
            diagnostics_.error(row[1].position,
                               entry.prefix + " stands twice in the list of " + list->agreement);
        } else {
            list->entries.push_back(std::move(entry));
        }
    }

    std::vector<profile::WatchList>& lists_;
    Diagnostics& diagnostics_;
};

void read_green_goods(const std::filesystem::path& file, std::vector<std::string>& green_goods,
                      Diagnostics& diagnostics) {
    constexpr std::array<std::string_view, 2> columns{"hs_prefix", "confidence"};
    const auto rows = read_csv_table(file, columns, diagnostics);
    if (!rows) {
        return;
    }
    for (const CsvRow& row : *rows) {
        const bool hs = is_hs_prefix(row[0], diagnostics);
        const auto confidence = word_in(row[1], "confidence", confidences, diagnostics);
        if (hs && confidence && *confidence != low) {
            green_goods.push_back(row[0].value);
        }
    }
}

}  // namespace

std::vector<std::filesystem::path> watch_list_files(const std::filesystem::path& folder,
                                                    std::error_code& status) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, status)) {
        if (entry.path().extension() == ".csv") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

profile::Lists read_watch_lists(const std::filesystem::path& folder, Diagnostics& diagnostics) {
    profile::Lists lists;
    std::error_code status;
    const std::vector<std::filesystem::path> files = watch_list_files(folder, status);
    if (status) {
        diagnostics.error({std::make_shared<const std::string>(folder.string()), 0, 0},
                          "the folder of watch lists cannot be read (" + status.message() + ')');
    }
    WatchListReader reader(lists.watch_lists, diagnostics);
    for (const auto& file : files) {
        if (file.filename() == green_goods_file) {
            read_green_goods(file, lists.green_goods, diagnostics);
        } else {
            reader.read(file);
        }
    }
    return lists;
}

std::vector<std::string> read_word_list(const std::filesystem::path& file,
                                        Diagnostics& diagnostics) {
    constexpr std::array<std::string_view, 1> columns{"word"};
    std::vector<std::string> words;
    if (const auto rows = read_csv_table(file, columns, diagnostics)) {
        for (const CsvRow& row : *rows) {
            if (row[0].value.empty()) {
                diagnostics.error(row[0].position, "'word' is empty");
            } else {
                words.push_back(row[0].value);
            }
        }
    }
    return words;
}

evaluation::Nomenclature read_nomenclature(const std::filesystem::path& file,
                                           Diagnostics& diagnostics) {
    constexpr std::array<std::string_view, 2> columns{"hs_edition", "hs6"};
    evaluation::Nomenclature nomenclature;
    nomenclature.edition = 0;
    if (const auto rows = read_csv_table(file, columns, diagnostics)) {
        for (const CsvRow& row : *rows) {
            const auto edition = hs_edition_in(row[0], diagnostics);
            const bool hs = is_hs_prefix(row[1], diagnostics);
            if (!edition || !hs) {
                continue;
            }
            if (nomenclature.edition != 0 && nomenclature.edition != *edition) {
                diagnostics.error(row[0].position, "another edition than in the lines before (" +
                                                       std::to_string(nomenclature.edition) + ')');
            }
            nomenclature.edition = *edition;
            nomenclature.codes.insert(row[1].value);
        }
    }
    return nomenclature;
}

}  // namespace greenlane::io
