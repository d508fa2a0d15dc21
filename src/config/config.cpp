#include "config/config.h"

#include <cstdlib>
#include <fstream>

#include "config/sections.h"

namespace placard::config {
namespace {

constexpr std::size_t max_file = 1024 * 1024;

using Mistakes = std::vector<Mistake>;

std::string too_large() {
    return "the file has more than " + std::to_string(max_file) + " bytes";
}

// The line of that number, from 1.
std::string_view line_of(std::string_view text, std::size_t number) {
    while (--number > 0 && text.find('\n') != std::string_view::npos)
        text.remove_prefix(text.find('\n') + 1);
    return text.substr(0, text.find('\n'));
}

// The library's words may quote what stands in the line, which must not be where a secret may be.
std::string syntax_mistake(const toml::parse_error& error, std::string_view text) {
    const bool may_be_secret =
        line_of(text, error.source().begin.line).find("token") != std::string_view::npos;
    if (may_be_secret) return "is not TOML; a token is written as token = { env = \"NAME\" }";
    return "is not TOML: " + std::string(error.description());
}

Config read_document(const toml::table& document, Context& context, const std::filesystem::path& file) {
    TableReader reader(document, "", context);
    Config config;
    config.file = file;
    config.server = read_server(reader);
    config.cache = read_cache(reader);
    config.store = read_store(reader);
    config.browser = read_browser(reader);
    config.render = read_render(reader);
    config.log = read_log(reader);
    config.static_files = read_static_files(reader);
    config.cards = read_cards(reader);
    reader.finish();
    return config;
}

std::filesystem::path whole_path(const std::filesystem::path& file) {
    std::error_code error;
    auto path = std::filesystem::absolute(file, error);
    return error ? file : path.lexically_normal();
}

}  // namespace

std::optional<std::string> process_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

tl::expected<Config, Mistakes> parse(const std::string& text, const std::filesystem::path& file,
                                     Environment environment) {
    if (text.size() > max_file) return tl::unexpected(Mistakes{{file, 0, "", too_large()}});
    const std::filesystem::path whole = whole_path(file);
    MistakeList mistakes(file);
    Context context{whole.parent_path(), environment, mistakes};
    try {
        const toml::table document = toml::parse(text);
        Config config = read_document(document, context, whole);
        if (mistakes.empty()) return config;
    } catch (const toml::parse_error& error) {
        const toml::source_position where = error.source().begin;
        mistakes.add({where.line, where.column}, "", syntax_mistake(error, text));
    }
    return tl::unexpected(mistakes.in_file_order());
}

tl::expected<Config, Mistakes> load(const std::filesystem::path& file, Environment environment) {
    const auto fail = [&](std::string message) {
        return tl::unexpected(Mistakes{{file, 0, "", std::move(message)}});
    };
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (status.type() == std::filesystem::file_type::not_found) return fail("the file is not there");
    if (error) return fail("the file can't be looked at: " + error.message());
    if (!std::filesystem::is_regular_file(status)) return fail("is not a file");

    std::ifstream stream(file, std::ios::binary);
    std::string text(max_file + 1, '\0');
    if (stream) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.is_open() || stream.bad()) return fail("the file can't be read");
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return parse(text, file, environment);
}

}  // namespace placard::config
