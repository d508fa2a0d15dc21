// Addresses as a command line writes them, and as a person opens them.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "config/config.h"
#include "http/server.h"

namespace placard::cli {

// "127.0.0.1:8080", "[::]:8080", "localhost:0"; ErrorCode::invalid names the one that is none.
base::Result<std::vector<config::ListenAddress>> parse_listen_addresses(
    const std::vector<std::string>& texts);

// "http://localhost:8080/": where an endpoint stands for every address of the machine, the loopback one.
std::string browsable_address(const http::Endpoint& endpoint);

}  // namespace placard::cli
