#include "store/object_file.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/sha256.h"
#include "store/etag.h"

namespace placard::store {

namespace {

using nlohmann::json;

constexpr std::string_view magic = "PLACARD1";
constexpr std::size_t checksum_size = 16;
constexpr std::size_t box_header_size = 8;

std::string little_endian(std::uint64_t number) {
    std::string bytes;
    for (int shift = 0; shift < 64; shift += 8)
        bytes += static_cast<char>(number >> shift & 0xFF);
    return bytes;
}

std::uint64_t from_little_endian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = 8; i-- > 0;)
        number = number << 8 | static_cast<unsigned char>(bytes[i]);
    return number;
}

std::string box_header(std::uint32_t size) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(size >> shift & 0xFF);
    return bytes + "free";
}

std::string checksum(std::string_view text, std::string_view lengths) {
    base::Sha256 hash;
    const auto digest = hash.update_framed(text).update(lengths).finish();
    return {reinterpret_cast<const char*>(digest.data()), checksum_size};
}

std::optional<ObjectInfo> info_of(std::string_view text, std::uint64_t body_size) {
    const json value = json::parse(text, nullptr, false);
    if (!value.is_object()) return std::nullopt;
    const auto is_text = [&](const char* name) { return value.contains(name) && value[name].is_string(); };
    if (!is_text("content_type") || !is_text("cache_control") || !is_text("etag")) return std::nullopt;
    if (!value.contains("time_ms") || !value["time_ms"].is_number_integer()) return std::nullopt;
    return ObjectInfo{value["content_type"], value["cache_control"], value["etag"],
                      base::WallTime(std::chrono::milliseconds(value["time_ms"].get<std::int64_t>())),
                      body_size};
}

}  // namespace

std::string encode_trailer(const ObjectInfo& info) {
    const std::string text = json{{"content_type", info.content_type},
                                  {"cache_control", info.cache_control},
                                  {"etag", info.etag},
                                  {"time_ms", info.last_modified.time_since_epoch().count()}}
                                 .dump(-1, ' ', true, json::error_handler_t::replace);
    const std::string lengths = little_endian(info.size) + little_endian(text.size());
    const std::size_t size = box_header_size + text.size() + footer_size;
    return box_header(static_cast<std::uint32_t>(size)) + text + checksum(text, lengths) + lengths +
           std::string(magic);
}

std::optional<ObjectInfo> decode_trailer(std::string_view tail, std::uint64_t file_size) {
    if (tail.size() < box_header_size + footer_size || !tail.ends_with(magic)) return std::nullopt;
    const std::string_view footer = tail.substr(tail.size() - footer_size);
    const std::string_view lengths = footer.substr(checksum_size, 16);
    const std::uint64_t body_size = from_little_endian(lengths.substr(0, 8));
    const std::uint64_t text_size = from_little_endian(lengths.substr(8, 8));
    if (text_size > tail.size() - footer_size - box_header_size || body_size > file_size) return std::nullopt;
    if (body_size + box_header_size + text_size + footer_size != file_size) return std::nullopt;
    const std::string_view text = tail.substr(tail.size() - footer_size - text_size, text_size);
    if (checksum(text, lengths) != footer.substr(0, checksum_size)) return std::nullopt;
    return info_of(text, body_size);
}

std::optional<Object> decode_object(std::string file) {
    const std::string_view tail =
        std::string_view(file).substr(file.size() - std::min(file.size(), max_trailer));
    auto info = decode_trailer(tail, file.size());
    if (!info) return std::nullopt;
    file.resize(static_cast<std::size_t>(info->size));
    if (etag_of(file) != info->etag) return std::nullopt;
    return Object{std::move(*info), base::Blob(std::move(file))};
}

}  // namespace placard::store
