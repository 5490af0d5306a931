#pragma once

#include <string>
#include <string_view>

// What strangers wrote, made fit to be shown: nothing in it moves a cursor, turns the direction of
// writing, hides, or passes for another character.
namespace homing {

// For a terminal: control and format characters (escapes, bidi overrides, zero widths, tags), line
// ends, private and unassigned code points become \u{202e}, ill-formed UTF-8 becomes \x9b byte by
// byte. Everything people can see stays.
std::string safe_text(std::string_view bytes);

// For any terminal, page or log, and never longer than a line: as safe_text, and white space but
// the plain one, markup (< > & ' " `), right-to-left letters and every mark but a letter's first
// are written out too; a backslash is doubled. After 80 code points comes "…" and the whole length
// in bytes.
std::string safe_line(std::string_view bytes);

}  // namespace homing
