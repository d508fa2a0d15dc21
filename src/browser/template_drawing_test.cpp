#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "browser/base64.h"
#include "browser/test_server.h"
#include "browser/test_support.h"

namespace placard::browser {
namespace {

using base::ErrorCode;
using base::ImageFormat;

// One red pixel.
const std::string red_png = *decode_base64(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC");

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes.at(at + i));
    return value;
}

using Size = std::pair<std::uint32_t, std::uint32_t>;

// From the frame header (ITU-T T.81, B.2.2), the IHDR chunk, the VP8 frame header (RFC 6386, 9.1) or the ispe
// box.
Size size_of_image(std::string_view bytes) {
    const auto format = base::sniff_image_format(bytes);
    if (format == ImageFormat::png) return {big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
    if (format == ImageFormat::avif) {
        const std::size_t box = bytes.find("ispe");
        return {big_endian(bytes, box + 8, 4), big_endian(bytes, box + 12, 4)};
    }
    if (format == ImageFormat::webp) {
        const auto side = [&](std::size_t at) {
            return static_cast<unsigned char>(bytes.at(at)) |
                   (static_cast<unsigned char>(bytes.at(at + 1)) & 63) << 8;
        };
        // The extended form (RFC 9649, section 2.7) says it before the frame, each side less one.
        if (bytes.substr(12, 4) == "VP8X") return {side(24) + 1, side(27) + 1};
        return {side(26), side(28)};
    }
    for (std::size_t at = 2; format == ImageFormat::jpeg && at + 9 < bytes.size();) {
        const std::uint32_t marker = big_endian(bytes, at, 2);
        if (marker >= 0xFFC0 && marker <= 0xFFC2)
            return {big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)};
        at += 2 + big_endian(bytes, at + 2, 2);
    }
    return {0, 0};
}

class template_drawing : public BrowserTest {};

TEST_F(template_drawing, has_the_right_size_in_every_format_at_both_scales) {
    start({.processes = 2, .scales = {1, 2}});
    const auto card = template_of("<body style='background:#00f'>{{text}}");
    for (const double scale : {1.0, 2.0}) {
        for (const auto format :
             {ImageFormat::jpeg, ImageFormat::png, ImageFormat::webp, ImageFormat::avif}) {
            auto job = job_of(card, {{"text", "Hello"}});
            job.scale = scale;
            job.format = format;
            const auto image = renderer_->draw(job);
            ASSERT_TRUE(image) << base::describe(image.error());
            EXPECT_EQ(base::sniff_image_format(image->bytes.view()), format);
            EXPECT_EQ(image->format, format);
            EXPECT_EQ(size_of_image(image->bytes.view()), (Size{200 * scale, 100 * scale}));
            EXPECT_EQ(image->attempts, 1u);
        }
    }
}

TEST_F(template_drawing, has_the_right_pixels) {
    start({.processes = 1, .scales = {2}});
    auto job =
        job_of(template_of("<!doctype html><style>body{margin:0;background:#0f0}div{width:50px;height:50px;"
                           "background:{{colour}}}</style><div></div>"),
               {{"colour", "#f00"}});
    job.scale = 2;
    const Picture picture = picture_of(renderer_->draw(job));
    EXPECT_EQ(picture.at(2, 2), red);
    EXPECT_EQ(picture.at(99, 99), red);
    EXPECT_EQ(picture.at(101, 99), lime);
    EXPECT_EQ(picture.at(399, 199), lime);
}

TEST_F(template_drawing, loads_styles_images_and_fonts_of_its_folder_before_the_picture_is_taken) {
    start();
    const std::filesystem::path font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
    if (!std::filesystem::exists(font))
        GTEST_SKIP() << "the Debian package fonts-dejavu-core is not installed";
    std::filesystem::create_directories(folder_.path() / "card/files");
    std::filesystem::copy_file(font, folder_.path() / "card/files/my font.ttf");
    folder_.write("card/files/dot.png", red_png);
    // "█" of that font is as wide as the letters are not: 0.77 em.
    folder_.write("card/files/style.css",
                  "@font-face{font-family:Local;src:url('my font.ttf')}"
                  "body{margin:0} p{margin:0;font:20px/20px Local,monospace;color:#00f;width:max-content}"
                  "p::after{content:'';display:inline-block;width:20px;height:20px;background:url(dot.png)}");
    const auto card = template_of(
        "<!doctype html><link rel=stylesheet href=files/style.css><p>\xE2\x96\x88\xE2\x96\x88</p>"
        "<img src='/files/dot.png' width=20 height=20>");
    const auto first = renderer_->draw(job_of(card));
    const Picture picture = picture_of(first);
    EXPECT_EQ(picture.at(10, 10), blue);
    EXPECT_EQ(picture.at(27, 10), blue);  // in the fallback font the blocks end at 24
    EXPECT_EQ(picture.at(40, 10), red);
    EXPECT_EQ(picture.at(10, 30), red);
    EXPECT_EQ(log_.of("template_file_missing"), "");

    // The kept page, with the files at hand, draws the same.
    for (int i = 0; i < 10; ++i) {
        const auto again = renderer_->draw(job_of(card));
        ASSERT_TRUE(again);
        EXPECT_TRUE(again->bytes.view() == first->bytes.view()) << i;
    }
}

TEST_F(template_drawing, goes_on_without_a_missing_file_and_names_it_in_the_log) {
    start();
    const auto card = template_of("<body style='background:#0f0'><img src='pictures/gone.png'>");
    EXPECT_EQ(picture_of(renderer_->draw(job_of(card))).at(150, 50), lime);
    EXPECT_NE(log_.of("template_file_missing").find("file=/pictures/gone.png"), std::string::npos);
}

TEST_F(template_drawing, never_shows_a_file_outside_of_its_folder) {
    start();
    folder_.write("secret.png", red_png);
    std::filesystem::create_directory(folder_.path() / "card");
    std::filesystem::create_symlink("../secret.png", folder_.path() / "card/link.png");
    const auto card = template_of(
        "<body style='margin:0'><img src='link.png' width=50 height=50><img src='..%2fsecret.png' width=50 "
        "height=50>"
        "<iframe style='border:0' src='file://" +
        (folder_.path() / "secret.png").string() + "'></iframe>");
    const auto image = renderer_->draw(job_of(card));
    if (image) {
        const Picture picture = picture_of(image);
        EXPECT_NE(picture.at(10, 10), red);
        EXPECT_NE(picture.at(60, 10), red);
    }
    EXPECT_NE(log_.of("template_file_missing").find("outside"), std::string::npos);
}

TEST_F(template_drawing, runs_no_scripts_unless_the_template_has_them) {
    start();
    const std::string html =
        "<body style='background:#00f'><noscript><style>body{background:#0f0!important}</style></noscript>"
        "<script>document.body.style.background='#f00'</script>";
    EXPECT_EQ(picture_of(renderer_->draw(job_of(template_of(html, false)))).at(50, 50), lime);
    EXPECT_EQ(picture_of(renderer_->draw(job_of(template_of(html, true)))).at(50, 50), red);
    EXPECT_EQ(picture_of(renderer_->draw(job_of(template_of(html, false)))).at(50, 50), lime);
}

TEST_F(template_drawing, of_a_script_sees_nothing_of_an_earlier_one) {
    start();
    const auto card = template_of(
        "<body><script>"
        "const left = document.cookie || localStorage.left || window.left || document.getElementById('left');"
        "document.body.style.background = left ? '#f00' : '#0f0';"
        "document.cookie = 'left=1'; localStorage.left = 1; window.left = 1; document.body.id = 'left';"
        "if (!document.cookie || !localStorage.left) document.body.style.background = '#00f';"
        "</script>",
        true);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(picture_of(renderer_->draw(job_of(card))).at(50, 50), lime) << i;
}

TEST_F(template_drawing, sees_nothing_of_an_earlier_one_of_the_same_template) {
    start();
    const auto card = template_of(
        "<!doctype html><html>{{{head}}}<body "
        "style='background:light-dark(#0f0,#f00);margin:0'>{{{body}}}</html>");
    const auto draw = [&](const std::string& head, const std::string& body) {
        return renderer_->draw(job_of(card, {{"head", head}, {"body", body}}));
    };
    const auto clean = draw("", "<p style='color:#00f'>text");
    ASSERT_TRUE(clean);
    EXPECT_EQ(picture_of(clean).at(150, 80), lime);
    for (const auto& [head, body] : std::vector<std::pair<std::string, std::string>>{
             {"<style>body{background:#00f!important}</style>", "x"},
             {"<meta name=color-scheme content=dark>", "x"},
             {"<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">", "x"},
             {"<meta http-equiv=refresh content='0;url=/other'>", "x"},
             {"<meta name=viewport content='width=50'><base href='/other/'>",
              "<div style='height:3000px'><a autofocus>"},
             {"",
              "<style>@property --a{syntax:'*';inherits:true;initial-value:1}</style><dialog "
              "open>x</dialog>"}}) {
        ASSERT_TRUE(draw(head, body)) << head << body;
        const auto again = draw("", "<p style='color:#00f'>text");
        ASSERT_TRUE(again);
        EXPECT_TRUE(again->bytes.view() == clean->bytes.view()) << head << body;
    }
}

TEST_F(template_drawing, reaches_the_hosts_of_its_job_and_no_other) {
    const auto dot = [](const TestRequest&) {
        return TestAnswer{.content_type = "image/png",
                          .body = red_png,
                          .headers = "Set-Cookie: a=b\r\nCache-Control: no-store\r\n"};
    };
    TestServer allowed(dot);
    TestServer other(dot);
    start({.processes = 1, .reachable_hosts = {allowed.host(), other.host()}});
    const auto card = template_of("<body style='margin:0'><img width=50 height=50 src='{{address}}'>");

    for (int i = 0; i < 2; ++i) {
        auto job = job_of(card, {{"address", allowed.address("/" + std::to_string(i))}});
        job.allowed_hosts = {allowed.host()};
        EXPECT_EQ(picture_of(renderer_->draw(job)).at(25, 25), red);
        EXPECT_FALSE(allowed.request("/" + std::to_string(i)).has("Cookie:"));
    }

    auto job = job_of(card, {{"address", other.address()}});
    job.allowed_hosts = {allowed.host()};
    const auto image = renderer_->draw(job);
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().code, ErrorCode::refused);
    EXPECT_EQ(other.connections(), 0u);
    EXPECT_NE(log_.of("browser_request_refused").find(other.host()), std::string::npos);
}

TEST_F(template_drawing, fails_where_a_variable_has_no_value) {
    start();
    const auto image = renderer_->draw(job_of(template_of("{{name}}")));
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().code, ErrorCode::invalid);
}

