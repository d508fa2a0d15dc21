// How an object lies in a file: the body first, so that every image viewer opens it, then what is known of
// it.
//
//   body
//   4 bytes   length from here to the end, big-endian   } the header of a "free" box, ISO/IEC 14496-12
//   section 8.1.2, 4 bytes   "free"                                    } so that the file is well-formed AVIF
//   too JSON      content type, cache control, entity tag, time 16 bytes  of the SHA-256 of JSON and the
//   lengths below 8 bytes   length of the body, little-endian 8 bytes   length of the JSON, little-endian 8
//   bytes   "PLACARD1"
//
// The entity tag is a hash of the body, so the whole file is covered. Pure functions over bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/object_store.h"

namespace placard::store {

inline constexpr std::size_t footer_size = 40;
inline constexpr std::size_t max_trailer = 16 * 1024;  // box header, JSON and footer

// What follows the body.
std::string encode_trailer(const ObjectInfo& info);

// tail: the last bytes of a file of `file_size` bytes, min(file_size, max_trailer) of them. nullopt: torn or
// foreign. The body is not looked at.
std::optional<ObjectInfo> decode_trailer(std::string_view tail, std::uint64_t file_size);

// The whole file, its body checked against the entity tag. nullopt: torn or foreign.
std::optional<Object> decode_object(std::string file);

}  // namespace placard::store
