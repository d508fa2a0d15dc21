// Somebody who waits for a picture and is answered exactly once, whoever comes first: the flight, the
// deadline, or the end of the program.
#pragma once

#include <atomic>
#include <utility>

#include "origin/deadline_timer.h"
#include "origin/picture.h"

namespace placard::origin {

// answer() is thread-safe; the other members belong to the thread that made the waiter until it has boarded a
// flight.
class Waiter {
public:
    explicit Waiter(PictureCallback done) : done_(std::move(done)) {}

    // Calls the callback where nobody did before; false where somebody did.
    bool answer(PictureResult result) {
        if (answered_.exchange(true)) return false;
        std::exchange(done_, nullptr)(std::move(result));
        return true;
    }

    DeadlineTimer::Ticket alarm;  // rings at the waiter's deadline
    bool joined = false;          // somebody else's flight

private:
    std::atomic<bool> answered_{false};
    PictureCallback done_;  // touched only by whoever turned answered_
};

}  // namespace placard::origin
