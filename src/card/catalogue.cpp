#include "card/catalogue.h"

#include "card/percent.h"

namespace placard::card {
namespace {

// Three bytes stand for one character at most, and no extension is longer than ".jpeg".
constexpr std::size_t max_encoded_path = 3 * (Pattern::max_path_length + 5);

struct NamedPicture {
    std::string_view path;  // without the extension
    base::ImageFormat format;
};

// "/a/b.jpg" taken apart at the last dot of its last segment, which must begin a known extension.
std::optional<NamedPicture> split_extension(std::string_view path) {
    const std::size_t dot = path.find_last_of("./");
    if (dot == std::string_view::npos || path[dot] == '/') return std::nullopt;
    const auto format = base::image_format_from_extension(path.substr(dot + 1));
    if (!format) return std::nullopt;
    return NamedPicture{path.substr(0, dot), *format};
}

// "a" of "/a/b"; of a pattern as well, whose fields begin with a brace wherever else they contain a slash.
std::string_view first_segment(std::string_view path) {
    path.remove_prefix(1);
    return path.substr(0, path.find('/'));
}

}  // namespace

std::string CardAddress::canonical_path() const {
    std::string path = "/" + id + ".";
    path += base::extension_of(format);
    return path;
}

Catalogue::Catalogue(std::vector<std::shared_ptr<const Card>> cards) : cards_(std::move(cards)) {
    for (std::size_t i = 0; i < cards_.size(); ++i) {
        const std::string_view segment = first_segment(cards_[i]->pattern.text());
        const bool is_literal = segment.find('{') == std::string_view::npos;
        (is_literal ? by_first_segment_[std::string(segment)] : with_open_segment_).push_back(i);
    }
}

std::optional<CardAddress> Catalogue::first_fit(std::string_view path, base::ImageFormat format) const {
    static const Indices none;
    const auto found = by_first_segment_.find(first_segment(path));
    const Indices& literal = found == by_first_segment_.end() ? none : found->second;
    auto left = literal.begin();
    auto right = with_open_segment_.begin();
    while (left != literal.end() || right != with_open_segment_.end()) {
        const bool take_left = right == with_open_segment_.end() || (left != literal.end() && *left < *right);
        const auto& card = cards_[take_left ? *left++ : *right++];
        if (auto match = card->pattern.match(path)) {
            return CardAddress{card, std::move(match->id), std::move(match->parameters), format};
        }
    }
    return std::nullopt;
}

std::optional<CardAddress> Catalogue::find(std::string_view target) const {
    if (!target.starts_with('/') || target.find('#') != std::string_view::npos) return std::nullopt;
    const std::string_view encoded = target.substr(0, target.find('?'));
    if (encoded.size() > max_encoded_path) return std::nullopt;
    const auto path = decode_path(encoded);
    if (!path) return std::nullopt;
    const auto picture = split_extension(*path);
    if (!picture) return std::nullopt;
    return first_fit(picture->path, picture->format);
}

std::optional<CardAddress> Catalogue::find_id(std::string_view id) const {
    if (id.size() > max_encoded_path) return std::nullopt;
    std::string path(id);
    if (!path.starts_with('/')) path.insert(0, 1, '/');
    if (const auto picture = split_extension(path)) {
        if (auto address = first_fit(picture->path, picture->format)) return address;
    }
    return first_fit(path, base::ImageFormat::jpeg);
}

}  // namespace placard::card
