// "127.0.0.1:8080", "[::]:8080", "localhost:8080": where the server listens.
#pragma once

#include <string_view>

#include "base/error.h"
#include "config/config.h"

namespace placard::config {

// The host is numeric, IPv6 in brackets; "localhost" is taken for 127.0.0.1. Port 0 is one that is free.
// Fails with ErrorCode::invalid; the message says what would be right.
base::Result<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace placard::config
