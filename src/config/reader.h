// Reads one table of the configuration key by key. A value that is absent leaves the default as it was; one
// that is wrong does too, and is recorded as a mistake. finish() records every key that nobody asked for.
#pragma once

#include <toml++/toml.h>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/mistake_list.h"

namespace placard::config {

// What every table of one file shares.
struct Context {
    std::filesystem::path folder;  // what relative paths start from
    Environment environment;
    MistakeList& mistakes;
};

// "a string", "an integer", "a table": for messages.
std::string_view noun_of(const toml::node& node);
Position position_of(const toml::node& node);

// An element of an array of strings.
struct Element {
    std::string text;
    Position position;
};

template <class T>
struct Bounds {
    T least;
    T greatest;
};

// Refers to the parsed document and to the context, which outlive it.
class TableReader {
public:
    // path: the dotted name of the table, empty for the file itself.
    TableReader(const toml::table& table, std::string path, Context& context)
        : table_(&table), path_(std::move(path)), context_(&context) {}

    // The value of the key; nullptr where there is none. Every other function reads through this one.
    const toml::node* find(std::string_view key);
    bool has(std::string_view key) { return find(key) != nullptr; }

    std::optional<std::string> text(std::string_view key);
    std::optional<std::vector<Element>> texts(std::string_view key);
    void read(std::string_view key, std::string& value);
    void read(std::string_view key, bool& value);
    void read(std::string_view key, double& value, Bounds<double> bounds);
    void read(std::string_view key, std::chrono::milliseconds& value,
              Bounds<std::chrono::milliseconds> bounds);
    void read_seconds(std::string_view key, std::chrono::seconds& value);
    void read_size(std::string_view key, std::size_t& value, Bounds<std::size_t> bounds);

    template <class Integer>
    void read_integer(std::string_view key, Integer& value, Bounds<Integer> bounds) {
        const auto number =
            integer(key, static_cast<std::int64_t>(bounds.least), static_cast<std::int64_t>(bounds.greatest));
        if (number) value = static_cast<Integer>(*number);
    }

    template <class Choice>
    void read_choice(std::string_view key, Choice& value,
                     std::initializer_list<std::pair<std::string_view, Choice>> choices) {
        std::vector<std::string> names;
        for (const auto& [name, choice] : choices)
            names.emplace_back(name);
        if (const auto index = choice_of(key, names)) value = (choices.begin() + *index)->second;
    }

    // The table of that key; nullopt where there is none.
    std::optional<TableReader> table(std::string_view key);
    // The tables of [[key]], in their order.
    std::vector<TableReader> tables(std::string_view key);

    // A file or folder, relative to the configuration's own folder.
    std::optional<std::filesystem::path> path(std::string_view key);
    // The same for a regular file that must be there.
    std::optional<std::filesystem::path> existing_file(std::string_view key);

    // Records a mistake at the key's value, or at the table where the key is absent.
    void mistake(std::string_view key, std::string message);
    // Records a mistake in one element of the key's array.
    void mistake(std::string_view key, const Element& element, std::string message);
    // Records that the key is not there; `advice` says what it would be.
    void missing(std::string_view key, std::string_view advice);
    void finish();

    const toml::table& document() const { return *table_; }
    Context& context() const { return *context_; }
    std::string dotted(std::string_view key) const;

private:
    void wrong_type(std::string_view key, std::string_view wanted, const toml::node& node);
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t greatest);
    std::optional<std::size_t> choice_of(std::string_view key, const std::vector<std::string>& names);

    const toml::table* table_;
    std::string path_;
    Context* context_;
    std::vector<std::string> known_;  // the keys that were asked for
};

}  // namespace placard::config
