// A connection as its thread's sweep sees it: what it is doing, and until when.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/intrusive/list.hpp>

#include "base/clock.h"

namespace placard::http {

// What a connection waits for.
enum class Phase {
    idle,       // the first byte of a request
    reading,    // the rest of a head
    answering,  // the handler, which keeps its own deadline
    writing,    // the client to take more of an answer
    lingering,  // the client to close, after the last answer
};

// Used on the connection's thread only.
class LiveConnection
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    virtual ~LiveConnection() = default;

    // Serves the connection to its end; closed when the coroutine has ended.
    virtual boost::asio::awaitable<void> run() = 0;
    // The time of its phase is over.
    virtual void expire() = 0;
    // Ends it where nothing has been asked, because the server drains.
    virtual void end_if_idle() = 0;
    // Ends it now, whatever it does.
    virtual void cut_off() = 0;

    bool expired(base::SteadyTime now) const { return now >= deadline_; }

protected:
    Phase phase() const { return phase_; }
    void enter(Phase phase, base::SteadyTime deadline) {
        phase_ = phase;
        deadline_ = deadline;
    }

private:
    Phase phase_ = Phase::answering;
    base::SteadyTime deadline_ = base::SteadyTime::max();
};

using LiveConnections = boost::intrusive::list<LiveConnection, boost::intrusive::constant_time_size<false>>;

}  // namespace placard::http
