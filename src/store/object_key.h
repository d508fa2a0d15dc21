// Which keys and headers a store takes; the rule itself is in object_store.h.
#pragma once

#include <string_view>

#include "base/error.h"
#include "store/object_store.h"

namespace placard::store {

// One part of a key between its slashes.
bool is_key_segment(std::string_view segment);

// ErrorCode::invalid, with what is wrong.
base::Status check_key(std::string_view key);

// Headers travel into HTTP answers as they are: ErrorCode::invalid for anything but visible ASCII and blanks
// (RFC 9110 section 5.5) and past 1024 bytes. ErrorCode::too_large for a body past max_body.
base::Status check_content(const base::Blob& body, const ObjectHeaders& headers);

}  // namespace placard::store
