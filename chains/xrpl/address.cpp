#include "chains/xrpl/address.h"

#include <algorithm>

#include "core/base58.h"
#include "core/quote.h"

namespace homing::xrpl {
namespace {

constexpr std::size_t kClassicBytes = 21;  // version 0 and the account
constexpr std::size_t kXAddressBytes = 31;
constexpr std::size_t kLongestAddress = 47;  // "X" and 46 digits
constexpr ByteArray<2> kMainPrefix = {0x05, 0x44};
constexpr ByteArray<2> kTestPrefix = {0x04, 0x93};

// Networks 1 and 2 are Ripple's test and development networks (XLS-5 knows main and test alone).
bool is_test_network(const NetworkId& network) {
    return network.reference() == "1" || network.reference() == "2";
}

// XLS-5: prefix, account, flags, tag as 64 bits little-endian. Flag 1 is a 32-bit tag, flag 0
// none, and what a flag leaves unused is zero.
Result<AddressText> read_x_address(const NetworkId& network, std::string_view text,
                                   const Bytes& bytes) {
    const bool is_test = std::equal(kTestPrefix.begin(), kTestPrefix.end(), bytes.begin());
    if (!is_test && !std::equal(kMainPrefix.begin(), kMainPrefix.end(), bytes.begin())) {
        return invalid(quote(text) + " has the length of an X-address, but another prefix");
    }
    if (is_test != is_test_network(network)) {
        return invalid(quote(text) + " is an X-address of a " + (is_test ? "test" : "main") +
                       " network, not of " + network.str());
    }
    AddressText address;
    std::copy_n(bytes.begin() + 2, address.account.size(), address.account.begin());
    const std::uint8_t flags = bytes[22];
    std::uint64_t tag = 0;
    for (std::size_t i = 8; i-- > 0;) tag = tag << 8 | bytes[23 + i];
    if (flags > 1) return invalid(quote(text) + " has flags that XLS-5 does not know");
    if (flags == 0 && tag != 0) return invalid(quote(text) + " says it has no tag, and has one");
    if (tag >> 32 != 0) return invalid(quote(text) + " has a tag of more than 32 bits");
    if (flags == 1) address.tag = static_cast<std::uint32_t>(tag);
    return address;
}

Error no_address(std::string_view text) {
    return invalid(quote(text) + " is no XRPL address: r… or, with its tag, X… is wanted");
}

}  // namespace

Result<AccountId> parse_classic(std::string_view text) {
    if (text.size() > kLongestAddress || !text.starts_with('r')) return no_address(text);
    const Result<Bytes> bytes = parse_base58check(text, Base58Alphabet::kRipple);
    if (!bytes) return bytes.error();
    if (bytes->size() != kClassicBytes || bytes->front() != 0) return no_address(text);
    AccountId account;
    std::copy(bytes->begin() + 1, bytes->end(), account.begin());
    return account;
}

Result<AddressText> parse_address_text(const NetworkId& network, std::string_view text) {
    if (text.size() > kLongestAddress) return no_address(text);
    if (!text.starts_with('X') && !text.starts_with('T')) {
        const Result<AccountId> account = parse_classic(text);
        if (!account) return account.error();
        return AddressText{*account, {}};
    }
    const Result<Bytes> bytes = parse_base58check(text, Base58Alphabet::kRipple);
    if (!bytes) return bytes.error();
    if (bytes->size() != kXAddressBytes) return no_address(text);
    return read_x_address(network, text, *bytes);
}

std::string to_classic(const AccountId& account) {
    ByteArray<kClassicBytes> bytes{};
    std::copy(account.begin(), account.end(), bytes.begin() + 1);
    return to_base58check(bytes, Base58Alphabet::kRipple);
}

Fingerprint to_fingerprint(const AccountId& account) {
    return {KeyClass::kHash160, Bytes(account.begin(), account.end())};
}

Result<AccountId> from_fingerprint(const Fingerprint& fingerprint) {
    if (fingerprint.key_class != KeyClass::kHash160 || fingerprint.payload.size() != 20) {
        return invalid("\"" + fingerprint.str() + "\" has no XRPL address");
    }
    AccountId account;
    std::copy(fingerprint.payload.begin(), fingerprint.payload.end(), account.begin());
    return account;
}

}  // namespace homing::xrpl
