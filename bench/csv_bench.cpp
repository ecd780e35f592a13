// How fast are declarations read from CSV, with validation, duplicates and dictionary coding?

#include "greenlane/io/declaration_reader.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

namespace fs = std::filesystem;
using namespace greenlane;

/// The Korean declarations of 2020, each day's rows 20 times with numbers of their own.
class RepeatedFile {
public:
    RepeatedFile() : path_(fs::temp_directory_path() / "greenlane-csv-bench.csv") {
        std::ifstream in(fs::path(GREENLANE_SHARED) / "data/kcs/declarations_train.csv");
        std::ofstream out(path_);
        std::string line;
        if (!std::getline(in, line)) {
            return;
        }
        out << line << '\n';
        std::vector<std::string> rows_of_day;
        const auto flush = [&] {
            for (char copy = 'A'; copy < 'A' + 20; ++copy) {
                for (const std::string& row : rows_of_day) {
                    out << copy << row << '\n';
                }
            }
            rows_of_day.clear();
        };
        const auto date = [](const std::string& row) { return row.substr(row.find(',') + 1, 10); };
        while (std::getline(in, line)) {
            if (!rows_of_day.empty() && date(rows_of_day.back()) != date(line)) {
                flush();
            }
            rows_of_day.push_back(line);
        }
        flush();
    }
    ~RepeatedFile() { fs::remove(path_); }
    RepeatedFile(const RepeatedFile&) = delete;
    RepeatedFile& operator=(const RepeatedFile&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

void read_korean_declarations(benchmark::State& state) {
    const RepeatedFile file;
    Diagnostics diagnostics;
    io::DeclarationInput input;
    input.mapping = io::read_mapping(fs::path(GREENLANE_SOURCE_ROOT) / "profiles/mappings/kcs.toml",
                                     diagnostics);
    input.files = {file.path().string()};
    input.epochs.utc_offset = input.mapping.utc_offset;
    if (diagnostics.has_errors() || fs::file_size(file.path()) == 0) {
        state.SkipWithError("the Korean declarations are not there");
        return;
    }
    std::int64_t rows = 0;
    for (auto _ : state) {
        const auto source = io::open_declarations(input);
        shipment::Block block;
        while (source->next(block)) {
            rows += static_cast<std::int64_t>(block.declarations.rows());
        }
    }
    state.SetItemsProcessed(rows);
    state.SetBytesProcessed(state.iterations() *
                            static_cast<std::int64_t>(fs::file_size(file.path())));
}
BENCHMARK(read_korean_declarations)->Unit(benchmark::kMillisecond);

}  // namespace
