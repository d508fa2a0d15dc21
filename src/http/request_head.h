// The grammar of a request's head (RFC 9112 section 3, RFC 9110 section 5), over Boost.Beast's parser.
#pragma once

#include <string_view>
#include <vector>

#include "http/message.h"

namespace placard::http {

// Views into the bytes that were parsed.
struct RequestLine {
    std::string_view method;
    std::string_view target;
    int minor_version = 1;  // HTTP/1.x
};

// bytes: one whole head as HeadScanner delimits it. Replaces `fields`, whose strings are used again, so that
// the next request of a connection allocates nothing. False: not of the grammar; line and fields are then of
// no use.
bool parse_request_head(std::string_view bytes, RequestLine& line, std::vector<HeaderField>& fields);

// For the access log of what is no request: the first two words, as far as they are there. Empty views where
// the bytes do not even start like a request line.
RequestLine guess_request_line(std::string_view bytes, std::size_t max_target);

}  // namespace placard::http
