#include "origin/flight_table.h"

#include <iterator>
#include <utility>

namespace placard::origin {

Boarding FlightTable::board(const std::string& key, std::shared_ptr<Waiter> waiter) {
    std::lock_guard lock(mutex_);
    if (closed_) return Boarding::refused;
    Waiters& aboard = flights_[key];
    waiter->joined = !aboard.empty();
    aboard.push_back(std::move(waiter));
    return aboard.size() == 1 ? Boarding::first : Boarding::joined;
}

Waiters FlightTable::land(const std::string& key) {
    std::lock_guard lock(mutex_);
    auto flight = flights_.extract(key);
    return flight ? std::move(flight.mapped()) : Waiters{};
}

Waiters FlightTable::close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    Waiters all;
    for (auto& [key, aboard] : flights_)
        std::move(aboard.begin(), aboard.end(), std::back_inserter(all));
    flights_.clear();
    return all;
}

bool FlightTable::closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
}

}  // namespace placard::origin
