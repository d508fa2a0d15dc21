#include "browser/message.h"

#include "browser/base64.h"

namespace placard::browser {
namespace {

constexpr std::string_view picture_member = "\"screenshotData\":\"";

// A picture is nearly all of its message. It is decoded where it lies, and only what is around it goes
// through the JSON parser: base64 has no character that JSON escapes, and inside of another string the quotes
// of picture_member would be escaped.
std::string take_picture(std::string_view text, std::string& picture) {
    const std::size_t member = text.find(picture_member);
    if (member == std::string_view::npos) return std::string(text);
    const std::size_t begin = member + picture_member.size();
    const std::size_t end = text.find('"', begin);
    if (end == std::string_view::npos) return std::string(text);
    picture = decode_base64(text.substr(begin, end - begin)).value_or("");
    std::string rest(text.substr(0, begin));
    return rest.append(text.substr(end));
}

}  // namespace

std::optional<Message> parse_message(std::string_view text) {
    Message message;
    const Json json = Json::parse(take_picture(text, message.picture), nullptr, false);
    if (!json.is_object()) return std::nullopt;
    if (json.contains("id")) {
        message.id = number_of(json, "id");
        message.body = object_of(json, "result");
        if (json.contains("error")) message.error = text_of(object_of(json, "error"), "message");
    } else {
        message.method = text_of(json, "method");
        message.body = object_of(json, "params");
    }
    message.session = text_of(json, "sessionId");
    return message;
}

std::string command_text(int id, std::string_view method, const Json& params, std::string_view session) {
    Json command{{"id", id}, {"method", method}};
    if (!params.is_null()) command["params"] = params;
    if (!session.empty()) command["sessionId"] = session;
    return command.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string text_of(const Json& object, const char* member) {
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

int number_of(const Json& object, const char* member) {
    const auto found = object.find(member);
    return found != object.end() && found->is_number() ? found->get<int>() : 0;
}

const Json& object_of(const Json& object, const char* member) {
    static const Json empty = Json::object();
    const auto found = object.find(member);
    return found != object.end() && found->is_object() ? *found : empty;
}

}  // namespace placard::browser
