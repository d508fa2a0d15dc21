// Finds the end of a request's head, and refuses what no head may hold at the very byte where it comes: so
// that an answer does not depend on how the bytes were cut into packets, and nobody waits for a line end that
// a TLS hello or a binary stream never sends.
#pragma once

#include <cstddef>
#include <string_view>

namespace placard::http {

struct HeadLimits {
    std::size_t max_target = 2048;
    std::size_t max_header = 16 * 1024;  // of all field lines together
};

// Bounds that are nobody's to configure.
inline constexpr std::size_t max_method = 32;
inline constexpr std::size_t max_fields = 128;

// How many bytes a head can have before the scanner refuses it: what a buffer must hold.
constexpr std::size_t longest_head(const HeadLimits& limits) {
    constexpr std::size_t empty_line_version_and_line_ends = 32;
    return max_method + limits.max_target + limits.max_header + empty_line_version_and_line_ends;
}

class HeadScanner {
public:
    explicit HeadScanner(HeadLimits limits) : limits_(limits) {}

    enum class Progress { need_more, complete, refused };
    // input: everything since the last reset(); only what is new is looked at.
    Progress scan(std::string_view input);

    // Of a complete head: where it starts (after one empty line, RFC 9112 section 2.2) and ends, the empty
    // line behind the fields included.
    std::size_t begin() const { return begin_; }
    std::size_t end() const { return position_; }
    // 400, 414 or 431 of a refused one.
    int status() const { return status_; }

    void reset() { *this = HeadScanner(limits_); }

private:
    enum class Place {
        start,            // before the request line
        start_line_feed,  // within an empty line before the request line
        method,           // RFC 9112 section 3: method SP request-target SP HTTP-version
        target,
        version,
        line_feed,   // between the CR and the LF of a line
        line_start,  // first byte of a field line, or of the line that ends the head
        field,
        last_line_feed,  // between the CR and the LF of the line that ends the head
    };
    // Always false.
    bool refuse(int status);
    // Moves on by one byte; false: refused, with status_ set.
    bool step(unsigned char byte);
    bool step_in_request_line(unsigned char byte);
    bool step_in_field(unsigned char byte);

    HeadLimits limits_;
    Place place_ = Place::start;
    std::size_t begin_ = 0;
    std::size_t position_ = 0;
    std::size_t word_ = 0;    // bytes of the request line's current word
    std::size_t header_ = 0;  // bytes of the field lines
    std::size_t fields_ = 0;
    int status_ = 0;
    bool complete_ = false;
};

}  // namespace placard::http
