#include "render/mustache_tags.h"

#include <algorithm>
#include <optional>

namespace placard::render {

namespace {

constexpr std::size_t max_depth = 100;
constexpr std::string_view blank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

bool is_name(std::string_view text) {
    const auto is_part = [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
               c == '-' || c == '.' || c >= 0x80;
    };
    return !text.empty() && text.size() <= 200 && std::all_of(text.begin(), text.end(), is_part);
}

class TagParser {
public:
    TagParser(std::string_view text, std::string_view file) : text_(text), file_(file) {}

    base::Result<std::vector<Tag>> parse() {
        for (std::size_t at = text_.find("{{"); at != std::string_view::npos; at = text_.find("{{", at)) {
            auto tag = parse_tag(at);
            if (!tag) return tl::unexpected(std::move(tag.error()));
            if (auto nested = nest(*tag); !nested) return tl::unexpected(std::move(nested.error()));
            at = tag->end;
            tags_.push_back(std::move(*tag));
        }
        if (!open_.empty())
            return fail_at(open_.back().line, "the section {{#" + open_.back().name + "}} is never closed");
        return std::move(tags_);
    }

private:
    tl::unexpected<base::Error> fail_at(std::size_t line, const std::string& what) const {
        return base::fail(base::ErrorCode::invalid, base::Fault::ours,
                          std::string(file_) + ":" + std::to_string(line) + ": " + what);
    }

    std::size_t line_of(std::size_t position) {
        line_ +=
            static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_to_),
                                                text_.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
        counted_to_ = position;
        return line_;
    }

    base::Result<Tag> parse_tag(std::size_t at) {
        Tag tag;
        tag.line = line_of(at);
        tag.begin = at;
        const bool triple = text_.substr(at).starts_with("{{{");
        const std::string_view closing = triple ? "}}}" : "}}";
        const std::size_t inside = at + closing.size();
        const std::size_t close = text_.find(closing, inside);
        if (close == std::string_view::npos)
            return fail_at(tag.line, "a tag is opened and never closed by " + std::string(closing));
        tag.end = close + closing.size();
        std::string_view content = trimmed(text_.substr(inside, close - inside));
        if (triple) {
            tag.kind = TagKind::raw;
        } else if (auto kind = take_sigil(content, tag.line); kind) {
            tag.kind = *kind;
        } else {
            return tl::unexpected(std::move(kind.error()));
        }
        if (tag.kind == TagKind::comment) return tag;
        if (!is_name(content))
            return fail_at(tag.line,
                           "\"" + std::string(text_.substr(at, std::min<std::size_t>(tag.end - at, 60))) +
                               "\" is not the name of a variable: letters, digits and _ - . only");
        tag.name = content;
        return tag;
    }

    base::Result<TagKind> take_sigil(std::string_view& content, std::size_t line) const {
        std::optional<TagKind> kind;
        switch (content.empty() ? '\0' : content.front()) {
            case '#':
                kind = TagKind::section;
                break;
            case '^':
                kind = TagKind::inverted;
                break;
            case '/':
                kind = TagKind::section_end;
                break;
            case '&':
                kind = TagKind::raw;
                break;
            case '!':
                kind = TagKind::comment;
                break;
            case '>':
                return fail_at(line, "partials ({{> name}}) are not supported: put the text in the template");
            case '=':
                return fail_at(line, "the delimiters can't be changed: a placeholder is always {{name}}");
            default:
                return TagKind::escaped;
        }
        content = trimmed(content.substr(1));
        return *kind;
    }

    // Keeps the stack of open sections, and gives "{{.}}" its name.
    base::Status nest(Tag& tag) {
        if (tag.name == ".") {
            const auto section = std::find_if(open_.rbegin(), open_.rend(),
                                              [](const Tag& open) { return open.kind == TagKind::section; });
            if ((tag.kind != TagKind::escaped && tag.kind != TagKind::raw) || section == open_.rend())
                return fail_at(tag.line,
                               "{{.}} stands for the value of the section around it, and there is none");
            tag.name = section->name;
        }
        if (tag.kind == TagKind::section || tag.kind == TagKind::inverted) {
            if (open_.size() == max_depth)
                return fail_at(tag.line,
                               "sections are nested more than " + std::to_string(max_depth) + " deep");
            open_.push_back(tag);
        } else if (tag.kind == TagKind::section_end) {
            if (open_.empty())
                return fail_at(tag.line, "{{/" + tag.name + "}} closes a section that is not open");
            if (open_.back().name != tag.name)
                return fail_at(tag.line, "{{/" + tag.name + "}} stands where the section " +
                                             open_.back().name + " of line " +
                                             std::to_string(open_.back().line) + " must be closed first");
            open_.pop_back();
        }
        return {};
    }

    std::string_view text_;
    std::string_view file_;
    std::size_t line_ = 1;
    std::size_t counted_to_ = 0;
    std::vector<Tag> open_;
    std::vector<Tag> tags_;
};

}  // namespace

base::Result<std::vector<Tag>> parse_mustache_tags(std::string_view text, std::string_view file) {
    return TagParser(text, file).parse();
}

std::vector<std::string> required_names(const std::vector<Tag>& tags) {
    std::vector<std::string> names;
    std::vector<const Tag*> open;
    for (const Tag& tag : tags) {
        if (tag.kind == TagKind::section || tag.kind == TagKind::inverted) open.push_back(&tag);
        if (tag.kind == TagKind::section_end) open.pop_back();
        if (tag.kind != TagKind::escaped && tag.kind != TagKind::raw) continue;
        const bool in_own_section = std::any_of(open.begin(), open.end(), [&](const Tag* section) {
            return section->kind == TagKind::section && section->name == tag.name;
        });
        if (in_own_section || std::find(names.begin(), names.end(), tag.name) != names.end()) continue;
        names.push_back(tag.name);
    }
    return names;
}

}  // namespace placard::render
