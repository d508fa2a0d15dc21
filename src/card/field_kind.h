// What a field of a path pattern accepts. One class a kind, made by the functions below; the pattern's parser
// and its matcher see this interface alone.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "card/character_set.h"

namespace placard::card {

// Immutable; safe to use from any number of threads.
class FieldKind {
public:
    virtual ~FieldKind() = default;

    // How many characters at the beginning of `rest` are this field's: the greatest run of its alphabet up to
    // its greatest length. 0: the field is not there. `end` is the literal character behind the field, '/'
    // where the pattern ends; a kind whose alphabet is known does not look at it.
    virtual std::size_t extent(std::string_view rest, char end) const = 0;

    // The canonical form of the field's text, which is as long as the text itself; nullopt where the text is
    // not a value of the field. text: what extent() measured, never empty.
    virtual std::optional<std::string> canonical(std::string_view text) const = 0;

    // What a value may begin with, and what may stand at the end of a value and belong to it or not. The
    // latter is empty where the length of every value is known. It decides what may stand behind the field in
    // a pattern.
    virtual CharacterSet first() const = 0;
    virtual CharacterSet continuation() const = 0;

    // Whether the field ends only at the literal character behind it, so that no other field may follow.
    virtual bool ends_at_literal() const { return false; }

    // "a slug", "a whole number": for the messages of compile().
    virtual std::string_view noun() const = 0;
};
using SharedFieldKind = std::shared_ptr<const FieldKind>;

struct LengthRange {
    std::size_t least = 1;
    std::size_t greatest = 64;
};

enum class TextForm { slug, word, hex, base64url, uuid, date };

SharedFieldKind make_integer_field(std::int64_t least, std::int64_t greatest);
// uuid and date have a length of their own; `length` is ignored.
SharedFieldKind make_text_field(TextForm form, LengthRange length);
// words: not empty, none of them empty.
SharedFieldKind make_word_list_field(std::vector<std::string> words);
// Fails with ErrorCode::invalid and RE2's own words in the message.
base::Result<SharedFieldKind> make_regex_field(std::string_view expression);

}  // namespace placard::card
