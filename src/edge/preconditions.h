// Whether a request's conditions hold for what would be sent (RFC 9110 section 13).
#pragma once

#include <string>
#include <vector>

#include "http/message.h"

namespace placard::edge {

// A request's conditional fields; nullptr or empty where it has none. Views into the request.
struct ConditionalFields {
    std::vector<const std::string*> if_match;  // of each field line
    std::vector<const std::string*> if_none_match;
    const std::string* if_modified_since = nullptr;
    const std::string* if_unmodified_since = nullptr;
    const std::string* if_range = nullptr;
    const std::string* range = nullptr;  // of the only Range field
    bool any = false;
};
ConditionalFields conditional_fields(const http::Request& request);

enum class Precondition { holds, not_modified, failed };

// In the order of section 13.2.2, up to step 4.
Precondition evaluate(const ConditionalFields& fields, const http::Representation& representation,
                      base::WallTime now);

// Step 5: whether Range applies, by If-Range (section 13.1.5).
bool range_applies(const ConditionalFields& fields, const http::Representation& representation,
                   base::WallTime now);

}  // namespace placard::edge
