#include "chains/utxo/params.h"

#include <string>

#include "core/quote.h"

namespace homing::utxo {
namespace {

constexpr std::string_view kBitcoinMagic = "Bitcoin Signed Message:\n";
constexpr std::string_view kLitecoinMagic = "Litecoin Signed Message:\n";
constexpr std::string_view kDogecoinMagic = "Dogecoin Signed Message:\n";

// From the chainparams.cpp of Bitcoin Core 27, Litecoin Core 0.21.4, Dogecoin Core 1.14 and BCHN
// 27; SLIP-44 and SLIP-173 for coin types and prefixes.
constexpr Params kBitcoin{
    .network = "bip122:000000000019d6689c085ae165831e93",
    .name = "Bitcoin",
    .key_version = 0x00,
    .script_version = 0x05,
    .hrp = "bc",
    .scheme = "bitcoin",
    .taproot = true,
    .message_magic = kBitcoinMagic,
    .slip44 = "0",
    .fork_height = 478'559,
    .fork_hash = "00000000000000000019f112ec0a9982926f1258cdcc558dd7c3b7e5dc7fa148"};

constexpr Params kBitcoinTest = [] {
    Params params = kBitcoin;
    params.network = "bip122:000000000933ea01ad0ee984209779ba";
    params.name = "Bitcoin testnet";
    params.key_version = 0x6f;
    params.script_version = 0xc4;
    params.hrp = "tb";
    params.fork_height = 0;
    params.fork_hash = {};
    return params;
}();

constexpr Params kBitcoinRegtest = [] {
    Params params = kBitcoinTest;
    params.network = "bip122:0f9188f13cb7b2c71f2a335e3a4fc328";
    params.name = "Bitcoin regtest";
    params.hrp = "bcrt";
    return params;
}();

constexpr Params kLitecoin{.network = "bip122:12a765e31ffd4059bada1e25190f6e98",
                           .name = "Litecoin",
                           .key_version = 0x30,
                           .script_version = 0x32,
                           .old_script_version = 0x05,
                           .hrp = "ltc",
                           .mweb_hrp = "ltcmweb",
                           .scheme = "litecoin",
                           .taproot = true,
                           .mweb = true,
                           .message_magic = kLitecoinMagic,
                           .slip44 = "2"};

constexpr Params kLitecoinTest = [] {
    Params params = kLitecoin;
    params.network = "bip122:4966625a4b2851d9fdee139e56211a0d";
    params.name = "Litecoin testnet";
    params.key_version = 0x6f;
    params.script_version = 0x3a;
    params.old_script_version = 0xc4;
    params.hrp = "tltc";
    params.mweb_hrp = "tmweb";
    return params;
}();

constexpr Params kLitecoinRegtest = [] {
    Params params = kLitecoinTest;
    params.network = "bip122:530827f38f93b43ed12af0b3ad25a288";
    params.name = "Litecoin regtest";
    params.hrp = "rltc";
    return params;
}();

constexpr Params kBitcoinCash{
    .network = "bip122:000000000000000000651ef99cb9fcbe",
    .name = "Bitcoin Cash",
    .key_version = 0x00,
    .script_version = 0x05,
    .cash_prefix = "bitcoincash",
    .scheme = "bitcoincash",
    .cash_tokens = true,
    .message_magic = kBitcoinMagic,
    .slip44 = "145",
    .fork_height = 478'559,
    .fork_hash = "000000000000000000651ef99cb9fcbe0dadde1d424bd9f15ff20136191a5eec"};

// testnet4 and chipnet, which share a genesis.
constexpr Params kBitcoinCashTest = [] {
    Params params = kBitcoinCash;
    params.network = "bip122:000000001dd410c49a788668ce267517";
    params.name = "Bitcoin Cash testnet";
    params.key_version = 0x6f;
    params.script_version = 0xc4;
    params.cash_prefix = "bchtest";
    params.scheme = "bchtest";
    params.fork_height = 0;
    params.fork_hash = {};
    return params;
}();

constexpr Params kDogecoin{.network = "bip122:1a91e3dace36e2be3bf030a65679fe82",
                           .name = "Dogecoin",
                           .key_version = 0x1e,
                           .script_version = 0x16,
                           .scheme = "dogecoin",
                           .auxpow = true,
                           .coinbase_maturity = 240,
                           .message_magic = kDogecoinMagic,
                           .slip44 = "3"};

constexpr Params kDogecoinTest = [] {
    Params params = kDogecoin;
    params.network = "bip122:bb0a78264637406b6360aad926284d54";
    params.name = "Dogecoin testnet";
    params.key_version = 0x71;
    params.script_version = 0xc4;
    return params;
}();

constexpr std::array kAll = {kBitcoin,      kBitcoinTest,     kBitcoinRegtest, kLitecoin,
                             kLitecoinTest, kLitecoinRegtest, kBitcoinCash,    kBitcoinCashTest,
                             kDogecoin,     kDogecoinTest};

}  // namespace

std::span<const Params> all_params() {
    return kAll;
}

Result<const Params*> find_params(const NetworkId& network) {
    std::string known;
    for (const Params& params : kAll) {
        if (params.network == network.str()) return &params;
        known += (known.empty() ? "" : ", ") + std::string(params.network) + " (" +
                 std::string(params.name) + ")";
    }
    return invalid(quote(network.str()) + " is a Bitcoin-like network we do not know; we know " +
                   known);
}

}  // namespace homing::utxo
