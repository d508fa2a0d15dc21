#include "cli/progress.h"

#include <unistd.h>

#include <fmt/format.h>

#include <chrono>

namespace placard::cli {

std::string progress_line(const WarmCounts& counts, base::Duration elapsed, std::size_t bar_width) {
    const double seconds = std::chrono::duration<double>(elapsed).count();
    const double rate = seconds > 0 ? static_cast<double>(counts.done()) / seconds : 0;
    const std::size_t filled = counts.listed > 0 ? bar_width * counts.done() / counts.listed : 0;
    std::string line = fmt::format("[{:=<{}}{: <{}}] {}/{}  drawn {}  there {}  failed {}  {:.1f}/s", "",
                                   filled, "", bar_width - filled, counts.done(), counts.listed, counts.drawn,
                                   counts.already_there, counts.failed, rate);
    if (rate > 0 && counts.done() < counts.listed) {
        line += fmt::format("  {:.0f} s left", static_cast<double>(counts.listed - counts.done()) / rate);
    }
    return line;
}

Progress::Progress(std::FILE* stream, const base::Clock& clock)
    : stream_(stream),
      clock_(clock),
      terminal_(isatty(fileno(stream)) != 0),
      started_(clock.now()),
      drawn_at_(started_) {}

void Progress::update(const WarmCounts& counts) {
    const base::Duration pause =
        terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10000);
    if (clock_.now() - drawn_at_ < pause) return;
    draw(counts);
}

void Progress::draw(const WarmCounts& counts) {
    drawn_at_ = clock_.now();
    const std::string line = progress_line(counts, drawn_at_ - started_, 24);
    // \033[K clears what a longer line left behind.
    std::fprintf(stream_, terminal_ ? "\r%s\033[K" : "%s\n", line.c_str());
    std::fflush(stream_);
}

void Progress::note(const std::string& text) {
    std::fprintf(stream_, terminal_ ? "\r%s\033[K\n" : "%s\n", text.c_str());
}

void Progress::finish(const WarmCounts& counts) {
    draw(counts);
    if (terminal_) std::fputc('\n', stream_);
}

}  // namespace placard::cli
