// Filling in a Mustache text. The library behind it is named in mustache.cpp alone.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "render/render_job.h"

namespace placard::render {

// "&", "<", ">", quote and apostrophe become character references: safe as HTML text and in a quoted
// attribute, but not in an attribute without quotes, a script or a style sheet.
std::string escape_html(std::string_view text);

// A parsed text. Immutable; fill() may be called from any number of threads.
class Mustache {
public:
    // file: what errors call the text. ErrorCode::invalid: the message begins with "FILE:LINE: ".
    static base::Result<Mustache> parse(std::string_view text, const std::string& file);

    Mustache(Mustache&&) noexcept;
    Mustache& operator=(Mustache&&) noexcept;
    ~Mustache();

    // {{x}} escaped, {{{x}}} and {{&x}} as they are. {{#x}}…{{/x}} shows where x has a value that is neither
    // empty nor "false", {{^x}}…{{/x}} where it has none such. Of two values of one name the later counts.
    // Errors: invalid (a required name has no value: all are named; a value is not UTF-8), too_large (past 16
    // MiB).
    base::Result<std::string> fill(const std::vector<Variable>& variables) const;

    // In the order of the text; which are required: see required_names().
    const std::vector<std::string>& required() const;

private:
    struct Parsed;
    explicit Mustache(std::unique_ptr<Parsed> parsed);
    std::unique_ptr<Parsed> parsed_;
};

}  // namespace placard::render
