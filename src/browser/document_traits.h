// What can be told of a template's document from its text.
#pragma once

#include <string_view>

namespace placard::browser {

// Whether the document may say something that stays with a page when its document is replaced: a policy
// (`<meta http-equiv>`) does, and `<meta name=color-scheme>`; any metadata that is not known to be harmless
// counts.
bool leaves_traces(std::string_view document);

}  // namespace placard::browser
