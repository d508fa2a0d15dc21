#include "origin/default_images.h"

#include <gtest/gtest.h>

#include <string>

#include "base/test_folder.h"
#include "origin/test_cards.h"
#include "store/etag.h"

namespace placard::origin {
namespace {

const std::string jpeg = "\xFF\xD8\xFF\xE0 a picture";
const std::string png = "\x89PNG\r\n\x1A\n a picture";

std::shared_ptr<const card::Card> card_with(std::string name, std::optional<std::filesystem::path> file) {
    card::Card card = page_card(std::move(name));
    card.default_image = std::move(file);
    return shared(card);
}

TEST(DefaultImages, are_read_with_their_kind_and_their_tag) {
    const base::TestFolder files;
    // The name says nothing: the first bytes do.
    const auto card = card_with("a", files.write("image.jpg", png));
    const auto images = DefaultImages::load({card}, std::nullopt).value();
    const auto image = images.of(*card);
    ASSERT_TRUE(image);
    EXPECT_EQ(image->body.view(), png);
    EXPECT_EQ(image->content_type, "image/png");
    EXPECT_EQ(image->etag, store::etag_of(png));
    EXPECT_FALSE(image->last_modified);
}

TEST(DefaultImages, live_for_seconds_in_a_cards_place) {
    const base::TestFolder files;
    const auto card = card_with("a", files.write("image.jpg", jpeg));
    const auto images = DefaultImages::load({card}, std::nullopt).value();
    EXPECT_EQ(images.of(*card)->policy.max_age, card->lifetimes.fallback_max_age);
    EXPECT_EQ(images.of(*card)->policy.stale_while_revalidate.count(), 0);
    EXPECT_EQ(images.of(*card)->policy.stale_if_error.count(), 0);
    EXPECT_EQ(images.of_unknown()->policy.max_age.count(), 60);
    EXPECT_EQ(images.of_unknown()->policy.stale_while_revalidate.count(), 0);
}

TEST(DefaultImages, an_unknown_address_gets_its_own_or_the_first_cards) {
    const base::TestFolder files;
    const auto first = card_with("a", files.write("a.jpg", jpeg));
    const auto own = files.write("own.png", png);
    EXPECT_EQ(DefaultImages::load({first}, std::nullopt)->of_unknown()->body.view(), jpeg);
    EXPECT_EQ(DefaultImages::load({first}, own)->of_unknown()->body.view(), png);
}

TEST(DefaultImages, a_card_may_have_none) {
    const auto card = card_with("a", std::nullopt);
    const auto images = DefaultImages::load({card}, std::nullopt).value();
    EXPECT_FALSE(images.of(*card));
    EXPECT_FALSE(images.of_unknown());
}

TEST(DefaultImages, a_mistake_names_the_card_and_the_file) {
    const base::TestFolder files;
    std::filesystem::create_directory(files.path() / "folder");
    const std::string huge = jpeg + std::string(8 * 1024 * 1024, 'x');
    const std::pair<std::filesystem::path, base::ErrorCode> cases[] = {
        {files.path() / "none.jpg", base::ErrorCode::not_found},
        {files.path() / "folder", base::ErrorCode::not_found},
        {files.write("text.jpg", "hello"), base::ErrorCode::invalid},
        {files.write("empty.jpg", ""), base::ErrorCode::invalid},
        {files.write("huge.jpg", huge), base::ErrorCode::too_large},
    };
    for (const auto& [file, code] : cases) {
        const auto images = DefaultImages::load({card_with("sunny", file)}, std::nullopt);
        ASSERT_FALSE(images) << file;
        EXPECT_EQ(images.error().code, code) << file;
        EXPECT_NE(images.error().message.find("'sunny'"), std::string::npos);
        EXPECT_NE(images.error().message.find(file.string()), std::string::npos);
    }
}

TEST(DefaultImages, may_be_exactly_as_large_as_allowed) {
    const base::TestFolder files;
    const std::string largest = jpeg + std::string(8 * 1024 * 1024 - jpeg.size(), 'x');
    EXPECT_TRUE(DefaultImages::load({card_with("a", files.write("a.jpg", largest))}, std::nullopt));
}

}  // namespace
}  // namespace placard::origin
