#include "edge/preconditions.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "http/ascii.h"
#include "http/date.h"

namespace placard::edge {
namespace {

using http::equal_ignoring_case;
using std::chrono::seconds;

// RFC 9110 section 8.8.3.
struct EntityTag {
    bool weak = false;
    std::string_view opaque;  // with its quotes
};

// Takes the tag at the start of the text off it; nullopt where there is none.
std::optional<EntityTag> take_tag(std::string_view& text) {
    EntityTag tag;
    tag.weak = text.starts_with("W/");
    const std::size_t start = tag.weak ? 2 : 0;
    if (text.size() <= start || text[start] != '"') return std::nullopt;
    const std::size_t end = text.find('"', start + 1);
    if (end == std::string_view::npos) return std::nullopt;
    tag.opaque = text.substr(start, end + 1 - start);
    text.remove_prefix(end + 1);
    return tag;
}

enum class Comparison { strong, weak };  // section 8.8.3.2

bool same(const EntityTag& a, const EntityTag& b, Comparison comparison) {
    return a.opaque == b.opaque && (comparison == Comparison::weak || (!a.weak && !b.weak));
}

// Whether a list of tags, or "*", names the representation. What is no tag ends the list.
bool names(std::string_view list, const EntityTag& own, Comparison comparison) {
    list = http::trim(list);
    if (list == "*") return true;
    while (!list.empty()) {
        if (list.front() == ',' || list.front() == ' ' || list.front() == '\t') {
            list.remove_prefix(1);
            continue;
        }
        const std::optional<EntityTag> tag = take_tag(list);
        if (!tag) return false;
        if (same(*tag, own, comparison)) return true;
    }
    return false;
}

bool any_names(const std::vector<const std::string*>& lines, const http::Representation& representation,
               Comparison comparison) {
    std::string_view text = representation.etag;
    const EntityTag own = take_tag(text).value_or(EntityTag{});
    return std::ranges::any_of(lines, [&](const std::string* line) { return names(*line, own, comparison); });
}

// Dates have whole seconds.
std::optional<base::WallTime> last_modified(const http::Representation& representation) {
    if (!representation.last_modified) return std::nullopt;
    return std::chrono::floor<seconds>(*representation.last_modified);
}

bool modified_after(const http::Representation& representation, const std::string& date, base::WallTime now,
                    bool otherwise) {
    const std::optional<base::WallTime> modified = last_modified(representation);
    const std::optional<base::WallTime> then = http::parse_date(date, now);
    return modified && then ? *modified > *then : otherwise;
}

}  // namespace

ConditionalFields conditional_fields(const http::Request& request) {
    ConditionalFields found;
    std::size_t ranges = 0;
    for (const http::HeaderField& field : request.fields) {
        const char first = field.name.empty() ? '\0' : http::to_lower(field.name.front());
        if (first != 'i' && first != 'r') continue;
        if (equal_ignoring_case(field.name, "If-None-Match")) {
            found.if_none_match.push_back(&field.value);
        } else if (equal_ignoring_case(field.name, "If-Modified-Since")) {
            found.if_modified_since = &field.value;
        } else if (equal_ignoring_case(field.name, "Range")) {
            found.range = ++ranges == 1 ? &field.value : nullptr;
        } else if (equal_ignoring_case(field.name, "If-Range")) {
            found.if_range = &field.value;
        } else if (equal_ignoring_case(field.name, "If-Match")) {
            found.if_match.push_back(&field.value);
        } else if (equal_ignoring_case(field.name, "If-Unmodified-Since")) {
            found.if_unmodified_since = &field.value;
        } else {
            continue;
        }
        found.any = true;
    }
    return found;
}

Precondition evaluate(const ConditionalFields& fields, const http::Representation& representation,
                      base::WallTime now) {
    // Steps 1 and 2. A date that is none is ignored, and so is one that there is nothing to compare with.
    if (!fields.if_match.empty()) {
        if (!any_names(fields.if_match, representation, Comparison::strong)) return Precondition::failed;
    } else if (fields.if_unmodified_since != nullptr) {
        if (modified_after(representation, *fields.if_unmodified_since, now, false))
            return Precondition::failed;
    }
    // Steps 3 and 4; a method other than GET and HEAD never comes here.
    if (!fields.if_none_match.empty()) {
        if (any_names(fields.if_none_match, representation, Comparison::weak))
            return Precondition::not_modified;
    } else if (fields.if_modified_since != nullptr) {
        if (!modified_after(representation, *fields.if_modified_since, now, true))
            return Precondition::not_modified;
    }
    return Precondition::holds;
}

bool range_applies(const ConditionalFields& fields, const http::Representation& representation,
                   base::WallTime now) {
    if (fields.range == nullptr) return false;
    if (fields.if_range == nullptr) return true;
    std::string_view text = *fields.if_range;
    if (const std::optional<EntityTag> tag = take_tag(text)) {
        std::string_view own_text = representation.etag;
        const std::optional<EntityTag> own = take_tag(own_text);
        return text.empty() && own && same(*tag, *own, Comparison::strong);
    }
    // A date is a strong validator only where what it names can't have changed twice within it
    // (section 8.8.2.2).
    const std::optional<base::WallTime> date = http::parse_date(*fields.if_range, now);
    return date && date == last_modified(representation) && now - *date >= seconds(1);
}

}  // namespace placard::edge
