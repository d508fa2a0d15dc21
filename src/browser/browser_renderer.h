// Headless Chromium as a Renderer: a few processes kept warm, each drawing one card at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "render/renderer.h"

namespace placard::browser {

struct BrowserOptions {
    std::filesystem::path program{};                // empty: chromium-headless-shell on the PATH
    std::size_t processes = 2;                      // at most this many at once
    std::size_t memory_limit = 1024 * 1024 * 1024;  // bytes of one Chromium with its children
    std::chrono::milliseconds start_timeout{15000};
    // A process is started ahead of time for each, as far as `processes` allows.
    std::vector<double> scales{1};
    // All that any card's page may reach ("host", which means its scheme's own port, or "host:port"); each
    // job narrows it further.
    std::vector<std::string> reachable_hosts{};
};

// What is on this machine, without starting a page.
struct BrowserProgram {
    std::filesystem::path path;
    std::string version;  // "156.0.8078.79"
};

// ErrorCode::not_found where there is none; the message names the Debian package that has it.
base::Result<BrowserProgram> find_browser(const std::filesystem::path& program = {});

// Runs as many draws at once as it has processes; further callers wait for one until their deadline.
class BrowserRenderer final : public render::Renderer {
public:
    // Starts the processes in the background; fails only where the program is not there. `log` outlives it.
    static base::Result<std::unique_ptr<BrowserRenderer>> create(BrowserOptions options, base::Log& log);
    ~BrowserRenderer() override;  // ends every Chromium process that it started

    base::Result<render::RenderedImage> draw(const render::RenderJob& job) override;
    bool available() const override;

    // Blocks until the processes of BrowserOptions::scales are warm, or the deadline passes (false).
    bool wait_until_warm(base::Deadline deadline) const;
    // Chromium processes that were replaced since the start, for whatever reason.
    std::size_t replaced() const;
    // Process ids of the running Chromium browsers, for tests and metrics.
    std::vector<int> process_ids() const;

private:
    struct State;
    explicit BrowserRenderer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace placard::browser
