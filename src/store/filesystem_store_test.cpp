#include "store/filesystem_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <mutex>

#include "base/test_folder.h"
#include "store/conformance.h"

namespace placard::store {
namespace {

namespace fs = std::filesystem;

struct OwnFolder {
    base::TestFolder folder;
    std::unique_ptr<FilesystemStore> store = std::move(*FilesystemStore::create(folder.path()));
};

std::shared_ptr<ObjectStore> fresh_store() {
    auto own = std::make_shared<OwnFolder>();
    return {own, own->store.get()};
}

INSTANTIATE_TEST_SUITE_P(Filesystem, StoreConformance, testing::Values(StoreFactory(fresh_store)));

class EventLog final : public base::Log {
public:
    void write(base::Level, std::string_view event, std::initializer_list<base::Field>) override {
        const std::lock_guard lock(mutex_);
        events_.emplace_back(event);
    }
    std::vector<std::string> events() const {
        const std::lock_guard lock(mutex_);
        return events_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> events_;
};

class FilesystemStoreTest : public testing::Test {
protected:
    static base::Deadline soon() { return base::Deadline::after(std::chrono::minutes(1)); }
    static ObjectHeaders png() { return {"image/png", ""}; }
    base::Result<ObjectInfo> put(std::string_view key, std::string body) {
        return store_->put(key, base::Blob(std::move(body)), png(), soon());
    }
    // The one file of the objects.
    fs::path only_file() const { return folder_.files("objects").at(0); }

    // Reads "key" once to a corrupt error, then as absent; the log has one line and the folder "corrupt" the
    // file.
    void expect_set_aside() {
        const auto first = store_->get("key", soon());
        ASSERT_FALSE(first);
        EXPECT_EQ(first.error().code, base::ErrorCode::corrupt);
        EXPECT_FALSE(store_->get("key", soon()).value());
        EXPECT_FALSE(store_->head("key", soon()).value());
        EXPECT_EQ(log_.events(), std::vector<std::string>{"store_object_corrupt"});
        EXPECT_EQ(folder_.files("corrupt").size(), 1U);
        EXPECT_EQ(store_->put_if_absent("key", base::Blob(std::string("new")), png(), soon()),
                  PutOutcome::written);
        EXPECT_EQ((*store_->get("key", soon()))->body.view(), "new");
    }

