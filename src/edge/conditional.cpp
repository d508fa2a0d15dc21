#include "edge/conditional.h"

#include <string>
#include <utility>

#include "edge/byte_range.h"
#include "edge/preconditions.h"

namespace placard::edge {
namespace {

// An error in place of an answer that was there: how that came about stays in the trace.
http::Response instead_of(http::Response& response, int status) {
    http::Response error = http::plain_response(status);
    error.outcome = response.outcome;
    error.trace = std::move(response.trace);
    return error;
}

http::Response apply_range(http::Response response, const std::string& range) {
    const std::uint64_t size = response.representation->body.size();
    const RangeDecision decision = decide_range(range, size);
    if (const auto* part = std::get_if<http::ByteRange>(&decision)) {
        response.status = 206;
        response.range = *part;
    } else if (std::holds_alternative<UnsatisfiableRange>(decision)) {
        http::Response error = instead_of(response, 416);
        error.fields.push_back({"Content-Range", "bytes */" + std::to_string(size)});
        return error;
    }
    return response;
}

http::Response apply(const ConditionalFields& fields, http::Method method, http::Response response) {
    const base::WallTime now = base::system_clock().wall_now();
    switch (evaluate(fields, *response.representation, now)) {
        case Precondition::failed:
            return instead_of(response, 412);
        case Precondition::not_modified:
            response.status = 304;
            return response;
        case Precondition::holds:
            break;
    }
    // Section 14.2: Range is for GET alone.
    if (method != http::Method::get || !range_applies(fields, *response.representation, now)) return response;
    return apply_range(std::move(response), *fields.range);
}

}  // namespace

boost::asio::awaitable<http::Response> Conditional::handle(const http::Request& request) {
    http::Response response = co_await next_.handle(request);
    // Section 13.2.1: conditions count only where the answer would be a success without them.
    if (response.status != 200) co_return response;
    const ConditionalFields fields = conditional_fields(request);
    if (!fields.any) co_return response;
    co_return apply(fields, request.method, std::move(response));
}

}  // namespace placard::edge
