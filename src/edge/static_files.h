// Files of a folder as answers: for example pages, a start page, anything small beside the cards.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "http/handler.h"

namespace placard::edge {

// Serves a file, or the files below a folder, read anew at each request (8 MiB at most) with
// "Cache-Control: no-cache" in effect (max-age 0) and an ETag. Nothing outside the folder can be reached, by
// dots, encodings or symbolic links; hidden files and folders are not served. A folder's own path gives its
// index.html.
class StaticFiles final : public http::Handler {
public:
    // prefix: the path that it answers below ("/pages/"), or the exact path of a file ("/").
    StaticFiles(std::string prefix, std::filesystem::path source);
    boost::asio::awaitable<http::Response> handle(const http::Request& request) override;

private:
    std::string prefix_;
    std::filesystem::path source_;
};

}  // namespace placard::edge
