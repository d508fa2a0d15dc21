// What a card is: a path pattern, where its picture comes from, and how it is drawn, kept and cached.
// Plain data, already validated by `config`.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "card/pattern.h"

namespace placard::card {

// An HTML file with Mustache placeholders. Its relative references are files of its folder and below.
struct TemplateSource {
    std::filesystem::path file;
    bool scripts = false;  // whether scripts of the template run
};

// When a page counts as drawn: at its load event, when its network has been idle for half a second, or when
// it says so itself by calling window.placard.ready().
enum class ReadySignal { load, idle, signal };

// An address that a browser opens. "{id}" and "{field}" stand for the card's id and fields, percent-encoded.
struct PageSource {
    std::string address;  // absolute http(s), or a path ("/page.html?id={id}") that Placard itself serves
    base::Secret token;   // empty: none is sent
    std::string token_header = "X-Placard-Token";
    ReadySignal ready = ReadySignal::load;
};

// CSS pixels; the picture has width × scale by height × scale pixels.
struct Viewport {
    int width = 1200;
    int height = 630;
    double scale = 2;
    friend bool operator==(const Viewport&, const Viewport&) = default;
};

// RFC 9111 and RFC 5861 lifetimes of the answer.
struct Lifetimes {
    std::chrono::seconds max_age{31536000};
    std::chrono::seconds stale_while_revalidate{86400};
    std::chrono::seconds stale_if_error{604800};
    std::chrono::seconds fallback_max_age{10};  // of the default image in place of the card
};

struct Card {
    std::string name;  // a slug, unique in the configuration
    Pattern pattern;
    std::variant<TemplateSource, PageSource> source;
    std::vector<Parameter> variables{};  // constants beside the path's fields
    std::optional<std::filesystem::path> default_image{};
    Viewport viewport{};
    int quality = 80;                          // of the lossy formats, 1..100
    std::chrono::milliseconds deadline{3000};  // from the request to the answer
    // "host" or "host:port" that the card's page may reach beside its own.
    std::vector<std::string> allowed_hosts{};
    std::string version{};  // free text; part of the fingerprint, to be changed by hand
    Lifetimes lifetimes{};
};

}  // namespace placard::card
