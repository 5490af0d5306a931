#include "core/caip.h"

#include <algorithm>
#include <optional>

#include "core/hex.h"
#include "core/quote.h"

namespace homing {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_alphanumeric(char c) {
    return is_digit(c) || is_lower(c) || is_upper(c);
}

bool is_name_space_char(char c) {
    return is_lower(c) || is_digit(c) || c == '-';
}
bool is_network_char(char c) {
    return is_alphanumeric(c) || c == '-' || c == '_';
}
bool is_address_char(char c) {
    return is_alphanumeric(c) || c == '-' || c == '.' || c == '%';
}

bool is_made_of(std::string_view text, std::size_t min, std::size_t max, bool (*allows)(char)) {
    return text.size() >= min && text.size() <= max &&
           std::all_of(text.begin(), text.end(), allows);
}

// Decimal without leading zeros: numbers have one text each.
bool is_plain_number(std::string_view text) {
    return is_made_of(text, 1, 78, is_digit) && (text == "0" || text.front() != '0');
}

bool is_evm_address(std::string_view text) {
    return text.size() == 42 && text.starts_with("0x") &&
           std::all_of(text.begin() + 2, text.end(),
                       [](char c) { return hex_digit_value(c) >= 0; });
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

struct Halves {
    std::string_view before;
    std::string_view after;
};

// Both sides of the first separator; both empty where there is none.
Halves split(std::string_view text, char separator) {
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos) return {};
    return {text.substr(0, at), text.substr(at + 1)};
}

// The network in front of an address: up to the second colon.
std::string_view network_of_address(std::string_view text) {
    const std::size_t first = text.find(':');
    if (first == std::string_view::npos) return {};
    const std::size_t second = text.find(':', first + 1);
    if (second == std::string_view::npos) return {};
    return text.substr(0, second);
}

std::optional<Error> network_fault(std::string_view text) {
    const auto [name_space, reference] = split(text, ':');
    if (!is_made_of(name_space, 3, 8, is_name_space_char) ||
        !is_made_of(reference, 1, 32, is_network_char)) {
        return invalid(quote(text) + " is not a CAIP-2 network as in eip155:1");
    }
    if (name_space == "eip155" && !is_plain_number(reference)) {
        return invalid(quote(text) + " is not an EVM network: the chain id is a decimal number");
    }
    return std::nullopt;
}

// The reference as it is kept, or nullopt where the namespace does not allow it.
std::optional<std::string> asset_reference(std::string_view network, std::string_view name_space,
                                           std::string_view reference) {
    if (name_space == "slip44" && !is_plain_number(reference)) return std::nullopt;
    if (!network.starts_with("eip155:") || !name_space.starts_with("erc")) {
        return std::string(reference);
    }
    if (!is_evm_address(reference)) return std::nullopt;
    return lower_case(reference);
}

}  // namespace

Result<NetworkId> NetworkId::parse(std::string_view text) {
    if (const auto fault = network_fault(text)) return *fault;
    NetworkId id;
    id.text_ = text;
    return id;
}

std::string_view NetworkId::name_space() const {
    return split(text_, ':').before;
}

std::string_view NetworkId::reference() const {
    return split(text_, ':').after;
}

Result<AssetId> AssetId::parse(std::string_view text) {
    const auto [network, asset] = split(text, '/');
    const auto [name_space, reference] = split(asset, ':');
    if (!is_made_of(name_space, 3, 8, is_name_space_char) ||
        !is_made_of(reference, 1, 128, is_address_char)) {
        return invalid(quote(text) + " is not a CAIP-19 asset as in eip155:1/slip44:60");
    }
    if (const auto fault = network_fault(network)) return *fault;
    const std::optional<std::string> kept = asset_reference(network, name_space, reference);
    if (!kept) {
        return invalid(quote(text) +
                       " is not an asset: erc references are a contract address of 0x and 40 hex "
                       "digits, slip44 references a decimal number");
    }
    AssetId id;
    id.text_ = std::string(text.substr(0, text.size() - reference.size())) + *kept;
    return id;
}

NetworkId AssetId::network() const {
    if (empty()) return {};
    return *NetworkId::parse(split(text_, '/').before);
}

std::string_view AssetId::name_space() const {
    return split(split(text_, '/').after, ':').before;
}

std::string_view AssetId::reference() const {
    return split(split(text_, '/').after, ':').after;
}

Result<ChainAddress> ChainAddress::parse(std::string_view text) {
    const std::string_view network = network_of_address(text);
    const std::string_view address = text.substr(network.empty() ? 0 : network.size() + 1);
    if (network.empty() || !is_made_of(address, 1, 128, is_address_char)) {
        return invalid(quote(text) + " is not a CAIP-10 address as in eip155:1:0x7e5f…");
    }
    if (const auto fault = network_fault(network)) return *fault;
    const bool is_evm = network.starts_with("eip155:");
    if (is_evm && !is_evm_address(address)) {
        return invalid(quote(text) + " is not an EVM address of 0x and 40 hex digits");
    }
    ChainAddress result;
    result.text_ = is_evm ? std::string(network) + ":" + lower_case(address) : std::string(text);
    return result;
}

NetworkId ChainAddress::network() const {
    if (text_.empty()) return {};
    return *NetworkId::parse(network_of_address(text_));
}

std::string_view ChainAddress::address() const {
    if (text_.empty()) return {};
    return std::string_view(text_).substr(network_of_address(text_).size() + 1);
}

}  // namespace homing
