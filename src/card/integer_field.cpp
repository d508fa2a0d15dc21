// {n:1..999}: a decimal integer of a range, in its one spelling.

#include <algorithm>
#include <charconv>

#include "card/field_kind.h"

namespace placard::card {
namespace {

std::size_t digits_of(std::int64_t number) {
    const std::string text = std::to_string(number);
    return text.size() - (number < 0 ? 1 : 0);
}

class IntegerField final : public FieldKind {
public:
    IntegerField(std::int64_t least, std::int64_t greatest) : least_(least), greatest_(greatest) {
        if (least < 0) negative_digits_ = digits_of(least);
        if (greatest >= 0) positive_digits_ = digits_of(greatest);
    }

    std::size_t extent(std::string_view rest, char) const override {
        const std::size_t sign = least_ < 0 && rest.starts_with('-') ? 1 : 0;
        const std::size_t most = std::min(rest.size(), sign + (sign ? negative_digits_ : positive_digits_));
        std::size_t size = sign;
        while (size < most && alphabet::digits.contains(rest[size]))
            ++size;
        return size == sign ? 0 : size;
    }

    std::optional<std::string> canonical(std::string_view text) const override {
        const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
        if (digits.starts_with('0') && text != "0") return std::nullopt;
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
        if (number < least_ || number > greatest_) return std::nullopt;
        return std::string(text);
    }

    CharacterSet first() const override {
        CharacterSet set = greatest_ >= 0 ? alphabet::digits : CharacterSet();
        if (least_ < 0) set.add('-');
        return set;
    }

    CharacterSet continuation() const override {
        return every_value_has_one_width() ? CharacterSet() : alphabet::digits;
    }

    std::string_view noun() const override { return "a whole number"; }

private:
    bool every_value_has_one_width() const {
        return (least_ < 0) == (greatest_ < 0) && digits_of(least_) == digits_of(greatest_);
    }

    std::int64_t least_;
    std::int64_t greatest_;
    std::size_t negative_digits_ = 0;  // of the longest value with a sign
    std::size_t positive_digits_ = 0;  // of the longest value without
};

}  // namespace

SharedFieldKind make_integer_field(std::int64_t least, std::int64_t greatest) {
    return std::make_shared<IntegerField>(least, greatest);
}

}  // namespace placard::card
