// For tests: a client that sends bytes as they are and reads answers, with a deadline on every read.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "http/ascii.h"

namespace placard::http {

struct Answer {
    int status = 0;
    std::string head;
    std::map<std::string, std::string> fields;  // names in lower case
    std::string body;
};

enum class Content { expected, none };

class TestClient {
public:
    explicit TestClient(std::uint16_t port, const std::string& host = "127.0.0.1", int receive_buffer = 0) {
        const bool v6 = host.find(':') != std::string::npos;
        socket_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (receive_buffer > 0) {
            ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        }
        sockaddr_in6 v6_address{};
        v6_address.sin6_family = AF_INET6;
        v6_address.sin6_port = htons(port);
        ::inet_pton(AF_INET6, host.c_str(), &v6_address.sin6_addr);
        sockaddr_in v4_address{};
        v4_address.sin_family = AF_INET;
        v4_address.sin_port = htons(port);
        ::inet_pton(AF_INET, host.c_str(), &v4_address.sin_addr);
        const auto* address = v6 ? reinterpret_cast<const sockaddr*>(&v6_address)
                                 : reinterpret_cast<const sockaddr*>(&v4_address);
        connected_ = ::connect(socket_, address, v6 ? sizeof v6_address : sizeof v4_address) == 0;
    }
    ~TestClient() { close(); }
    TestClient(const TestClient&) = delete;
    TestClient& operator=(const TestClient&) = delete;

    bool connected() const { return connected_; }

    // False where the server has closed.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    // Throws where the connection ends first, or nothing comes for ten seconds.
    Answer read_answer(Content content = Content::expected) {
        std::size_t end = 0;
        while ((end = received_.find("\r\n\r\n")) == std::string::npos)
            receive_or_throw();
        Answer answer;
        answer.head = received_.substr(0, end + 4);
        received_.erase(0, end + 4);
        parse_head(answer);
        if (content == Content::none || answer.status == 304) return answer;
        const std::size_t length = std::stoul(answer.fields.at("content-length"));
        while (received_.size() < length)
            receive_or_throw();
        answer.body = received_.substr(0, length);
        received_.erase(0, length);
        return answer;
    }
    Answer get(const std::string& target, const std::string& fields = "") {
        send("GET " + target + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n");
        return read_answer();
    }

    // Whether the server has closed, or closes soon, without sending more.
    bool ends() { return received_.empty() && !receive() && received_.empty(); }

    void close() {
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
    }

private:
    // False at the end of the connection, and where nothing comes.
    bool receive() {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, 10000) != 1) throw std::runtime_error("nothing came");
        char bytes[65536];
        const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count <= 0) return false;
        received_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }
    void receive_or_throw() {
        if (!receive()) throw std::runtime_error("the connection ended within an answer: " + received_);
    }

    static void parse_head(Answer& answer) {
        std::string_view rest = answer.head;
        answer.status = std::stoi(answer.head.substr(answer.head.find(' ') + 1, 3));
        rest.remove_prefix(rest.find("\r\n") + 2);
        while (!rest.starts_with("\r\n")) {
            const std::string_view line = rest.substr(0, rest.find("\r\n"));
            rest.remove_prefix(line.size() + 2);
            const std::size_t colon = line.find(':');
            std::string name(line.substr(0, colon));
            for (char& c : name)
                c = to_lower(c);
            answer.fields[name] = std::string(trim(line.substr(colon + 1)));
        }
    }

    int socket_ = -1;
    bool connected_ = false;
    std::string received_;
};

}  // namespace placard::http
