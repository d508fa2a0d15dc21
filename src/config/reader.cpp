#include "config/reader.h"

#include <algorithm>
#include <sstream>

#include "config/quote.h"
#include "config/suggestion.h"

namespace placard::config {
namespace {

// A part of a dotted key: bare where TOML would take it bare and it is not overlong.
std::string key_part(std::string_view key) {
    const auto bare = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-';
    };
    const bool plain = !key.empty() && key.size() <= 64 && std::all_of(key.begin(), key.end(), bare);
    return plain ? std::string(key) : in_quotes(key);
}

// With as many digits as are needed.
std::string shown(double number) {
    std::ostringstream text;
    text << number;
    return text.str();
}

Position position_of(const toml::source_region& region) {
    return {region.begin.line, region.begin.column};
}

}  // namespace

std::string_view noun_of(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "an array";
        case toml::node_type::string:
            return "a string";
        case toml::node_type::integer:
            return "an integer";
        case toml::node_type::floating_point:
            return "a number with a fraction";
        case toml::node_type::boolean:
            return "a boolean";
        case toml::node_type::date:
            return "a date";
        case toml::node_type::time:
            return "a time";
        case toml::node_type::date_time:
            return "a date and time";
        case toml::node_type::none:
            break;
    }
    return "nothing";
}

Position position_of(const toml::node& node) {
    return position_of(node.source());
}

std::string TableReader::dotted(std::string_view key) const {
    return path_.empty() ? key_part(key) : path_ + "." + key_part(key);
}

const toml::node* TableReader::find(std::string_view key) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
    return table_->get(key);
}

void TableReader::mistake(std::string_view key, std::string message) {
    const toml::node* node = table_->get(key);
    const Position position = node ? position_of(*node) : config::position_of(*table_);
    context_->mistakes.add(position, dotted(key), std::move(message));
}

void TableReader::mistake(std::string_view key, const Element& element, std::string message) {
    context_->mistakes.add(element.position, dotted(key), std::move(message));
}

void TableReader::missing(std::string_view key, std::string_view advice) {
    mistake(key, "is missing; " + std::string(advice));
}

void TableReader::wrong_type(std::string_view key, std::string_view wanted, const toml::node& node) {
    mistake(key, "must be " + std::string(wanted) + ", is " + std::string(noun_of(node)));
}

void TableReader::finish() {
    for (const auto& [key, node] : *table_) {
        if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
        const auto meant = nearest_word(key.str(), known_);
        context_->mistakes.add(position_of(key.source()), dotted(key.str()),
                               meant ? "is not a key; did you mean " + in_quotes(*meant) + "?"
                                     : "is not a key; there are " + listed(known_, "and"));
    }
}

std::optional<std::string> TableReader::text(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (const auto* string = node->as_string()) return string->get();
    wrong_type(key, "a string", *node);
    return std::nullopt;
}

std::optional<std::vector<Element>> TableReader::texts(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    const toml::array* array = node->as_array();
    if (!array) {
        wrong_type(key, "an array of strings", *node);
        return std::nullopt;
    }
    std::vector<Element> values;
    for (const toml::node& element : *array) {
        if (const auto* string = element.as_string()) {
            values.push_back({string->get(), config::position_of(element)});
        } else {
            context_->mistakes.add(config::position_of(element), dotted(key),
                                   "must hold strings only, holds " + std::string(noun_of(element)));
        }
    }
    if (values.size() != array->size()) return std::nullopt;
    return values;
}

void TableReader::read(std::string_view key, std::string& value) {
    if (auto string = text(key)) value = std::move(*string);
}

void TableReader::read(std::string_view key, bool& value) {
    const toml::node* node = find(key);
    if (!node) return;
    if (const auto* boolean = node->as_boolean()) {
        value = boolean->get();
    } else {
        wrong_type(key, "true or false", *node);
    }
}

void TableReader::read(std::string_view key, double& value, Bounds<double> bounds) {
    const toml::node* node = find(key);
    if (!node) return;
    const auto number = node->value<double>();
    if (!node->is_number() || !number) return wrong_type(key, "a number", *node);
    if (!(*number >= bounds.least && *number <= bounds.greatest)) {
        return mistake(key, "must be from " + shown(bounds.least) + " to " + shown(bounds.greatest) +
                                ", is " + shown(*number));
    }
    value = *number;
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, std::int64_t least,
                                                 std::int64_t greatest) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    const auto* number = node->as_integer();
    if (!number) {
        wrong_type(key, "an integer", *node);
        return std::nullopt;
    }
    if (number->get() < least || number->get() > greatest) {
        mistake(key, "must be from " + std::to_string(least) + " to " + std::to_string(greatest) + ", is " +
                         std::to_string(number->get()));
        return std::nullopt;
    }
    return number->get();
}

std::optional<std::size_t> TableReader::choice_of(std::string_view key,
                                                  const std::vector<std::string>& names) {
    const auto written = text(key);
    if (!written) return std::nullopt;
    const auto found = std::find(names.begin(), names.end(), *written);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    std::vector<std::string> quoted_names;
    for (const std::string& name : names)
        quoted_names.push_back(in_quotes(name));
    mistake(key, "must be " + listed(quoted_names, "or") + ", is " + in_quotes(*written));
    return std::nullopt;
}

std::optional<TableReader> TableReader::table(std::string_view key) {
    const toml::node* node = find(key);
    if (!node) return std::nullopt;
    if (const toml::table* inner = node->as_table()) return TableReader(*inner, dotted(key), *context_);
    wrong_type(key, "a table", *node);
    return std::nullopt;
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
    std::vector<TableReader> readers;
    const toml::node* node = find(key);
    if (!node) return readers;
    const toml::array* array = node->as_array();
    if (!array) {
        wrong_type(key, "an array of tables, each begun by [[" + std::string(key) + "]]", *node);
        return readers;
    }
    std::size_t number = 0;
    for (const toml::node& element : *array) {
        const std::string name = dotted(key) + "[" + std::to_string(++number) + "]";
        if (const toml::table* inner = element.as_table()) {
            readers.emplace_back(*inner, name, *context_);
        } else {
            context_->mistakes.add(config::position_of(element), name,
                                   "must be a table, is " + std::string(noun_of(element)));
        }
    }
    return readers;
}

}  // namespace placard::config
