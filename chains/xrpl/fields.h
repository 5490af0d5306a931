#pragma once

#include "chains/walk.h"
#include "chains/xrpl/facts.h"
#include "core/hex.h"

// Reading rippled's objects: simdjson's header is heavy, so only this folder's readers include it.
namespace homing::xrpl {

inline bool read_count(Walk& walk, JsonNode node, std::uint64_t* out) {
    std::int64_t value = 0;
    if (!walk.integer(node, &value)) return false;
    if (value < 0) return walk.fail("a negative number");
    *out = static_cast<std::uint64_t>(value);
    return true;
}

// Whole numbers of 32 bits: tags and sequence numbers.
inline bool read_u32(Walk& walk, JsonNode node, std::optional<std::uint32_t>* out) {
    std::uint64_t value = 0;
    if (!read_count(walk, node, &value)) return false;
    if (value >> 32 != 0) return walk.fail("not a number of 32 bits");
    *out = static_cast<std::uint32_t>(value);
    return true;
}

inline bool read_hash(Walk& walk, JsonNode node, std::string* out) {
    std::string_view text;
    if (!walk.text(node, &text)) return false;
    const auto bytes = parse_hex_array<32>(text);
    if (!bytes) return walk.fail("not 64 hex digits");
    *out = to_hex(*bytes);
    return true;
}

// Pseudo-transactions have an empty account.
inline bool read_account_id(Walk& walk, JsonNode node, std::optional<AccountId>* out) {
    std::string_view text;
    if (!walk.text(node, &text)) return false;
    if (text.empty()) return true;
    const Result<AccountId> account = parse_classic(text);
    if (!account) return walk.fail(account.error().message);
    *out = *account;
    return true;
}

inline bool read_string(Walk& walk, JsonNode node, std::string* out) {
    std::string_view text;
    if (!walk.text(node, &text)) return false;
    *out = text;
    return true;
}

// Drops as a string, or an object of an issued token or an MPT.
bool read_value(Walk& walk, JsonNode node, Value* out);
// As read_value for the object of a token, in its parts.
struct TokenText {
    std::string currency;
    std::optional<AccountId> issuer;
    Signed amount;
};
bool read_token(Walk& walk, JsonNode node, TokenText* out);
// A transaction's metadata: result, delivered amount and nodes.
bool read_metadata(Walk& walk, JsonNode node, TransactionFacts* out);

}  // namespace homing::xrpl
