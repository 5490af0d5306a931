#include "core/model/memo.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/hex.h"
#include "core/quote.h"

namespace homing {
namespace {

constexpr std::size_t kBytesMax = 1024;

Result<std::string> parse_number(MemoKind kind, std::string_view digits) {
    const bool is_32_bit = kind == MemoKind::kTag || kind == MemoKind::kSourceTag;
    const std::uint64_t most = is_32_bit ? std::numeric_limits<std::uint32_t>::max()
                                         : std::numeric_limits<std::uint64_t>::max();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool is_whole = error == std::errc() && end == digits.data() + digits.size();
    if (!is_whole || value > most || (digits.size() > 1 && digits.front() == '0')) {
        return invalid(quote(digits) + " is no number from 0 to " + std::to_string(most) +
                       " without leading zeros");
    }
    return std::string(digits);
}

Result<std::string> parse_memo_bytes(MemoKind kind, std::string_view digits) {
    const auto bytes = parse_hex(digits);
    if (!bytes) return bytes.error();
    const bool is_hash =
        kind == MemoKind::kHash || kind == MemoKind::kReturn || kind == MemoKind::kInvoice;
    if (is_hash && bytes->size() != 32) return invalid("a hash memo has 32 bytes");
    if (kind == MemoKind::kText && bytes->size() > 28)
        return invalid("a text memo has at most 28 bytes");
    if (bytes->size() > kBytesMax)
        return invalid("a memo has at most " + std::to_string(kBytesMax) + " bytes");
    return std::string(bytes->begin(), bytes->end());
}

}  // namespace

std::string Memo::str() const {
    return std::string(kEnumNames<MemoKind>[static_cast<std::size_t>(kind)]) + ":" +
           (is_number(kind) ? value : to_hex(as_bytes(value)));
}

Result<Memo> Memo::parse(std::string_view text) {
    const std::size_t colon = text.find(':');
    const auto& names = kEnumNames<MemoKind>;
    const auto name = std::find(names.begin(), names.end(), text.substr(0, colon));
    if (colon == text.npos || name == names.end()) {
        return invalid(quote(text) + " is no memo; write tag:123, id:7 or text:616263");
    }
    const auto kind = static_cast<MemoKind>(name - names.begin());
    const std::string_view rest = text.substr(colon + 1);
    Result<std::string> value =
        is_number(kind) ? parse_number(kind, rest) : parse_memo_bytes(kind, rest);
    if (!value) return value.error();
    return Memo{kind, std::move(*value)};
}

}  // namespace homing
