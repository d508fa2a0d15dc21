// [[card]]: the cards.

#include <algorithm>
#include <cmath>
#include <map>

#include "card/field_parser.h"
#include "config/authority.h"
#include "config/page_section.h"
#include "config/quote.h"
#include "config/sections.h"

namespace placard::config {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_cards = 10'000;
constexpr std::size_t max_name = 64;
constexpr std::size_t max_hosts = 100;
constexpr std::size_t max_version = 256;
constexpr double max_pixels = 32'000'000;

// What may be there once in a file, and the name of the card that has it.
struct Taken {
    std::map<std::string, std::string> names;     // to the card's dotted name, "card[1]"
    std::map<std::string, std::string> patterns;  // the same
};

bool is_slug(std::string_view text) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= max_name && !text.starts_with('-') && !text.ends_with('-') &&
           text.find("--") == std::string_view::npos && std::all_of(text.begin(), text.end(), allowed);
}

void claim(TableReader& card, std::string_view key, const std::string& value,
           std::map<std::string, std::string>& taken, const std::string& owner) {
    const auto [entry, fresh] = taken.emplace(value, owner);
    if (!fresh)
        card.mistake(key, in_quotes(value) + " is " + entry->second + "'s already; each is there once");
}

std::string read_name(TableReader& card, Taken& taken, const std::string& owner) {
    if (!card.has("name")) {
        card.missing("name", "write a name for logs and metrics, as in name = \"challenge\"");
        return {};
    }
    const auto name = card.text("name");
    if (!name) return {};
    if (!is_slug(*name)) {
        card.mistake("name", in_quotes(*name) +
                                 " is not a slug: lower-case letters and digits with single hyphens between "
                                 "them, 64 characters at most");
    } else {
        claim(card, "name", *name, taken.names, owner);
    }
    return *name;
}

std::optional<card::Pattern> read_pattern(TableReader& card, Taken& taken, const std::string& owner) {
    if (!card.has("path")) {
        card.missing("path", "write a path pattern, as in path = \"/{km:1..999}-{days:1..366}\"");
        return std::nullopt;
    }
    const auto text = card.text("path");
    if (!text) return std::nullopt;
    auto pattern = card::Pattern::compile(*text);
    if (!pattern) {
        card.mistake("path", pattern.error().message);
        return std::nullopt;
    }
    claim(card, "path", *text, taken.patterns, owner);
    return *pattern;
}

// Keys that mean something for the other kind of card only.
void refuse_keys(TableReader& card, std::initializer_list<std::string_view> keys, std::string_view reason) {
    for (const std::string_view key : keys) {
        if (card.has(key)) card.mistake(key, std::string(reason));
    }
}

std::variant<card::TemplateSource, card::PageSource> read_source(
    TableReader& card, const std::vector<std::string>* field_names) {
    const bool has_template = card.has("template");
    const bool has_page = card.has("page");
    if (has_page) {
        if (has_template) card.mistake("page", "must not stand beside template; a card has one of the two");
        refuse_keys(card, {"scripts"}, "is for a template only; scripts of a page always run");
        refuse_keys(card, {"variables"}, "is for a template only; write constants into the page's address");
        return read_page(card, field_names);
    }
    if (!has_template) {
        card.missing("template", "a card needs template, an HTML file, or page, an address");
    }
    card::TemplateSource source;
    if (const auto file = card.existing_file("template")) source.file = *file;
    card.read("scripts", source.scripts);
    refuse_keys(card, {"token", "token_header", "ready"}, "is for a page only; this card has a template");
    return source;
}

// A string, an integer or a boolean as text; nullopt for anything else.
std::optional<std::string> constant_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* boolean = node.as_boolean()) return boolean->get() ? "true" : "false";
    return std::nullopt;
}

std::vector<card::Parameter> read_variables(TableReader& card, const std::vector<std::string>* field_names) {
    std::vector<card::Parameter> variables;
    auto section = card.table("variables");
    if (!section) return variables;
    for (const auto& [key, node] : section->document()) {
        const std::string name(key.str());
        const auto value = constant_of(node);
        const bool is_field =
            field_names && std::find(field_names->begin(), field_names->end(), name) != field_names->end();
        if (!card::is_field_name(name)) {
            section->mistake(name,
                             "must have a name of letters, digits and underscores that begins with a letter");
        } else if (name == "id") {
            section->mistake(name, "must have another name; \"id\" stands for the card's id");
        } else if (is_field) {
            section->mistake(name, "must have another name; the card's path has a field of this one");
        } else if (!value) {
            section->mistake(name,
                             "must be a string, an integer or a boolean, is " + std::string(noun_of(node)));
        } else {
            variables.push_back({name, *value});
        }
    }
    return variables;
}

