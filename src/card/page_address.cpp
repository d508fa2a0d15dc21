#include "card/page_address.h"

#include <algorithm>

#include "card/percent.h"

namespace placard::card {
namespace {

// Calls literal(text) and placeholder(name) for the pieces of the template in their order; a brace without
// its partner goes to stray(brace).
template <class Literal, class Placeholder, class Stray>
void for_each_piece(std::string_view text, Literal literal, Placeholder placeholder, Stray stray) {
    while (!text.empty()) {
        const std::size_t brace = text.find_first_of("{}");
        literal(text.substr(0, brace));
        if (brace == std::string_view::npos) return;
        text.remove_prefix(brace);

        const std::size_t next = text.find_first_of("{}", 1);
        if (text[0] == '{' && next != std::string_view::npos && text[next] == '}') {
            placeholder(text.substr(1, next - 1));
            text.remove_prefix(next + 1);
        } else {
            stray(text.substr(0, 1));
            text.remove_prefix(1);
        }
    }
}

}  // namespace

std::vector<std::string> unknown_placeholders(std::string_view address_template,
                                              const std::vector<std::string>& field_names) {
    std::vector<std::string> unknown;
    const auto report = [&](std::string_view name) {
        if (std::find(unknown.begin(), unknown.end(), name) == unknown.end()) unknown.emplace_back(name);
    };
    for_each_piece(
        address_template, [](std::string_view) {},
        [&](std::string_view name) {
            const bool known =
                name == "id" || std::find(field_names.begin(), field_names.end(), name) != field_names.end();
            if (!known) report(name);
        },
        report);
    return unknown;
}

std::string fill_page_address(std::string_view address_template, std::string_view id,
                              const Parameters& parameters) {
    std::string address;
    for_each_piece(
        address_template, [&](std::string_view literal) { address += literal; },
        [&](std::string_view name) {
            if (name == "id") {
                address += percent_encode(id);
            } else if (const std::string* value = find_parameter(parameters, name)) {
                address += percent_encode(*value);
            } else {
                address.append("{").append(name).append("}");
            }
        },
        [&](std::string_view brace) { address += brace; });
    return address;
}

}  // namespace placard::card
