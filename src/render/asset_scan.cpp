#include "render/asset_scan.h"

#include <algorithm>
#include <cctype>
#include <deque>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "render/reference_text.h"

namespace placard::render {

namespace {

namespace fs = std::filesystem;

std::string extension_of(const std::string& name) {
    std::string extension = fs::path(name).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

bool is_text_file(const std::string& name) {
    static const std::set<std::string> extensions{".html", ".htm", ".xhtml", ".css", ".svg",
                                                  ".js",   ".mjs", ".json",  ".xml"};
    return extensions.contains(extension_of(name));
}

std::optional<TextKind> kind_of(const std::string& name) {
    static const std::set<std::string> markup{".html", ".htm", ".xhtml", ".svg"};
    const std::string extension = extension_of(name);
    if (extension == ".css") return TextKind::style;
    return markup.contains(extension) ? std::optional(TextKind::markup) : std::nullopt;
}

bool is_below(const fs::path& folder, const fs::path& path) {
    const auto [end, unused] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

class Scanner {
public:
    Scanner(const fs::path& folder, AssetLimits limits) : folder_(folder), limits_(limits) {
        std::error_code error;
        real_folder_ = fs::canonical(folder, error);
    }

    base::Result<AssetScan> scan(std::string_view document) {
        if (auto scanned = scan_text("", TextKind::markup, document); !scanned)
            return fail_with(scanned.error());
        while (!waiting_.empty()) {
            const std::string name = std::move(waiting_.front());
            waiting_.pop_front();
            if (auto added = add(name); !added) return fail_with(added.error());
        }
        AssetScan result;
        for (auto& [name, digest] : assets_)
            result.assets.push_back({name, digest});
        result.missing = std::move(missing_);
        return result;
    }

private:
    static tl::unexpected<base::Error> fail_with(base::Error& error) {
        return tl::unexpected(std::move(error));
    }

    // in: the folder of the text, relative to the template's; "" is the template's own.
    base::Status scan_text(const std::string& in, std::optional<TextKind> kind, std::string_view text) {
        for (const std::string& reference : possible_references(text)) {
            if (reference.front() != '/') follow(in, reference);
            follow("", reference.substr(reference.find_first_not_of('/') == std::string::npos
                                            ? reference.size()
                                            : reference.find_first_not_of('/')));
            if (seen_.size() > limits_.files) return too_many_files();
        }
        if (kind)
            for (const std::string& reference : clear_references(text, *kind))
                note_if_missing(in, reference);
        return {};
    }

    void follow(const std::string& in, const std::string& reference) {
        const std::size_t placeholder = reference.find("{{");
        if (placeholder != std::string::npos)
            follow_pattern(in, reference, placeholder);
        else if (reference.ends_with('/'))
            follow_folder(in, reference);
        else if (const auto name = inside(in, reference))
            take(*name);
    }

    // The name relative to the template's folder, where it stays inside.
    std::optional<std::string> inside(const std::string& in, const std::string& reference) const {
        if (reference.empty()) return std::nullopt;
        std::string name = (fs::path(in) / reference).lexically_normal().generic_string();
        if (name.empty() || name == "." || name == ".." || name.starts_with("../") || name.front() == '/')
            return std::nullopt;
        return name;
    }

    void take(const std::string& name) {
        if (seen_.contains(name)) return;
        std::error_code error;
        const fs::path path = folder_ / name;
        if (!fs::is_regular_file(path, error)) return;
        const fs::path real = fs::canonical(path, error);
        if (error || !is_below(real_folder_, real)) return;
        seen_.insert(name);
        waiting_.push_back(name);
    }

    void follow_folder(const std::string& in, const std::string& reference) {
        const auto name = inside(in, reference);
        if (!name) return;
        std::error_code error;
        for (fs::directory_iterator entry(folder_ / *name, error), end; !error && entry != end;
             entry.increment(error)) {
            if (seen_.size() > limits_.files) return;
            take((fs::path(*name) / entry->path().filename()).generic_string());
        }
    }

    void follow_pattern(const std::string& in, const std::string& reference, std::size_t placeholder) {
        const std::string head = reference.substr(0, placeholder);
        const std::size_t last = reference.rfind("}}");
        const std::string tail = last == std::string::npos ? "" : reference.substr(last + 2);
        if (head.empty() && tail.empty()) return;
        if (head.empty() && tail.find('.') == std::string::npos) return;  // a text such as "{{name}}'s"

        const std::size_t slash = head.rfind('/');
        const std::string base = slash == std::string::npos ? "" : head.substr(0, slash + 1);
        const std::string start = slash == std::string::npos ? head : head.substr(slash + 1);
        const auto name = base.empty() ? std::optional(in) : inside(in, base);
        if (!name) return;
        const bool deep = reference.find('/', placeholder) != std::string::npos;
        take_matching(*name, start, tail, deep);
    }

    void take_matching(const std::string& in, const std::string& start, const std::string& tail, bool deep) {
        std::error_code error;
        const fs::path top = folder_ / in;
        for (fs::recursive_directory_iterator entry(top, error), end; !error && entry != end;
             entry.increment(error)) {
            if (seen_.size() > limits_.files) return;
            std::error_code ignored;
            if (!deep && entry->is_directory(ignored)) entry.disable_recursion_pending();
            const std::string below = entry->path().lexically_relative(top).generic_string();
            if (below.starts_with(start) && below.ends_with(tail))
                take((fs::path(in) / below).generic_string());
        }
    }

    void note_if_missing(const std::string& in, const std::string& reference) {
        const std::string name = (fs::path(in) / reference).lexically_normal().generic_string();
        if (!seen_.contains(name) && std::find(missing_.begin(), missing_.end(), name) == missing_.end())
            missing_.push_back(name);
    }

    base::Status add(const std::string& name) {
        const fs::path path = folder_ / name;
        std::error_code error;
        const std::uintmax_t size = fs::file_size(path, error);
        if (error) return {};
        bytes_ += size;
        if (bytes_ > limits_.bytes || size > limits_.bytes)
            return base::fail(base::ErrorCode::too_large, base::Fault::ours,
                              "the files that the template refers to have more than " +
                                  std::to_string(limits_.bytes) + " bytes together, counted up to " + name);
        std::string content(static_cast<std::size_t>(size), '\0');
        std::ifstream stream(path, std::ios::binary);
        stream.read(content.data(), static_cast<std::streamsize>(content.size()));
        content.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, stream.gcount())));
        assets_.emplace(name, base::sha256(content));
        if (!is_text_file(name)) return {};
        return scan_text(fs::path(name).parent_path().generic_string(), kind_of(name), content);
    }

    base::Status too_many_files() const {
        return base::fail(base::ErrorCode::too_large, base::Fault::ours,
                          "the template refers to more than " + std::to_string(limits_.files) + " files");
    }

    const fs::path folder_;
    fs::path real_folder_;
    const AssetLimits limits_;
    std::uintmax_t bytes_ = 0;
    std::set<std::string> seen_;
    std::deque<std::string> waiting_;
    std::map<std::string, base::Sha256Digest> assets_;
    std::vector<std::string> missing_;
};

}  // namespace

base::Result<AssetScan> scan_assets(const fs::path& folder, std::string_view text, AssetLimits limits) {
    return Scanner(folder, limits).scan(text);
}

}  // namespace placard::render
