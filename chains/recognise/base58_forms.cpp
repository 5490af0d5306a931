#include <algorithm>

#include "chains/recognise/readers.h"
#include "core/base58.h"
#include "core/crypto/ed25519.h"
#include "core/hex.h"

namespace homing::recognising {
namespace {

// One meaning of a base58check text: version bytes and length behind them.
struct Row {
    Base58Alphabet alphabet;
    std::string_view version;  // hex
    std::size_t size;
    PastedKind kind;
    std::string_view form;
    std::string_view places;
    KeyClass key_class = KeyClass::kNone;  // of a payload on a chain we do not read
};

constexpr auto kBitcoin = Base58Alphabet::kBitcoin;
constexpr auto kRipple = Base58Alphabet::kRipple;
constexpr auto kAddress = PastedKind::kAddress;
constexpr auto kSecret = PastedKind::kSecret;
constexpr auto kPublic = PastedKind::kPublicKey;

// Versions from SLIP-132, BIP-38 and the chains' parameters. Networks that parse_destination reads
// come from it and need no place here.
constexpr Row kRows[] = {
    {kBitcoin, "00", 20, kAddress, "P2PKH", "bsv", KeyClass::kHash160},
    {kBitcoin, "05", 20, kAddress, "P2SH", ""},
    {kBitcoin, "30", 20, kAddress, "P2PKH", ""},
    {kBitcoin, "32", 20, kAddress, "P2SH", ""},
    {kBitcoin, "1e", 20, kAddress, "P2PKH", "dgb", KeyClass::kHash160},
    {kBitcoin, "16", 20, kAddress, "P2SH", ""},
    {kBitcoin, "6f", 20, kAddress, "P2PKH", ""},
    {kBitcoin, "71", 20, kAddress, "P2PKH", ""},
    {kBitcoin, "c4", 20, kAddress, "P2SH", ""},
    {kBitcoin, "3a", 20, kAddress, "P2SH", ""},
    {kBitcoin, "4c", 20, kAddress, "P2PKH", "dash", KeyClass::kHash160},
    {kBitcoin, "10", 20, kAddress, "P2SH", "dash"},
    {kBitcoin, "1cb8", 20, kAddress, "t-address P2PKH", "zec", KeyClass::kHash160},
    {kBitcoin, "1cbd", 20, kAddress, "t-address P2SH", "zec"},
    {kBitcoin, "41", 20, kAddress, "TRON address", "tron", KeyClass::kKeccak20},
    {kBitcoin, "06a19f", 20, kAddress, "tz1", "xtz"},
    {kRipple, "00", 20, kAddress, "classic address", "xah", KeyClass::kHash160},
    {kRipple, "0544", 29, kAddress, "X-address", ""},
    {kRipple, "0493", 29, kAddress, "X-address", ""},
    {kRipple, "1c", 33, kPublic, "node public key", "xrp"},
    {kRipple, "23", 33, kPublic, "account public key", "xrp"},
    {kBitcoin, "80", 32, kSecret, "WIF private key", "btc bch bsv"},
    {kBitcoin, "80", 33, kSecret, "WIF private key", "btc bch bsv"},
    {kBitcoin, "b0", 32, kSecret, "WIF private key", "ltc"},
    {kBitcoin, "b0", 33, kSecret, "WIF private key", "ltc"},
    {kBitcoin, "9e", 32, kSecret, "WIF private key", "doge"},
    {kBitcoin, "9e", 33, kSecret, "WIF private key", "doge"},
    {kBitcoin, "cc", 32, kSecret, "WIF private key", "dash"},
    {kBitcoin, "cc", 33, kSecret, "WIF private key", "dash"},
    {kBitcoin, "ef", 32, kSecret, "WIF private key", "btct ltct"},
    {kBitcoin, "ef", 33, kSecret, "WIF private key", "btct ltct"},
    {kBitcoin, "0488ade4", 74, kSecret, "extended private key", "btc"},
    {kBitcoin, "049d7878", 74, kSecret, "extended private key", "btc"},
    {kBitcoin, "04b2430c", 74, kSecret, "extended private key", "btc"},
    {kBitcoin, "04358394", 74, kSecret, "extended private key", "btct"},
    {kBitcoin, "019d9cfe", 74, kSecret, "extended private key", "ltc"},
    {kBitcoin, "02fac398", 74, kSecret, "extended private key", "doge"},
    {kBitcoin, "0142", 37, kSecret, "encrypted private key", "btc"},
    {kBitcoin, "0143", 37, kSecret, "encrypted private key", "btc"},
    {kBitcoin, "0d0f3a07", 32, kSecret, "edsk seed", "xtz"},
    {kBitcoin, "2bf64e07", 64, kSecret, "edsk private key", "xtz"},
    {kRipple, "21", 16, kSecret, "family seed", "xrp"},
    {kRipple, "01e14b", 16, kSecret, "family seed", "xrp"},
    {kBitcoin, "0488b21e", 74, kPublic, "extended public key", "btc"},
    {kBitcoin, "049d7cb2", 74, kPublic, "extended public key", "btc"},
    {kBitcoin, "04b24746", 74, kPublic, "extended public key", "btc"},
    {kBitcoin, "043587cf", 74, kPublic, "extended public key", "btct"},
    {kBitcoin, "019da462", 74, kPublic, "extended public key", "ltc"},
    {kBitcoin, "02facafd", 74, kPublic, "extended public key", "doge"},
};

const Row* row_of(ByteView data, Base58Alphabet alphabet) {
    const std::string hex = to_hex(data.first(std::min<std::size_t>(4, data.size())));
    for (const Row& row : kRows) {
        if (row.alphabet == alphabet && hex.starts_with(row.version) &&
            data.size() == row.version.size() / 2 + row.size) {
            return &row;
        }
    }
    return nullptr;
}

void add_row(std::string_view word, const Row& row, ByteView data, Found& found) {
    if (row.kind != kAddress) {
        found.candidates.push_back({.kind = row.kind,
                                    .form = std::string(row.form),
                                    .places = places_of(row.places),
                                    .normalised = row.kind == kSecret ? "" : std::string(word),
                                    .certain = true});
        return;
    }
    if (add_spoken(word, row.form, found)) {
        for (const Place& place : places_of(row.places)) {
            found.candidates.back().places.push_back(place);
        }
        return;
    }
    Candidate candidate{.kind = kAddress,
                        .form = std::string(row.form),
                        .places = places_of(row.places),
                        .normalised = std::string(word),
                        .certain = true};
    if (row.key_class != KeyClass::kNone) {
        const ByteView payload = data.subspan(row.version.size() / 2);
        candidate.fingerprint = {row.key_class, Bytes(payload.begin(), payload.end())};
    }
    if (row.alphabet == kRipple) candidate.places.insert(candidate.places.begin(), place_of("xrp"));
    found.candidates.push_back(std::move(candidate));
}

// The place of the one character whose change makes the checksum hold; nothing is said about what
// it should be, because a guess may be somebody else's address.
void hint_mistyped(std::string_view word, Base58Alphabet alphabet, Found& found) {
    if (!found.seek_typos) return;
    constexpr std::string_view kDigits =
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    std::string text(word);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char kept = text[i];
        for (const char digit : kDigits) {
            text[i] = digit;
            const Result<Bytes> data = parse_base58check(text, alphabet);
            if (!data || row_of(*data, alphabet) == nullptr) continue;
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

bool is_base58(std::string_view word, Base58Alphabet alphabet, std::size_t* size) {
    const Result<Bytes> bytes = parse_base58(word, alphabet);
    if (!bytes) return false;
    *size = bytes->size();
    return true;
}

// Texts with the length and first letter of a private key are one, mistyped.
bool is_broken_secret(std::string_view word) {
    const char first = word.front();
    const bool wif_long = word.size() == 52 && std::string_view("KLTQXc").find(first) != word.npos;
    const bool wif_short = word.size() == 51 && std::string_view("5679").find(first) != word.npos;
    const bool seed =
        (word.size() == 29 && first == 's') || (word.size() == 31 && word.starts_with("sEd"));
    const bool extended = word.size() == 111 && word.substr(1, 3) == "prv";
    const bool encrypted = word.size() == 58 && word.starts_with("6P");
    return wif_long || wif_short || seed || extended || encrypted;
}

void read_plain(std::string_view word, const Bytes& bytes, Found& found) {
    if (bytes.size() == 32 && word.size() >= 32) {
        found.candidates.push_back({.kind = kAddress,
                                    .form = "Solana account",
                                    .places = places_of("sol"),
                                    .normalised = std::string(word),
                                    .fingerprint = {KeyClass::kEd25519, bytes}});
        if (word.size() >= 43) {
            found.candidates.push_back({.kind = PastedKind::kTransaction,
                                        .form = "NEAR transaction hash",
                                        .places = places_of("near"),
                                        .normalised = std::string(word)});
        }
    }
    if (bytes.size() != 64 || word.size() < 80) return;
    ByteArray<32> seed{};
    std::copy_n(bytes.begin(), 32, seed.begin());
    const Ed25519KeyPair pair = ed25519_from_seed(seed);
    if (std::equal(pair.public_key.bytes.begin(), pair.public_key.bytes.end(),
                   bytes.begin() + 32)) {
        found.candidates.push_back({.kind = kSecret,
                                    .form = "Solana private key",
                                    .places = places_of("sol"),
                                    .certain = true});
        return;
    }
    found.candidates.push_back({.kind = PastedKind::kTransaction,
                                .form = "Solana signature",
                                .places = places_of("sol"),
                                .normalised = std::string(word)});
}

}  // namespace

void read_base58(std::string_view word, Found& found) {
    if (word.size() < 24 || word.size() > 115) return;
    std::size_t size = 0;
    for (const Base58Alphabet alphabet : {kBitcoin, kRipple}) {
        const Result<Bytes> data = parse_base58check(word, alphabet);
        if (!data) continue;
        if (const Row* row = row_of(*data, alphabet)) return add_row(word, *row, *data, found);
    }
    if (!is_base58(word, kBitcoin, &size)) return;  // both alphabets have the same letters
    if (is_broken_secret(word)) {
        found.candidates.push_back({.kind = kSecret, .form = "private key with a wrong checksum"});
        return;
    }
    const Bytes bytes = *parse_base58(word, kBitcoin);
    if (word.front() == 'r' && word.size() >= 25 && word.size() <= 35) {
        return hint_mistyped(word, kRipple, found);
    }
    if (size == 25 && (word.size() == 33 || word.size() == 34)) {
        return hint_mistyped(word, kBitcoin, found);
    }
    if ((word.front() == 'X' || word.front() == 'T') && word.size() == 47) {
        return hint_mistyped(word, kRipple, found);
    }
    if (word.size() == 95 && (word.front() == '4' || word.front() == '8')) {
        found.candidates.push_back({.kind = kAddress,
                                    .form = "Monero address",
                                    .places = places_of("xmr"),
                                    .normalised = std::string(word)});
        return;
    }
    read_plain(word, bytes, found);
}

}  // namespace homing::recognising
