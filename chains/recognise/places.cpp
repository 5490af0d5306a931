#include <array>

#include "chains/recognise/readers.h"
#include "chains/source.h"
#include "core/check.h"

namespace homing::recognising {
namespace {

struct Row {
    std::string_view code;
    std::string_view network;  // CAIP-2, or its namespace where every network is meant
    std::string_view name;
};

// Chains by short code. Those without a network are recognised by form alone.
constexpr Row kRows[] = {
    {"btc", "bip122:000000000019d6689c085ae165831e93", "Bitcoin"},
    {"btct", "bip122:000000000933ea01ad0ee984209779ba", "Bitcoin testnet"},
    {"btcr", "bip122:0f9188f13cb7b2c71f2a335e3a4fc328", "Bitcoin regtest"},
    {"bch", "bip122:000000000000000000651ef99cb9fcbe", "Bitcoin Cash"},
    {"bcht", "bip122:000000001dd410c49a788668ce267517", "Bitcoin Cash testnet"},
    {"ltc", "bip122:12a765e31ffd4059bada1e25190f6e98", "Litecoin"},
    {"ltct", "bip122:4966625a4b2851d9fdee139e56211a0d", "Litecoin testnet"},
    {"ltcr", "bip122:530827f38f93b43ed12af0b3ad25a288", "Litecoin regtest"},
    {"doge", "bip122:1a91e3dace36e2be3bf030a65679fe82", "Dogecoin"},
    {"doget", "bip122:bb0a78264637406b6360aad926284d54", "Dogecoin testnet"},
    {"xrp", "xrpl:0", "XRP Ledger"},
    {"xrpt", "xrpl:1", "XRP Ledger testnet"},
    {"xlm", "stellar:pubnet", "Stellar"},
    {"xlmt", "stellar:testnet", "Stellar testnet"},
    {"evm", "eip155", "every EVM network"},
    {"eth", "eip155:1", "Ethereum"},
    {"op", "eip155:10", "OP Mainnet"},
    {"bnb", "eip155:56", "BNB Chain"},
    {"gno", "eip155:100", "Gnosis"},
    {"pol", "eip155:137", "Polygon"},
    {"base", "eip155:8453", "Base"},
    {"arb", "eip155:42161", "Arbitrum One"},
    {"avax", "eip155:43114", "Avalanche C-Chain"},
    {"linea", "eip155:59144", "Linea"},
    {"sep", "eip155:11155111", "Sepolia"},
    {"bsv", "", "Bitcoin SV"},
    {"dgb", "", "DigiByte"},
    {"dash", "", "Dash"},
    {"zec", "", "Zcash"},
    {"xec", "", "eCash"},
    {"xah", "", "Xahau"},
    {"pi", "", "Pi Network"},
    {"tron", "", "TRON"},
    {"ton", "", "TON"},
    {"sol", "", "Solana"},
    {"near", "", "NEAR"},
    {"hbar", "", "Hedera"},
    {"algo", "", "Algorand"},
    {"eos", "", "EOS and its kin"},
    {"ada", "", "Cardano"},
    {"xmr", "", "Monero"},
    {"xtz", "", "Tezos"},
    {"sui", "", "Sui"},
    {"apt", "", "Aptos"},
    {"cosmos", "", "Cosmos Hub"},
    {"osmo", "", "Osmosis"},
    {"kava", "", "Kava"},
    {"terra", "", "Terra"},
    {"terrac", "", "Terra Classic"},
    {"inj", "", "Injective"},
    {"tia", "", "Celestia"},
    {"thor", "", "THORChain"},
    {"cosm", "", "Cosmos chains"},
    {"ln", "", "Lightning"},
    {"nostr", "", "Nostr"},
};

}  // namespace

Place place_of(std::string_view code) {
    for (const Row& row : kRows) {
        if (row.code == code) return {std::string(row.network), std::string(row.name)};
    }
    CHECK(false);
    return {};
}

std::vector<Place> places_of(std::string_view codes) {
    std::vector<Place> places;
    while (!codes.empty()) {
        const std::string_view code = codes.substr(0, codes.find(' '));
        places.push_back(place_of(code));
        codes.remove_prefix(std::min(codes.size(), code.size() + 1));
    }
    return places;
}

bool add_spoken(std::string_view word, std::string_view form, Found& found) {
    bool any = false;
    const std::size_t first = found.candidates.size();
    for (const Row& row : kRows) {
        if (row.network.find(':') == row.network.npos || row.network.starts_with("eip155"))
            continue;
        const Result<NetworkId> network = NetworkId::parse(row.network);
        if (!network) continue;
        const Result<Destination> read = parse_destination(*network, word);
        if (!read) continue;
        any = true;
        Candidate* same = nullptr;
        for (std::size_t i = first; i < found.candidates.size(); ++i) {
            Candidate& one = found.candidates[i];
            if (one.fingerprint == read->fingerprint && one.memo == read->memo) same = &one;
        }
        if (same == nullptr) {
            found.candidates.push_back({.kind = PastedKind::kAddress,
                                        .form = std::string(form),
                                        .normalised = std::string(word),
                                        .fingerprint = read->fingerprint,
                                        .memo = read->memo,
                                        .certain = true});
            same = &found.candidates.back();
        }
        same->places.push_back(place_of(row.code));
    }
    return any;
}

}  // namespace homing::recognising
