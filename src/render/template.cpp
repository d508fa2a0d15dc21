#include "render/template.h"

#include <fstream>
#include <system_error>

#include "base/sha256.h"
#include "render/asset_scan.h"
#include "render/mustache.h"
#include "render/utf8.h"

namespace placard::render {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_template = 2 * 1024 * 1024;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

base::Result<std::string> read_text(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error))
        return base::fail(base::ErrorCode::not_found, base::Fault::ours,
                          "there is no template file " + file.string(), error ? error.message() : "");
    std::ifstream stream(file, std::ios::binary);
    std::string text(max_template + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.is_open() || stream.bad())
        return base::fail(base::ErrorCode::not_found, base::Fault::ours,
                          "can't read the template " + file.string());
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.size() > max_template)
        return base::fail(base::ErrorCode::too_large, base::Fault::ours,
                          "the template " + file.string() + " is larger than 2 MiB");
    if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
    if (!is_text(text))
        return base::fail(base::ErrorCode::invalid, base::Fault::ours,
                          "the template " + file.string() + " is not UTF-8 text");
    return text;
}

std::string fingerprint_of(std::string_view text, bool scripts, const std::vector<Asset>& assets) {
    base::Sha256 hash;
    hash.update_framed(scripts ? "template with scripts" : "template");
    hash.update_framed(text);
    for (const Asset& asset : assets)
        hash.update_framed(asset.name)
            .update_framed({reinterpret_cast<const char*>(asset.digest.data()), asset.digest.size()});
    return base::to_hex(hash.finish());
}

}  // namespace

struct Template::Parts {
    fs::path file;
    fs::path folder;
    bool scripts = false;
    Mustache mustache;
    std::string fingerprint;
    std::vector<std::string> missing_files;
};

base::Result<std::shared_ptr<const Template>> Template::load(const fs::path& file, bool scripts) {
    std::error_code error;
    const fs::path absolute = fs::absolute(file, error).lexically_normal();
    const auto text = read_text(absolute);
    if (!text) return tl::unexpected(text.error());
    auto mustache = Mustache::parse(*text, absolute.string());
    if (!mustache) return tl::unexpected(std::move(mustache.error()));
    auto scan = scan_assets(absolute.parent_path(), *text);
    if (!scan) return tl::unexpected(std::move(scan.error()));
    std::string fingerprint = fingerprint_of(*text, scripts, scan->assets);
    auto parts =
        std::make_unique<const Parts>(Parts{absolute, absolute.parent_path(), scripts, std::move(*mustache),
                                            std::move(fingerprint), std::move(scan->missing)});
    return std::shared_ptr<const Template>(new Template(std::move(parts)));
}

Template::Template(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Template::~Template() = default;

base::Result<std::string> Template::fill(const std::vector<Variable>& variables) const {
    return parts_->mustache.fill(variables);
}

const std::vector<std::string>& Template::variables() const {
    return parts_->mustache.required();
}
const fs::path& Template::folder() const {
    return parts_->folder;
}
const fs::path& Template::file() const {
    return parts_->file;
}
bool Template::scripts() const {
    return parts_->scripts;
}
const std::string& Template::fingerprint() const {
    return parts_->fingerprint;
}
const std::vector<std::string>& Template::missing_files() const {
    return parts_->missing_files;
}

}  // namespace placard::render
