// Secrets, which never stand in the configuration itself: { env = "NAME" } or { file = "PATH" }.
#pragma once

#include <string_view>

#include "base/secret.h"
#include "config/reader.h"

namespace placard::config {

// The value of the key, fit to be sent as a header field's value; empty where the key is absent or wrong.
// One newline at its end is taken away. No mistake that is recorded holds any part of the value.
base::Secret read_secret(TableReader& table, std::string_view key);

}  // namespace placard::config
