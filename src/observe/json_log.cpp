#include "observe/json_log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <array>
#include <charconv>
#include <cmath>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "observe/json_text.h"
#include "observe/line_output.h"

namespace placard::observe {
namespace {

// Of one value: keeps a line short that quotes what a page or a library said.
constexpr std::size_t longest_text = 2000;

// A reader that stands still holds up a line for this long; it is dropped then, and the next ones wait no
// more.
constexpr std::chrono::milliseconds patience{50};

class DescriptorSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit DescriptorSink(int descriptor) : output_(descriptor) {}

protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        const auto time = stuck_ ? std::chrono::milliseconds(0) : patience;
        stuck_ = output_.write({line.data(), line.size()}, time).lost > 0;
    }
    void flush_() override {}

private:
    LineOutput output_;
    bool stuck_ = false;  // the last line was dropped
};

spdlog::level::level_enum level_of(base::Level level) {
    switch (level) {
        case base::Level::info:
            return spdlog::level::info;
        case base::Level::warning:
            return spdlog::level::warn;
        case base::Level::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

void append_value(std::string& out, std::string_view text) {
    if (text.size() <= longest_text) return append_json_string(out, text);
    append_json_string(out, text.substr(0, longest_text));
    out.insert(out.size() - 1, "…");
}

template <class Number>
void append_value(std::string& out, Number number) {
    if constexpr (std::is_floating_point_v<Number>) {
        // JSON knows neither infinity nor not-a-number.
        if (!std::isfinite(number)) {
            out += "null";
            return;
        }
    }
    std::array<char, 32> digits;
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

class JsonLog final : public base::Log {
public:
    explicit JsonLog(int descriptor) : logger_("events", std::make_shared<DescriptorSink>(descriptor)) {
        logger_.set_formatter(std::make_unique<spdlog::pattern_formatter>(
            R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc, "\n"));
        logger_.set_error_handler([](const std::string&) {});
    }

    void write(base::Level level, std::string_view event,
               std::initializer_list<base::Field> fields) override {
        std::string members = "\"event\":";
        append_value(members, event);
        for (const base::Field& field : fields) {
            members += ',';
            append_json_string(members, field.name);
            members += ':';
            std::visit([&](auto value) { append_value(members, value); }, field.value);
        }
        logger_.log(level_of(level), spdlog::string_view_t(members.data(), members.size()));
    }

private:
    spdlog::logger logger_;
};

}  // namespace

std::unique_ptr<base::Log> make_json_log(int descriptor) {
    return std::make_unique<JsonLog>(descriptor);
}

}  // namespace placard::observe
