#include "base/error.h"

namespace placard::base {

std::string_view name_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid:
            return "invalid";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::timeout:
            return "timeout";
        case ErrorCode::overloaded:
            return "overloaded";
        case ErrorCode::unavailable:
            return "unavailable";
        case ErrorCode::refused:
            return "refused";
        case ErrorCode::too_large:
            return "too_large";
        case ErrorCode::corrupt:
            return "corrupt";
        case ErrorCode::cancelled:
            return "cancelled";
        case ErrorCode::internal:
            return "internal";
    }
    return "internal";
}

std::string describe(const Error& error) {
    return error.detail.empty() ? error.message : error.message + " (" + error.detail + ")";
}

}  // namespace placard::base