card::Viewport read_viewport(TableReader& card) {
    card::Viewport viewport;
    card.read_integer("width", viewport.width, {1, 4096});
    card.read_integer("height", viewport.height, {1, 4096});
    card.read("scale", viewport.scale, {0.5, 4});
    const double pixels = viewport.width * viewport.scale * (viewport.height * viewport.scale);
    if (pixels > max_pixels) {
        const double largest = std::sqrt(max_pixels / (double{1} * viewport.width * viewport.height));
        card.mistake(
            card.has("scale") ? "scale" : "width",
            "makes a picture of " + std::to_string(std::llround(pixels / 1'000'000)) +
                " million pixels, and 32 million are possible; at this width and height scale may be " +
                std::to_string(std::floor(largest * 100) / 100).substr(0, 4) + " at most");
    }
    return viewport;
}

std::vector<std::string> read_hosts(TableReader& card) {
    std::vector<std::string> hosts;
    const auto texts = card.texts("hosts");
    if (!texts) return hosts;
    if (texts->size() > max_hosts) card.mistake("hosts", "must hold at most " + std::to_string(max_hosts));
    for (const Element& element : *texts) {
        if (auto host = canonical_authority(element.text)) {
            hosts.push_back(std::move(*host));
        } else {
            card.mistake("hosts", element, host.error().message);
        }
    }
    return hosts;
}

card::Lifetimes read_lifetimes(TableReader& card) {
    card::Lifetimes lifetimes;
    card.read_seconds("max_age", lifetimes.max_age);
    card.read_seconds("stale_while_revalidate", lifetimes.stale_while_revalidate);
    card.read_seconds("stale_if_error", lifetimes.stale_if_error);
    card.read_seconds("fallback_max_age", lifetimes.fallback_max_age);
    return lifetimes;
}

std::string read_version(TableReader& card) {
    std::string version;
    card.read("version", version);
    if (version.size() > max_version) {
        card.mistake("version", "must have at most " + std::to_string(max_version) + " characters");
    }
    return version;
}

// nullptr where the card has no pattern, and that is a mistake already.
std::shared_ptr<const card::Card> read_card(TableReader& table, Taken& taken, const std::string& owner) {
    const std::string name = read_name(table, taken, owner);
    const auto pattern = read_pattern(table, taken, owner);
    const auto names = pattern ? std::optional(pattern->field_names()) : std::nullopt;
    const std::vector<std::string>* field_names = names ? &*names : nullptr;

    auto source = read_source(table, field_names);
    auto variables = read_variables(table, field_names);
    auto default_image = table.existing_file("default");
    const card::Viewport viewport = read_viewport(table);
    int quality = 80;
    table.read_integer("quality", quality, {1, 100});
    std::chrono::milliseconds deadline(3000);
    table.read("deadline", deadline, {100ms, 60s});
    auto hosts = read_hosts(table);
    auto version = read_version(table);
    const card::Lifetimes lifetimes = read_lifetimes(table);
    table.finish();

    if (!pattern) return nullptr;
    return std::make_shared<const card::Card>(card::Card{
        .name = name,
        .pattern = *pattern,
        .source = std::move(source),
        .variables = std::move(variables),
        .default_image = std::move(default_image),
        .viewport = viewport,
        .quality = quality,
        .deadline = deadline,
        .allowed_hosts = std::move(hosts),
        .version = std::move(version),
        .lifetimes = lifetimes,
    });
}

}  // namespace

std::vector<std::shared_ptr<const card::Card>> read_cards(TableReader& document) {
    std::vector<std::shared_ptr<const card::Card>> cards;
    std::vector<TableReader> tables = document.tables("card");
    const toml::node* written = document.find("card");
    if (!written || (written->is_array() && tables.empty())) {
        document.missing("card", "write at least one [[card]]");
    }
    if (tables.size() > max_cards) {
        document.mistake("card", "is there " + std::to_string(tables.size()) + " times; " +
                                     std::to_string(max_cards) + " cards are possible");
        return cards;
    }
    Taken taken;
    for (TableReader& table : tables) {
        const std::string owner = table.dotted("name").substr(0, table.dotted("name").rfind('.'));
        if (auto card = read_card(table, taken, owner)) cards.push_back(std::move(card));
    }
    return cards;
}

}  // namespace placard::config
