#include "recovery/challenge_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace homing {
namespace {

constexpr std::size_t kDomainMax = 100;
constexpr std::size_t kClaimShown = 10;
constexpr std::size_t kTxidEnds = 16;
constexpr std::size_t kSymbolMax = 16;

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Named {
    std::string_view network;
    std::string_view written;  // after "control of "
    std::string_view brief;    // in place of a CAIP-2 id of 39 characters
};
constexpr std::array kNamed = {
    Named{"xrpl:", "an XRP Ledger", ""},
    Named{"stellar:", "a Stellar", ""},
    Named{"bip122:000000000019d6689c085ae165831e93", "a Bitcoin", "bitcoin"},
    Named{"bip122:12a765e31ffd4059bada1e25190f6e98", "a Litecoin", "litecoin"},
    Named{"bip122:1a91e3dace36e2be3bf030a65679fe82", "a Dogecoin", "dogecoin"},
    Named{"bip122:000000000000000000651ef99cb9fcbe", "a Bitcoin Cash", "bitcoincash"},
    Named{"bip122:", "a coin", ""},
};

const Named* find_named(const std::string& network) {
    const auto found = std::find_if(kNamed.begin(), kNamed.end(),
                                    [&](const Named& n) { return network.starts_with(n.network); });
    return found == kNamed.end() ? nullptr : &*found;
}

std::string decimal(const Amount& units, std::uint8_t decimals) {
    std::string digits = units.to_string();
    if (decimals == 0) return digits;
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, ".");
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
    return digits;
}

// By the book's symbol where it is fit to sign, else in base units of the asset's identity.
std::string amount_of(const Transfer& transfer, const std::optional<Asset>& asset) {
    const bool is_plain = asset && !asset->symbol.empty() && asset->symbol.size() <= kSymbolMax &&
                          std::all_of(asset->symbol.begin(), asset->symbol.end(), [](char c) {
                              return is_alphanumeric(c) || c == '.' || c == '-' || c == '_';
                          });
    if (is_plain) return decimal(transfer.units, asset->decimals) + " " + asset->symbol;
    return transfer.units.to_string() + " units of " + transfer.asset.str();
}

std::string deposit_of(const Transfer& transfer, bool whole) {
    const std::string network = transfer.network.str();
    const Named* named = find_named(network);
    std::string txid = transfer.txid;
    if (!whole && txid.size() > 2 * kTxidEnds) {
        txid = txid.substr(0, kTxidEnds) + ".." + txid.substr(txid.size() - kTxidEnds);
    }
    const bool is_brief = named != nullptr && !named->brief.empty();
    return (is_brief ? std::string(named->brief) : network) + "/tx/" + txid + "#" + transfer.index;
}

std::string claim_reference(const ClaimId& id) {
    std::string text = id.str().substr(0, kClaimShown);
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c);
    });
    return text;
}

struct Parts {
    const Challenge& challenge;
    const Transfer& transfer;
    const std::string& domain;
    std::string amount;
    std::string deposit;
    std::string account;
};

std::string siwe_text(const Parts& p) {
    return p.domain + " wants you to sign in with your Ethereum account:\n" + p.challenge.address +
           "\n\nProves control of this address, moves no funds. " + p.amount + " to account " +
           p.account + ". Staff never ask for this.\n\nURI: https://" + p.domain +
           "\nVersion: 1\nChain ID: " + std::string(p.transfer.network.reference()) +
           "\nNonce: " + p.challenge.nonce + "\nIssued At: " + format_time(p.challenge.issued) +
           "\nExpiration Time: " + format_time(p.challenge.expires) +
           "\nRequest ID: " + claim_reference(p.challenge.claim) + "\nResources:\n- " + p.deposit +
           "\n- account:" + p.account;
}

std::string plain_text(const Parts& p) {
    const Named* named = find_named(p.transfer.network.str());
    const std::string kind =
        named ? std::string(named->written) : "a " + std::string(p.transfer.network.name_space());
    return p.domain + " asks you to prove control of " + kind +
           " address.\nSigning this text moves no funds and costs nothing.\nAddress: " +
           p.challenge.address + "\nDeposit: " + p.deposit + "\nAmount: " + p.amount +
           "\nCredit to: account " + p.account + "\nClaim: " + claim_reference(p.challenge.claim) +
           "\nNonce: " + p.challenge.nonce + "\nIssued: " + format_time(p.challenge.issued) +
           "\nExpires: " + format_time(p.challenge.expires) + "\nVersion: 1\nSign only on " +
           p.domain + ". Staff never ask for this by chat, phone or mail.";
}

bool is_printable(const std::string& text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); });
}

}  // namespace

Result<void> check_challenge_domain(const std::string& domain) {
    const bool fits = !domain.empty() && domain.size() <= kDomainMax &&
                      std::all_of(domain.begin(), domain.end(), [](char c) {
                          return is_alphanumeric(c) || c == '.' || c == '-' || c == ':';
                      });
    if (!fits) return invalid("must be a host name, and a port where it has one");
    return {};
}

std::string masked_account(const std::string& account) {
    std::string shown = "...";
    for (const char c : account.substr(account.size() - std::min<std::size_t>(4, account.size()))) {
        shown += is_alphanumeric(c) || c == '-' || c == '_' ? c : '.';
    }
    return shown;
}

Result<std::string> write_challenge_text(const Challenge& challenge, const Transfer& transfer,
                                         const std::optional<Asset>& asset,
                                         const std::string& domain) {
    if (Result<void> checked = check_challenge_domain(domain); !checked) {
        return within("domain", checked.error());
    }
    std::string text;
    for (const bool whole : {true, false}) {
        const Parts parts{challenge,
                          transfer,
                          domain,
                          amount_of(transfer, asset),
                          deposit_of(transfer, whole),
                          masked_account(challenge.account)};
        text = transfer.network.name_space() == "eip155" ? siwe_text(parts) : plain_text(parts);
        if (text.size() <= kChallengeTextMax) break;
    }
    if (!is_printable(text)) return invalid("the deposit's address or txid cannot be signed");
    if (text.size() > kChallengeTextMax) {
        return invalid("domain: is too long: the text would have " + std::to_string(text.size()) +
                       " bytes, 512 at most");
    }
    return text;
}

}  // namespace homing
