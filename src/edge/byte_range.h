// Range fields (RFC 9110 section 14).
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "http/message.h"

namespace placard::edge {

// The whole is sent: several ranges, another unit, or a text that is no range.
struct WholeContent {};
// A 416.
struct UnsatisfiableRange {};
using RangeDecision = std::variant<WholeContent, http::ByteRange, UnsatisfiableRange>;

// range: the field's value; size: of the content.
RangeDecision decide_range(std::string_view range, std::uint64_t size);

}  // namespace placard::edge
