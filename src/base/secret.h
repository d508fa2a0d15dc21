// A value that must never reach a log, an error text or a configuration dump.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace placard::base {

// It has no stream operator and no conversion: the only way to the value is reveal(), which is easy to find.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    const std::string& reveal() const { return value_; }
    bool empty() const { return value_.empty(); }

private:
    std::string value_;
};

}  // namespace placard::base
