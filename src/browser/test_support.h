// What the tests with the real Chromium share.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/test_folder.h"
#include "browser/browser_renderer.h"
#include "engine/image/codec.h"
#include "render/template.h"

namespace placard::browser {

// Keeps the lines, each as "event name=value name=value".
class RecordingLog final : public base::Log {
public:
    void write(base::Level, std::string_view event, std::initializer_list<base::Field> fields) override {
        std::string line(event);
        for (const auto& field : fields) {
            line += ' ' + std::string(field.name) + '=';
            if (const auto* text = std::get_if<std::string_view>(&field.value)) line += *text;
            if (const auto* number = std::get_if<std::int64_t>(&field.value)) line += std::to_string(*number);
        }
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }
    // The lines of an event, together.
    std::string of(std::string_view event) const {
        const std::lock_guard lock(mutex_);
        std::string found;
        for (const auto& line : lines_) {
            if (line.starts_with(event)) found += line + '\n';
        }
        return found;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

// Has a folder of its own for temporary files and what the test writes, and a renderer once it is asked for.
class BrowserTest : public testing::Test {
protected:
    void SetUp() override {
        if (!find_browser()) GTEST_SKIP() << "the Debian package chromium-headless-shell is not installed";
        std::filesystem::create_directory(temporary());
        ::setenv("TMPDIR", temporary().c_str(), 1);
    }
    void TearDown() override {
        renderer_.reset();
        ::unsetenv("TMPDIR");
    }

    std::filesystem::path temporary() const { return folder_.path() / "tmp"; }

    void start(BrowserOptions options = {.processes = 1}) {
        auto renderer = BrowserRenderer::create(std::move(options), log_);
        ASSERT_TRUE(renderer) << base::describe(renderer.error());
        renderer_ = std::move(*renderer);
        shared_renderer_ = renderer_.get();
        ASSERT_TRUE(renderer_->wait_until_warm(patience()));
    }

    static base::Deadline patience() { return base::Deadline::after(std::chrono::seconds(60)); }

    std::shared_ptr<const render::Template> template_of(std::string_view html, bool scripts = false,
                                                        const std::string& name = "card/card.html") {
        auto compiled = render::Template::load(folder_.write(name, html), scripts);
        EXPECT_TRUE(compiled) << base::describe(compiled.error());
        return *compiled;
    }

    static render::RenderJob job_of(std::shared_ptr<const render::Template> compiled,
                                    std::vector<render::Variable> variables = {}) {
        return {.input = render::TemplateInput{std::move(compiled), std::move(variables)},
                .width = 200,
                .height = 100,
                .format = base::ImageFormat::png,
                .allowed_hosts = {},
                .deadline = patience()};
    }
    static render::RenderJob job_of(const std::string& address, render::Ready ready = render::Ready::load) {
        return {.input = render::PageInput{address, {}, ready},
                .width = 200,
                .height = 100,
                .format = base::ImageFormat::png,
                .allowed_hosts = {},
                .deadline = patience()};
    }

    base::TestFolder folder_;
    RecordingLog log_;
    std::unique_ptr<BrowserRenderer> renderer_;
    std::atomic<BrowserRenderer*> shared_renderer_ = nullptr;  // the same, for a server's threads
};

using Colour = std::array<int, 3>;

struct Picture {
    engine::image::Bitmap bitmap;

    Colour at(std::size_t x, std::size_t y) const {
        const auto* pixel = bitmap.pixels.data() + (y * bitmap.width + x) * 4;
        return {pixel[0], pixel[1], pixel[2]};
    }
};

// Of a drawing that must have succeeded, as PNG.
inline Picture picture_of(const base::Result<render::RenderedImage>& image) {
    EXPECT_TRUE(image) << base::describe(image.error());
    auto bitmap = image ? engine::image::decode_png(image->bytes.view())
                        : base::Result<engine::image::Bitmap>(engine::image::Bitmap{1, 1, {0, 0, 0, 0}});
    EXPECT_TRUE(bitmap);
    return {std::move(*bitmap)};
}

inline constexpr Colour red{255, 0, 0};
inline constexpr Colour lime{0, 255, 0};
inline constexpr Colour blue{0, 0, 255};
inline constexpr Colour white{255, 255, 255};

}  // namespace placard::browser
