#include "http/trace_fields.h"

#include <algorithm>

#include "http/structured_fields.h"

namespace placard::http {
namespace {

// Milliseconds with one decimal, without the cost and the locale of printing a double.
void append_milliseconds(std::string& out, base::Duration duration) {
    using TenthMilliseconds = std::chrono::duration<std::int64_t, std::ratio<1, 10000>>;
    const std::int64_t tenths =
        std::max<std::int64_t>(0, std::chrono::round<TenthMilliseconds>(duration).count());
    append_number(out, tenths / 10);
    out.push_back('.');
    out.push_back(static_cast<char>('0' + tenths % 10));
}

void append_metric(std::string& out, std::string_view name, const std::optional<base::Duration>& duration) {
    if (!duration) return;
    out.append(name).append(";dur=");
    append_milliseconds(out, *duration);
    out.append(", ");
}

}  // namespace

// RFC 9211 section 2: "hit" and "fwd" exclude each other; "stored" says that the cache kept what it was
// given, which a miss shows by having a time to live.
void append_cache_status(std::string& out, const Trace& trace) {
    if (trace.cache_status.empty()) return;
    if (trace.cache_status == "hit") {
        out.append("Placard; hit");
    } else {
        out.append("Placard; fwd=").append(trace.cache_status);
        if (trace.cache_status == "miss" && trace.ttl) out.append("; stored");
    }
    if (trace.ttl) {
        out.append("; ttl=");
        append_number(out, trace.ttl->count());
    }
    const std::string_view detail = trace.fallback_reason.empty() ? trace.source : trace.fallback_reason;
    if (!detail.empty()) {
        out.append("; detail=");
        append_token_or_string(out, detail);
    }
}

void append_server_timing(std::string& out, const Trace& trace, base::Duration total) {
    append_metric(out, "store", trace.store_time);
    append_metric(out, "queue", trace.queue_time);
    append_metric(out, "render", trace.render_time);
    out.append("total;dur=");
    append_milliseconds(out, total);
}

}  // namespace placard::http
