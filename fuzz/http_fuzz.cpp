// The HTTP front as a pure function from bytes to requests and refusals: cut into single bytes or not, the
// same bytes must give the same requests, and no request may break what handlers rely on.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "http/ascii.h"
#include "http/request_reader.h"

namespace {

using namespace placard::http;

// Small, so that inputs reach them.
constexpr HeadLimits limits{.max_target = 64, .max_header = 256};

void require(bool holds) {
    if (!holds) std::abort();
}

// What handlers are promised of a request.
void check(const Request& request) {
    require(request.target.starts_with('/'));
    require(request.target.size() <= limits.max_target + 1);
    for (const char c : request.target)
        require(c > 0x20 && c < 0x7F && c != '#');
    require(request.fields.size() <= max_fields);
    std::size_t hosts = 0;
    for (const HeaderField& field : request.fields) {
        require(!field.name.empty());
        for (const char c : field.name)
            require(c > 0x20 && c < 0x7F && c != ':');
        for (const char c : field.value)
            require(c != '\r' && c != '\n' && c != '\0');
        require(trim(field.value) == field.value);
        require(!equal_ignoring_case(field.name, "Transfer-Encoding"));
        if (equal_ignoring_case(field.name, "Content-Length")) {
            require(field.value.find_first_not_of('0') == std::string::npos && !field.value.empty());
        }
        if (equal_ignoring_case(field.name, "Host")) ++hosts;
    }
    require(hosts <= 1);
}

// A text for everything that was understood, up to the first refusal that closes.
class Transcript {
public:
    // False: nothing after it counts.
    bool add(RequestReader& reader, RequestReader::Progress progress) {
        if (progress == RequestReader::Progress::request) {
            const Request& request = reader.request();
            check(request);
            text_ += (request.method == Method::get ? "GET " : "HEAD ") + request.target + "\n";
            for (const HeaderField& field : request.fields)
                text_ += field.name + ":" + field.value + "\n";
        } else {
            const int status = reader.status();
            require(status == 400 || status == 405 || status == 413 || status == 414 || status == 431);
            text_ += std::to_string(status) + " " + std::string(reader.line().method) + " " +
                     std::string(reader.line().target) + "\n";
        }
        const bool stays = reader.persistence() == Persistence::keep_alive;
        text_ += stays ? "stays\n" : "closes\n";
        return stays;
    }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

std::string read_whole(std::string_view bytes) {
    RequestReader reader(limits);
    Transcript transcript;
    while (true) {
        const RequestReader::Progress progress = reader.read(bytes);
        if (progress == RequestReader::Progress::need_more) {
            require(bytes.size() < longest_head(limits));
            return transcript.text();
        }
        if (!transcript.add(reader, progress)) return transcript.text();
        bytes.remove_prefix(reader.consumed());
        reader.next();
    }
}

// Each byte in memory of its own length, so that a look behind the end is noticed.
std::string read_by_byte(std::string_view bytes) {
    RequestReader reader(limits);
    Transcript transcript;
    std::vector<char> received;
    for (const char byte : bytes) {
        received.push_back(byte);
        received.shrink_to_fit();
        const RequestReader::Progress progress = reader.read({received.data(), received.size()});
        if (progress == RequestReader::Progress::need_more) continue;
        if (!transcript.add(reader, progress)) return transcript.text();
        require(reader.consumed() == received.size());
        received.clear();
        reader.next();
    }
    return transcript.text();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    require(read_whole(bytes) == read_by_byte(bytes));
    return 0;
}
