#include <algorithm>
#include <cctype>
#include <vector>

#include "chains/recognise/readers.h"

namespace homing::recognising {
namespace {

struct Host {
    std::string_view host;
    std::string_view places;  // empty: the path names the chain
};
constexpr Host kHosts[] = {
    {"etherscan.io", "eth"},
    {"sepolia.etherscan.io", "sep"},
    {"bscscan.com", "bnb"},
    {"polygonscan.com", "pol"},
    {"arbiscan.io", "arb"},
    {"basescan.org", "base"},
    {"optimistic.etherscan.io", "op"},
    {"snowtrace.io", "avax"},
    {"snowscan.xyz", "avax"},
    {"gnosisscan.io", "gno"},
    {"lineascan.build", "linea"},
    {"eth.blockscout.com", "eth"},
    {"base.blockscout.com", "base"},
    {"gnosis.blockscout.com", "gno"},
    {"ethplorer.io", "eth"},
    {"mempool.space", "btc"},
    {"blockstream.info", "btc"},
    {"btcscan.org", "btc"},
    {"litecoinspace.org", "ltc"},
    {"dogechain.info", "doge"},
    {"xrpscan.com", "xrp"},
    {"livenet.xrpl.org", "xrp"},
    {"testnet.xrpl.org", "xrpt"},
    {"bithomp.com", "xrp"},
    {"stellar.expert", "xlm"},
    {"stellarchain.io", "xlm"},
    {"tronscan.org", "tron"},
    {"solscan.io", "sol"},
    {"explorer.solana.com", "sol"},
    {"solana.fm", "sol"},
    {"tonviewer.com", "ton"},
    {"tonscan.org", "ton"},
    {"hashscan.io", "hbar"},
    {"nearblocks.io", "near"},
    {"suiscan.xyz", "sui"},
    {"cardanoscan.io", "ada"},
    {"mintscan.io", ""},
    {"blockchair.com", ""},
    {"blockchain.com", ""},
    {"oklink.com", ""},
    {"live.blockcypher.com", ""},
    {"sochain.com", ""},
};

// How explorers of several chains name them in the path.
struct Slug {
    std::string_view slug;
    std::string_view places;
};
constexpr Slug kSlugs[] = {
    {"bitcoin", "btc"},  {"btc", "btc"},       {"bitcoin-cash", "bch"}, {"bch", "bch"},
    {"litecoin", "ltc"}, {"ltc", "ltc"},       {"dogecoin", "doge"},    {"doge", "doge"},
    {"ethereum", "eth"}, {"eth", "eth"},       {"bnb", "bnb"},          {"bsc", "bnb"},
    {"polygon", "pol"},  {"arbitrum", "arb"},  {"base", "base"},        {"optimism", "op"},
    {"ripple", "xrp"},   {"xrp", "xrp"},       {"stellar", "xlm"},      {"tron", "tron"},
    {"trx", "tron"},     {"solana", "sol"},    {"ton", "ton"},          {"cosmos", "cosmos"},
    {"osmosis", "osmo"}, {"kava", "kava"},     {"dash", "dash"},        {"zcash", "zec"},
    {"avaxc", "avax"},   {"injective", "inj"},
};

struct Part {
    std::string_view segment;
    PastedKind kind;
};
constexpr Part kParts[] = {
    {"tx", PastedKind::kTransaction},
    {"txs", PastedKind::kTransaction},
    {"transaction", PastedKind::kTransaction},
    {"transactions", PastedKind::kTransaction},
    {"explorer", PastedKind::kOther},
    {"address", PastedKind::kAddress},
    {"addresses", PastedKind::kAddress},
    {"account", PastedKind::kAddress},
    {"accounts", PastedKind::kAddress},
    {"token", PastedKind::kAddress},
    {"contract", PastedKind::kAddress},
    {"block", PastedKind::kBlock},
    {"blocks", PastedKind::kBlock},
    {"ledger", PastedKind::kBlock},
    {"ledgers", PastedKind::kBlock},
};

struct Scheme {
    std::string_view scheme;
    std::string_view places;
};
constexpr Scheme kSchemes[] = {{"bitcoin", "btc"}, {"litecoin", "ltc"}, {"dogecoin", "doge"},
                               {"xrpl", "xrp"},    {"ripple", "xrp"},   {"xrp", "xrp"},
                               {"solana", "sol"},  {"tron", "tron"},    {"ton", "ton"},
                               {"stellar", "xlm"}, {"dash", "dash"},    {"zcash", "zec"}};

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    while (!text.empty() && parts.size() < 32) {
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        if (end > 0) parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return parts;
}

std::string_view parameter(std::string_view query, std::string_view name) {
    for (const std::string_view pair : split(query, "&")) {
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
            return pair.substr(name.size() + 1);
        }
    }
    return {};
}

// Keeps of a candidate the chains that the link speaks of; false where none is left.
bool narrow(Candidate& candidate, const std::vector<Place>& places) {
    if (places.empty()) return true;
    std::vector<Place> kept;
    for (const Place& place : places) {
        const bool fits = std::ranges::any_of(candidate.places, [&](const Place& one) {
            return one == place || (one.network == "eip155" && place.network.starts_with("eip155"));
        });
        if (fits) kept.push_back(place);
    }
    if (kept.empty()) return false;
    candidate.places = std::move(kept);
    return true;
}

const Host* host_of(std::string_view rest) {
    std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
    if (host.starts_with("www.")) host.remove_prefix(4);
    const auto known = std::ranges::find(kHosts, host, &Host::host);
    return known == std::end(kHosts) ? nullptr : known;
}

void read_explorer(std::string_view rest, Found& found) {
    const std::size_t slash = std::min(rest.find_first_of("/?#"), rest.size());
    const Host* known = host_of(rest);
    Candidate link{.kind = PastedKind::kExplorerLink, .form = "link"};
    std::vector<std::string_view> segments = split(rest.substr(slash), "/?#&=");
    if (known == nullptr) {
        found.hint("unknown_host", "The link is of no explorer we know; it was not opened.");
    } else {
        link.form = std::string(known->host);
        link.places = places_of(known->places);
        for (const std::string_view segment : segments) {
            if (!link.places.empty()) break;
            const auto slug = std::ranges::find(kSlugs, segment, &Slug::slug);
            if (slug != std::end(kSlugs)) link.places = places_of(slug->places);
        }
    }
    PastedKind kind = PastedKind::kOther;
    Found inner;
    for (const std::string_view segment : segments) {
        const auto part = std::ranges::find(kParts, segment, &Part::segment);
        if (part != std::end(kParts)) {
            kind = part->kind;
            continue;
        }
        if (segment.size() < 12) continue;
        read_word(segment, inner);
    }
    found.candidates.push_back(link);
    for (Candidate& one : inner.candidates) {
        const bool is_ambiguous_key =
            one.kind == PastedKind::kSecret && !one.certain && one.form == "private key in hex";
        if (is_ambiguous_key && kind != PastedKind::kOther) continue;
        const bool is_kind = kind == PastedKind::kOther || one.kind == kind;
        if (one.kind == PastedKind::kSecret || (is_kind && narrow(one, link.places))) {
            found.candidates.push_back(std::move(one));
        }
    }
    for (Hint& hint : inner.hints) {
        if (hint.code != "may_be_a_private_key") found.hints.push_back(std::move(hint));
    }
}

std::optional<Memo> memo_of(std::string_view query) {
    for (const std::string_view name : {"dt", "tag"}) {
        const std::string_view value = parameter(query, name);
        if (const auto memo = Memo::parse("tag:" + std::string(value)); memo) return *memo;
    }
    const std::string_view kind = parameter(query, "memo_type");
    const std::string_view value = parameter(query, "memo");
    if (value.empty()) return std::nullopt;
    if (kind == "MEMO_ID") {
        if (const auto memo = Memo::parse("id:" + std::string(value)); memo) return *memo;
    }
    return Memo{MemoKind::kText, std::string(value)};
}

void add_payment(std::string_view target, std::string_view query, std::string_view places,
                 Found& found) {
    Found inner;
    read_word(target, inner);
    found.candidates.push_back(
        {.kind = PastedKind::kPaymentLink, .form = "payment link", .places = places_of(places)});
    for (Candidate& one : inner.candidates) {
        if (one.kind == PastedKind::kAddress && !narrow(one, found.candidates.front().places)) {
            continue;
        }
        if (one.kind == PastedKind::kAddress && !one.memo) one.memo = memo_of(query);
        found.candidates.push_back(std::move(one));
    }
    for (Hint& hint : inner.hints) found.hints.push_back(std::move(hint));
}

}  // namespace

