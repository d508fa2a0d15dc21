// The limit on open files, against which connections count.
#pragma once

#include <cstddef>

namespace placard::http {

// Raises the process's soft limit as far as its hard one, where `connections` and what the rest of the
// program needs would not fit. Returns how many connections do fit: so many that clients alone can never
// bring the store or the renderer to "too many open files".
std::size_t ensure_files_for(std::size_t connections);

}  // namespace placard::http
