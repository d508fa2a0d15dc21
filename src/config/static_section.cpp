// [[static]]: files that Placard itself serves.

#include <algorithm>

#include "card/percent.h"
#include "config/quote.h"
#include "config/sections.h"

namespace placard::config {
namespace {

// What is wrong with the path of a request that files shall be served at; empty where nothing is.
std::string path_mistake(const std::string& path) {
    if (!path.starts_with('/')) return "must begin with '/'";
    if (path.starts_with("/-/")) return "must not be below \"/-/\", where Placard's own addresses are";
    if (!std::all_of(path.begin(), path.end(), card::is_path_character)) {
        return "must be a path of an address without query: letters, digits and the other characters of a "
               "path";
    }
    const bool has_empty = path.find("//") != std::string::npos;
    const std::string closed = path + "/";
    const bool has_dots = closed.find("/./") != std::string::npos || closed.find("/../") != std::string::npos;
    if (has_empty || has_dots) return "must not contain \"//\", \"/./\" or \"/../\"";
    return {};
}

void read_path(TableReader& entry, const std::vector<StaticFiles>& before, std::string& path) {
    if (!entry.has("path")) {
        return entry.missing("path", "write \"/name.html\" for a file or \"/name/\" for a folder");
    }
    const auto written = entry.text("path");
    if (!written) return;
    path = *written;
    const std::string wrong = path_mistake(path);
    const bool there = std::any_of(before.begin(), before.end(),
                                   [&](const StaticFiles& other) { return other.path == path; });
    if (!wrong.empty()) {
        entry.mistake("path", wrong);
    } else if (there) {
        entry.mistake("path", in_quotes(path) + " is served already; each path is there once");
    }
}

void read_source(TableReader& entry, StaticFiles& files) {
    if (!entry.has("source")) return entry.missing("source", "write the file or the folder to be served");
    const auto source = entry.path("source");
    if (!source) return;
    std::error_code error;
    const auto status = std::filesystem::status(*source, error);
    if (!std::filesystem::exists(status)) {
        entry.mistake("source", in_quotes(source->string()) + " is not there");
    } else if (std::filesystem::is_directory(status) && !files.path.ends_with('/')) {
        entry.mistake("source", in_quotes(source->string()) + " is a folder; its path must end with '/'");
    } else if (!std::filesystem::is_directory(status) && !std::filesystem::is_regular_file(status)) {
        entry.mistake("source", in_quotes(source->string()) + " is neither a file nor a folder");
    }
    files.source = *source;
}

}  // namespace

std::vector<StaticFiles> read_static_files(TableReader& document) {
    std::vector<StaticFiles> all;
    for (TableReader& entry : document.tables("static")) {
        StaticFiles files;
        read_path(entry, all, files.path);
        read_source(entry, files);
        entry.finish();
        all.push_back(std::move(files));
    }
    return all;
}

}  // namespace placard::config
