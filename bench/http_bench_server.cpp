// A server with nothing but the hot path behind it, to compare with nginx's proxy_cache: server, conditional
// requests, routes, edge cache. "/N" answers with N bytes, kept by the cache from the first request on.
//
//   http_bench_server PORT THREADS [ACCESS-LOG-FILE]

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include "edge/cache.h"
#include "edge/conditional.h"
#include "edge/router.h"
#include "http/server.h"
#include "observe/access_log.h"

namespace {

using namespace placard;

class Bytes final : public http::Handler {
public:
    boost::asio::awaitable<http::Response> handle(const http::Request& request) override {
        auto representation = std::make_shared<http::Representation>();
        const std::size_t size = std::strtoul(std::string(request.path().substr(1)).c_str(), nullptr, 10);
        representation->body = base::Blob(std::string(size, 'x'));
        representation->content_type = "image/jpeg";
        representation->etag = "\"0123456789abcdef0123456789abcdef\"";
        representation->last_modified = base::system_clock().wall_now();
        representation->policy = {std::chrono::hours(8760), std::chrono::hours(24), std::chrono::hours(168),
                                  false};
        http::Response response;
        response.representation = std::move(representation);
        response.trace.card = "challenge";
        response.trace.source = "render";
        co_return response;
    }
};

class NoLog final : public http::ExchangeObserver {
public:
    void finished(const http::Exchange&) override {}
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return std::fprintf(stderr, "usage: %s PORT THREADS [ACCESS-LOG-FILE]\n", argv[0]), 2;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    Bytes bytes;
    edge::Cache cache(bytes, 32 * 1024 * 1024,
                      [](const http::Request& request) -> std::optional<std::string> {
                          return std::string(request.path());
                      });
    edge::Router router(cache);
    edge::Conditional conditional(router);

    NoLog no_log;
    http::ExchangeObserver* observer = &no_log;
    std::unique_ptr<observe::AccessLog> access_log;
    if (argc > 3) {
        auto opened = observe::AccessLog::create(argv[3], base::null_log());
        if (!opened) return std::fprintf(stderr, "%s\n", describe(opened.error()).c_str()), 1;
        access_log = std::move(*opened);
        observer = access_log.get();
    }

    http::ServerOptions options;
    options.listen = {{"127.0.0.1", static_cast<std::uint16_t>(std::atoi(argv[1]))}};
    options.threads = static_cast<std::size_t>(std::atoi(argv[2]));
    auto server = http::Server::create(options, conditional, *observer, base::null_log());
    if (!server) return std::fprintf(stderr, "%s\n", describe(server.error()).c_str()), 1;
    (*server)->start();
    int signal = 0;
    sigwait(&signals, &signal);
    (*server)->drain(std::chrono::seconds(2));
    return 0;
}
