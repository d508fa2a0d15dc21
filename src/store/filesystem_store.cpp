#include "store/filesystem_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/sha256.h"
#include "store/descriptor.h"
#include "store/draft.h"
#include "store/etag.h"
#include "store/key_listing.h"
#include "store/object_file.h"
#include "store/object_key.h"
#include "store/object_place.h"
#include "store/temporary_folder.h"

namespace placard::store {

using base::ErrorCode;
using base::Fault;
using base::Result;
using base::Status;

namespace {

constexpr std::size_t probe_size = 4096;
constexpr std::size_t max_page = 1000;

Status check_in_time(base::Deadline deadline) {
    if (!deadline.passed()) return {};
    return base::fail(ErrorCode::timeout, Fault::ours, "the store was not reached in time", {},
                      base::Retry::yes);
}

// The file of an object, opened for reading, with what is needed to move it away.
struct OpenObject {
    Descriptor file;
    struct stat status {};
};

struct Written {
    PutOutcome outcome = PutOutcome::written;
    ObjectInfo info;  // where it was written
};

}  // namespace

struct FilesystemStore::State {
    Descriptor root;
    FilesystemStoreOptions options;
    std::unique_ptr<TemporaryFolder> temporary;  // after `root`, which it refers to

    Result<std::optional<OpenObject>> open(std::string_view key);
    Result<std::optional<ObjectInfo>> read_info(std::string_view key);
    Result<Written> write(std::string_view key, const base::Blob& body, const ObjectHeaders& headers,
                          base::Deadline deadline, Existing existing);
    tl::unexpected<base::Error> set_aside(std::string_view key, const struct stat* seen);
    void move_to_corrupt(std::string_view key, const struct stat* seen);
};

// Errors: unavailable; corrupt where something lies there that can't be an object.
Result<std::optional<OpenObject>> FilesystemStore::State::open(std::string_view key) {
    const ObjectPlace place = place_of(key);
    auto folder = walk_to(root, place.folders, Missing::leave);
    if (!folder) return tl::unexpected(std::move(folder.error()));
    if (!*folder) return std::nullopt;
    OpenObject object;
    object.file = Descriptor(::openat((*folder)->get(), place.name.c_str(),
                                      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!object.file) {
        if (errno == ENOENT) return std::nullopt;
        if (errno == ELOOP || errno == ENXIO) return set_aside(key, nullptr);  // a link, a socket
        return system_failure("read the store", errno);
    }
    if (::fstat(object.file.get(), &object.status) != 0) return system_failure("read the store", errno);
    if (!S_ISREG(object.status.st_mode) ||
        static_cast<std::size_t>(object.status.st_size) > max_body + max_trailer)
        return set_aside(key, &object.status);
    return object;
}

Result<std::optional<ObjectInfo>> FilesystemStore::State::read_info(std::string_view key) {
    auto object = open(key);
    if (!object) return tl::unexpected(std::move(object.error()));
    if (!*object) return std::nullopt;
    const auto size = static_cast<std::size_t>((*object)->status.st_size);
    const std::size_t tail_size = std::min(size, max_trailer);
    const auto tail = read_at((*object)->file, size - tail_size, tail_size);
    if (!tail) return system_failure("read the store", tail.error());
    auto info = decode_trailer(*tail, size);
    if (!info) return set_aside(key, &(*object)->status);
    return info;
}

Result<Written> FilesystemStore::State::write(std::string_view key, const base::Blob& body,
                                              const ObjectHeaders& headers, base::Deadline deadline,
                                              Existing existing) {
    if (auto valid = check_key(key).and_then([&] { return check_content(body, headers); }); !valid)
        return tl::unexpected(std::move(valid.error()));
    if (auto in_time = check_in_time(deadline); !in_time) return tl::unexpected(std::move(in_time.error()));
    if (existing == Existing::keep) {
        // Mostly it is there; and a corrupt one is moved out of the way.
        const auto there = read_info(key);
        if (there && *there) return Written{PutOutcome::already_there, {}};
    }

    const ObjectInfo info{headers.content_type, headers.cache_control, etag_of(body.view()),
                          options.clock->wall_now(), body.size()};
    auto file = temporary->create_file();
    if (!file) return tl::unexpected(std::move(file.error()));
    Draft draft(std::move(*file));
    if (const int error = draft.write(body.view(), encode_trailer(info)))
        return system_failure("write to the store", error);

    const ObjectPlace place = place_of(key);
    const auto folder = walk_to(root, place.folders, Missing::make);
    if (!folder) return tl::unexpected(folder.error());
    const int error = draft.give_name(**folder, place.name, existing);
    if (error == EEXIST && existing == Existing::keep) return Written{PutOutcome::already_there, {}};
    if (error) return system_failure("write to the store", error);
    return Written{PutOutcome::written, info};
}

tl::unexpected<base::Error> FilesystemStore::State::set_aside(std::string_view key, const struct stat* seen) {
    options.log->error(
        "store_object_corrupt",
        {{"key", key}, {"done", "treated as absent; the file is in the store's folder \"corrupt\""}});
    move_to_corrupt(key, seen);
    return base::fail(ErrorCode::corrupt, Fault::ours, "a stored object was damaged and has been set aside",
                      std::string(key), base::Retry::yes);
}

// seen: the file that was found to be bad. Another process may have replaced it meanwhile by a good one,
// which then goes back to its place. Where nothing can be moved, each reader finds out again.
void FilesystemStore::State::move_to_corrupt(std::string_view key, const struct stat* seen) {
    const ObjectPlace place = place_of(key);
    const auto folder = walk_to(root, place.folders, Missing::leave);
    const auto corrupt = ensure_folder(root, "corrupt");
    if (!folder || !*folder || !corrupt) return;
    const std::string aside = base::to_hex(base::sha256(key), 16) + "-" + place.name;
    if (::renameat((*folder)->get(), place.name.c_str(), corrupt->get(), aside.c_str()) != 0) return;
    struct stat moved {};
    if (!seen || ::fstatat(corrupt->get(), aside.c_str(), &moved, AT_SYMLINK_NOFOLLOW) != 0) return;
    if (moved.st_ino != seen->st_ino || moved.st_dev != seen->st_dev)
        rename_if_absent(*corrupt, aside, **folder, place.name);
}

FilesystemStore::FilesystemStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
FilesystemStore::~FilesystemStore() = default;

Result<std::unique_ptr<FilesystemStore>> FilesystemStore::create(const std::filesystem::path& folder,
                                                                 FilesystemStoreOptions options) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    auto state = std::make_unique<State>();
    state->options = options;
    state->root = Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!state->root)
        return system_failure("use the store's folder " + folder.string(), error ? error.value() : errno);
    auto temporary = TemporaryFolder::create(state->root);
    if (!temporary) {
        temporary.error().message += ", in " + folder.string();
        return tl::unexpected(std::move(temporary.error()));
    }
    state->temporary = std::move(*temporary);
    return std::unique_ptr<FilesystemStore>(new FilesystemStore(std::move(state)));
}

