#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "cli/card_service.h"
#include "cli/checked_config.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/listen_address.h"
#include "cli/no_observer.h"
#include "cli/static_routes.h"
#include "cli/stop_signals.h"
#include "edge/cache.h"
#include "edge/conditional.h"
#include "observe/access_log.h"
#include "observe/health.h"
#include "observe/json_log.h"
#include "origin/card_handler.h"

namespace placard::cli {
namespace {

http::ServerOptions server_options(const config::Server& server) {
    http::ServerOptions options;
    for (const config::ListenAddress& address : server.listen)
        options.listen.push_back({address.host, address.port});
    options.threads = server.threads;
    options.max_connections = server.max_connections;
    options.max_target = server.max_target;
    options.max_header = server.max_header;
    options.header_timeout = server.header_timeout;
    options.idle_timeout = server.idle_timeout;
    options.write_timeout = server.write_timeout;
    return options;
}

// Handlers from the outside in: conditional requests → routes → edge cache → cards.
struct Handlers {
    origin::CardHandler cards;
    edge::Cache cache;
    StaticRoutes routes;
    observe::Health health;
    observe::Readiness readiness;
    edge::Conditional conditional;

    Handlers(CardService& service, const config::Config& configuration, const StopSignals& signals,
             base::Log& log)
        : cards(service.catalogue(), service.pipeline(), service.defaults(), log),
          cache(cards, configuration.cache.size,
                [&service](const http::Request& request) -> std::optional<std::string> {
                    const auto address = service.catalogue().find(request.target);
                    if (!address) return std::nullopt;
                    return address->canonical_path();
                }),
          routes(configuration.static_files, cache),
          readiness([&service, &signals] {
              return signals.stopping() ? std::string("stopping") : service.reason_not_ready();
          }),
          conditional(routes.handler()) {
        routes.handler().add_exact("/-/health", health);
        routes.handler().add_exact("/-/ready", readiness);
    }
};

void announce(const http::Server& server, base::Log& log) {
    for (const http::Endpoint& endpoint : server.endpoints()) {
        log.info("listening", {{"address", browsable_address(endpoint)}});
    }
    if (isatty(STDERR_FILENO) != 0) {
        std::fprintf(stderr, "Open %s in a browser. Ctrl-C ends it.\n",
                     browsable_address(server.endpoints().front()).c_str());
    }
}

}  // namespace

ExitCode serve(const ServeOptions& options) {
    // Before any thread is started, so that all inherit the blocked signals.
    StopSignals signals;

    auto configuration = load_checked_config(options.config);
    if (!configuration) return ExitCode::configuration;
    if (!options.listen.empty()) {
        auto addresses = parse_listen_addresses(options.listen);
        if (!addresses) {
            std::fprintf(stderr, "placard: --listen: %s\n", addresses.error().message.c_str());
            return ExitCode::usage;
        }
        configuration->server.listen = *addresses;
    }

    const auto log = observe::make_json_log();
    auto service = CardService::create(*configuration, *log);
    if (!service) return complain(ExitCode::environment, service.error());

    NoObserver no_access_log;
    std::unique_ptr<observe::AccessLog> access_log;
    if (configuration->log.access_enabled) {
        auto opened = observe::AccessLog::create(configuration->log.access, *log);
        if (!opened) return complain(ExitCode::environment, opened.error());
        access_log = std::move(*opened);
    }
    http::ExchangeObserver& observer =
        access_log ? static_cast<http::ExchangeObserver&>(*access_log) : no_access_log;

    Handlers handlers(**service, *configuration, signals, *log);
    auto server =
        http::Server::create(server_options(configuration->server), handlers.conditional, observer, *log);
    if (!server) return complain(ExitCode::environment, server.error());
    (*server)->start();
    announce(**server, *log);

    // A second signal cuts off the draining, and leaves behind what is still being drawn.
    std::mutex mutex;
    bool drained = false;
    bool impatient = false;
    const auto end_at_once = [&] {
        log->warning("ended_at_once");
        std::_Exit(static_cast<int>(ExitCode::failed));  // Chromium ends with its parent
    };
    signals.watch([] {},
                  [&] {
                      const std::lock_guard lock(mutex);
                      impatient = true;
                      if (drained) end_at_once();
                      (*server)->abort();
                  });
    signals.wait();
    log->info("draining", {{"connections", (*server)->connections()}});
    const bool answered = (*server)->drain(configuration->server.drain_timeout);
    {
        const std::lock_guard lock(mutex);
        drained = true;
        if (impatient) end_at_once();
    }
    // From the outside in: a request that was cut off still uses the access log and the cards until it has
    // ended.
    server->reset();
    access_log.reset();
    service->reset();  // saves what was drawn
    signals.release();
    log->info("stopped", {{"all_answered", answered ? "yes" : "no"}});
    return ExitCode::ok;
}

}  // namespace placard::cli
