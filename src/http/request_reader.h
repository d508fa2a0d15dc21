// From bytes to requests: a pure function of what a client sent so far, without a socket.
#pragma once

#include <cstddef>
#include <string_view>

#include "http/head_scanner.h"
#include "http/message.h"
#include "http/request_head.h"
#include "http/request_rules.h"

namespace placard::http {

// Reads one request after the other. Whether bytes come all at once or one by one makes no difference.
class RequestReader {
public:
    explicit RequestReader(HeadLimits limits) : limits_(limits), scanner_(limits) {}

    enum class Progress { need_more, request, refused };
    // input: every byte since the end of the head before. After anything but need_more call next() before the
    // next read().
    Progress read(std::string_view input);

    // The request that was read; the caller may fill in what the bytes do not say. Its memory is used again.
    Request& request() { return request_; }
    // Whether more may follow on the connection.
    Persistence persistence() const { return judgement_.persistence; }
    // The error status, of what was refused.
    int status() const { return *judgement_.refusal; }
    // As they came, as far as they came: views into the input.
    const RequestLine& line() const { return line_; }
    // How many bytes of the input the head has; of what was refused with Persistence::close it does not
    // matter.
    std::size_t consumed() const { return scanner_.end(); }

    void next() { scanner_.reset(); }

private:
    HeadLimits limits_;
    HeadScanner scanner_;
    RequestLine line_;
    Request request_;
    Judgement judgement_;
};

}  // namespace placard::http