bool read_link(std::string_view word, Found& found) {
    for (const std::string_view start : {"https://", "http://"}) {
        if (!word.starts_with(start)) continue;
        read_explorer(word.substr(start.size()), found);
        return true;
    }
    if (word.find('/') != word.npos && host_of(word) != nullptr) {  // copied without its scheme
        read_explorer(word, found);
        return true;
    }
    const std::size_t mark = std::min(word.find('?'), word.size());
    const std::string_view query = word.substr(std::min(word.size(), mark + 1));
    if (word.starts_with("web+stellar:pay?")) {
        add_payment(parameter(query, "destination"), query, "xlm", found);
        return true;
    }
    if (word.starts_with("ethereum:")) {
        std::string_view target = word.substr(9, mark - 9);
        if (target.starts_with("pay-")) target.remove_prefix(4);
        const bool is_call = target.find('/') != target.npos;
        target = is_call ? parameter(query, "address") : target.substr(0, target.find('@'));
        add_payment(target, "", "evm", found);
        return true;
    }
    const std::size_t colon = word.find(':');
    if (colon == word.npos) return false;
    const auto scheme = std::ranges::find(kSchemes, word.substr(0, colon), &Scheme::scheme);
    if (scheme != std::end(kSchemes)) {
        std::string_view target = word.substr(colon + 1, mark - colon - 1);
        if (target.starts_with("//transfer/")) target.remove_prefix(11);
        if (target.starts_with("//")) target.remove_prefix(2);
        add_payment(target, query, scheme->places, found);
        return true;
    }
    if (word.starts_with("bitcoincash:") && mark < word.size()) {
        add_payment(word.substr(0, mark), query, "bch", found);
        return true;
    }
    return false;
}

}  // namespace homing::recognising
