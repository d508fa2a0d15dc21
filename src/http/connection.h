// One client's connection: reads requests, has them answered, writes the answers in order.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "http/input_buffer.h"
#include "http/live_connection.h"
#include "http/message.h"
#include "http/plain_stream.h"
#include "http/request_reader.h"
#include "http/service.h"

namespace placard::http {

// A template over the stream, so that the same code serves TLS.
template <class Stream>
class Connection final : public LiveConnection {
public:
    // Has taken its place in the service, and leaves it when it is destroyed. date: the Date field's value of
    // this moment, kept up by the connection's thread. All references outlive the connection.
    Connection(Stream stream, Service& service, std::string client, const std::string& date);
    ~Connection() override;

    boost::asio::awaitable<void> run() override;
    void expire() override;
    void end_if_idle() override;
    void cut_off() override;

private:
    boost::asio::awaitable<void> serve();
    // Waits for more bytes; false: none will come.
    boost::asio::awaitable<bool> receive();
    bool receive_without_waiting();
    boost::asio::awaitable<void> answer();
    boost::asio::awaitable<void> refuse(int status, const RequestLine& line);
    boost::asio::awaitable<Response> ask_handler(const Request& request);
    // Writes the answer and tells the observer. request: nullptr where there is none.
    boost::asio::awaitable<void> send(const Response& response, const Request* request,
                                      const RequestLine& line);
    // How many bytes went out.
    boost::asio::awaitable<std::size_t> write(const Outgoing& outgoing);
    // Reads on for a while after the last answer, so that a client still sending gets to read it.
    boost::asio::awaitable<void> linger();
    bool more_is_buffered() const { return input_.view().size() > reader_.consumed(); }

    Stream stream_;
    Service& service_;
    const std::string& date_;
    InputBuffer input_;
    RequestReader reader_;
    std::string head_;          // of the answer; its memory is used again
    base::SteadyTime arrived_;  // when the current request began
    Persistence persistence_ = Persistence::keep_alive;
    bool fresh_ = true;     // nothing has been asked yet
    bool expired_ = false;  // the sweep ended the current wait
    bool broken_ = false;   // no answer can be sent any more
};

extern template class Connection<PlainStream>;

}  // namespace placard::http
