#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/fingerprint.h"
#include "core/model/memo.h"
#include "core/record.h"

// What something pasted by a stranger may be. Pure: asks no node, follows no link.
namespace homing {

enum class PastedKind : std::uint8_t {
    kAddress = 0,
    kTransaction = 1,
    kBlock = 2,
    kExplorerLink = 3,
    kPaymentLink = 4,
    kAccountName = 5,
    kSecret = 6,
    kWithdrawal = 7,  // a number of the sending platform
    kMemo = 8,
    kPublicKey = 9,
    kSignature = 10,
    kOther = 11,
};
template <>
inline constexpr std::array kEnumNames<PastedKind> = std::to_array<std::string_view>(
    {"address", "transaction", "block", "explorer_link", "payment_link", "account_name", "secret",
     "withdrawal", "memo", "public_key", "signature", "other"});

// A chain that a reading fits.
struct Place {
    std::string network;  // CAIP-2; "eip155" for every EVM network; empty: Homing reads none of it
    std::string name;     // for people

    bool operator==(const Place&) const = default;
};

// One reading of the text.
struct Candidate {
    PastedKind kind = PastedKind::kOther;
    std::string form;  // what its chain calls it: "P2PKH", "X-address", "cashaddr"
    std::vector<Place> places;
    std::string normalised;    // as its chain writes it; empty for a secret
    Fingerprint fingerprint;   // of an address on a family we speak
    std::optional<Memo> memo;  // carried within (X-address, M-address, payment link)
    bool certain = false;      // a checksum holds; else it only looks like it
};

// Something to know about the text, whatever it is.
struct Hint {
    std::string code;  // "missing_0x"
    std::string text;  // one sentence; never repeats the text
};

struct Recognition {
    // Certain readings first. Of a text that holds a secret nothing else is kept.
    std::vector<Candidate> candidates;
    std::vector<Hint> hints;

    // True: the text must not be shown, kept, logged or sent anywhere.
    bool holds_secret = false;
};

// Every reading of the text, or of the words in it. Never fails; beyond 4 KiB a text is only
// searched for secrets.
Recognition recognise(std::string_view pasted);

// Whether the text holds a private key, seed or word list; 64 bare hex digits, which may as well be
// a transaction id, do not count unless the text calls them a key.
bool holds_secret(std::string_view text);

}  // namespace homing
