#include "cli/command_line.h"

#include <csignal>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/commands.h"

namespace placard::cli {
namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 done; 1 some of it failed (each named on standard error); 2 wrong command line;\n"
    "3 wrong configuration; 4 the machine lacks something (browser, free port, writable store).";

void add_config(CLI::App& command, std::filesystem::path& config) {
    command.add_option("-c,--config", config, "The configuration file, placard.toml")
        ->required()
        ->type_name("FILE");
}

void add_serve(CLI::App& app, ServeOptions& options) {
    CLI::App* command = app.add_subcommand("serve", "Serve the cards of a configuration over HTTP");
    add_config(*command, options.config);
    command
        ->add_option("-l,--listen", options.listen,
                     "Listen here in place of the configuration's addresses: 127.0.0.1:8080, [::]:8080;\n"
                     "port 0 takes a free one, which the log names. May be given several times.")
        ->type_name("ADDRESS");
    command->footer(
        "SIGTERM or SIGINT stops gracefully: what has been asked is answered, what was drawn is saved.\n"
        "A second one ends at once.\n\nExample: placard serve --config examples/challenge/placard.toml");
}

void add_check(CLI::App& app, CheckOptions& options) {
    CLI::App* command = app.add_subcommand(
        "check", "Check a configuration, every card's template and files, and the browser; start nothing");
    add_config(*command, options.config);
}

void add_render(CLI::App& app, RenderOptions& options) {
    CLI::App* command =
        app.add_subcommand("render", "Draw an HTML file, an address or a card to an image file");
    command
        ->add_option("input", options.inputs,
                     "HTML files, http(s) addresses or, with --config, card ids such as 12-34-10")
        ->required()
        ->type_name("INPUT");
    command
        ->add_option(
            "-o,--output", options.output,
            "The image file; its ending (.jpg .png .webp .avif) is the format. With several inputs a\n"
            "folder, ending in '/': each gets its own name there, as PNG unless a card id says otherwise")
        ->required()
        ->type_name("FILE|DIR/");
    command->add_option("-c,--config", options.config, "The configuration that card ids belong to")
        ->type_name("FILE");
    command->add_option("--width", options.width, "Width in CSS pixels (1200)")->check(CLI::Range(1, 4096));
    command->add_option("--height", options.height, "Height in CSS pixels (630)")->check(CLI::Range(1, 4096));
    command->add_option("--scale", options.scale, "Device pixels a CSS pixel (1; of a card: its own)")
        ->check(CLI::Range(0.5, 4.0));
    command->add_option("--quality", options.quality, "Of the lossy formats (80)")->check(CLI::Range(1, 100));
    command->add_option("--engine", options.engine, "What draws")
        ->check(CLI::IsMember({"chromium"}))
        ->capture_default_str();
    command->add_option("--wait", options.wait, "When an address counts as ready: load, idle or signal")
        ->check(CLI::IsMember({"load", "idle", "signal"}))
        ->capture_default_str();
    command->add_option("--var", options.variables, "A value for a Mustache placeholder of the file")
        ->type_name("NAME=VALUE");
    command
        ->add_option("--allow-host", options.hosts, "A host that the picture may load from, beside its own")
        ->type_name("HOST[:PORT]");
    command
        ->add_option_function<int>(
            "--timeout", [&options](int seconds) { options.deadline = std::chrono::seconds(seconds); },
            "Seconds that one picture may take (10)")
        ->check(CLI::Range(1, 600));
    command->footer(
        "Examples:\n"
        "  placard render card.html -o card.png --var km=12\n"
        "  placard render https://example.com/ -o page.jpg --wait idle --timeout 30\n"
        "  placard render --config placard.toml 12-34-10 13-34-10.png -o pictures/");
}

void add_warm(CLI::App& app, WarmOptions& options) {
    CLI::App* command = app.add_subcommand("warm", "Draw and save a list of cards ahead of time");
    add_config(*command, options.config);
    command
        ->add_option("list", options.list,
                     "A file of card ids, one a line ('#' begins a comment); '-' is standard input")
        ->capture_default_str()
        ->type_name("FILE");
    command
        ->add_option("-j,--jobs", options.jobs,
                     "Pictures under way at once (as many as there are browsers, and 2)")
        ->check(CLI::Range(1, 256));
    command->footer(
        "What is in the store already is not drawn again, so a run that was ended can be started anew.\n\n"
        "Example: seq 1 100 | sed 's/$/-34-10/' | placard warm --config placard.toml");
}

}  // namespace

int run(int argc, char** argv) {
    CLI::App app{
        "Placard draws social preview images the first time somebody asks, keeps them and serves them."};
    app.require_subcommand(1);
    app.set_version_flag("--version", "placard " PLACARD_VERSION);
    app.footer(std::string(exit_codes) + "\n\n`placard COMMAND --help` says more of each.");

    ServeOptions serve_options;
    CheckOptions check_options;
    RenderOptions render_options;
    WarmOptions warm_options;
    add_serve(app, serve_options);
    add_render(app, render_options);
    add_warm(app, warm_options);
    add_check(app, check_options);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
    }
    std::signal(SIGPIPE, SIG_IGN);

    ExitCode code = ExitCode::usage;
    if (app.got_subcommand("serve")) code = serve(serve_options);
    if (app.got_subcommand("check")) code = check(check_options);
    if (app.got_subcommand("render")) code = render(render_options);
    if (app.got_subcommand("warm")) code = warm(warm_options);
    return static_cast<int>(code);
}

}  // namespace placard::cli
