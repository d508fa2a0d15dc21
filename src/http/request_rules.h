// What a grammatical head must keep to before a handler sees it: framing, host, target, method.
#pragma once

#include <optional>

#include "http/message.h"
#include "http/request_head.h"

namespace placard::http {

enum class Persistence { keep_alive, close };

struct Judgement {
    std::optional<int> refusal;  // the error status; empty: a request for the handlers
    Persistence persistence = Persistence::close;
};

// request.fields: those of the head. Of an accepted request method and target (in origin-form) are set, and
// its Host field names the host of an absolute-form target. In the order of the checks: 400, 405, 413.
Judgement judge(const RequestLine& line, Request& request);

}  // namespace placard::http
