// Objects as files of a folder, one file an object. Several processes may use one folder at the same time.
//
// A put writes a temporary file, syncs it, gives it its name by rename(2) and syncs the folder; so a reader
// sees a whole object or none, after a crash at any moment too. A file that is not a whole object (cut short,
// changed, put there by somebody else) is logged, moved to <root>/corrupt/ and from then on absent. Symbolic
// links inside the folder are never followed. Folders stay when their last object is removed.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "store/object_store.h"

namespace placard::store {

struct FilesystemStoreOptions {
    base::Log* log = &base::null_log();                // outlives the store
    const base::Clock* clock = &base::system_clock();  // of last_modified; outlives the store
};

class FilesystemStore final : public ObjectStore {
public:
    // Makes the folder where it is missing, and removes what crashed processes left unfinished in it.
    // Errors: unavailable (it can't be made or written).
    static base::Result<std::unique_ptr<FilesystemStore>> create(const std::filesystem::path& folder,
                                                                 FilesystemStoreOptions options = {});
    ~FilesystemStore() override;

    // Whether a put would find a place now: writes a small file and removes it. Errors: unavailable.
    base::Status probe();

    // A deadline is looked at before the work begins and while a list is made; a file operation under way is
    // not cut off. Bodies are checked against their checksum by get(), not by head() and list().
    base::Result<std::optional<Object>> get(std::string_view key, base::Deadline deadline) override;
    base::Result<std::optional<ObjectInfo>> head(std::string_view key, base::Deadline deadline) override;
    base::Result<ObjectInfo> put(std::string_view key, const base::Blob& body, const ObjectHeaders& headers,
                                 base::Deadline deadline) override;
    base::Result<PutOutcome> put_if_absent(std::string_view key, const base::Blob& body,
                                           const ObjectHeaders& headers, base::Deadline deadline) override;
    base::Result<RemoveOutcome> remove(std::string_view key, base::Deadline deadline) override;
    // What a page costs: see store/key_listing.h.
    base::Result<ListPage> list(std::string_view prefix, std::string_view start_after, std::size_t limit,
                                base::Deadline deadline) override;

private:
    struct State;
    explicit FilesystemStore(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace placard::store
