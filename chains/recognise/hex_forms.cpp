#include <algorithm>
#include <cctype>

#include "chains/evm/address.h"
#include "chains/recognise/readers.h"
#include "core/hex.h"

namespace homing::recognising {
namespace {

// Payloads of 20 bytes that nobody holds a key to.
struct Special {
    std::string_view payload;
    std::string_view code;
    std::string_view text;
};
constexpr Special kSpecials[] = {
    {"0000000000000000000000000000000000000000", "zero_address",
     "That is the zero address: nobody holds its key."},
    {"000000000000000000000000000000000000dead", "burn_address",
     "That is a burn address: nobody holds its key."},
    {"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", "placeholder_address",
     "Programs write that where they mean the network's own coin; nobody holds its key."},
};

void hint_special(const std::string& payload, Found& found) {
    for (const Special& special : kSpecials) {
        if (special.payload == payload) {
            found.hint(std::string(special.code), std::string(special.text));
            return;
        }
    }
    if (payload.starts_with(std::string(36, '0'))) {
        found.hint("precompile", "That is a contract built into the network: nobody holds a key.");
    }
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

void read_address(std::string_view digits, Found& found) {
    const auto bytes = parse_hex_array<20>(digits);
    if (!bytes) return;
    const bool mixed = std::any_of(digits.begin(), digits.end(), ::isupper) &&
                       std::any_of(digits.begin(), digits.end(), ::islower);
    const std::string right = evm::checksummed(*bytes);
    const bool holds = mixed && right.substr(2) == digits;
    if (mixed && !holds) {
        found.hint("wrong_checksum",
                   "The case of its letters does not fit (EIP-55): a character is mistyped. Copy "
                   "it again from where it came.");
        return;
    }
    found.candidates.push_back({.kind = PastedKind::kAddress,
                                .form = "EVM address",
                                .places = places_of("evm"),
                                .normalised = right,
                                .fingerprint = evm::to_fingerprint(*bytes),
                                .certain = holds});
    if (!mixed) {
        found.candidates.push_back({.kind = PastedKind::kAddress,
                                    .form = "NEAR implicit account or Hedera alias",
                                    .places = places_of("near hbar"),
                                    .normalised = evm::lower_0x(*bytes)});
    }
    hint_special(to_hex(*bytes), found);
}

void add(Found& found, PastedKind kind, std::string_view form, std::string_view places,
         std::string normalised, bool certain = false) {
    found.candidates.push_back({.kind = kind,
                                .form = std::string(form),
                                .places = places_of(places),
                                .normalised = std::move(normalised),
                                .certain = certain});
}

void hint_key(Found& found) {
    found.hint("may_be_a_private_key",
               "A private key looks the same as a transaction id. If it is one, tell nobody and "
               "move the funds.");
}

void read_32_bytes(const std::string& digits, bool has_0x, Found& found) {
    if (digits.starts_with("00000000") && !has_0x) {
        add(found, PastedKind::kBlock, "block hash", "btc bch", digits);
    }
    if (digits.ends_with("0000000000")) {
        found.hint("byte_reversed", "Its bytes may stand in reverse order.");
    }
    if (has_0x) {
        add(found, PastedKind::kTransaction, "transaction hash", "evm", "0x" + digits);
        add(found, PastedKind::kBlock, "block hash", "evm", "0x" + digits);
        add(found, PastedKind::kAddress, "account", "sui apt", "0x" + digits);
    } else {
        add(found, PastedKind::kTransaction, "transaction id",
            "btc bch ltc doge xrp xlm tron cosm eos ton", digits);
        add(found, PastedKind::kTransaction, "transaction hash", "evm", "0x" + digits);
        add(found, PastedKind::kAddress, "NEAR implicit account", "near", digits);
    }
    add(found, PastedKind::kSecret, "private key in hex", "", "");
    hint_key(found);
}

void read_bare(const std::string& digits, Found& found) {
    if (digits.size() == 40) {
        found.hint("missing_0x", "An EVM address starts with 0x; that is missing.");
        read_address(digits, found);
    } else if (digits.size() == 42 && digits.starts_with("41")) {
        found.candidates.push_back(
            {.kind = PastedKind::kAddress,
             .form = "TRON address in hex",
             .places = places_of("tron"),
             .normalised = digits,
             .fingerprint = {KeyClass::kKeccak20, *parse_hex(digits.substr(2))}});
        found.hint("tron_hex", "TRON writes this address in base58, starting with T.");
    } else if (digits.size() == 66 && (digits.starts_with("02") || digits.starts_with("03"))) {
        add(found, PastedKind::kPublicKey, "compressed secp256k1 key", "btc bch ltc doge xrp evm",
            digits);
    } else if (digits.size() == 66 && digits.starts_with("ed")) {
        add(found, PastedKind::kPublicKey, "ed25519 key", "xrp", digits);
    } else if (digits.size() == 130 && digits.starts_with("04")) {
        add(found, PastedKind::kPublicKey, "uncompressed secp256k1 key", "btc bch ltc doge evm",
            digits);
    } else if (digits.size() == 130) {
        add(found, PastedKind::kSignature, "recoverable signature", "evm", "0x" + digits);
    } else if (digits.size() == 96 && digits.starts_with("302e020100300506032b6570")) {
        add(found, PastedKind::kSecret, "ed25519 private key in DER", "hbar", "", true);
    } else if (digits.size() == 96) {
        add(found, PastedKind::kTransaction, "transaction hash", "hbar", digits);
    } else if (digits.size() == 16 && digits.starts_with("c")) {
        std::string upper = digits;
        for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        add(found, PastedKind::kTransaction, "CTID", "xrp", upper);
    } else if (digits.size() == 46 && digits.starts_with("ef0100")) {
        add(found, PastedKind::kOther, "EIP-7702 delegation", "evm", "0x" + digits);
    }
}

}  // namespace

void read_hex(std::string_view word, Found& found) {
    const std::string_view digits = without_0x(word);
    const bool has_0x = digits.size() != word.size();
    if (digits.size() < 16 || digits.size() > 256) return;
    if (!std::all_of(digits.begin(), digits.end(),
                     [](char c) { return hex_digit_value(c) >= 0; })) {
        return;
    }
    if (has_0x && digits.size() == 40) return read_address(digits, found);
    if (digits.size() == 64) return read_32_bytes(lower(digits), has_0x, found);
    if (has_0x && (digits.size() == 39 || digits.size() == 41 ||
                   (digits.size() == 42 && !digits.starts_with("41")))) {
        found.hint("wrong_length", "An EVM address has 40 digits behind 0x, this has " +
                                       std::to_string(digits.size()) + ".");
        return;
    }
    // Case tells nothing in the longer forms; a bare address keeps it for its checksum.
    read_bare(digits.size() == 40 ? std::string(digits) : lower(digits), found);
}

}  // namespace homing::recognising
