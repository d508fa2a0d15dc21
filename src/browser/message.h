// One message of the DevTools protocol.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace placard::browser {

using Json = nlohmann::json;

// An answer has an id, an event has a method.
struct Message {
    std::optional<int> id;
    std::string method;
    std::string session;               // empty: the browser's own
    Json body;                         // an answer's result, an event's params; always an object
    std::optional<std::string> error;  // an answer's, in Chromium's words
    std::string picture;               // the bytes of a result's screenshotData, which body then has no more
};

// nullopt where the text is no message.
std::optional<Message> parse_message(std::string_view text);

// Text that is not UTF-8 is repaired with replacement characters.
std::string command_text(int id, std::string_view method, const Json& params, std::string_view session);

// The member as text or number, empty or 0 where it is not there or something else.
std::string text_of(const Json& object, const char* member);
int number_of(const Json& object, const char* member);
// The member where it is an object, else an empty object.
const Json& object_of(const Json& object, const char* member);

}  // namespace placard::browser
