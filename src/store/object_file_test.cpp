#include "store/object_file.h"

#include <gtest/gtest.h>

#include "store/etag.h"

namespace placard::store {
namespace {

std::string file_of(const std::string& body) {
    return body + encode_trailer({"image/png", "max-age=1", etag_of(body),
                                  base::WallTime(std::chrono::seconds(7)), body.size()});
}

TEST(ObjectFile, begins_with_the_body_and_ends_with_a_box_that_viewers_skip) {
    const std::string file = file_of("picture");
    EXPECT_TRUE(file.starts_with("picture"));
    const std::string box = file.substr(7);
    EXPECT_EQ(box.substr(4, 4), "free");
    const std::size_t size = static_cast<unsigned char>(box[2]) * 256U + static_cast<unsigned char>(box[3]);
    EXPECT_EQ(size, box.size());
}

TEST(ObjectFile, gives_back_body_and_headers) {
    const auto object = decode_object(file_of("picture"));
    ASSERT_TRUE(object);
    EXPECT_EQ(object->body.view(), "picture");
    EXPECT_EQ(object->info.content_type, "image/png");
    EXPECT_EQ(object->info.cache_control, "max-age=1");
    EXPECT_EQ(object->info.last_modified, base::WallTime(std::chrono::seconds(7)));
}

TEST(ObjectFile, is_refused_with_any_byte_changed) {
    const std::string file = file_of("picture");
    for (std::size_t i = 0; i < file.size(); ++i) {
        const bool box_header = i >= 7 && i < 15;  // for viewers alone; nothing of ours depends on it
        if (box_header) continue;
        std::string changed = file;
        changed[i] = static_cast<char>(changed[i] ^ 0x10);
        EXPECT_FALSE(decode_object(changed)) << i;
    }
}

TEST(ObjectFile, is_refused_cut_short_at_either_end_and_with_more_behind_it) {
    const std::string file = file_of("picture");
    for (std::size_t size = 0; size < file.size(); ++size) {
        EXPECT_FALSE(decode_object(file.substr(0, size))) << size;
        EXPECT_FALSE(decode_object(file.substr(file.size() - size))) << size;
    }
    EXPECT_FALSE(decode_object(file + '\0'));
    EXPECT_FALSE(decode_object("x" + file));
}

TEST(ObjectFile, with_lengths_that_overflow_is_refused) {
    std::string file = file_of("picture");
    for (const std::size_t from_end : {24U, 16U}) {
        std::string changed = file;
        changed.replace(changed.size() - from_end, 8, 8, '\xFF');
        EXPECT_FALSE(decode_object(changed));
    }
}

}  // namespace
}  // namespace placard::store
