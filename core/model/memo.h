#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/record.h"
#include "core/result.h"

namespace homing {

// Where a memo stands on chain and what type the chain gives it. Stored by name; never rename.
enum class MemoKind : std::uint8_t {
    kTag = 0,     // XRPL DestinationTag: u32
    kText = 1,    // Stellar text memo, at most 28 bytes, any bytes
    kId = 2,      // Stellar id memo: u64
    kHash = 3,    // Stellar hash memo: 32 bytes
    kReturn = 4,  // Stellar return memo: 32 bytes
    kMuxed = 5,   // Stellar M-address id (SEP-23): u64
    // Fields that people fill by mistake; they never name a customer by themselves.
    kSourceTag = 6,  // XRPL SourceTag: u32
    kInvoice = 7,    // XRPL InvoiceID: 32 bytes
    kNote = 8,       // XRPL Memos, bytes of one MemoData
};
template <>
inline constexpr std::array kEnumNames<MemoKind> = std::to_array<std::string_view>(
    {"tag", "text", "id", "hash", "return", "muxed", "source_tag", "invoice", "note"});

// Whether a kind carries a number rather than bytes.
constexpr bool is_number(MemoKind kind) {
    return kind == MemoKind::kTag || kind == MemoKind::kId || kind == MemoKind::kMuxed ||
           kind == MemoKind::kSourceTag;
}

// A memo exactly as the chain states it. Written "tag:123", "id:7", "text:616263" (bytes in hex);
// the written form is what records keep, and equal forms are equal memos.
struct Memo {
    MemoKind kind = MemoKind::kText;
    std::string value;  // a number in decimal without leading zeros, else the raw bytes

    std::string str() const;
    // kInvalid for an unknown kind, a number outside its range, bytes of the wrong length.
    static Result<Memo> parse(std::string_view text);

    auto operator<=>(const Memo&) const = default;
};

}  // namespace homing
