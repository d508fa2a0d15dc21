// Collects every mistake of a configuration, wherever in the reading it is found, and puts them in order.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/config.h"

namespace placard::config {

// From 1; 0 where none can be told.
struct Position {
    std::size_t line = 0;
    std::size_t column = 0;
};

class MistakeList {
public:
    explicit MistakeList(std::filesystem::path file) : file_(std::move(file)) {}

    void add(Position position, std::string key, std::string message);
    bool empty() const { return entries_.empty(); }

    // By line and column; mistakes at one place in the order in which they were found.
    std::vector<Mistake> in_file_order() const;

private:
    struct Entry {
        Position position;
        std::string key;
        std::string message;
    };

    std::filesystem::path file_;
    std::vector<Entry> entries_;
};

}  // namespace placard::config
