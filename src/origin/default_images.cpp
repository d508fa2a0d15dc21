#include "origin/default_images.h"

#include <fstream>
#include <string>
#include <utility>

#include "base/image_format.h"
#include "origin/cache_policy.h"
#include "store/etag.h"

namespace placard::origin {
namespace {

constexpr std::size_t largest_file = 8 * 1024 * 1024;

base::Result<std::string> read_file(const std::filesystem::path& file) {
    std::error_code code;
    // Opening a folder succeeds and a named pipe would block, so the kind is asked first.
    const std::filesystem::file_status status = std::filesystem::status(file, code);
    if (!std::filesystem::is_regular_file(status)) {
        return base::fail(base::ErrorCode::not_found, base::Fault::ours, "there is no such file",
                          code.message());
    }
    std::ifstream stream(file, std::ios::binary);
    std::string bytes(largest_file + 1, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream.eof() || stream.bad()) {
        if (stream.gcount() == static_cast<std::streamsize>(bytes.size())) {
            return base::fail(base::ErrorCode::too_large, base::Fault::ours, "it is larger than 8 MiB");
        }
        return base::fail(base::ErrorCode::unavailable, base::Fault::ours, "it can't be read");
    }
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    bytes.shrink_to_fit();
    return bytes;
}

// A representation without a date: a client that asks with If-Modified-Since, after it has been given a
// default image newer than the card's picture, must not be told that nothing has changed.
base::Result<http::Representation> load_image(const std::filesystem::path& file) {
    auto bytes = read_file(file);
    if (!bytes) return tl::unexpected(bytes.error());
    const auto format = base::sniff_image_format(*bytes);
    if (!format) {
        return base::fail(base::ErrorCode::invalid, base::Fault::ours,
                          "it is no JPEG, PNG, WebP or AVIF image");
    }
    http::Representation image;
    image.etag = store::etag_of(*bytes);
    image.content_type = base::content_type_of(*format);
    image.body = base::Blob(std::move(*bytes));
    return image;
}

// Reads each file once, however many cards share it.
class Loader {
public:
    // of_what: "of card 'challenge'", for the error.
    base::Result<http::SharedRepresentation> load(const std::filesystem::path& file,
                                                  const std::string& of_what,
                                                  const http::CachePolicy& policy) {
        auto loaded = loaded_.find(file);
        if (loaded == loaded_.end()) {
            auto image = load_image(file);
            if (!image) {
                base::Error error = std::move(image.error());
                error.message = "the default image " + of_what + ", " + file.string() + ": " + error.message;
                return tl::unexpected(std::move(error));
            }
            loaded = loaded_.emplace(file, std::move(*image)).first;
        }
        http::Representation image = loaded->second;
        image.policy = policy;
        return std::make_shared<const http::Representation>(std::move(image));
    }

private:
    std::map<std::filesystem::path, http::Representation> loaded_;
};

}  // namespace

base::Result<DefaultImages> DefaultImages::load(const std::vector<std::shared_ptr<const card::Card>>& cards,
                                                const std::optional<std::filesystem::path>& for_unknown) {
    DefaultImages images;
    Loader loader;
    for (const auto& card : cards) {
        if (!card->default_image) continue;
        auto image =
            loader.load(*card->default_image, "of card '" + card->name + "'", fallback_policy(*card));
        if (!image) return tl::unexpected(image.error());
        images.by_card_.emplace(card->name, std::move(*image));
    }
    std::optional<std::filesystem::path> unknown = for_unknown;
    if (!unknown && !cards.empty()) unknown = cards.front()->default_image;
    if (unknown) {
        auto image = loader.load(*unknown, "for unknown addresses", unknown_policy());
        if (!image) return tl::unexpected(image.error());
        images.unknown_ = std::move(*image);
    }
    return images;
}

http::SharedRepresentation DefaultImages::of(const card::Card& card) const {
    const auto found = by_card_.find(card.name);
    return found == by_card_.end() ? nullptr : found->second;
}

http::SharedRepresentation DefaultImages::of_unknown() const {
    return unknown_;
}

}  // namespace placard::origin
