#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <utility>

#include "cli/card_service.h"
#include "cli/checked_config.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/progress.h"
#include "cli/stop_signals.h"
#include "observe/json_log.h"

namespace placard::cli {
namespace {

// A card is asked for without a client that waits for it, so it may take longer than a request's.
constexpr std::chrono::seconds warm_deadline{60};

// "  12-34-10  # comment" → "12-34-10"; empty where the line holds no id.
std::string id_of_line(std::string line) {
    line.resize(std::min(line.size(), line.find('#')));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos) return "";
    return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

class Warming {
public:
    Warming(CardService& service, std::size_t jobs) : service_(service), jobs_(jobs), progress_(stderr) {}

    // Reads ids and draws them, `jobs` at once, until the list ends or stop() says so.
    void run(std::istream& list, const StopSignals& signals) {
        std::string line;
        while (!signals.stopping() && std::getline(list, line)) {
            const std::string id = id_of_line(std::move(line));
            if (!id.empty()) begin(id);
        }
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [this] { return under_way_ == 0; });
        progress_.finish(counts_);
    }

    // What was done and, by reason, what was not.
    void print_summary() const {
        std::printf("%zu drawn, %zu already there, %zu failed\n", counts_.drawn, counts_.already_there,
                    counts_.failed);
        for (const auto& [reason, ids] : failures_) {
            std::printf("  %zu × %s, for example %s\n", ids.second, reason.c_str(), ids.first.c_str());
        }
    }
    std::size_t failed() const { return counts_.failed; }

private:
    void begin(const std::string& id) {
        {
            std::unique_lock lock(mutex_);
            ++counts_.listed;
            idle_.wait(lock, [this] { return under_way_ < jobs_; });
            ++under_way_;
        }
        const auto address = service_.catalogue().find_id(id);
        if (!address) return finish(id, std::string("no card of the configuration has such an id"));
        if (is_stored(*address)) return finish_stored();
        service_.pipeline().fetch(*address, base::Deadline::after(warm_deadline),
                                  [this, id](base::Result<origin::Picture> picture) {
                                      if (picture) return finish(id, std::nullopt);
                                      finish(id, describe(picture.error()));
                                  });
    }

    bool is_stored(const card::CardAddress& address) {
        const auto head = service_.store().head(service_.pipeline().key_of(address),
                                                base::Deadline::after(std::chrono::seconds(5)));
        return head && head->has_value();
    }

    void finish_stored() {
        std::lock_guard lock(mutex_);
        ++counts_.already_there;
        leave();
    }

    void finish(const std::string& id, const std::optional<std::string>& failure) {
        std::lock_guard lock(mutex_);
        if (failure) {
            ++counts_.failed;
            auto& [example, count] = failures_[*failure];
            if (count++ == 0) example = id;
            progress_.note("failed " + id + ": " + *failure);
        } else {
            ++counts_.drawn;
        }
        leave();
    }

    void leave() {
        --under_way_;
        progress_.update(counts_);
        idle_.notify_all();
    }

    CardService& service_;
    const std::size_t jobs_;
    std::mutex mutex_;
    std::condition_variable idle_;
    std::size_t under_way_ = 0;
    WarmCounts counts_;
    std::map<std::string, std::pair<std::string, std::size_t>> failures_;  // reason → an example and how many
    Progress progress_;
};

}  // namespace

ExitCode warm(const WarmOptions& options) {
    StopSignals signals;
    const auto configuration = load_checked_config(options.config);
    if (!configuration) return ExitCode::configuration;

    std::ifstream file;
    if (options.list != "-") {
        file.open(options.list);
        if (!file) {
            std::fprintf(stderr, "placard: can't read the list %s\n", options.list.c_str());
            return ExitCode::usage;
        }
    }
    const auto log = observe::make_json_log();
    auto service = CardService::create(*configuration, *log);
    if (!service) return complain(ExitCode::environment, service.error());
    (*service)->wait_until_warm();
    const std::size_t jobs = options.jobs != 0 ? options.jobs : configuration->browser.processes + 2;

    // A first signal stops reading the list; a second one gives up what is under way.
    signals.watch([] {}, [] { std::quick_exit(static_cast<int>(ExitCode::failed)); });
    Warming warming(**service, jobs);
    warming.run(options.list == "-" ? std::cin : file, signals);
    const std::uint64_t unsaved = (*service)->finish_saving();
    signals.release();
    warming.print_summary();
    if (unsaved > 0)
        std::printf("%llu drawn, but could not be saved\n", static_cast<unsigned long long>(unsaved));
    if (signals.stopping()) std::printf("stopped early; the same command goes on where this one ended\n");
    return warming.failed() == 0 && unsaved == 0 && !signals.stopping() ? ExitCode::ok : ExitCode::failed;
}

}  // namespace placard::cli
