#include "config/page_section.h"

#include <algorithm>
#include <array>

#include "card/page_address.h"
#include "card/percent.h"
#include "config/authority.h"
#include "config/quote.h"
#include "config/secret_reader.h"

namespace placard::config {
namespace {

constexpr std::size_t max_address = 2048;

// pchar, '/', '?', '#', '%' and the braces of placeholders (RFC 3986, section 2 and appendix A).
bool is_address_character(char c) {
    return card::is_path_character(c) || std::string_view("?#%{}[]").find(c) != std::string_view::npos;
}

// The part of an absolute address between "//" and the path, query or fragment.
std::string_view authority_of(std::string_view behind_scheme) {
    return behind_scheme.substr(0, behind_scheme.find_first_of("/?#"));
}

std::string authority_mistake(std::string_view authority) {
    if (authority.find('@') != std::string_view::npos) {
        return "must not hold a user name or a password; use token instead";
    }
    if (authority.find_first_of("{}") != std::string_view::npos) {
        return "has a placeholder in its host; they may stand behind the host only";
    }
    const auto canonical = canonical_authority(authority);
    return canonical ? "" : canonical.error().message;
}

std::string origin_mistake(std::string_view address) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (address.starts_with(scheme))
            return authority_mistake(authority_of(address.substr(scheme.size())));
    }
    if (address.starts_with('/') && !address.starts_with("//")) return {};
    return "must begin with https:// or http://, or with '/' for a page that Placard serves itself";
}

std::string placeholder_mistake(std::string_view address, const std::vector<std::string>& field_names) {
    const auto unknown = card::unknown_placeholders(address, field_names);
    if (unknown.empty()) return {};
    if (unknown.front() == "{" || unknown.front() == "}") return "has a brace without its partner";
    std::vector<std::string> known{"{id}"};
    for (const std::string& name : field_names)
        known.push_back("{" + name + "}");
    return in_quotes("{" + unknown.front() + "}") + " is not a placeholder; there are " +
           listed(known, "and");
}

// RFC 9110 section 5.6.2.
bool is_header_name(std::string_view name) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    };
    return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), allowed);
}

// Fields that belong to the connection or to the browser and can't be set by a request.
bool is_forbidden_header(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    constexpr std::array<std::string_view, 8> forbidden{
        "host",    "connection", "content-length", "transfer-encoding",
        "upgrade", "te",         "trailer",        "keep-alive"};
    return std::find(forbidden.begin(), forbidden.end(), name) != forbidden.end();
}

void read_token_header(TableReader& card, std::string& header) {
    const auto name = card.text("token_header");
    if (!name) return;
    if (!is_header_name(*name)) {
        card.mistake("token_header", "must be the name of a header field, such as \"X-Placard-Token\"");
    } else if (is_forbidden_header(*name)) {
        card.mistake("token_header",
                     in_quotes(*name) + " belongs to the connection; choose another header field");
    } else {
        header = *name;
    }
}

}  // namespace

std::string page_address_mistake(std::string_view address, const std::vector<std::string>& field_names) {
    if (address.size() > max_address) {
        return "must have at most " + std::to_string(max_address) + " characters";
    }
    for (const char c : address) {
        if (static_cast<unsigned char>(c) >= 0x80) return "must be ASCII; percent-encode what is not";
        if (!is_address_character(c)) {
            return "must not contain " + in_quotes(std::string_view(&c, 1)) + "; percent-encode it";
        }
    }
    if (auto mistake = origin_mistake(address); !mistake.empty()) return mistake;
    return placeholder_mistake(address, field_names);
}

card::PageSource read_page(TableReader& card, const std::vector<std::string>* field_names) {
    card::PageSource page;
    card.read("page", page.address);
    if (field_names && card.document().get("page")->is_string()) {
        const std::string wrong = page_address_mistake(page.address, *field_names);
        if (!wrong.empty()) card.mistake("page", wrong);
    }
    page.token = read_secret(card, "token");
    read_token_header(card, page.token_header);
    card.read_choice("ready", page.ready,
                     {{"load", card::ReadySignal::load},
                      {"idle", card::ReadySignal::idle},
                      {"signal", card::ReadySignal::signal}});
    return page;
}

}  // namespace placard::config
