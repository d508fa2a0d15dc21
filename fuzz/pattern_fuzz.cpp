// The first line of the input is a path pattern, the second a request's target, the third a page address.
// Whatever they are: nothing crashes, and an address that is found leads to itself again.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "card/catalogue.h"
#include "card/page_address.h"

namespace {

using namespace placard;

void require(bool condition) {
    if (!condition) std::abort();
}

std::string_view take_line(std::string_view& text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

void check_same(const card::CardAddress& address, const std::optional<card::CardAddress>& again) {
    require(again.has_value());
    require(again->id == address.id);
    require(again->parameters == address.parameters);
}

void check_target(const card::Pattern& pattern, std::string_view target, std::string_view page) {
    const auto card = std::make_shared<const card::Card>(
        card::Card{.name = "fuzzed", .pattern = pattern, .source = card::TemplateSource{}});
    const card::Catalogue catalogue({card});
    catalogue.find_id(target);
    const auto address = catalogue.find(target);
    if (!address) return;
    check_same(*address, catalogue.find(address->canonical_path()));
    check_same(*address, catalogue.find_id(address->id));
    for (const card::Parameter& parameter : address->parameters)
        require(!parameter.value.empty());
    card::fill_page_address(page, address->id, address->parameters);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const std::string_view text = take_line(rest);
    const std::string_view target = take_line(rest);
    const auto pattern = card::Pattern::compile(text);
    if (!pattern) {
        require(pattern.error().message.starts_with("column "));
        return 0;
    }
    require(pattern->text() == text);
    card::unknown_placeholders(rest, pattern->field_names());
    check_target(*pattern, target, rest);
    return 0;
}