Status FilesystemStore::probe() {
    auto file = state_->temporary->create_file();
    if (!file) return tl::unexpected(std::move(file.error()));
    const Draft draft(std::move(*file));
    if (const int error = draft.write(std::string(probe_size, 'p'), {}))
        return system_failure("write to the store", error);
    return {};
}

Result<std::optional<Object>> FilesystemStore::get(std::string_view key, base::Deadline deadline) {
    if (auto valid = check_key(key).and_then([&] { return check_in_time(deadline); }); !valid)
        return tl::unexpected(std::move(valid.error()));
    auto open = state_->open(key);
    if (!open) return tl::unexpected(std::move(open.error()));
    if (!*open) return std::nullopt;
    auto bytes = read_at((*open)->file, 0, static_cast<std::size_t>((*open)->status.st_size));
    if (!bytes) return system_failure("read the store", bytes.error());
    auto object = decode_object(std::move(*bytes));
    if (!object) return state_->set_aside(key, &(*open)->status);
    return object;
}

Result<std::optional<ObjectInfo>> FilesystemStore::head(std::string_view key, base::Deadline deadline) {
    if (auto valid = check_key(key).and_then([&] { return check_in_time(deadline); }); !valid)
        return tl::unexpected(std::move(valid.error()));
    return state_->read_info(key);
}

Result<ObjectInfo> FilesystemStore::put(std::string_view key, const base::Blob& body,
                                        const ObjectHeaders& headers, base::Deadline deadline) {
    auto written = state_->write(key, body, headers, deadline, Existing::replace);
    if (!written) return tl::unexpected(std::move(written.error()));
    return std::move(written->info);
}

Result<PutOutcome> FilesystemStore::put_if_absent(std::string_view key, const base::Blob& body,
                                                  const ObjectHeaders& headers, base::Deadline deadline) {
    auto written = state_->write(key, body, headers, deadline, Existing::keep);
    if (!written) return tl::unexpected(std::move(written.error()));
    return written->outcome;
}

Result<RemoveOutcome> FilesystemStore::remove(std::string_view key, base::Deadline deadline) {
    if (auto valid = check_key(key).and_then([&] { return check_in_time(deadline); }); !valid)
        return tl::unexpected(std::move(valid.error()));
    const ObjectPlace place = place_of(key);
    const auto folder = walk_to(state_->root, place.folders, Missing::leave);
    if (!folder) return tl::unexpected(folder.error());
    if (!*folder) return RemoveOutcome::was_absent;
    if (::unlinkat((*folder)->get(), place.name.c_str(), 0) != 0) {
        if (errno == ENOENT) return RemoveOutcome::was_absent;
        return system_failure("remove from the store", errno);
    }
    if (const int error = sync(**folder)) return system_failure("remove from the store", error);
    return RemoveOutcome::removed;
}

Result<ListPage> FilesystemStore::list(std::string_view prefix, std::string_view start_after,
                                       std::size_t limit, base::Deadline deadline) {
    if (auto in_time = check_in_time(deadline); !in_time) return tl::unexpected(std::move(in_time.error()));
    limit = std::clamp<std::size_t>(limit, 1, max_page);
    auto keys = list_keys(state_->root, prefix, start_after, limit + 1, deadline);
    if (!keys) return tl::unexpected(std::move(keys.error()));
    ListPage page;
    if (keys->size() > limit) {
        keys->pop_back();
        page.next = keys->back();
    }
    for (std::string& key : *keys) {
        auto info = state_->read_info(key);
        if (!info && info.error().code != ErrorCode::corrupt) return tl::unexpected(std::move(info.error()));
        // One that has been removed or set aside meanwhile is left out.
        if (info && *info) page.entries.push_back({std::move(key), std::move(**info)});
    }
    return page;
}

}  // namespace placard::store
