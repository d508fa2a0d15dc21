// The kinds that are an alphabet, a range of lengths and a rule: slug, word, hex, base64url, uuid, date.

#include <algorithm>
#include <chrono>

#include "card/field_kind.h"

namespace placard::card {
namespace {

std::string to_lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

bool is_slug(std::string_view text) {
    return !text.starts_with('-') && !text.ends_with('-') && text.find("--") == std::string_view::npos;
}

// RFC 4648 section 5: a last group of two characters carries 8 bits and leaves 4 unused, one of three carries
// 16 and leaves 2; those are zero, so that every sequence of bytes has one spelling. No group has one
// character.
bool is_base64url(std::string_view text) {
    const char last = text.back();
    switch (text.size() % 4) {
        case 1:
            return false;
        case 2:
            return CharacterSet("AQgw").contains(last);
        case 3:
            return CharacterSet("AEIMQUYcgkosw048").contains(last);
        default:
            return true;
    }
}

// RFC 9562 section 4: 8-4-4-4-12 hexadecimal digits.
bool is_uuid(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if ((text[i] == '-') != hyphen) return false;
    }
    return true;
}

// RFC 3339's full-date, a day that the calendar has.
bool is_date(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen = i == 4 || i == 7;
        if ((text[i] == '-') != hyphen) return false;
    }
    const auto number = [&](std::size_t begin, std::size_t size) {
        unsigned value = 0;
        for (const char c : text.substr(begin, size))
            value = value * 10 + static_cast<unsigned>(c - '0');
        return value;
    };
    return std::chrono::year_month_day(std::chrono::year(static_cast<int>(number(0, 4))),
                                       std::chrono::month(number(5, 2)), std::chrono::day(number(8, 2)))
        .ok();
}

constexpr std::size_t uuid_length = 36;
constexpr std::size_t date_length = 10;

CharacterSet alphabet_of(TextForm form) {
    switch (form) {
        case TextForm::slug:
            return alphabet::slug;
        case TextForm::word:
            return alphabet::word;
        case TextForm::hex:
            return alphabet::hex;
        case TextForm::base64url:
            return alphabet::base64url;
        case TextForm::uuid:
            return alphabet::hex | CharacterSet("-");
        case TextForm::date:
            return alphabet::digits | CharacterSet("-");
    }
    return {};
}

class TextField final : public FieldKind {
public:
    TextField(TextForm form, LengthRange length)
        : form_(form), alphabet_(alphabet_of(form)), length_(length) {
        if (form == TextForm::uuid) length_ = {uuid_length, uuid_length};
        if (form == TextForm::date) length_ = {date_length, date_length};
    }

    std::size_t extent(std::string_view rest, char) const override {
        const std::size_t most = std::min(rest.size(), length_.greatest);
        std::size_t size = 0;
        while (size < most && alphabet_.contains(rest[size]))
            ++size;
        return size < length_.least ? 0 : size;
    }

    std::optional<std::string> canonical(std::string_view text) const override {
        switch (form_) {
            case TextForm::slug:
                return is_slug(text) ? std::optional(std::string(text)) : std::nullopt;
            case TextForm::word:
                return std::string(text);
            case TextForm::hex:
                return to_lower(text);
            case TextForm::base64url:
                return is_base64url(text) ? std::optional(std::string(text)) : std::nullopt;
            case TextForm::uuid:
                return is_uuid(text) ? std::optional(to_lower(text)) : std::nullopt;
            case TextForm::date:
                return is_date(text) ? std::optional(std::string(text)) : std::nullopt;
        }
        return std::nullopt;
    }

    CharacterSet first() const override {
        switch (form_) {
            case TextForm::slug:
                return alphabet::lower | alphabet::digits;
            case TextForm::uuid:
                return alphabet::hex;
            case TextForm::date:
                return alphabet::digits;
            default:
                return alphabet_;
        }
    }

    CharacterSet continuation() const override {
        return length_.least == length_.greatest ? CharacterSet() : alphabet_;
    }

    std::string_view noun() const override {
        switch (form_) {
            case TextForm::slug:
                return "a slug";
            case TextForm::word:
                return "a word";
            case TextForm::hex:
                return "a hexadecimal number";
            case TextForm::base64url:
                return "a base64url text";
            case TextForm::uuid:
                return "a UUID";
            case TextForm::date:
                return "a date";
        }
        return "a field";
    }

private:
    TextForm form_;
    CharacterSet alphabet_;
    LengthRange length_;
};

}  // namespace

SharedFieldKind make_text_field(TextForm form, LengthRange length) {
    return std::make_shared<TextField>(form, length);
}

}  // namespace placard::card
