#include <algorithm>
#include <cctype>

#include "chains/recognise/readers.h"
#include "chains/stellar/strkey.h"
#include "core/amount.h"
#include "core/base64.h"
#include "core/hex.h"

namespace homing::recognising {
namespace {

bool only(std::string_view text, std::string_view letters) {
    return !text.empty() && text.find_first_not_of(letters) == text.npos;
}
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void add(Found& found, PastedKind kind, std::string_view form, std::string_view places,
         std::string_view normalised, bool certain = false) {
    found.candidates.push_back({.kind = kind,
                                .form = std::string(form),
                                .places = places_of(places),
                                .normalised = std::string(normalised),
                                .certain = certain});
}

// CRC-16/XMODEM, as TEP-2 puts it behind an address.
unsigned crc16(ByteView data) {
    unsigned crc = 0;
    for (const std::uint8_t byte : data) {
        crc ^= static_cast<unsigned>(byte) << 8;
        for (int i = 0; i < 8; ++i) crc = (crc << 1 ^ ((crc & 0x8000) != 0 ? 0x1021u : 0)) & 0xffff;
    }
    return crc;
}

void read_ton(std::string_view word, const Bytes& bytes, Found& found) {
    const std::uint8_t tag = bytes[0] & 0x7f;
    const unsigned sum = static_cast<unsigned>(bytes[34]) << 8 | bytes[35];
    if (tag != 0x11 && tag != 0x51) return;
    if (crc16(ByteView(bytes).first(34)) != sum) {
        found.hint("wrong_checksum",
                   "It has the shape of a TON address, but its checksum is wrong.");
        return;
    }
    add(found, PastedKind::kAddress,
        tag == 0x11 ? "TON address, bounceable" : "TON address, not bounceable", "ton", word, true);
    found.candidates.back().fingerprint = {KeyClass::kTonHash,
                                           Bytes(bytes.begin() + 1, bytes.begin() + 34)};
}

// Hedera's "0.0.123" with what stands behind the number.
void read_hedera(std::string_view word, Found& found) {
    if (!word.starts_with("0.0.")) return;
    const std::string_view rest = word.substr(4);
    const std::size_t digits = std::min(rest.find_first_not_of(kDigits), rest.size());
    if (digits == 0 || digits > 12) return;
    const std::string_view tail = rest.substr(digits);
    if (tail.empty()) {
        add(found, PastedKind::kAddress, "Hedera account", "hbar", word);
    } else if ((tail[0] == '@' || tail[0] == '-') && only(tail.substr(1), "0123456789.-")) {
        add(found, PastedKind::kTransaction, "Hedera transaction id", "hbar", word);
    } else if (tail.size() == 6 && tail[0] == '-') {
        add(found, PastedKind::kAddress, "Hedera account", "hbar", word);
    }
}

struct Ending {
    std::string_view ending;
    std::string_view form;
    std::string_view places;
};
constexpr Ending kEndings[] = {{".eth", "ENS name", "evm"},
                               {".sol", "Solana name", "sol"},
                               {".ton", "TON name", "ton"},
                               {".near", "NEAR account", "near"}};

}  // namespace

void read_strkey(std::string_view word, Found& found) {
    if (word.size() < 50 || !only(word, kBase32)) return;
    const Result<stellar::Strkey> key = stellar::parse_strkey(word);
    if (!key) {
        if (word.size() == 56 && word[0] == 'S') {
            add(found, PastedKind::kSecret, "Stellar secret with a wrong checksum", "xlm", "");
        } else if ((word.size() == 56 && word[0] == 'G') || (word.size() == 69 && word[0] == 'M')) {
            found.hint("wrong_checksum",
                       "It has the shape of a Stellar address, but its checksum is wrong.");
        } else if (word.size() == 58) {
            add(found, PastedKind::kAddress, "Algorand address", "algo", word);
        } else if (word.size() == 52) {
            add(found, PastedKind::kTransaction, "Algorand transaction id", "algo", word);
        }
        return;
    }
    switch (key->kind) {
        case stellar::StrkeyKind::kSecret:
            return add(found, PastedKind::kSecret, "Stellar secret", "xlm", "", true);
        case stellar::StrkeyKind::kAccount:
        case stellar::StrkeyKind::kMuxed:
            add_spoken(word, key->kind == stellar::StrkeyKind::kMuxed ? "M-address" : "account",
                       found);
            if (!found.candidates.empty() && key->kind == stellar::StrkeyKind::kAccount) {
                found.candidates.back().places.push_back(place_of("pi"));
            }
            return;
        case stellar::StrkeyKind::kContract:
            return add(found, PastedKind::kAddress, "contract", "xlm", word, true);
        case stellar::StrkeyKind::kPool:
            return add(found, PastedKind::kOther, "liquidity pool", "xlm", word, true);
        case stellar::StrkeyKind::kClaimable:
            return add(found, PastedKind::kOther, "claimable balance", "xlm", word, true);
        case stellar::StrkeyKind::kPreauthorized:
        case stellar::StrkeyKind::kHashX:
        case stellar::StrkeyKind::kSignedPayload:
            return add(found, PastedKind::kOther, "signer", "xlm", word, true);
    }
}

void read_base64(std::string_view word, Found& found) {
    if (word.size() != 44 && word.size() != 43 && word.size() != 48 && word.size() != 88) return;
    std::string text(word);
    for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
    if (text.size() == 43) text += '=';
    const Result<Bytes> bytes = parse_base64(text);
    if (!bytes) return;
    if (bytes->size() == 36) return read_ton(word, *bytes, found);
    const bool is_padded = word.ends_with("=");
    if (bytes->size() == 32 && (is_padded || word.find_first_of("-_+/") != word.npos)) {
        add(found, PastedKind::kTransaction, "TON transaction hash", "ton", word);
    } else if (is_padded && (bytes->size() == 64 || bytes->size() == 65)) {
        add(found, PastedKind::kSignature, "message signature in base64", "", word);
    }
}

void read_number(std::string_view word, Found& found) {
    if (!only(word, kDigits) || word.size() > 40) return;
    const Result<Amount> number = Amount::parse(word);
    const bool plain = word == "0" || word[0] != '0';
    const auto add_memo = [&](MemoKind kind, std::string_view form, std::string_view place) {
        const Memo memo{kind, std::string(word)};
        if (!plain || !Memo::parse(memo.str())) return;
        add(found, PastedKind::kMemo, form, place, memo.str());
        found.candidates.back().memo = memo;
    };
    if (number) {
        add_memo(MemoKind::kTag, "destination tag", "xrp");
        add_memo(MemoKind::kId, "id memo", "xlm");
    }
    if (!plain) {
        found.hint("leading_zeros",
                   "A number with zeros in front may be another memo than without.");
        add(found, PastedKind::kMemo, "text memo", "xlm", word);
    }
    if (word.size() >= 6) {
        add(found, PastedKind::kWithdrawal, "number of the sending platform", "", word);
    }
}

void read_name(std::string_view word, Found& found) {
    std::string text(word);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    read_hedera(word, found);
    const std::size_t colon = text.find(':');
    if (colon != text.npos && (text.starts_with("0:") || text.starts_with("-1:"))) {
        const auto hash = parse_hex_array<32>(std::string_view(text).substr(colon + 1));
        if (hash) {
            add(found, PastedKind::kAddress, "TON address, raw", "ton", text);
            Bytes payload{static_cast<std::uint8_t>(text[0] == '-' ? 0xff : 0)};
            payload.insert(payload.end(), hash->begin(), hash->end());
            found.candidates.back().fingerprint = {KeyClass::kTonHash, std::move(payload)};
        }
        return;
    }
    if (text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' &&
        text[23] == '-' && only(text, "0123456789abcdef-")) {
        return add(found, PastedKind::kWithdrawal, "UUID of the sending platform", "", text);
    }
    for (const Ending& ending : kEndings) {
        if (text.size() > ending.ending.size() && text.ends_with(ending.ending) &&
            only(text, "abcdefghijklmnopqrstuvwxyz0123456789-_.")) {
            return add(found, PastedKind::kAccountName, ending.form, ending.places, text);
        }
    }
    const std::size_t star = text.find('*');
    if (star != text.npos && star > 0 && text.find('.', star) != text.npos) {
        return add(found, PastedKind::kAccountName, "federation address", "xlm", text);
    }
    const std::size_t at = text.find('@');
    if (at != text.npos && at > 0 && text.find('.', at) != text.npos) {
        return add(found, PastedKind::kOther, "e-mail address", "", text);
    }
    if (text == word && word.size() == 12 && only(word, "abcdefghijklmnopqrstuvwxyz12345")) {
        add(found, PastedKind::kAccountName, "account name", "eos", word);
    }
}

}  // namespace homing::recognising
