#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/result.h"

namespace homing {

// A chain instance by CAIP-2: "eip155:56". Empty only when default-constructed.
class NetworkId {
  public:
    NetworkId() = default;
    // namespace [-a-z0-9]{3,8} ":" reference [-_a-zA-Z0-9]{1,32}; under eip155 the reference is a
    // decimal number without leading zeros. kInvalid otherwise.
    static Result<NetworkId> parse(std::string_view text);

    const std::string& str() const { return text_; }
    std::string_view name_space() const;
    std::string_view reference() const;
    bool empty() const { return text_.empty(); }

    auto operator<=>(const NetworkId&) const = default;

  private:
    std::string text_;
};

// An asset by CAIP-19: "eip155:1/slip44:60", "eip155:1/erc20:0xa0b8…". A ticker is never an
// identity. EVM contract addresses are kept in lower case so that equal assets are equal texts.
class AssetId {
  public:
    AssetId() = default;
    // CAIP-2 "/" namespace [-a-z0-9]{3,8} ":" reference [-.%a-zA-Z0-9]{1,128}; under eip155 an
    // erc… reference is a contract address, under slip44 a number. kInvalid otherwise.
    static Result<AssetId> parse(std::string_view text);

    const std::string& str() const { return text_; }
    NetworkId network() const;
    std::string_view name_space() const;
    std::string_view reference() const;
    bool empty() const { return text_.empty(); }

    auto operator<=>(const AssetId&) const = default;

  private:
    std::string text_;
};

// An address on a network by CAIP-10: "eip155:1:0x7e5f…". EVM addresses are kept in lower case
// (no EIP-55 check here), all others as written.
class ChainAddress {
  public:
    ChainAddress() = default;
    // CAIP-2 ":" address [-.%a-zA-Z0-9]{1,128}; kInvalid otherwise.
    static Result<ChainAddress> parse(std::string_view text);

    const std::string& str() const { return text_; }
    NetworkId network() const;
    std::string_view address() const;

    auto operator<=>(const ChainAddress&) const = default;

  private:
    std::string text_;
};

}  // namespace homing
