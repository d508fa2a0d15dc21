// Text of the user's, made fit for a message.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace placard::config {

// In double quotes, shortened where it is long, with control characters escaped.
std::string in_quotes(std::string_view text);

// "a, b or c", with the conjunction that is given.
std::string listed(const std::vector<std::string>& words, std::string_view conjunction);

}  // namespace placard::config
