// A tiny blocking HTTP server on a free loopback port, for tests: what it answers is up to the test, and it
// keeps what it was asked.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace placard::browser {

struct TestRequest {
    std::string path;  // with the query
    std::string head;  // the request line and all headers

    bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

struct TestAnswer {
    int status = 200;
    std::string content_type = "text/html";
    std::string body = "";
    std::string headers = "";  // further ones, each with its line end
};

class TestServer {
public:
    using Handler = std::function<TestAnswer(const TestRequest&)>;

    explicit TestServer(Handler handler) : handler_(std::move(handler)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_, generic, length) != 0 || ::listen(listener_, 64) != 0 ||
            ::getsockname(listener_, generic, &length) != 0) {
            throw std::runtime_error("no loopback port");
        }
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }
    ~TestServer() {
        stop_waiting();
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        {
            const std::lock_guard lock(mutex_);
            for (const int connection : connections_)
                ::shutdown(connection, SHUT_RDWR);
        }
        for (auto& thread : threads_)
            thread.join();
        for (const int connection : connections_)
            ::close(connection);
        ::close(listener_);
    }

    std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
    std::string address(const std::string& path = "/") const { return "http://" + host() + path; }

    std::size_t connections() const {
        const std::lock_guard lock(mutex_);
        return connections_.size();
    }
    std::vector<TestRequest> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    // The last request for a path; its head is empty where there was none.
    TestRequest request(std::string_view path) const {
        const std::lock_guard lock(mutex_);
        for (auto request = requests_.rbegin(); request != requests_.rend(); ++request) {
            if (request->path == path) return *request;
        }
        return {};
    }

    // For a handler that never answers: blocks until the server is destroyed.
    void wait_for_the_end() {
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [this] { return ending_; });
    }

private:
    void stop_waiting() {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        ended_.notify_all();
    }

    void accept_all() {
        for (int connection = 0; (connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
            const std::lock_guard lock(mutex_);
            connections_.push_back(connection);
            threads_.emplace_back([this, connection] { serve(connection); });
        }
    }

    void serve(int connection) {
        std::string head;
        char buffer[4096];
        while (head.find("\r\n\r\n") == std::string::npos) {
            const ssize_t count = ::recv(connection, buffer, sizeof buffer, 0);
            if (count <= 0) return;
            head.append(buffer, static_cast<std::size_t>(count));
        }
        const std::size_t begin = head.find(' ') + 1;
        const TestRequest request{head.substr(begin, head.find(' ', begin) - begin), head};
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        const TestAnswer answer = handler_(request);
        const std::string bytes = "HTTP/1.1 " + std::to_string(answer.status) +
                                  " Status\r\nContent-Type: " + answer.content_type +
                                  "\r\nContent-Length: " + std::to_string(answer.body.size()) +
                                  "\r\nConnection: close\r\n" + answer.headers + "\r\n" + answer.body;
        (void)!::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        ::shutdown(connection, SHUT_WR);
    }

    Handler handler_;
    int listener_ = -1;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable ended_;
    bool ending_ = false;
    std::vector<int> connections_;
    std::vector<std::thread> threads_;
    std::vector<TestRequest> requests_;
    std::thread acceptor_;
};

}  // namespace placard::browser
