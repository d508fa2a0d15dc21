// Dates as HTTP writes them (RFC 9110 section 5.6.7).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace placard::http {

// "Sun, 06 Nov 1994 08:49:37 GMT".
std::string format_date(base::WallTime time);
// IMF-fixdate and the two obsolete forms; nullopt for anything else.
std::optional<base::WallTime> parse_date(std::string_view text, base::WallTime now);

}  // namespace placard::http
