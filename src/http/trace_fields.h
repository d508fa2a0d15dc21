// An answer's Trace as the header fields that tell about it: Cache-Status (RFC 9211) and Server-Timing.
#pragma once

#include <string>

#include "http/message.h"

namespace placard::http {

// "Placard; hit; ttl=123", "Placard; fwd=stale; ttl=-3", "Placard; fwd=miss; stored; ttl=60; detail=render".
// Appends nothing where no cache was asked.
void append_cache_status(std::string& out, const Trace& trace);

// "store;dur=1.2, queue;dur=0.4, render;dur=20.1, total;dur=21.9", in milliseconds.
void append_server_timing(std::string& out, const Trace& trace, base::Duration total);

}  // namespace placard::http
