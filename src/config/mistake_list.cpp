#include "config/mistake_list.h"

#include <algorithm>
#include <tuple>

namespace placard::config {

void MistakeList::add(Position position, std::string key, std::string message) {
    entries_.push_back({position, std::move(key), std::move(message)});
}

std::vector<Mistake> MistakeList::in_file_order() const {
    std::vector<const Entry*> order;
    for (const Entry& entry : entries_)
        order.push_back(&entry);
    std::stable_sort(order.begin(), order.end(), [](const Entry* left, const Entry* right) {
        return std::tie(left->position.line, left->position.column) <
               std::tie(right->position.line, right->position.column);
    });
    std::vector<Mistake> mistakes;
    for (const Entry* entry : order) {
        mistakes.push_back({file_, entry->position.line, entry->key, entry->message});
    }
    return mistakes;
}

std::string describe(const Mistake& mistake) {
    std::string text = mistake.file.string();
    if (mistake.line > 0) text += ":" + std::to_string(mistake.line);
    if (!mistake.key.empty()) text += ": " + mistake.key;
    return text + ": " + mistake.message;
}

}  // namespace placard::config
