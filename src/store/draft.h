// A file that is being written and has no name yet that a reader would look for.
#pragma once

#include <string>
#include <string_view>

#include "store/descriptor.h"
#include "store/temporary_folder.h"

namespace placard::store {

enum class Existing { replace, keep };

// Removed at the end of its scope unless it got a name. Zero or the errno is what its functions return.
class Draft {
public:
    explicit Draft(TemporaryFolder::File file) : file_(std::move(file)) {}
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    ~Draft();

    // To the disk itself.
    int write(std::string_view body, std::string_view trailer) const;

    // At once for every reader, and durable. EEXIST with Existing::keep where the name is taken.
    int give_name(const Descriptor& folder, const std::string& name, Existing existing);

private:
    TemporaryFolder::File file_;
    bool named_ = false;
};

// rename(2), but EEXIST where the name is taken. Zero or the errno.
int rename_if_absent(const Descriptor& from_folder, const std::string& from, const Descriptor& to_folder,
                     const std::string& to);

}  // namespace placard::store
