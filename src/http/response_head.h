// Writes the head of an answer: the one place that decides which fields go out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "http/request_rules.h"

namespace placard::http {

// What the head says beside the answer itself.
struct ResponseContext {
    std::string_view date = {};  // RFC 9110 section 6.6.1
    Persistence persistence = Persistence::close;
    int minor_version = 1;                     // of the request; HTTP/1.0 is told when its connection stays
    std::optional<base::Duration> total = {};  // since the request came; empty: no Server-Timing
};

// Appends the status line, the fields and the empty line. Names and values that would break the head (line
// ends, control characters) are left out, so that stored metadata can never write fields of its own.
void append_response_head(std::string& out, const Response& response, const ResponseContext& context);

// The bytes of the body that go out: of a 206 its range, of a 304 and for HEAD nothing.
std::string_view content_of(const Response& response, Method method);

}  // namespace placard::http
