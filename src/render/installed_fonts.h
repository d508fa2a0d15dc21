// The fonts of the machine, as far as they decide how text looks: part of what a stored picture depends on.
#pragma once

#include <string>

namespace placard::render {

// Changes when a font is installed, removed or updated: lower-case hexadecimal SHA-256 over family, style,
// version, file name and size of every font that fontconfig knows. Independent of their order and their
// folders, so that machines with the same packages agree. Reads fontconfig's configuration anew at each call,
// which takes some tens of milliseconds (much longer the first time after an installation, when the fonts
// have to be scanned).
std::string installed_fonts_fingerprint();

}  // namespace placard::render
