// Who waits for which picture: at most one flight a key, and everybody who wants that picture is aboard.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "origin/waiter.h"

namespace placard::origin {

// How a waiter came aboard: as the first, who has to see to it that the flight takes place; as one more; or
// not at all, since the table has been closed.
enum class Boarding { first, joined, refused };

using Waiters = std::vector<std::shared_ptr<Waiter>>;

// Thread-safe. It never calls a waiter.
class FlightTable {
public:
    Boarding board(const std::string& key, std::shared_ptr<Waiter> waiter);

    // Ends the flight and hands over who was aboard; whoever comes next begins a new one.
    Waiters land(const std::string& key);

    // Ends all flights for good.
    Waiters close();
    bool closed() const;

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Waiters> flights_;
    bool closed_ = false;
};

}  // namespace placard::origin
