#include "http/head_scanner.h"

namespace placard::http {
namespace {

// "HTTP/1.1"; anything longer is no version.
constexpr std::size_t version_length = 8;

// VCHAR, SP, HTAB and obs-text: what may stand in a field line (RFC 9110 section 5.5).
constexpr bool is_field_byte(unsigned char byte) {
    return (byte >= 0x20 && byte != 0x7F) || byte == '\t';
}

constexpr bool is_visible(unsigned char byte) {
    return byte > 0x20 && byte < 0x7F;
}

}  // namespace

HeadScanner::Progress HeadScanner::scan(std::string_view input) {
    if (status_ != 0) return Progress::refused;
    while (!complete_) {
        if (position_ == input.size()) return Progress::need_more;
        if (!step(static_cast<unsigned char>(input[position_]))) return Progress::refused;
        ++position_;
    }
    return Progress::complete;
}

bool HeadScanner::step(unsigned char byte) {
    const auto expect_line_feed = [&](Place then) {
        place_ = then;
        return byte == '\n' || refuse(400);
    };
    switch (place_) {
        case Place::start:
            if (byte == '\r' && position_ == 0) {
                place_ = Place::start_line_feed;
                return true;
            }
            begin_ = position_;
            place_ = Place::method;
            return step_in_request_line(byte);
        case Place::start_line_feed:
            return expect_line_feed(Place::start);
        case Place::method:
        case Place::target:
        case Place::version:
            return step_in_request_line(byte);
        case Place::line_feed:
            if (fields_ > 0 && ++header_ > limits_.max_header) return refuse(431);
            return expect_line_feed(Place::line_start);
        case Place::line_start:
        case Place::field:
            return step_in_field(byte);
        case Place::last_line_feed:
            complete_ = byte == '\n';
            return complete_ || refuse(400);
    }
    return refuse(400);
}

bool HeadScanner::step_in_request_line(unsigned char byte) {
    if (place_ == Place::version) {
        if (byte == '\r') {
            place_ = Place::line_feed;
            return true;
        }
        return (is_visible(byte) && ++word_ <= version_length) || refuse(400);
    }
    if (byte == ' ') {
        if (word_ == 0) return refuse(400);
        place_ = place_ == Place::method ? Place::target : Place::version;
        word_ = 0;
        return true;
    }
    if (!is_visible(byte)) return refuse(400);
    ++word_;
    if (place_ == Place::method) return word_ <= max_method || refuse(400);
    return word_ <= limits_.max_target || refuse(414);
}

bool HeadScanner::step_in_field(unsigned char byte) {
    if (place_ == Place::line_start) {
        if (byte == '\r') {
            place_ = Place::last_line_feed;
            return true;
        }
        // A line that starts with white space would continue the one before it (obs-fold, RFC 9112
        // section 5.2), or hide a field from whoever reads the first line otherwise (section 2.2).
        if (byte == ' ' || byte == '\t') return refuse(400);
        if (++fields_ > max_fields) return refuse(431);
        place_ = Place::field;
    }
    if (++header_ > limits_.max_header) return refuse(431);
    if (byte == '\r') {
        place_ = Place::line_feed;
        return true;
    }
    return is_field_byte(byte) || refuse(400);
}

bool HeadScanner::refuse(int status) {
    status_ = status;
    return false;
}

}  // namespace placard::http
