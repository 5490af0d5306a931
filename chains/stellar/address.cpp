#include "chains/stellar/address.h"

#include <algorithm>
#include <cctype>

#include "chains/stellar/strkey.h"
#include "core/quote.h"

namespace homing::stellar {
namespace {

Error refuse_kind(StrkeyKind kind, std::string_view text) {
    switch (kind) {
        case StrkeyKind::kContract:
            return invalid(quote(text) + " is a contract (C…): payments to customers go to G or M");
        case StrkeyKind::kPool:
            return invalid(quote(text) + " is a liquidity pool (L…), no account");
        case StrkeyKind::kClaimable:
            return invalid(quote(text) + " is a claimable balance (B…), no account");
        case StrkeyKind::kPreauthorized:
        case StrkeyKind::kHashX:
        case StrkeyKind::kSignedPayload:
            return invalid(quote(text) + " is a signer (T…, X… or P…), no account");
        case StrkeyKind::kAccount:
        case StrkeyKind::kMuxed:
        case StrkeyKind::kSecret:
            break;
    }
    return invalid(
        "this is or holds a secret seed, no address; it is not kept. Whoever saw it owns "
        "the account: move its funds to a new one");
}

bool is_letter_or_digit(unsigned char c) {
    return std::isalnum(c) != 0;
}

// A seed has 56 characters; some may be lost or doubled. Longer words are two glued together, and
// one of them may be a seed.
bool has_shape_of_secret(std::string_view word) {
    constexpr std::size_t kShortest = 50;
    constexpr std::size_t kLongest = 62;
    constexpr std::size_t kMuxed = 69;
    if (word.size() > kMuxed) return word.find_first_of("Ss") != word.npos;
    return word.size() >= kShortest && word.size() <= kLongest &&
           (word[0] == 'S' || word[0] == 's');
}

}  // namespace

bool is_like_secret(std::string_view text) {
    constexpr std::size_t kLookedAt = 1000;
    text = text.substr(0, kLookedAt);
    std::string joined;
    for (auto at = text.begin(); at != text.end();) {
        const auto end = std::find_if_not(at, text.end(), is_letter_or_digit);
        const std::string_view word(at, end);
        if (has_shape_of_secret(word)) return true;
        joined += word;
        at = end == text.end() ? end : end + 1;
    }
    return has_shape_of_secret(joined);
}

Result<Account> parse_account(std::string_view text) {
    if (is_like_secret(text)) return refuse_kind(StrkeyKind::kSecret, {});
    if (text.size() < 200 && text.find('*') != text.npos) {
        return invalid(quote(text) + " is a federated name: ask its domain for the account");
    }
    const Result<Strkey> strkey = parse_strkey(text);
    if (!strkey) {
        return invalid(quote(text) + " is no Stellar account: " + strkey.error().message);
    }
    if (strkey->kind != StrkeyKind::kAccount && strkey->kind != StrkeyKind::kMuxed) {
        return refuse_kind(strkey->kind, text);
    }
    Account account;
    std::copy_n(strkey->payload.begin(), account.key.size(), account.key.begin());
    if (strkey->kind == StrkeyKind::kMuxed) {
        account.muxed_id = 0;
        for (std::size_t i = account.key.size(); i < strkey->payload.size(); ++i) {
            account.muxed_id = *account.muxed_id << 8 | strkey->payload[i];
        }
    }
    return account;
}

std::string format_account(const Account& account) {
    Strkey strkey{StrkeyKind::kAccount, Bytes(account.key.begin(), account.key.end())};
    if (account.muxed_id) {
        strkey.kind = StrkeyKind::kMuxed;
        for (int shift = 56; shift >= 0; shift -= 8) {
            strkey.payload.push_back(static_cast<std::uint8_t>(*account.muxed_id >> shift));
        }
    }
    return format_strkey(strkey);
}

Fingerprint to_fingerprint(const AccountKey& key) {
    return {KeyClass::kEd25519, Bytes(key.begin(), key.end())};
}

Result<AccountKey> from_fingerprint(const Fingerprint& fingerprint) {
    AccountKey key;
    if (fingerprint.key_class != KeyClass::kEd25519 || fingerprint.payload.size() != key.size()) {
        return invalid("\"" + fingerprint.str() + "\" has no Stellar account");
    }
    std::copy(fingerprint.payload.begin(), fingerprint.payload.end(), key.begin());
    return key;
}

}  // namespace homing::stellar
