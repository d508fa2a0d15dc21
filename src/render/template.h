// A template, compiled once: the Mustache text parsed, its files found, its fingerprint taken.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "render/render_job.h"

namespace placard::render {

// Immutable and thread-safe.
class Template {
public:
    // Reads `file` (2 MiB at most) and finds the files of its folder that it refers to, directly or through
    // CSS, SVG, HTML or scripts (1000 files and 64 MiB at most). Errors: not_found, too_large, invalid
    // (Mustache syntax, with the line).
    static base::Result<std::shared_ptr<const Template>> load(const std::filesystem::path& file,
                                                              bool scripts = false);

    Template(const Template&) = delete;
    Template& operator=(const Template&) = delete;
    ~Template();

    // The document with every variable filled in, HTML-escaped unless the template asks for it raw by
    // {{{name}}}. ErrorCode::invalid where a variable of the template has no value; the message names all of
    // them.
    base::Result<std::string> fill(const std::vector<Variable>& variables) const;

    // The names that must have a value, in the order of the text. A name that stands only as a section
    // ({{#x}}, {{^x}}) or inside a section of its own is optional: absent, empty and "false" all mean that
    // the section is not shown.
    const std::vector<std::string>& variables() const;

    // Absolute; what relative references are relative to.
    const std::filesystem::path& folder() const;
    const std::filesystem::path& file() const;
    bool scripts() const;

    // Changes whenever the text, or a file it refers to, changes: lower-case hexadecimal SHA-256.
    const std::string& fingerprint() const;
    // Referred-to files that are not there, relative to the folder.
    const std::vector<std::string>& missing_files() const;

private:
    struct Parts;
    explicit Template(std::unique_ptr<const Parts> parts);
    std::unique_ptr<const Parts> parts_;
};

}  // namespace placard::render
