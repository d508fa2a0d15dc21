#include "browser/browser_renderer.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "browser/browser_pool.h"
#include "browser/profile_folder.h"
#include "engine/image/codec.h"
#include "render/template.h"

namespace placard::browser {
namespace {

using base::ErrorCode;
using base::fail;
using base::Fault;
using base::Result;
using base::Status;
using render::RenderedImage;
using render::RenderJob;

constexpr int max_side = 8192;  // CSS pixels
constexpr double max_scale = 8;
constexpr double max_device_pixels = 64e6;
constexpr std::size_t max_attempts = 2;
// With less than this left a second attempt could not end in time.
constexpr std::chrono::milliseconds least_for_an_attempt{60};

Status check_size(const RenderJob& job) {
    const bool sides = job.width > 0 && job.width <= max_side && job.height > 0 && job.height <= max_side;
    const bool scale = job.scale > 0 && job.scale <= max_scale;  // false for NaN as well
    if (sides && scale && job.width * job.height * job.scale * job.scale <= max_device_pixels) return {};
    return fail(ErrorCode::invalid, Fault::ours,
                "a picture has 1 to 8192 pixels a side, a scale of at most 8 and 64 million pixels in all");
}

Status check_address(const render::PageInput& page, const HostSet& reachable) {
    const auto origin = origin_of(page.address);
    if (!origin || !origin->scheme.starts_with("http")) {
        return fail(ErrorCode::invalid, Fault::ours, "a page's address begins with http:// or https://");
    }
    if (reachable.contains(*origin)) return {};
    return fail(ErrorCode::refused, Fault::ours,
                origin->host_and_port() + " is not among the hosts that may be reached");
}

// Chromium writes no AVIF; a PNG that cost little to write carries the pixels to an encoder of ours.
PictureForm form_for(const RenderJob& job) {
    const int quality = std::clamp(job.quality, 1, 100);
    if (job.format == base::ImageFormat::avif) return {base::ImageFormat::png, quality, Effort::least};
    return {job.format, quality, Effort::usual};
}

Result<Drawing> prepare(const RenderJob& job, const HostSet& reachable) {
    if (auto status = check_size(job); !status) return tl::unexpected(status.error());
    auto hosts = HostSet::create(job.allowed_hosts);
    if (!hosts) return tl::unexpected(hosts.error());
    std::string document;
    if (const auto* page = std::get_if<render::PageInput>(&job.input)) {
        if (auto status = check_address(*page, reachable); !status) return tl::unexpected(status.error());
    } else {
        const auto& input = std::get<render::TemplateInput>(job.input);
        auto filled = input.compiled->fill(input.variables);
        if (!filled) return tl::unexpected(filled.error());
        document = std::move(*filled);
    }
    return Drawing{job, std::move(*hosts), std::move(document), form_for(job)};
}

Result<std::string> in_format_of(const RenderJob& job, std::string picture) {
    if (job.format != base::ImageFormat::avif) return picture;
    const auto bitmap = engine::image::decode_png(picture);
    if (!bitmap) return tl::unexpected(bitmap.error());
    return engine::image::encode_avif(*bitmap, std::clamp(job.quality, 1, 100));
}

}  // namespace

struct BrowserRenderer::State {
    HostSet reachable;
    BrowserPool pool;
};

Result<std::unique_ptr<BrowserRenderer>> BrowserRenderer::create(BrowserOptions options, base::Log& log) {
    auto program = find_browser(options.program);
    if (!program) return tl::unexpected(program.error());
    auto reachable = HostSet::create(options.reachable_hosts);
    if (!reachable) return tl::unexpected(reachable.error());
    remove_abandoned_profiles();
    PoolOptions pool{program->path,         options.processes, options.memory_limit,
                     options.start_timeout, options.scales,    *reachable};
    return std::unique_ptr<BrowserRenderer>(
        new BrowserRenderer(std::unique_ptr<State>(new State{*reachable, {std::move(pool), log}})));
}

BrowserRenderer::BrowserRenderer(std::unique_ptr<State> state) : state_(std::move(state)) {}
BrowserRenderer::~BrowserRenderer() = default;

Result<RenderedImage> BrowserRenderer::draw(const RenderJob& job) {
    const auto drawing = prepare(job, state_->reachable);
    if (!drawing) return tl::unexpected(drawing.error());

    std::optional<base::SteadyTime> begun;
    for (std::size_t attempt = 1;; ++attempt) {
        auto browser = state_->pool.acquire(job.scale, job.deadline);
        if (!browser) return tl::unexpected(browser.error());
        if (!begun) begun = base::system_clock().now();
        auto picture = (*browser)->draw(*drawing);
        if (picture) {
            browser->succeeded();
            { const BrowserPool::Lease given_back = std::move(*browser); }  // encoding needs no browser
            auto bytes = in_format_of(job, std::move(*picture));
            if (!bytes) return tl::unexpected(bytes.error());
            return RenderedImage{base::Blob(std::move(*bytes)), job.format,
                                 base::system_clock().now() - *begun, attempt};
        }
        // A page that fails would fail again; one whose browser went away deserves another.
        const bool browser_failed = (*browser)->condition() != Condition::sound;
        if (!browser_failed || attempt == max_attempts || job.deadline.remaining() < least_for_an_attempt) {
            return tl::unexpected(picture.error());
        }
    }
}

bool BrowserRenderer::available() const {
    return state_->pool.available();
}

bool BrowserRenderer::wait_until_warm(base::Deadline deadline) const {
    return state_->pool.wait_until_warm(deadline);
}

std::size_t BrowserRenderer::replaced() const {
    return state_->pool.replaced();
}

std::vector<int> BrowserRenderer::process_ids() const {
    return state_->pool.process_ids();
}

}  // namespace placard::browser
