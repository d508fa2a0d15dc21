// The program's own log of events, apart from the access log: one line an event, with named fields.
// An interface, so that modules can say what happened without knowing where it goes.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace placard::base {

enum class Level { info, warning, error };

// One named value of a log line. The views must live until write() returns.
struct Field {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double> value;

    Field(std::string_view n, std::string_view text) : name(n), value(text) {}
    Field(std::string_view n, const char* text) : name(n), value(std::string_view(text)) {}
    Field(std::string_view n, const std::string& text) : name(n), value(std::string_view(text)) {}
    template <class Integer>
    requires std::is_integral_v<Integer> Field(std::string_view n, Integer number)
        : name(n), value(static_cast<std::int64_t>(number)) {}
    Field(std::string_view n, double number) : name(n), value(number) {}
};

// Thread-safe. write() never fails and never blocks for long: a line that can't be written is dropped.
class Log {
public:
    virtual ~Log() = default;
    // event: a stable snake_case name, for example "browser_replaced".
    virtual void write(Level level, std::string_view event, std::initializer_list<Field> fields = {}) = 0;

    void info(std::string_view event, std::initializer_list<Field> fields = {}) {
        write(Level::info, event, fields);
    }
    void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
        write(Level::warning, event, fields);
    }
    void error(std::string_view event, std::initializer_list<Field> fields = {}) {
        write(Level::error, event, fields);
    }
};

// Swallows everything.
Log& null_log();

}  // namespace placard::base
