#include "browser/browser.h"

#include <algorithm>
#include <chrono>
#include <ranges>

#include "browser/document_traits.h"
#include "render/template.h"

namespace placard::browser {
namespace {

using base::Deadline;
using base::ErrorCode;
using base::fail;
using base::Fault;
using base::Result;

// Each costs a process of Chromium's with some ten megabytes.
constexpr std::size_t max_kept_pages = 4;
// Then a page makes room for a new one, so that what Chromium never frees does not add up.
constexpr std::size_t max_draws_of_a_page = 2000;

PageSize size_of(const render::RenderJob& job) {
    return {job.width, job.height};
}

Scripts scripts_of(const render::Template& source) {
    return source.scripts() ? Scripts::on : Scripts::off;
}

Allowance allowance_of(const Drawing& drawing) {
    Allowance allowance{drawing.hosts, {}, {}};
    if (const auto* input = std::get_if<render::TemplateInput>(&drawing.job.input)) {
        allowance.files =
            Allowance::Files{input->compiled->folder(), drawing.document, scripts_of(*input->compiled)};
    } else {
        allowance.headers = std::get<render::PageInput>(drawing.job.input).headers;
    }
    return allowance;
}

}  // namespace

Result<std::unique_ptr<Browser>> Browser::start(const Launch& launch, base::Log& log, Deadline deadline) {
    auto profile = ProfileFolder::create();
    if (!profile) return tl::unexpected(profile.error());
    auto process =
        Process::start(launch.program, launch_flags(launch.scale, launch.reachable, profile->path()));
    if (!process) return tl::unexpected(process.error());

    std::unique_ptr<Browser> browser(new Browser(std::move(*profile), std::move(*process), log));
    browser->devtools_.work_until(deadline, Silence::tolerated);
    if (const auto version = browser->devtools_.call("Browser.getVersion"); !version) {
        auto error = version.error();
        error.message = "the browser does not start";
        if (const std::string complaints = browser->complaints(); !complaints.empty())
            error.detail = complaints;
        return tl::unexpected(std::move(error));
    }
    browser->prepare_spare_page(deadline);
    return browser;
}

Browser::Browser(ProfileFolder profile, Process process, base::Log& log)
    : log_(log),
      profile_(std::move(profile)),
      process_(std::move(process)),
      devtools_(Pipe(process_.take_pipe())) {}

Result<std::string> Browser::draw(const Drawing& drawing) {
    devtools_.work_until(drawing.job.deadline);
    last_size_ = size_of(drawing.job);
    const auto* input = std::get_if<render::TemplateInput>(&drawing.job.input);
    const bool keeps_page =
        input != nullptr && !input->compiled->scripts() && !leaves_traces(drawing.document);
    return keeps_page ? draw_in_kept_page(drawing, *input->compiled) : draw_in_fresh_page(drawing);
}

Result<std::string> Browser::draw_in_kept_page(const Drawing& drawing, const render::Template& source) {
    auto kept = take_kept_page(source, size_of(drawing.job));
    if (!kept) return tl::unexpected(kept.error());
    Page& page = *kept->page;
    const auto shown = page.show_template(allowance_of(drawing));
    auto picture = shown ? page.picture(drawing.form) : tl::unexpected(shown.error());
    if (!picture) {
        failed_ = std::move(kept->page);
        return picture;
    }
    page.clear_cookies();
    keep(std::move(*kept));
    return picture;
}

Result<std::string> Browser::draw_in_fresh_page(const Drawing& drawing) {
    auto fresh = take_fresh_page(size_of(drawing.job));
    if (!fresh) return tl::unexpected(fresh.error());
    Page& page = **fresh;
    const auto shown = [&] {
        if (const auto* input = std::get_if<render::PageInput>(&drawing.job.input)) {
            return page.open_address(input->address, input->ready, allowance_of(drawing));
        }
        const auto& source = *std::get<render::TemplateInput>(drawing.job.input).compiled;
        const auto told = page.set_scripts(scripts_of(source));
        return !told ? told : page.show_template(allowance_of(drawing));
    }();
    auto picture = shown ? page.picture(drawing.form) : tl::unexpected(shown.error());
    if (!picture) failed_ = std::move(*fresh);
    return picture;
}

Result<Browser::KeptPage> Browser::take_kept_page(const render::Template& source, PageSize size) {
    const auto found = std::ranges::find_if(kept_, [&](const KeptPage& kept) {
        return kept.template_file == source.file() && kept.template_fingerprint == source.fingerprint() &&
               kept.page->size() == size;
    });
    if (found != kept_.end()) {
        KeptPage kept = std::move(*found);
        kept_.erase(found);
        return kept;
    }
    auto page = take_fresh_page(size);
    if (!page) return tl::unexpected(page.error());
    if (auto told = (*page)->set_scripts(Scripts::off); !told) return tl::unexpected(told.error());
    return KeptPage{source.file(), source.fingerprint(), std::move(*page)};
}

void Browser::keep(KeptPage page) {
    if (++page.draws >= max_draws_of_a_page) return;
    if (kept_.size() == max_kept_pages) kept_.erase(kept_.begin());
    kept_.push_back(std::move(page));
}

Result<std::unique_ptr<Page>> Browser::take_fresh_page(PageSize size) {
    if (spare_ && spare_->size() == size) return std::move(spare_);
    spare_.reset();
    return Page::open(devtools_, log_, size);
}

bool Browser::recover(Deadline deadline) {
    devtools_.work_until(deadline);
    const bool closed = !failed_ || failed_->close();
    failed_.reset();
    return closed && devtools_.call("Browser.getVersion").has_value();
}

void Browser::prepare_spare_page(Deadline deadline) {
    devtools_.work_until(deadline);
    auto page = Page::open(devtools_, log_, last_size_);
    if (page && (*page)->warm_up()) spare_ = std::move(*page);
}

}  // namespace placard::browser
