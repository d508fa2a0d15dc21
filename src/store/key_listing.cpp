#include "store/key_listing.h"

#include <set>

#include "store/folder_names.h"
#include "store/object_key.h"
#include "store/object_place.h"

namespace placard::store {

namespace {

class Listing {
public:
    Listing(const Descriptor& root, std::string_view prefix, std::string_view start_after, std::size_t count,
            base::Deadline deadline)
        : root_(root), prefix_(prefix), start_after_(start_after), count_(count), deadline_(deadline) {}

    base::Result<std::vector<std::string>> run() {
        const std::string_view start = prefix_.substr(0, prefix_.rfind('/') + 1);  // npos + 1 == 0: the top
        if (!start.empty() && !check_key(start.substr(0, start.size() - 1)))
            return std::vector<std::string>{};
        paths_.insert(std::string(start));
        while (!paths_.empty()) {
            const std::string path = std::move(paths_.extract(paths_.begin()).value());
            if (!may_hold_more(path)) continue;
            if (auto read = read_path(path); !read) return tl::unexpected(std::move(read.error()));
        }
        return std::vector<std::string>(keys_.begin(), keys_.end());
    }

private:
    // path: "" or segments that each end in '/'.
    bool may_hold_more(const std::string& path) const {
        if (!path.starts_with(prefix_) && !prefix_.starts_with(path)) return false;
        if (!(path > start_after_) && !start_after_.starts_with(path)) return false;
        return keys_.size() < count_ || path < *keys_.rbegin();
    }

    base::Status read_path(const std::string& path) {
        const std::vector<std::string> folders = folders_of_path(path);
        auto folder = walk_to(root_, folders, Missing::leave);
        if (!folder) return tl::unexpected(std::move(folder.error()));
        if (!*folder) return {};
        for (const std::string& name : names_in(**folder)) {
            if (deadline_.passed())
                return base::fail(base::ErrorCode::timeout, base::Fault::ours,
                                  "the store was not listed in time", {}, base::Retry::yes);
            if (is_key_segment(name))
                paths_.insert(path + name + '/');
            else if (is_shard(name))
                read_shard(path, **folder, name);
        }
        return {};
    }

    void read_shard(const std::string& path, const Descriptor& folder, const std::string& shard) {
        const auto names = open_folder(folder, shard);
        if (!names) return;
        for_each_name(*names, [&](const char* name) {
            if (is_key_segment(name)) offer(path + name);
            return true;
        });
    }

    void offer(std::string key) {
        if (!key.starts_with(prefix_) || key <= start_after_) return;
        if (keys_.size() == count_ && key > *keys_.rbegin()) return;
        keys_.insert(std::move(key));
        if (keys_.size() > count_) keys_.erase(std::prev(keys_.end()));
    }

    const Descriptor& root_;
    const std::string_view prefix_;
    const std::string_view start_after_;
    const std::size_t count_;
    const base::Deadline deadline_;
    std::set<std::string> paths_;  // still to be read
    std::set<std::string> keys_;   // the smallest so far
};

}  // namespace

base::Result<std::vector<std::string>> list_keys(const Descriptor& root, std::string_view prefix,
                                                 std::string_view start_after, std::size_t count,
                                                 base::Deadline deadline) {
    return Listing(root, prefix, start_after, count, deadline).run();
}

}  // namespace placard::store
