// How long Chromium takes to draw a card: whole draws, as `origin` calls for them, one after the other.
//
//   browser_bench [draws]
//
// One line a case: median and 90th percentile in milliseconds, and the size of the image.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/log.h"
#include "browser/browser_renderer.h"
#include "render/template.h"

namespace {

using namespace placard;

constexpr const char* card_html = R"(<!doctype html><html><head><meta charset="utf-8"><style>
*{box-sizing:border-box;margin:0}
body{width:1200px;height:630px;font-family:Inter,sans-serif;display:flex;flex-direction:column;
 justify-content:space-between;padding:64px;background:linear-gradient(135deg,#1e3a8a,#7c3aed 60%,#db2777);color:#fff}
h1{font-size:72px;letter-spacing:-2px}p{font-size:32px;opacity:.85}.stats{display:flex;gap:32px}
.stats div{flex:1;background:rgba(255,255,255,.14);border-radius:24px;padding:32px;box-shadow:0 12px 40px rgba(0,0,0,.3)}
b{display:block;font-size:80px}span{font-size:28px}</style></head><body>
<div><h1>The running challenge</h1><p>One kilometre at a time, every day.</p></div>
<div class="stats"><div><b>{{km}}</b><span>kilometres</span></div><div><b>{{days}}</b><span>days</span></div>
<div><b>{{left}}</b><span>days left</span></div></div></body></html>)";

struct Case {
    const char* name;
    double scale;
    base::ImageFormat format;
    bool scripts;  // a template with scripts gets a fresh page for each draw
};

double milliseconds(base::Duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

void run(browser::BrowserRenderer& renderer, const std::filesystem::path& file, const Case& c, int draws) {
    const auto compiled = render::Template::load(file, c.scripts);
    if (!compiled) std::abort();
    std::vector<double> times;
    std::size_t bytes = 0;
    for (int i = -5; i < draws; ++i) {  // the first five warm up
        render::RenderJob job{.input = render::TemplateInput{*compiled,
                                                             {{"km", std::to_string(i + 100)},
                                                              {"days", std::to_string(i + 50)},
                                                              {"left", std::to_string(200 - i)}}},
                              .scale = c.scale,
                              .format = c.format,
                              .allowed_hosts = {},
                              .deadline = base::Deadline::after(std::chrono::seconds(20))};
        const auto begin = std::chrono::steady_clock::now();
        const auto image = renderer.draw(job);
        if (!image) {
            std::fprintf(stderr, "%s: %s\n", c.name, base::describe(image.error()).c_str());
            std::exit(1);
        }
        if (i >= 0) times.push_back(milliseconds(std::chrono::steady_clock::now() - begin));
        bytes = image->bytes.size();
    }
    std::ranges::sort(times);
    std::printf("%-28s %8.1f %8.1f %9zu\n", c.name, times[times.size() / 2], times[times.size() * 9 / 10],
                bytes);
    std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
    const int draws = count > 1 ? std::max(1, std::atoi(words[1])) : 50;
    const auto file =
        std::filesystem::temp_directory_path() / ("placard-bench-" + std::to_string(std::rand()) + ".html");
    std::ofstream(file) << card_html;
    auto renderer = browser::BrowserRenderer::create({.scales = {1, 2}}, base::null_log());
    if (!renderer || !(*renderer)->wait_until_warm(base::Deadline::after(std::chrono::seconds(30)))) {
        std::fprintf(stderr, "no browser\n");
        return 1;
    }
    std::printf("%-28s %8s %8s %9s\n", "case", "median", "p90", "bytes");
    using enum base::ImageFormat;
    for (const Case& c : {Case{"jpeg, scale 1", 1, jpeg, false}, Case{"jpeg, scale 2", 2, jpeg, false},
                          Case{"webp, scale 1", 1, webp, false}, Case{"png, scale 1", 1, png, false},
                          Case{"avif, scale 1", 1, avif, false}, Case{"avif, scale 2", 2, avif, false},
                          Case{"jpeg, scale 1, fresh page", 1, jpeg, true},
                          Case{"jpeg, scale 2, fresh page", 2, jpeg, true}}) {
        run(**renderer, file, c, draws);
    }
    std::filesystem::remove(file);
}
