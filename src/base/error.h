// Errors as values. Every function that can fail for a reason outside the program's control returns
// Result<T>; an Error says what happened, to whom it is to be blamed, and whether trying again may help.
// Exceptions never cross a module's border: a module that uses a throwing library turns them into Errors.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace placard::base {

// What kind of thing went wrong. Callers branch on this and never on the text.
enum class ErrorCode {
    invalid,      // the input does not have the form it must have
    not_found,    // what was asked for is not there
    timeout,      // the deadline passed first
    overloaded,   // a bound was reached: a queue, a pool, a budget
    unavailable,  // a part that is needed does not answer: browser, store, upstream
    refused,      // a rule forbids it
    too_large,    // a size limit was passed
    corrupt,      // data is not what was once written
    cancelled,    // the program is stopping
    internal,     // none of these; a defect
};

// Who can mend it: the client that asked, an upstream (page, store, browser), or Placard and its operator.
enum class Fault { client, upstream, ours };

// Whether the same call may succeed when made again without anything being changed.
enum class Retry { no, yes };

struct Error {
    ErrorCode code = ErrorCode::internal;
    Fault fault = Fault::ours;
    Retry retry = Retry::no;
    std::string message;  // one plain sentence that may be shown to a user; never holds a secret
    std::string detail;   // for the log only: what the library or the system said
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

// The stable lower-case name that logs and metrics use, for example "timeout".
std::string_view name_of(ErrorCode code);

// Shorthand for `return fail(...)` in a function that returns Result<T>.
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, Fault fault, std::string message,
                                                std::string detail = {}, Retry retry = Retry::no) {
    return tl::unexpected<Error>(Error{code, fault, retry, std::move(message), std::move(detail)});
}

// "message (detail)" for a log line or a terminal.
std::string describe(const Error& error);

}  // namespace placard::base
