// The program's event log as JSON lines, over spdlog.
#pragma once

#include <memory>

#include "base/log.h"

namespace placard::observe {

// {"time":"2026-11-23T20:43:00.123Z","level":"warning","event":"browser_replaced","reason":"crashed"} to
// `descriptor`, by default standard error. Lines are written whole; text is escaped as JSON and cut to 2000
// bytes, and what is not UTF-8 is replaced. Where the reader stands still the line is dropped.
std::unique_ptr<base::Log> make_json_log(int descriptor = 2);

}  // namespace placard::observe