TEST_F(template_drawing, of_an_impossible_size_is_refused_before_a_browser_is_taken) {
    start();
    for (const auto& [width, height, scale] : std::vector<std::tuple<int, int, double>>{{0, 100, 1},
                                                                                        {100, -1, 1},
                                                                                        {100000, 1, 1},
                                                                                        {100, 100, 0},
                                                                                        {100, 100, 1e9},
                                                                                        {8192, 8192, 8},
                                                                                        {1, 1, 0.0 / 0.0}}) {
        auto job = job_of(template_of("x"));
        job.width = width;
        job.height = height;
        job.scale = scale;
        const auto image = renderer_->draw(job);
        ASSERT_FALSE(image);
        EXPECT_EQ(image.error().code, ErrorCode::invalid);
    }
}

TEST_F(template_drawing, works_for_two_scales_with_one_process) {
    start();
    const auto card = template_of("<body style='background:#0f0'>");
    for (const double scale : {1.0, 2.0, 1.0}) {
        auto job = job_of(card);
        job.scale = scale;
        EXPECT_EQ(picture_of(renderer_->draw(job)).bitmap.width, 200 * scale);
    }
    EXPECT_EQ(renderer_->process_ids().size(), 1u);
}

TEST_F(template_drawing, gives_each_of_many_threads_its_own_picture) {
    start({.processes = 2});
    const auto card = template_of("<body style='background:rgb({{red}},{{green}},77)'>");
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            for (int round = 0; round < 10; ++round) {
                const auto image = renderer_->draw(job_of(
                    card, {{"red", std::to_string(thread * 20)}, {"green", std::to_string(round * 20)}}));
                EXPECT_EQ(picture_of(image).at(100, 50), (Colour{thread * 20, round * 20, 77}));
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(renderer_->replaced(), 0u);
}

}  // namespace
}  // namespace placard::browser
