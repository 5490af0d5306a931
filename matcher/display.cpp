#include "matcher/display.h"

#include <algorithm>

#include "core/hex.h"
#include "core/model/memo.h"
#include "core/safe_text.h"
#include "matcher/cleaning.h"

namespace homing {
namespace {

// The whole text, or a word of it.
bool holds_secret(const std::string& bytes) {
    if (looks_secret(bytes)) return true;
    constexpr const char* kBetween = " \t\r\n\"':=,;";
    for (std::size_t at = 0; (at = bytes.find_first_not_of(kBetween, at)) != bytes.npos;) {
        const std::size_t end = std::min(bytes.find_first_of(kBetween, at), bytes.size());
        if (looks_secret(bytes.substr(at, end - at))) return true;
        at = end;
    }
    return false;
}

}  // namespace

std::string display_memo(std::string_view written) {
    const Result<Memo> memo = Memo::parse(written);
    if (!memo) return "unreadable " + safe_line(written);
    std::string kind(to_string(memo->kind));
    std::replace(kind.begin(), kind.end(), '_', ' ');
    if (is_number(memo->kind)) return kind + " " + memo->value;
    if (holds_secret(memo->value)) return kind + " (looks like a secret, not shown)";
    if (memo->kind == MemoKind::kText || memo->kind == MemoKind::kNote) {
        return kind + " \"" + safe_line(memo->value) + "\"";
    }
    return kind + " " + to_hex(as_bytes(memo->value));
}

}  // namespace homing
