// The store's key of a picture.
#pragma once

#include <string>
#include <string_view>

#include "base/image_format.h"

namespace placard::origin {

// "challenge/1f0c…/12-34-10.jpg". An id that holds what a key must not (the store's rule: its characters,
// "..", the lengths) is replaced by "~" and its SHA-256; different ids never get the same key.
std::string object_key(std::string_view card_name, std::string_view fingerprint, std::string_view id,
                       base::ImageFormat format);

}  // namespace placard::origin
