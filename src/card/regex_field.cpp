// {s:regex(...)}: what RE2 matches in full, in time linear in the text whatever the expression.

#include <re2/re2.h>

#include <algorithm>

#include "card/field_kind.h"
#include "card/percent.h"

namespace placard::card {
namespace {

// Bounds what one expression may cost: its program and the automaton's cache of states.
constexpr std::int64_t max_memory = 1024 * 1024;
constexpr std::size_t max_expression = 512;

RE2::Options options() {
    RE2::Options options;
    options.set_encoding(RE2::Options::EncodingLatin1);  // paths are ASCII
    options.set_max_mem(max_memory);
    options.set_log_errors(false);
    options.set_never_capture(true);
    return options;
}

class RegexField final : public FieldKind {
public:
    explicit RegexField(std::unique_ptr<const RE2> expression) : expression_(std::move(expression)) {}

    std::size_t extent(std::string_view rest, char end) const override {
        const auto stop =
            std::find_if(rest.begin(), rest.end(), [end](char c) { return c == '/' || c == end; });
        return static_cast<std::size_t>(stop - rest.begin());
    }

    std::optional<std::string> canonical(std::string_view text) const override {
        if (!std::all_of(text.begin(), text.end(), is_path_character)) return std::nullopt;
        if (!RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *expression_)) return std::nullopt;
        return std::string(text);
    }

    CharacterSet first() const override { return CharacterSet::of_segment(); }
    CharacterSet continuation() const override { return {}; }
    bool ends_at_literal() const override { return true; }
    std::string_view noun() const override { return "a regular expression"; }

private:
    std::unique_ptr<const RE2> expression_;
};

}  // namespace

base::Result<SharedFieldKind> make_regex_field(std::string_view expression) {
    const auto invalid = [](std::string message) {
        return base::fail(base::ErrorCode::invalid, base::Fault::ours, std::move(message));
    };
    if (expression.empty()) return invalid("the regular expression is empty");
    if (expression.size() > max_expression) {
        return invalid("the regular expression has " + std::to_string(expression.size()) +
                       " characters; at most " + std::to_string(max_expression) + " are read");
    }
    auto compiled =
        std::make_unique<const RE2>(re2::StringPiece(expression.data(), expression.size()), options());
    if (!compiled->ok()) return invalid("the regular expression is not one of RE2's: " + compiled->error());
    return std::make_shared<RegexField>(std::move(compiled));
}

}  // namespace placard::card
