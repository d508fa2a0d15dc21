// {lang:en|de|pt-br}: one of some words; the longest that is there.

#include <algorithm>

#include "card/field_kind.h"

namespace placard::card {
namespace {

class WordListField final : public FieldKind {
public:
    explicit WordListField(std::vector<std::string> words) : words_(std::move(words)) {
        std::sort(words_.begin(), words_.end(), [](const std::string& left, const std::string& right) {
            return left.size() != right.size() ? left.size() > right.size() : left < right;
        });
        for (const std::string& word : words_) {
            first_.add(word.front());
            for (const std::string& longer : words_) {
                const bool goes_on = longer.size() > word.size() && longer.starts_with(word);
                if (goes_on) continuation_.add(longer[word.size()]);
            }
        }
    }

    std::size_t extent(std::string_view rest, char) const override {
        for (const std::string& word : words_) {
            if (rest.starts_with(word)) return word.size();
        }
        return 0;
    }

    std::optional<std::string> canonical(std::string_view text) const override { return std::string(text); }
    CharacterSet first() const override { return first_; }
    CharacterSet continuation() const override { return continuation_; }
    std::string_view noun() const override { return "one of its longer words"; }

private:
    std::vector<std::string> words_;  // the longest first
    CharacterSet first_;
    CharacterSet continuation_;
};

}  // namespace

SharedFieldKind make_word_list_field(std::vector<std::string> words) {
    return std::make_shared<WordListField>(std::move(words));
}

}  // namespace placard::card
