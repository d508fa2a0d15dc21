// Listening sockets.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/error.h"
#include "http/plain_stream.h"
#include "http/server.h"

namespace placard::http {

using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, IoExecutor>;

// A socket that listens on the address together with others of this program (SO_REUSEPORT: the kernel spreads
// connections over them). "::" takes IPv4 as well. ErrorCode::unavailable names the address and what is
// wrong.
base::Result<Acceptor> listen_on(boost::asio::io_context& io, const Endpoint& endpoint);

// ErrorCode::unavailable where somebody else listens on the address already, which SO_REUSEPORT would hide.
base::Status ensure_free(const Endpoint& endpoint);

Endpoint local_endpoint(const Acceptor& acceptor);

// Numeric, without port; an IPv4 client of a dual-stack socket in its IPv4 form.
std::string address_of(const boost::asio::ip::tcp::endpoint& peer);

}  // namespace placard::http
