#include "chains/evm/address.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "core/crypto/hash.h"
#include "core/hex.h"
#include "core/quote.h"

namespace homing::evm {
namespace {

bool has(std::string_view text, int (*kind)(int)) {
    return std::any_of(text.begin(), text.end(), [kind](unsigned char c) { return kind(c) != 0; });
}

Result<Address> parse_hex_form(std::string_view text) {
    const std::string_view digits = text.substr(std::min<std::size_t>(2, text.size()));
    if (!text.starts_with("0x") && !text.starts_with("0X")) {
        return invalid(quote(text) + " is no EVM address: it does not start with 0x");
    }
    const auto bytes = parse_hex_array<20>(digits);
    if (!bytes) {
        return invalid(quote(text) + " is no EVM address: 0x and 40 hex digits are wanted");
    }
    const bool mixed = has(digits, std::isupper) && has(digits, std::islower);
    if (mixed && checksummed(*bytes).substr(2) != digits) {
        return invalid(quote(text) + " has a wrong EIP-55 checksum: a letter was mistyped");
    }
    return *bytes;
}

// Short names of ethereum-lists/chains, as ERC-3770 asks for.
struct ShortName {
    std::string_view name;
    std::string_view reference;
};
constexpr ShortName kShortNames[] = {
    {"eth", "1"},     {"oeth", "10"},   {"bnb", "56"},     {"gno", "100"},    {"pol", "137"},
    {"matic", "137"}, {"base", "8453"}, {"arb1", "42161"}, {"avax", "43114"}, {"linea", "59144"}};

Error other_network(std::string_view text, const NetworkId& network) {
    return invalid(quote(text) + " is an address on another network than " + network.str());
}

Result<Address> parse_short_name_form(const NetworkId& network, std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    for (const ShortName& known : kShortNames) {
        if (known.name != name) continue;
        if (known.reference != network.reference()) return other_network(text, network);
        return parse_hex_form(text.substr(colon + 1));
    }
    return invalid(quote(text) + " names a network by a short name we do not know");
}

// The value of a parameter of ERC-681's query.
std::string_view parameter(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
            return pair.substr(name.size() + 1);
        }
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
    }
    return {};
}

Result<Address> parse_payment_link(const NetworkId& network, std::string_view text) {
    std::string_view rest = text.substr(std::string_view("ethereum:").size());
    if (rest.starts_with("pay-")) rest.remove_prefix(4);
    const std::string_view target = rest.substr(0, rest.find_first_of("@/?"));
    rest.remove_prefix(target.size());
    if (rest.starts_with('@')) {
        const std::string_view chain = rest.substr(1, rest.find_first_of("/?") - 1);
        if (chain != network.reference()) return other_network(text, network);
        rest.remove_prefix(chain.size() + 1);
    }
    if (!rest.starts_with('/')) return parse_hex_form(target);
    const std::size_t mark = rest.find('?');
    if (rest.substr(0, mark) != "/transfer" || mark == rest.npos) {
        return invalid(quote(text) + " calls a function that is no transfer");
    }
    return parse_hex_form(parameter(rest.substr(mark + 1), "address"));
}

// ISO 7064 MOD 97-10 over an IBAN: its first four characters behind the rest, letters as 10 to 35.
bool iban_holds(std::string_view text) {
    const std::string turned = std::string(text.substr(4)) + std::string(text.substr(0, 4));
    unsigned rest = 0;
    for (const char c : turned) {
        const unsigned value = std::isdigit(static_cast<unsigned char>(c)) != 0
                                   ? static_cast<unsigned>(c - '0')
                                   : static_cast<unsigned>(c - 'A' + 10);
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
}

// ICAP, direct form: "XE", two check digits, the address as a number in base 36.
Result<Address> parse_icap(std::string_view text) {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const bool plain = std::all_of(upper.begin(), upper.end(), [](unsigned char c) {
        return std::isdigit(c) != 0 || (c >= 'A' && c <= 'Z');
    });
    if (!plain || (upper.size() != 34 && upper.size() != 35)) {
        return invalid(quote(text) + " is no direct ICAP address of 34 or 35 characters");
    }
    // ISO 7064 answers 02 to 98; letters and the other numbers may fit the sum and are no digits.
    const std::string check = upper.substr(2, 2);
    const bool is_check =
        std::all_of(check.begin(), check.end(), ::isdigit) && check >= "02" && check <= "98";
    if (!is_check || !iban_holds(upper)) {
        return invalid(quote(text) + " has wrong ICAP check digits");
    }
    Amount number;
    for (const char c : std::string_view(upper).substr(4)) {
        const int digit = std::isdigit(static_cast<unsigned char>(c)) != 0 ? c - '0' : c - 'A' + 10;
        number = *number.checked_mul(Amount(36)) + Amount(static_cast<std::uint64_t>(digit));
    }
    if (number.bit_width() > 160) return invalid(quote(text) + " holds more than 20 bytes");
    const ByteArray<32> word = number.to_big_endian();
    Address address;
    std::copy(word.begin() + 12, word.end(), address.begin());
    return address;
}

}  // namespace

std::string checksummed(const Address& address) {
    std::string digits = to_hex(address);
    const ByteArray<32> hash = keccak256(as_bytes(digits));
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
        if (nibble >= 8) {
            digits[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(digits[i])));
        }
    }
    return "0x" + digits;
}

std::string lower_0x(ByteView bytes) {
    return "0x" + to_hex(bytes);
}

Result<Address> parse_address_text(const NetworkId& network, std::string_view text) {
    if (text.size() > 500) return invalid("an address of more than 500 characters");
    if (text.starts_with("ethereum:")) return parse_payment_link(network, text);
    if (text.find(':') != text.npos) return parse_short_name_form(network, text);
    if (text.starts_with("XE") || text.starts_with("xe")) return parse_icap(text);
    return parse_hex_form(text);
}

Fingerprint to_fingerprint(const Address& address) {
    return {KeyClass::kKeccak20, Bytes(address.begin(), address.end())};
}

Result<Address> from_fingerprint(const Fingerprint& fingerprint) {
    if (fingerprint.key_class != KeyClass::kKeccak20 || fingerprint.payload.size() != 20) {
        return invalid("\"" + fingerprint.str() + "\" has no EVM address");
    }
    Address address;
    std::copy(fingerprint.payload.begin(), fingerprint.payload.end(), address.begin());
    return address;
}

}  // namespace homing::evm
