// The access log: one JSON line a request.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "http/server.h"

namespace placard::observe {

// {"time":…,"client":…,"method":…,"target":…,"status":…,"bytes":…,"ms":…,"cache":…,"card":…,
// "source":…,"render_ms":…,"fallback":…}; members that do not apply are left out. Lines are collected for
// each thread and written together, at the latest 200 ms later, and all of them at the end; a file that was
// moved away or removed (log rotation) is opened anew under its name within a second. Lines that can't be
// written (a full disk, a reader of standard output that stands still) are dropped and counted; the event log
// says so when it begins and when it is over. The program must ignore SIGPIPE. Thread-safe.
class AccessLog final : public http::ExchangeObserver {
public:
    // file: nullopt for standard output. ErrorCode::unavailable where it can't be opened.
    static base::Result<std::unique_ptr<AccessLog>> create(const std::optional<std::filesystem::path>& file,
                                                           base::Log& log,
                                                           const base::Clock& clock = base::system_clock());
    ~AccessLog() override;
    void finished(const http::Exchange& exchange) override;

private:
    struct State;
    explicit AccessLog(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace placard::observe
