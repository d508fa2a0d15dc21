#include "cli/listen_address.h"

#include "config/listen_address.h"

namespace placard::cli {

base::Result<std::vector<config::ListenAddress>> parse_listen_addresses(
    const std::vector<std::string>& texts) {
    std::vector<config::ListenAddress> addresses;
    for (const std::string& text : texts) {
        auto address = config::parse_listen_address(text);
        if (!address) return tl::unexpected(std::move(address.error()));
        addresses.push_back(std::move(*address));
    }
    return addresses;
}

std::string browsable_address(const http::Endpoint& endpoint) {
    const bool every_address = endpoint.host == "::" || endpoint.host == "0.0.0.0";
    const bool is_v6 = endpoint.host.find(':') != std::string::npos;
    const std::string host = every_address ? "localhost" : is_v6 ? "[" + endpoint.host + "]" : endpoint.host;
    return "http://" + host + ":" + std::to_string(endpoint.port) + "/";
}

}  // namespace placard::cli
