// Where files are written before they get their names: a folder of each store object's own, inside the store.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "base/error.h"
#include "store/descriptor.h"

namespace placard::store {

// <root>/temporary/<random>/, locked by flock(2) for as long as its owner lives. The kernel drops the lock of
// a process that ends, however it ends; so a folder whose lock can be had is nobody's, and create() removes
// it, while those of other living processes stay. Thread-safe.
class TemporaryFolder {
public:
    // root: outlives this. Errors: unavailable.
    static base::Result<std::unique_ptr<TemporaryFolder>> create(const Descriptor& root);
    ~TemporaryFolder();  // with all that is in it

    struct File {
        Descriptor descriptor;
        // Shares the folder, which may be replaced in the meantime.
        std::shared_ptr<const Descriptor> folder;
        std::string name;
    };
    // A new empty file, open for writing; the caller renames or unlinks it. When somebody emptied the store's
    // folder under the running program, the folder is made again. Errors: unavailable.
    base::Result<File> create_file();

private:
    struct Own {
        std::string name;
        std::shared_ptr<const Descriptor> folder;
    };
    explicit TemporaryFolder(const Descriptor& root) : root_(root) {}
    static base::Result<Own> make_own(const Descriptor& parent);
    base::Result<Own> renewed(const Own& lost);

    const Descriptor& root_;
    std::mutex mutex_;
    Own own_;
    std::atomic<std::uint64_t> next_{0};
};

}  // namespace placard::store
