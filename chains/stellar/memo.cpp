#include "chains/stellar/memo.h"

#include <algorithm>
#include <array>

#include "chains/stellar/address.h"
#include "core/quote.h"

namespace homing::stellar {
namespace {

constexpr std::array kKinds = {MemoKind::kText, MemoKind::kId, MemoKind::kHash, MemoKind::kReturn,
                               MemoKind::kMuxed};

bool is_typed(std::string_view text) {
    return std::any_of(kKinds.begin(), kKinds.end(), [&](MemoKind kind) {
        const std::string_view name = kEnumNames<MemoKind>[static_cast<std::size_t>(kind)];
        return text.starts_with(name) && text.substr(name.size()).starts_with(':');
    });
}

bool is_other_familys(std::string_view text) {
    return text.starts_with("tag:") || text.starts_with("source_tag:") ||
           text.starts_with("invoice:") || text.starts_with("note:");
}

}  // namespace

Result<Memo> parse_memo_text(std::string_view text) {
    constexpr std::size_t kTextMax = 28;
    if (is_typed(text)) return Memo::parse(text);
    if (is_other_familys(text)) {
        return invalid(quote(text) +
                       " is no Stellar memo: write id:, text:, hash:, return: or "
                       "muxed:");
    }
    if (text.empty()) return invalid("a Stellar memo without a character");
    if (Result<Memo> id = Memo::parse("id:" + std::string(text)); id) return id;
    if (is_like_secret(text)) return invalid("this is or holds a secret seed, no memo");
    if (text.size() > kTextMax) {
        return invalid(quote(text) +
                       " is longer than the 28 bytes of a text memo; write hash: and "
                       "64 hex digits for a hash");
    }
    return Memo{MemoKind::kText, std::string(text)};
}

PaymentMemo combine(const std::optional<Memo>& of_transaction,
                    const std::optional<std::uint64_t>& muxed_id) {
    if (!muxed_id) return {of_transaction, {}};
    const Memo muxed{MemoKind::kMuxed, std::to_string(*muxed_id)};
    if (!of_transaction) return {muxed, {}};
    return {std::nullopt, {*of_transaction, muxed}};
}

}  // namespace homing::stellar