    base::TestFolder folder_;
    EventLog log_;
    std::unique_ptr<FilesystemStore> store_ =
        std::move(*FilesystemStore::create(folder_.path(), {.log = &log_}));
};

TEST_F(FilesystemStoreTest, keeps_objects_from_one_run_to_the_next) {
    const auto info = put("a/b.png", "picture");
    store_.reset();
    store_ = std::move(*FilesystemStore::create(folder_.path()));
    const auto object = store_->get("a/b.png", soon());
    ASSERT_TRUE(object && *object);
    EXPECT_EQ((*object)->body.view(), "picture");
    EXPECT_EQ((*object)->info.etag, info->etag);
    EXPECT_EQ((*object)->info.last_modified, info->last_modified);
}

TEST_F(FilesystemStoreTest, writes_pictures_that_any_program_can_open) {
    ASSERT_TRUE(put("a/b.png", "\x89PNG..."));
    EXPECT_EQ(only_file().filename(), "b.png");
    EXPECT_TRUE(base::TestFolder::read(only_file()).starts_with("\x89PNG..."));
}

TEST_F(FilesystemStoreTest, leaves_no_temporary_file_behind) {
    ASSERT_TRUE(put("a", "x"));
    EXPECT_EQ(store_->put_if_absent("a", base::Blob(), png(), soon()), PutOutcome::already_there);
    EXPECT_TRUE(store_->probe());
    EXPECT_TRUE(folder_.files("temporary").empty());
    store_.reset();
    EXPECT_TRUE(fs::is_empty(folder_.path() / "temporary"));
}

TEST_F(FilesystemStoreTest, sets_aside_a_file_that_was_cut_short) {
    ASSERT_TRUE(put("key", std::string(10000, 'x')));
    fs::resize_file(only_file(), 5000);
    expect_set_aside();
}

TEST_F(FilesystemStoreTest, sets_aside_a_file_whose_body_has_changed) {
    ASSERT_TRUE(put("key", std::string(10000, 'x')));
    std::string content = base::TestFolder::read(only_file());
    content[77] = 'y';
    base::TestFolder::write_file(only_file(), content);
    EXPECT_TRUE(*store_->head("key", soon()));  // looks at the trailer alone
    expect_set_aside();
}

TEST_F(FilesystemStoreTest, sets_aside_foreign_and_empty_files_folders_and_pipes) {
    const auto plant = [&](const std::function<void(const fs::path&)>& what) {
        ASSERT_TRUE(put("key", "x"));
        const fs::path place = only_file();
        fs::remove(place);
        what(place);
        const auto seen = store_->get("key", soon());
        ASSERT_FALSE(seen);
        EXPECT_EQ(seen.error().code, base::ErrorCode::corrupt);
        EXPECT_FALSE(store_->get("key", soon()).value());
        fs::remove_all(folder_.path() / "corrupt");
    };
    plant([](const fs::path& place) { base::TestFolder::write_file(place, "\x89PNG from somewhere else"); });
    plant([](const fs::path& place) { base::TestFolder::write_file(place, ""); });
    plant([](const fs::path& place) { fs::create_directory(place); });
    plant([](const fs::path& place) { ASSERT_EQ(mkfifo(place.c_str(), 0600), 0); });
}

TEST_F(FilesystemStoreTest, leaves_corrupt_objects_out_of_lists) {
    for (const char* key : {"a", "b", "c"})
        ASSERT_TRUE(put(key, "x"));
    for (const fs::path& file : folder_.files("objects"))
        if (file.filename() == "b") fs::resize_file(file, 3);
    const auto page = store_->list("", "", 10, soon());
    ASSERT_TRUE(page);
    ASSERT_EQ(page->entries.size(), 2U);
    EXPECT_EQ(page->entries[1].key, "c");
}

TEST_F(FilesystemStoreTest, follows_no_link_in_place_of_an_object) {
    base::TestFolder outside;
    base::TestFolder::write_file(outside.path() / "secret", "secret");
    ASSERT_TRUE(put("key", "x"));
    const fs::path place = only_file();
    fs::remove(place);
    fs::create_symlink(outside.path() / "secret", place);
    expect_set_aside();
    EXPECT_EQ(base::TestFolder::read(outside.path() / "secret"), "secret");
}

TEST_F(FilesystemStoreTest, follows_no_link_in_place_of_a_folder) {
    base::TestFolder outside;
    ASSERT_TRUE(put("c", "x"));
    fs::create_directory_symlink(outside.path(), folder_.path() / "objects" / "a");
    const auto written = put("a/b", "x");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, base::ErrorCode::unavailable);
    EXPECT_FALSE(store_->get("a/b", soon()));
    EXPECT_TRUE(outside.files().empty());
    EXPECT_TRUE(put("c", "y"));
    EXPECT_TRUE(folder_.files("temporary").empty());
}

TEST_F(FilesystemStoreTest, takes_the_time_from_its_clock) {
    base::ManualClock clock;
    store_ = std::move(*FilesystemStore::create(folder_.path(), {.clock = &clock}));
    clock.advance(std::chrono::hours(1));
    EXPECT_EQ(put("a", "x")->last_modified, clock.wall_now());
    EXPECT_EQ((*store_->head("a", soon()))->last_modified, clock.wall_now());
}

TEST_F(FilesystemStoreTest, is_shared_by_two_at_the_same_time) {
    auto other = std::move(*FilesystemStore::create(folder_.path()));
    ASSERT_TRUE(put("a", "x"));
    EXPECT_EQ((*other->get("a", soon()))->body.view(), "x");
    EXPECT_EQ(other->put_if_absent("a", base::Blob(), png(), soon()), PutOutcome::already_there);
    ASSERT_TRUE(other->remove("a", soon()));
    EXPECT_FALSE(store_->get("a", soon()).value());
    other.reset();
    EXPECT_TRUE(put("b", "x"));
}

TEST_F(FilesystemStoreTest, goes_on_when_somebody_empties_its_folder) {
    ASSERT_TRUE(put("a", "x"));
    for (const auto& entry : fs::directory_iterator(folder_.path()))
        fs::remove_all(entry.path());
    EXPECT_FALSE(store_->get("a", soon()).value());
    ASSERT_TRUE(put("a", "y"));
    EXPECT_EQ((*store_->get("a", soon()))->body.view(), "y");
    EXPECT_TRUE(store_->probe());
}

TEST(FilesystemStoreCreation, makes_the_folder_with_its_parents) {
    base::TestFolder folder;
    auto store = FilesystemStore::create(folder.path() / "var" / "cards");
    ASSERT_TRUE(store);
    EXPECT_TRUE((*store)->probe());
}

TEST(FilesystemStoreCreation, fails_where_a_file_is_in_the_way) {
    base::TestFolder folder;
    base::TestFolder::write_file(folder.path() / "cards", "a file");
    auto store = FilesystemStore::create(folder.path() / "cards");
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, base::ErrorCode::unavailable);
    EXPECT_NE(store.error().message.find((folder.path() / "cards").string()), std::string::npos);
}

}  // namespace
}  // namespace placard::store
