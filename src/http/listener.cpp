#include "http/listener.h"

#include <sys/socket.h>

namespace placard::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

std::string text_of(const Endpoint& endpoint) {
    const bool v6 = endpoint.host.find(':') != std::string::npos;
    return (v6 ? "[" + endpoint.host + "]" : endpoint.host) + ":" + std::to_string(endpoint.port);
}

tl::unexpected<base::Error> cannot_listen(const Endpoint& endpoint, const error_code& error) {
    return base::fail(base::ErrorCode::unavailable, base::Fault::ours, "can't listen on " + text_of(endpoint),
                      error.message());
}

enum class Sharing { alone, with_our_own };

// Opens and binds; the first error ends it.
error_code bind_to(Acceptor& acceptor, const tcp::endpoint& address, Sharing sharing) {
    error_code error;
    acceptor.open(address.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error && sharing == Sharing::with_our_own) acceptor.set_option(ReusePort(true), error);
    if (!error && address.address().is_v6()) {
        acceptor.set_option(asio::ip::v6_only(!address.address().is_unspecified()), error);
    }
    if (!error) acceptor.bind(address, error);
    return error;
}

}  // namespace

base::Result<Acceptor> listen_on(asio::io_context& io, const Endpoint& endpoint) {
    error_code error;
    const asio::ip::address address = asio::ip::make_address(endpoint.host, error);
    if (error) return cannot_listen(endpoint, error);

    Acceptor acceptor(io.get_executor());
    error = bind_to(acceptor, tcp::endpoint(address, endpoint.port), Sharing::with_our_own);
    // Accepted sockets inherit it: an answer's last packet never waits for an acknowledgement.
    if (!error) acceptor.set_option(tcp::no_delay(true), error);
    if (!error) acceptor.non_blocking(true, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return cannot_listen(endpoint, error);
    return acceptor;
}

base::Status ensure_free(const Endpoint& endpoint) {
    error_code error;
    const asio::ip::address address = asio::ip::make_address(endpoint.host, error);
    if (error) return cannot_listen(endpoint, error);
    asio::io_context io;
    Acceptor acceptor(io.get_executor());
    error = bind_to(acceptor, tcp::endpoint(address, endpoint.port), Sharing::alone);
    if (error) return cannot_listen(endpoint, error);
    return {};
}

Endpoint local_endpoint(const Acceptor& acceptor) {
    error_code ignored;
    const tcp::endpoint endpoint = acceptor.local_endpoint(ignored);
    return {endpoint.address().to_string(), endpoint.port()};
}

std::string address_of(const tcp::endpoint& peer) {
    const asio::ip::address address = peer.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

}  // namespace placard::http
