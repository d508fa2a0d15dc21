#include "http/request_head.h"

#include <boost/beast/http/basic_parser.hpp>

#include "http/ascii.h"
#include "http/head_scanner.h"

namespace placard::http {
namespace {

namespace beast = boost::beast;

// Takes what the parser finds without Beast's own container of fields.
class HeadParser final : public beast::http::basic_parser<true> {
public:
    HeadParser(RequestLine& line, std::vector<HeaderField>& fields) : line_(line), fields_(fields) {
        // The scanner and the rules have bounded these before.
        header_limit(std::numeric_limits<std::uint32_t>::max());
        body_limit(boost::none);
    }

    std::size_t field_count() const { return count_; }

private:
    using View = beast::string_view;

    void on_request_impl(beast::http::verb, View method, View target, int version,
                         beast::error_code&) override {
        line_.method = method;
        line_.target = target;
        line_.minor_version = version - 10;
    }
    void on_field_impl(beast::http::field, View name, View value, beast::error_code&) override {
        if (count_ == fields_.size()) fields_.emplace_back();
        fields_[count_].name.assign(name.data(), name.size());
        fields_[count_].value.assign(value.data(), value.size());
        ++count_;
    }
    void on_header_impl(beast::error_code&) override {}
    void on_response_impl(int, View, int, beast::error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
    std::size_t on_body_impl(View, beast::error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, View, beast::error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, View, beast::error_code&) override { return 0; }
    void on_finish_impl(beast::error_code&) override {}

    RequestLine& line_;
    std::vector<HeaderField>& fields_;
    std::size_t count_ = 0;
};

}  // namespace

bool parse_request_head(std::string_view bytes, RequestLine& line, std::vector<HeaderField>& fields) {
    HeadParser parser(line, fields);
    beast::error_code error;
    const std::size_t used = parser.put(boost::asio::buffer(bytes), error);
    if (error || used != bytes.size() || !parser.is_header_done()) return false;
    fields.resize(parser.field_count());
    return true;
}

RequestLine guess_request_line(std::string_view bytes, std::size_t max_target) {
    if (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
    const auto is_visible = [](char c) { return c > 0x20 && c < 0x7F; };
    const auto word = [&] {
        std::size_t length = 0;
        while (length < bytes.size() && is_visible(bytes[length]))
            ++length;
        const std::string_view result = bytes.substr(0, length);
        bytes.remove_prefix(length);
        return result;
    };

    RequestLine line;
    line.method = word().substr(0, max_method);
    if (line.method.empty() || !bytes.starts_with(' ')) return line;
    bytes.remove_prefix(1);
    line.target = word().substr(0, max_target);
    return line;
}

}  // namespace placard::http
