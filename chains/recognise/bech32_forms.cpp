#include <algorithm>
#include <cctype>

#include "chains/recognise/readers.h"
#include "chains/utxo/bech32.h"

namespace homing::recognising {
namespace {

struct Row {
    std::string_view hrp;
    PastedKind kind;
    std::string_view form;
    std::string_view places;
    KeyClass key_class = KeyClass::kNone;  // of a payload of 20 or 32 bytes
};

constexpr auto kAddress = PastedKind::kAddress;
constexpr auto kSecret = PastedKind::kSecret;
constexpr auto kHash160 = KeyClass::kHash160;
constexpr auto kKeccak20 = KeyClass::kKeccak20;

// Prefixes from SLIP-173 and the chains' registries, without those parse_destination reads.
constexpr Row kRows[] = {
    {"cosmos", kAddress, "account", "cosmos", kHash160},
    {"osmo", kAddress, "account", "osmo", kHash160},
    {"kava", kAddress, "account", "kava", kHash160},
    {"terra", kAddress, "account", "terra terrac", kHash160},
    {"celestia", kAddress, "account", "tia", kHash160},
    {"thor", kAddress, "account", "thor", kHash160},
    {"juno", kAddress, "account", "cosm", kHash160},
    {"sei", kAddress, "account", "cosm", kHash160},
    {"noble", kAddress, "account", "cosm", kHash160},
    {"dydx", kAddress, "account", "cosm", kHash160},
    {"axelar", kAddress, "account", "cosm", kHash160},
    {"cro", kAddress, "account", "cosm", kHash160},
    {"secret", kAddress, "account", "cosm", kHash160},
    {"inj", kAddress, "account", "inj", kKeccak20},
    {"evmos", kAddress, "account", "cosm", kKeccak20},
    {"dym", kAddress, "account", "cosm", kKeccak20},
    {"tex", kAddress, "TEX address", "zec", kHash160},
    {"zs", kAddress, "shielded address", "zec"},
    {"u", kAddress, "unified address", "zec"},
    {"addr", kAddress, "Shelley address", "ada"},
    {"stake", kAddress, "stake address", "ada"},
    {"npub", PastedKind::kPublicKey, "npub", "nostr"},
    {"nsec", kSecret, "nsec private key", "nostr"},
    {"suiprivkey", kSecret, "Sui private key", "sui"},
    {"secret-extended-key-main", kSecret, "shielded spending key", "zec"},
    {"ed25519_sk", kSecret, "Cardano private key", "ada"},
    {"addr_xsk", kSecret, "Cardano private key", "ada"},
    {"root_xsk", kSecret, "Cardano private key", "ada"},
};

// Of a prefix with what chains of the Cosmos kind put behind it.
const Row* row_of(std::string_view hrp, std::string_view* role) {
    for (const Row& row : kRows) {
        if (hrp == row.hrp) return &row;
        if (!row.form.starts_with("account") || !hrp.starts_with(row.hrp)) continue;
        *role = hrp.substr(row.hrp.size());
        if (*role == "valoper" || *role == "valcons" || *role == "pub") return &row;
    }
    return nullptr;
}

std::string_view segwit_form(const utxo::Bech32Text& text) {
    if (text.hrp.ends_with("mweb")) return "MWEB";
    const std::size_t version = text.digits.empty() ? 99 : text.digits[0];
    if (version == 0) return text.digits.size() > 40 ? "P2WSH" : "P2WPKH";
    return version == 1 ? "P2TR" : "segwit of a later version";
}

void add_row(std::string_view word, const utxo::Bech32Text& text, Found& found) {
    std::string_view role;
    const Row* row = row_of(text.hrp, &role);
    if (row == nullptr) {
        found.candidates.push_back({.kind = PastedKind::kOther,
                                    .form = "bech32 text with the prefix " + text.hrp,
                                    .normalised = std::string(word),
                                    .certain = true});
        return;
    }
    Candidate candidate{.kind = row->kind,
                        .form = std::string(row->form),
                        .places = places_of(row->places),
                        .normalised = std::string(word),
                        .certain = true};
    if (row->kind == kSecret) candidate.normalised.clear();
    if (!role.empty()) {
        candidate.kind = role == "pub" ? PastedKind::kPublicKey : PastedKind::kOther;
        candidate.form = role == "pub" ? "account public key" : "validator address";
    } else if (row->key_class != KeyClass::kNone) {
        if (const auto bytes = utxo::bytes_of_digits(text.digits); bytes && bytes->size() == 20) {
            candidate.fingerprint = {row->key_class, *bytes};
        }
    }
    found.candidates.push_back(std::move(candidate));
}

void hint_mistyped(const std::string& word, std::size_t data_at, Found& found) {
    if (!found.seek_typos) return;
    constexpr std::string_view kDigits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    std::string text = word;
    for (std::size_t i = data_at; i < text.size(); ++i) {
        const char kept = text[i];
        for (const char digit : kDigits) {
            text[i] = digit;
            if (!utxo::parse_bech32(text)) continue;
            found.hint("one_character_mistyped",
                       "The checksum is wrong; one mistyped character, number " +
                           std::to_string(i + 1) +
                           ", would explain it. Copy it again from where it came; never guess.");
            return;
        }
        text[i] = kept;
    }
    found.hint("wrong_checksum",
               "It has the shape of an address, but its checksum is wrong: part of it is mistyped "
               "or missing.");
}

std::string lower(std::string_view word) {
    std::string text(word);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

void read_cash(const std::string& text, Found& found) {
    constexpr std::string_view kPrefixes[] = {"bitcoincash", "bchtest", "ecash", "simpleledger"};
    std::string_view rest = text;
    const std::size_t colon = text.find(':');
    // "bitcoincash:bitcoincash:q…": a link around an address that has its prefix already.
    if (colon != text.npos && text.find(':', colon + 1) != text.npos &&
        text.substr(0, colon) == text.substr(colon + 1, colon)) {
        found.hint("double_prefix", "The prefix stands there twice.");
        rest.remove_prefix(colon + 1);
    }
    for (const std::string_view prefix : kPrefixes) {
        std::string_view digits = rest;
        if (digits.starts_with(prefix) && digits.substr(prefix.size()).starts_with(":")) {
            digits.remove_prefix(prefix.size() + 1);
        } else if (digits.find(':') != digits.npos) {
            continue;
        }
        if (digits.size() < 30 || !utxo::parse_cash_digits(prefix, digits)) continue;
        const std::string whole = std::string(prefix) + ":" + std::string(digits);
        if (add_spoken(whole, "cashaddr", found)) return;
        found.candidates.push_back({.kind = kAddress,
                                    .form = "cashaddr",
                                    .places = places_of(prefix == "ecash" ? "xec" : "bch"),
                                    .normalised = whole,
                                    .certain = true});
        return;
    }
}

}  // namespace

void read_bech32(std::string_view word, Found& found) {
    if (word.size() < 14 || word.size() > 400) return;
    const std::string text = lower(word);
    const bool is_mixed = std::any_of(word.begin(), word.end(), ::isupper) &&
                          std::any_of(word.begin(), word.end(), ::islower);
    if (text.starts_with("lnbc") || text.starts_with("lntb") || text.starts_with("lnurl1")) {
        found.candidates.push_back({.kind = PastedKind::kPaymentLink,
                                    .form = "Lightning invoice",
                                    .places = places_of("ln"),
                                    .normalised = text});
        return;
    }
    const auto read = utxo::parse_bech32(text);
    if (read) {
        if (is_mixed) {
            found.hint("mixed_case",
                       "Upper and lower case are mixed, which the form forbids; it was changed "
                       "after it was copied.");
        }
        if (!add_spoken(text, segwit_form(*read), found)) add_row(text, *read, found);
        return;
    }
    read_cash(text, found);
    if (!found.candidates.empty()) return;
    const std::size_t one = text.rfind('1');
    if (one == text.npos || one == 0 || one > 25) return;
    const std::string hrp = text.substr(0, one);
    std::string_view role;
    const Row* row = row_of(hrp, &role);
    if (row != nullptr && row->kind == kSecret) {
        found.candidates.push_back({.kind = kSecret, .form = std::string(row->form)});
    } else if (row != nullptr && text.size() > 90) {
        found.candidates.push_back({.kind = row->kind,
                                    .form = std::string(row->form),
                                    .places = places_of(row->places),
                                    .normalised = text});
    } else if (row != nullptr || hrp == "bc" || hrp == "ltc" || hrp == "tb" || hrp == "bcrt" ||
               hrp == "rltc") {
        hint_mistyped(text, one + 1, found);
    }
}

}  // namespace homing::recognising
