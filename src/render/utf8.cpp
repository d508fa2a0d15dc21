#include "render/utf8.h"

#include <cstddef>
#include <cstdint>

namespace placard::render {

namespace {

// One row of Unicode 15.0, table 3-7: what may follow a lead byte.
struct Sequence {
    std::size_t length = 0;  // 0: this byte can't begin a character
    unsigned char second_from = 0x80;
    unsigned char second_to = 0xBF;
};

Sequence sequence_of(unsigned char lead) {
    if (lead >= 0x01 && lead <= 0x7F) return {1};
    if (lead >= 0xC2 && lead <= 0xDF) return {2};
    if (lead == 0xE0) return {3, 0xA0, 0xBF};
    if (lead == 0xED) return {3, 0x80, 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return {3};
    if (lead == 0xF0) return {4, 0x90, 0xBF};
    if (lead >= 0xF1 && lead <= 0xF3) return {4};
    if (lead == 0xF4) return {4, 0x80, 0x8F};
    return {};
}

}  // namespace

bool is_text(std::string_view bytes) {
    const auto at = [&](std::size_t index) { return static_cast<unsigned char>(bytes[index]); };
    for (std::size_t i = 0; i < bytes.size();) {
        const Sequence sequence = sequence_of(at(i));
        if (sequence.length == 0 || bytes.size() - i < sequence.length) return false;
        if (sequence.length > 1 && (at(i + 1) < sequence.second_from || at(i + 1) > sequence.second_to))
            return false;
        for (std::size_t rest = 2; rest < sequence.length; ++rest)
            if ((at(i + rest) & 0xC0) != 0x80) return false;
        i += sequence.length;
    }
    return true;
}

}  // namespace placard::render
