#pragma once

#include <string>

#include "app/context.h"
#include "app/print/style.h"
#include "core/json.h"
#include "core/model/deposit.h"
#include "store/tables.h"

// The JSON in which several commands show the same record.
namespace homing {

// "1.25 USDT" by the book's symbol and decimals, by the network's own coin, or base units of an
// asset nobody listed.
Result<std::string> amount_text(Context& context, const AssetId& asset, const Amount& units);
// The short view of a deposit, with the rule and reason of its last decision. Memos stand there as
// the chain states them, and once more as people may see them (`memo_shown`, `other_memos_shown`).
Result<Json> deposit_row(Context& context, const Deposit& deposit);
// The memos of such a view as people may see them; empty where the payment carries none.
std::string memos_text(const Json& row);
// The name of a network for people; its id where the configuration does not name it.
std::string network_name(const Host& host, const NetworkId& network);

// The deposit an argument names: its id, or a txid with exactly one deposit; for who may browse the
// start of an id too (at least 6 digits). kNotFound, or kInvalid when several fit.
Result<Deposit> find_deposit(Context& context, const std::string& text);
// As find_deposit, for a case (its start also for whose work it is) and a claim.
Result<Case> find_case(Context& context, const std::string& text);
Result<Claim> find_claim(Context& context, const std::string& text);

// A text of the arguments; empty where it is not given.
std::string text_arg(const Json& args, std::string_view name);
std::uint64_t whole_arg(const Json& args, std::string_view name, std::uint64_t fallback);

// The tone of a deposit's state, and of a verdict.
Tone tone_of(std::string_view state);
// A text member of a reply; empty where there is none.
std::string text_in(const Json& object, std::string_view name);

}  // namespace homing
