#include <cctype>
#include <cstdio>
#include <filesystem>
#include <set>
#include <utility>

#include "browser/address.h"
#include "browser/browser_renderer.h"
#include "cli/checked_config.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/drawing_room.h"
#include "cli/output_file.h"
#include "observe/json_log.h"
#include "render/template.h"

namespace placard::cli {
namespace {

namespace fs = std::filesystem;

// Draws each input in turn; one that fails is named and costs only its own picture.
template <class Draw>
ExitCode draw_each(const std::vector<std::string>& inputs, Draw draw) {
    ExitCode code = ExitCode::ok;
    for (const std::string& input : inputs) {
        const base::Status status = draw(input);
        if (status) continue;
        std::fprintf(stderr, "%s: %s\n", input.c_str(), describe(status.error()).c_str());
        code = ExitCode::failed;
    }
    return code;
}

base::Status draw_to(render::Renderer& renderer, const render::RenderJob& job, const fs::path& output) {
    const auto image = renderer.draw(job);
    if (!image) return tl::unexpected(image.error());
    return write_file(output, image->bytes.view());
}

// ---- files and addresses ----

bool is_address(const std::string& input) {
    return input.starts_with("http://") || input.starts_with("https://");
}

// Letters, digits, '.', '-' and '_' of a file's name or of an address; the rest becomes '-'.
std::string file_stem(const std::string& input) {
    std::string name =
        is_address(input) ? input.substr(input.find("://") + 3) : fs::path(input).stem().string();
    for (char& c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '.' && c != '-' && c != '_') c = '-';
    }
    return name;
}

// The picture of an input in a folder. Two inputs of one name must not overwrite each other's.
class FolderNames {
public:
    explicit FolderNames(fs::path folder) : folder_(std::move(folder)) {}
    fs::path name_for(const std::string& input) {
        const std::string stem = file_stem(input);
        fs::path name = folder_ / (stem + ".png");
        for (int number = 2; !taken_.insert(name).second; ++number) {
            name = folder_ / (stem + "-" + std::to_string(number) + ".png");
        }
        return name;
    }

private:
    fs::path folder_;
    std::set<fs::path> taken_;
};

base::Result<std::vector<render::Variable>> parse_variables(const std::vector<std::string>& texts) {
    std::vector<render::Variable> variables;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == 0 || equals == std::string::npos) {
            return base::fail(base::ErrorCode::invalid, base::Fault::client,
                              "--var takes NAME=VALUE, and '" + text + "' is not of that form");
        }
        variables.push_back({text.substr(0, equals), text.substr(equals + 1)});
    }
    return variables;
}

render::Ready ready_of(const std::string& wait) {
    if (wait == "idle") return render::Ready::network_idle;
    if (wait == "signal") return render::Ready::signal;
    return render::Ready::load;
}

base::Result<render::RenderJob> job_for(const std::string& input, const fs::path& output,
                                        const RenderOptions& options,
                                        const std::vector<render::Variable>& variables) {
    const auto format = format_of(output);
    if (!format) return tl::unexpected(format.error());
    render::RenderJob job{.input = {},
                          .width = options.width.value_or(1200),
                          .height = options.height.value_or(630),
                          .scale = options.scale.value_or(1),
                          .format = *format,
                          .quality = options.quality.value_or(80),
                          .allowed_hosts = options.hosts,
                          .deadline = base::Deadline::after(options.deadline)};
    if (is_address(input)) {
        job.input = render::PageInput{input, {}, ready_of(options.wait)};
        return job;
    }
    auto compiled = render::Template::load(input, true);
    if (!compiled) return tl::unexpected(compiled.error());
    job.input = render::TemplateInput{*compiled, variables};
    return job;
}

ExitCode render_files(const RenderOptions& options) {
    const auto variables = parse_variables(options.variables);
    if (!variables) return complain(ExitCode::usage, variables.error());

    browser::BrowserOptions browser_options;
    browser_options.processes = 1;
    browser_options.scales = {options.scale.value_or(1)};
    browser_options.reachable_hosts = options.hosts;
    for (const std::string& input : options.inputs) {
        const auto origin = is_address(input) ? browser::origin_of(input) : std::nullopt;
        if (origin) browser_options.reachable_hosts.push_back(origin->host_and_port());
    }
    const std::chrono::milliseconds start_timeout = browser_options.start_timeout;
    const auto log = observe::make_json_log();
    const auto renderer = browser::BrowserRenderer::create(std::move(browser_options), *log);
    if (!renderer) return complain(ExitCode::environment, renderer.error());
    (*renderer)->wait_until_warm(base::Deadline::after(start_timeout));

    const bool into_folder = is_folder(options.output);
    FolderNames names(options.output);
    return draw_each(options.inputs, [&](const std::string& input) -> base::Status {
        const fs::path output = into_folder ? names.name_for(input) : fs::path(options.output);
        const auto job = job_for(input, output, options, *variables);
        if (!job) return tl::unexpected(job.error());
        return draw_to(**renderer, *job, output);
    });
}

// ---- cards of a configuration: drawn as `serve` would; the store is not touched ----

base::Status render_card(const std::string& id, const RenderOptions& options, DrawingRoom& room) {
    auto address = room.catalogue().find_id(id);
    if (!address) {
        return base::fail(base::ErrorCode::invalid, base::Fault::client,
                          "no card of the configuration has such an id");
    }
    fs::path output = options.output;
    if (is_folder(options.output)) {
        output /= address->canonical_path().substr(1);
    } else {
        const auto format = format_of(output);
        if (!format) return tl::unexpected(format.error());
        address->format = *format;
    }
    auto job = room.sources().job_for(*address, base::Deadline::after(options.deadline));
    if (!job) return tl::unexpected(job.error());
    job->width = options.width.value_or(job->width);
    job->height = options.height.value_or(job->height);
    job->scale = options.scale.value_or(job->scale);
    job->quality = options.quality.value_or(job->quality);
    return draw_to(room.renderer(), *job, output);
}

ExitCode render_cards(const RenderOptions& options) {
    auto configuration = load_checked_config(*options.config);
    if (!configuration) return ExitCode::configuration;
    configuration->browser.processes = 1;
    const auto log = observe::make_json_log();
    const auto room = DrawingRoom::create(*configuration, *log);
    if (!room) return complain(ExitCode::environment, room.error());
    (*room)->renderer().wait_until_warm(base::Deadline::after(configuration->browser.start_timeout));
    return draw_each(options.inputs, [&](const std::string& id) { return render_card(id, options, **room); });
}

}  // namespace

ExitCode render(const RenderOptions& options) {
    if (options.inputs.size() > 1 && !is_folder(options.output)) {
        std::fprintf(stderr, "placard: several inputs need a folder as output, ending in '/'\n");
        return ExitCode::usage;
    }
    return options.config ? render_cards(options) : render_files(options);
}

}  // namespace placard::cli
