// The address of a page card: "https://cards.example.com/?social={id}" with the id and the fields filled in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "card/pattern.h"

namespace placard::card {

// What stands between braces in the template and is neither "id" nor one of `field_names`, each once, in the
// order of the template. A brace without its partner is reported as "{" or "}". Empty: the template is good.
std::vector<std::string> unknown_placeholders(std::string_view address_template,
                                              const std::vector<std::string>& field_names);

// The template with "{id}" and every "{field}" replaced by its value, percent-encoded: everything but RFC
// 3986's unreserved characters, so that no value can end the part of the address that it stands in. Other
// braces stay.
std::string fill_page_address(std::string_view address_template, std::string_view id,
                              const Parameters& parameters);

}  // namespace placard::card
