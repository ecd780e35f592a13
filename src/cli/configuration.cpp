#include "cli/configuration.h"

#include "greenlane/engine/replication.h"
#include "greenlane/io/digest.h"

#include "cli/terminal.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <string_view>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;

/// Whether an option decides the result of a replication, or which replications there are beyond
/// their number: a search goes on from what the first ones give.
bool decides(std::string_view option) {
    constexpr std::array<std::string_view, 14> others{
        "decisions", "fail-if",   "jobs",       "json",        "max-rejects",
        "out",       "precision", "redact",     "rejects",     "replications",
        "resume",    "shard",     command_line, merged_folders};
    return std::find(others.begin(), others.end(), option) == others.end();
}

std::string digest_of_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw InputError(Failure::usage, file, "cannot be read");
    }
    io::Digest digest;
    std::vector<char> bytes(1 << 20);
    while (in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())), in.gcount() > 0) {
        digest.add({bytes.data(), static_cast<std::size_t>(in.gcount())});
        if (interrupted()) {
            throw engine::Interrupted();
        }
    }
    return io::hexadecimal(digest.value());
}

Texts texts_of(const options::variable_value& value) {
    const auto* const many = boost::any_cast<Texts>(&value.value());
    return many != nullptr ? *many : Texts{value.as<std::string>()};
}

/// Overrides of different keys in one order, whatever the one in which they were given; those of
/// one key, and of a key within another, stay in theirs.
Texts ordered(Texts overrides) {
    const auto key = [](const std::string& override_) {
        return override_.substr(0, override_.find('='));
    };
    const auto holds = [&](const std::string& outer, const std::string& inner) {
        return key(inner).starts_with(key(outer) + '.');
    };
    const bool has_nested =
        std::any_of(overrides.begin(), overrides.end(), [&](const std::string& outer) {
            return std::any_of(overrides.begin(), overrides.end(),
                               [&](const std::string& inner) { return holds(outer, inner); });
        });
    if (!has_nested) {
        std::stable_sort(
            overrides.begin(), overrides.end(),
            [&](const std::string& a, const std::string& b) { return key(a) < key(b); });
    }
    return overrides;
}

std::string described(const io::JournalInput& input) {
    return input.kind == "file" || input.kind == "scenario" ? input.name
                                                            : "--" + input.kind + ' ' + input.name;
}

/// What `one` has more of than `other`.
Configuration without(const Configuration& one, Configuration other) {
    Configuration left;
    for (const io::JournalInput& input : one) {
        const auto same = std::find(other.begin(), other.end(), input);
        if (same == other.end()) {
            left.push_back(input);
        } else {
            other.erase(same);
        }
    }
    return left;
}

std::string change(const io::JournalInput& before, const io::JournalInput& now) {
    if (now.kind == "greenlane") {
        return before.name == now.name
                   ? "it was made by another build of greenlane " + now.name
                   : "it was made by greenlane " + before.name + ", this is " + now.name;
    }
    return before.name == now.name
               ? now.name + " has changed"
               : fmt::format("{} instead of {}", described(now), described(before));
}

/// Whether it decides what a search tries next; of `tune` alone.
bool steers_search(const io::JournalInput& input) {
    return input.kind == "budget";
}

}  // namespace

Configuration configuration_of(const options::variables_map& given,
                               std::span<const std::string> files_read) {
    std::map<std::string, std::string> digests;
    for (const std::string& file : files_read) {
        if (!digests.contains(file)) {
            digests[file] = digest_of_file(file);
        }
    }
    const std::string command = option<Texts>(given, command_line, {}).front();
    Configuration configuration{{"greenlane", GREENLANE_VERSION, digest_of_file("/proc/self/exe")},
                                {"command", command, ""}};
    std::vector<std::string> named;
    for (const auto& [name, value] : given) {
        Texts texts = decides(name) ? texts_of(value) : Texts{};
        for (const std::string& text : name == "set" ? ordered(std::move(texts)) : texts) {
            const auto file = digests.find(text);
            configuration.push_back({name, text, file == digests.end() ? "" : file->second});
            named.push_back(text);
        }
    }
    for (const std::string& file : files_read) {
        if (std::find(named.begin(), named.end(), file) == named.end()) {
            configuration.push_back({"file", file, digests[file]});
            named.push_back(file);
        }
    }
    return configuration;
}

std::string fingerprint(const Configuration& configuration) {
    constexpr char end = '\0';
    io::Digest digest;
    for (const io::JournalInput& input : configuration) {
        for (const std::string& part :
             {input.kind, input.digest.empty() ? input.name : input.digest}) {
            digest.add(part);
            digest.add({&end, 1});
        }
    }
    return io::hexadecimal(digest.value());
}

std::string difference(const Configuration& recorded, const Configuration& now) {
    if (recorded == now) {
        return "";
    }
    Configuration missing = without(recorded, now);
    const Configuration added = without(now, recorded);
    const bool steers = std::any_of(missing.begin(), missing.end(), steers_search) ||
                        std::any_of(added.begin(), added.end(), steers_search);
    std::string text;
    const auto say = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
    for (const io::JournalInput& input : added) {
        const auto before =
            std::find_if(missing.begin(), missing.end(),
                         [&](const io::JournalInput& other) { return other.kind == input.kind; });
        if (before == missing.end()) {
            say(described(input) + " is new");
        } else {
            say(change(*before, input));
            missing.erase(before);
        }
    }
    for (const io::JournalInput& input : missing) {
        say(described(input) + " is missing");
    }
    return text.empty() ? "the order of the options is another"
           : steers     ? text + ", and the course of a search depends on it"
                        : text;
}

}  // namespace greenlane::cli
