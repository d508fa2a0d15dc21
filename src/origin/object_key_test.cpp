#include "origin/object_key.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "store/object_key.h"

namespace placard::origin {
namespace {

using base::ImageFormat;

std::string key(std::string_view id, ImageFormat format = ImageFormat::jpeg) {
    return object_key("card", "f00d", id, format);
}

TEST(ObjectKey, is_the_cards_name_its_fingerprint_and_the_id) {
    EXPECT_EQ(key("12-34-10"), "card/f00d/12-34-10.jpg");
    EXPECT_EQ(key("profile/anna", ImageFormat::webp), "card/f00d/profile/anna.webp");
}

TEST(ObjectKey, hashes_what_a_key_must_not_hold) {
    for (const std::string id : {"", ".", "..", "a/../b", "../../etc/passwd", "a//b", "/a", "a/", ".hidden",
                                 "a b", "u@x", "caf\xC3\xA9", "~a", "a/~b"}) {
        const std::string made = key(id);
        EXPECT_EQ(made.substr(0, 11), "card/f00d/~") << id;
        EXPECT_EQ(made.size(), 11u + 64 + 4) << id;
        EXPECT_TRUE(store::check_key(made)) << id;
    }
    EXPECT_EQ(key(std::string("a\0b", 3)).substr(0, 11), "card/f00d/~");
}

TEST(ObjectKey, stays_within_the_stores_lengths) {
    EXPECT_EQ(key(std::string(190, 'a')), "card/f00d/" + std::string(190, 'a') + ".jpg");
    EXPECT_EQ(key(std::string(191, 'a'))[10], '~');
    std::string deep = "a";
    while (deep.size() <= 700)
        deep += "/a";
    EXPECT_EQ(key(deep)[10], '~');
    for (const std::string& id : {std::string(190, 'a'), deep, deep.substr(0, 699)})
        EXPECT_TRUE(store::check_key(key(id)));
}

TEST(ObjectKey, differs_for_different_ids) {
    const std::set<std::string> keys{key("a@b"), key("a!b"), key("a"), key("b"), key("a/b"), key(key("a@b"))};
    EXPECT_EQ(keys.size(), 6u);
}

}  // namespace
}  // namespace placard::origin
