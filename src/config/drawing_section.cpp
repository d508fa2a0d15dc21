// [store], [browser] and [render]: where pictures are kept and how they are drawn.

#include "config/quote.h"
#include "config/sections.h"

namespace placard::config {

using namespace std::chrono_literals;

Store read_store(TableReader& document) {
    Store store;
    auto section = document.table("store");
    if (!section) {
        if (!document.has("store"))
            document.missing("store", "write [store] and below it path = \"var/cards\"");
        return store;
    }
    section->read_choice("kind", store.kind, {{"filesystem", StoreKind::filesystem}});
    if (!section->has("path")) {
        section->missing("path", "write the folder that keeps the pictures, as in path = \"var/cards\"");
    } else if (const auto folder = section->path("path")) {
        std::error_code error;
        const bool something_else =
            std::filesystem::exists(*folder, error) && !std::filesystem::is_directory(*folder, error);
        if (something_else) section->mistake("path", in_quotes(folder->string()) + " is not a folder");
        store.path = *folder;
    }
    section->finish();
    return store;
}

Browser read_browser(TableReader& document) {
    Browser browser;
    auto section = document.table("browser");
    if (!section) return browser;
    if (const auto program = section->text("program")) {
        const bool is_name = !program->empty() && program->find('/') == std::string::npos;
        if (is_name) {
            browser.program = *program;  // to be looked for on the PATH
        } else if (const auto file = section->path("program")) {
            browser.program = *file;
        }
    }
    section->read_integer<std::size_t>("processes", browser.processes, {1, 64});
    section->read_size("memory_limit", browser.memory_limit, {std::size_t{1} << 24, std::size_t{1} << 40});
    section->read("start_timeout", browser.start_timeout, {1ms, 10min});
    section->finish();
    return browser;
}

Render read_render(TableReader& document) {
    Render render;
    auto section = document.table("render");
    if (!section) return render;
    section->read_integer<std::size_t>("queue", render.queue, {0, 100'000});
    section->finish();
    return render;
}

}  // namespace placard::config
