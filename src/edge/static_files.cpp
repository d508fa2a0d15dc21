#include "edge/static_files.h"

#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/sha256.h"
#include "edge/contained_file.h"
#include "edge/media_types.h"

namespace placard::edge {
namespace {

constexpr std::size_t largest_file = 8 * 1024 * 1024;

http::Response answer_with(FileContent content, std::string_view file_name) {
    auto representation = std::make_shared<http::Representation>();
    representation->content_type = media_type_of(file_name);
    representation->etag = "\"" + base::to_hex(base::sha256(content.bytes), 16) + "\"";
    representation->last_modified = content.modified;
    representation->body = base::Blob(std::move(content.bytes));
    http::Response response;
    response.representation = std::move(representation);
    response.trace.source = "static";
    return response;
}

// Where the rest of a path leads below the folder; a folder's own path to its index.html.
std::optional<std::vector<std::string>> names_of(std::string_view rest) {
    if (rest.starts_with('/')) rest.remove_prefix(1);
    std::string path(rest);
    if (path.empty() || path.ends_with('/')) path += "index.html";
    return decode_names(path);
}

}  // namespace

StaticFiles::StaticFiles(std::string prefix, std::filesystem::path source)
    : prefix_(std::move(prefix)), source_(std::move(source)) {}

boost::asio::awaitable<http::Response> StaticFiles::handle(const http::Request& request) {
    const std::string_view path = request.path();
    std::error_code ignored;
    if (!std::filesystem::is_directory(source_, ignored)) {
        std::optional<FileContent> content =
            path == prefix_ ? read_file(source_, largest_file) : std::nullopt;
        if (!content) co_return http::plain_response(404);
        co_return answer_with(std::move(*content), source_.filename().native());
    }
    if (!path.starts_with(prefix_)) co_return http::plain_response(404);
    const auto names = names_of(path.substr(prefix_.size()));
    if (!names) co_return http::plain_response(404);
    std::optional<FileContent> content = read_below(source_, *names, largest_file);
    if (!content) co_return http::plain_response(404);
    co_return answer_with(std::move(*content), names->back());
}

}  // namespace placard::edge
