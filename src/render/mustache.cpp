#include "render/mustache.h"

#include <cstddef>
#include <kainjow/mustache.hpp>
#include <unordered_map>

#include "render/mustache_tags.h"
#include "render/utf8.h"

namespace placard::render {

namespace {

namespace library = kainjow::mustache;

constexpr std::size_t max_document = 16 * 1024 * 1024;

// The library asks its context for a name without saying whether it wants a text or a condition. So the text
// that it gets has every tag in one form, and sections carry a mark that no name can have: {{#?x}} asks for
// "?x".
constexpr char section_mark = '?';

std::string normalized(std::string_view text, const std::vector<Tag>& tags) {
    std::string result;
    result.reserve(text.size() + tags.size());
    std::size_t copied = 0;
    for (const Tag& tag : tags) {
        result += text.substr(copied, tag.begin - copied);
        copied = tag.end;
        switch (tag.kind) {
            case TagKind::escaped:
                result += "{{" + tag.name;
                break;
            case TagKind::raw:
                result += "{{&" + tag.name;
                break;
            case TagKind::section:
                result += std::string("{{#") + section_mark + tag.name;
                break;
            case TagKind::inverted:
                result += std::string("{{^") + section_mark + tag.name;
                break;
            case TagKind::section_end:
                result += std::string("{{/") + section_mark + tag.name;
                break;
            case TagKind::comment:
                result += "{{!";
                break;
        }
        result += "}}";
    }
    result += text.substr(copied);
    return result;
}

// Answers the library's questions from the job's variables.
class VariableContext final : public library::basic_context<std::string> {
public:
    explicit VariableContext(const std::vector<Variable>& variables) {
        for (const Variable& variable : variables)
            values_.insert_or_assign(variable.name, library::data(variable.value));
    }

    bool has(const std::string& name) const { return values_.contains(name); }

    const library::data* get(const std::string& name) const override {
        if (name.front() != section_mark) return find(name);
        const library::data* value = find(name.substr(1));
        return value && !value->string_value().empty() && value->string_value() != "false" ? &true_ : &false_;
    }
    const library::data* get_partial(const std::string&) const override { return nullptr; }
    // A section changes nothing about what a name means.
    void push(const library::data*) override {}
    void pop() override {}

private:
    const library::data* find(const std::string& name) const {
        const auto found = values_.find(name);
        return found == values_.end() ? nullptr : &found->second;
    }

    std::unordered_map<std::string, library::data> values_;
    library::data true_{library::data::type::bool_true};
    library::data false_{library::data::type::bool_false};
};

}  // namespace

std::string escape_html(std::string_view text) {
    std::string result;
    result.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\'':
                result += "&#39;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

struct Mustache::Parsed {
    std::string file;
    std::vector<std::string> required;
    // render() is not const in the library, but writes to the object only where a partial or a lambda fails,
    // and there is neither.
    mutable library::mustache text;
};

Mustache::Mustache(std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)) {}
Mustache::Mustache(Mustache&&) noexcept = default;
Mustache& Mustache::operator=(Mustache&&) noexcept = default;
Mustache::~Mustache() = default;

base::Result<Mustache> Mustache::parse(std::string_view text, const std::string& file) {
    const auto tags = parse_mustache_tags(text, file);
    if (!tags) return tl::unexpected(tags.error());
    auto parsed = std::make_unique<Parsed>(
        Parsed{file, required_names(*tags), library::mustache(normalized(text, *tags))});
    if (!parsed->text.is_valid())
        return base::fail(base::ErrorCode::invalid, base::Fault::ours,
                          file + ":1: the template can't be parsed", parsed->text.error_message());
    parsed->text.set_custom_escape(escape_html);
    return Mustache(std::move(parsed));
}

base::Result<std::string> Mustache::fill(const std::vector<Variable>& variables) const {
    for (const Variable& variable : variables)
        if (!is_text(variable.value))
            return base::fail(base::ErrorCode::invalid, base::Fault::client,
                              "the value of the variable " + variable.name + " is not UTF-8 text");
    VariableContext context(variables);
    std::string missing;
    for (const std::string& name : parsed_->required)
        if (!context.has(name)) missing += (missing.empty() ? "" : ", ") + name;
    if (!missing.empty())
        return base::fail(base::ErrorCode::invalid, base::Fault::ours,
                          "the template " + parsed_->file + " has no value for: " + missing);
    std::string document = parsed_->text.render(context);
    if (document.size() > max_document)
        return base::fail(base::ErrorCode::too_large, base::Fault::ours,
                          "the template " + parsed_->file + " is over 16 MiB once it is filled in");
    return document;
}

const std::vector<std::string>& Mustache::required() const {
    return parsed_->required;
}

}  // namespace placard::render
