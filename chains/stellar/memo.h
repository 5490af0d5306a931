#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/model/memo.h"
#include "core/result.h"

// Where Stellar payments carry whom they are for (chains.md §3, XLM).
namespace homing::stellar {

// As an operator writes it: "id:7", "text:616263", "hash:…", "return:…", "muxed:7"; a bare number
// that an id can hold is an id, any other text of 1 to 28 bytes is a text memo.
Result<Memo> parse_memo_text(std::string_view text);

// What a payment's memo fields name together.
struct PaymentMemo {
    std::optional<Memo> memo;
    std::vector<Memo> others;
};

// The transaction's memo, or else the id of the destination's M-address. Where there are both they
// are a conflict: neither names the customer by itself, so both are others.
PaymentMemo combine(const std::optional<Memo>& of_transaction,
                    const std::optional<std::uint64_t>& muxed_id);

}  // namespace homing::stellar
