#include "chains/utxo/node.h"

#include <algorithm>

#include "chains/walk.h"
#include "core/crypto/hash.h"
#include "core/hex.h"

namespace homing::utxo {
namespace {

constexpr std::string_view kChainNames[] = {"blocks", "initialblockdownload"};
constexpr std::string_view kHeaderNames[] = {"hash", "confirmations", "height"};
constexpr std::string_view kTxNames[] = {"hex", "blockhash"};
constexpr std::string_view kScanNames[] = {"success", "bestblock", "height", "unspents"};
constexpr std::string_view kUnspentNames[] = {"amount"};

std::string in_quotes(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

bool read_hash(Walk& walk, JsonNode node, std::string* out) {
    std::string_view text;
    if (!walk.text(node, &text)) return false;
    if (!parse_hex_array<32>(text)) return walk.fail("not a hash of 64 hex digits");
    *out = text;
    return true;
}

bool read_bytes(Walk& walk, JsonNode node, Bytes* out) {
    std::string_view text;
    if (!walk.text(node, &text)) return false;
    Result<Bytes> bytes = parse_hex(text);
    if (!bytes) return walk.fail("not bytes in hex");
    *out = *std::move(bytes);
    return true;
}

bool read_height(Walk& walk, JsonNode node, std::uint64_t* out) {
    std::int64_t value = 0;
    if (!walk.integer(node, &value)) return false;
    if (value < 0) return walk.fail("a negative height");
    *out = static_cast<std::uint64_t>(value);
    return true;
}

// "12.34500000", or with an exponent as some nodes write small amounts: base units, exact.
bool read_coins(Walk& walk, JsonNode node, Amount* out) {
    std::string_view text = node.value.raw_json_token();
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view part = point == text.npos ? "" : text.substr(point + 1);
    std::string digits = std::string(whole) + std::string(part);
    const bool plain =
        part.size() <= 8 && !whole.empty() && digits.size() <= 30 &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!plain) return walk.fail("not an amount with up to 8 decimals");
    digits.append(8 - part.size(), '0');
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    const Result<Amount> amount = Amount::parse(digits);
    if (!amount) return walk.fail("not an amount");
    *out = *amount;
    return walk.skip(node);
}

template <class Value>
Result<std::optional<Value>> none_if_not_found(const Error& error) {
    if (error.code == Code::kNotFound) return std::optional<Value>();
    return error;
}

}  // namespace

Reading Node::reading(const CustodyFilter* filter) const {
    return {network_.id, params_,
            *AssetId::parse(network_.id.str() + "/slip44:" + std::string(params_.slip44)), filter};
}

Result<void> Node::ask(const std::string& method, const std::string& params,
                       const ReplyReader& read) {
    Result<std::string> text = rpc_.call(method, params, read);
    if (!text) return text.error();
    replies_.push_back({name(), method, *std::move(text), {}});
    return {};
}

Result<std::optional<std::string>> Node::hash_at(std::uint64_t height) {
    std::string hash;
    const auto asked = ask("getblockhash", "[" + std::to_string(height) + "]",
                           [&](Walk& walk, JsonNode node) { return read_hash(walk, node, &hash); });
    if (!asked) return none_if_not_found<std::string>(asked.error());
    return std::optional(hash);
}

Result<void> Node::check_hash(std::uint64_t height, std::string_view wanted) {
    const auto hash = hash_at(height);
    if (!hash) return hash.error();
    if (!*hash || **hash == wanted) return {};
    return invalid(name() + " has block " + std::to_string(height) + " " + **hash + ", pinned is " +
                   std::string(wanted) + ": another chain");
}

Result<void> Node::check() {
    std::uint64_t blocks = 0;
    bool syncing = true;
    const auto asked = ask("getblockchaininfo", "[]", [&](Walk& walk, JsonNode node) {
        ObjectShape shape(kChainNames);
        return walk.object(node, shape, [&](int member, JsonNode value) {
            return member == 0 ? read_height(walk, value, &blocks) : walk.boolean(value, &syncing);
        });
    });
    if (!asked) return asked;
    if (auto good = check_hash(0, network_.genesis_hash); !good) return good;
    // A regtest node whose newest block is old calls itself syncing; it has nobody to sync with.
    if (syncing && !params_.name.ends_with("regtest")) {
        return unavailable(name() + " is still syncing, at block " + std::to_string(blocks));
    }
    if (params_.fork_height == 0) return {};
    return check_hash(params_.fork_height, params_.fork_hash);
}

Result<std::uint64_t> Node::height() {
    std::uint64_t height = 0;
    const auto asked = ask("getblockcount", "[]", [&](Walk& walk, JsonNode node) {
        return read_height(walk, node, &height);
    });
    if (!asked) return asked.error();
    return height;
}

Result<std::optional<Bytes>> Node::raw_block(const std::string& hash) {
    if (rest_offered_) {
        Result<HttpReply> reply = rest_->get("/rest/block/" + hash + ".bin", network_.deadline);
        if (reply && reply->status == 200) {
            const ByteView bytes = as_bytes(reply->text);
            Bytes raw(bytes.begin(), bytes.end());
            replies_.push_back({name(), "GET /rest/block/" + hash + ".hex", to_hex(raw), {}});
            return std::optional(std::move(raw));
        }
        if (!reply && reply.error().code == Code::kInvalid) {
            return within(name() + " /rest/block", reply.error());
        }
    }
    Bytes raw;
    const auto asked = ask("getblock", "[" + in_quotes(hash) + ",0]",
                           [&](Walk& walk, JsonNode node) { return read_bytes(walk, node, &raw); });
    if (!asked) return none_if_not_found<Bytes>(asked.error());
    rest_offered_ = false;  // it has the block, and not by REST
    return std::optional(std::move(raw));
}

Result<std::optional<Block>> Node::block(std::uint64_t height, const CustodyFilter& filter) {
    const auto hash = hash_at(height);
    if (!hash) return hash.error();
    if (!*hash) return std::optional<Block>();
    const auto raw = raw_block(**hash);
    if (!raw) return raw.error();
    const std::string where = name() + " block " + std::to_string(height);
    if (!*raw) return unavailable(where + ": it went away while it was asked for");
    Result<Block> block = parse_block(reading(&filter), **raw, height, **hash);
    if (!block) return within(where, block.error());
    return std::optional(*std::move(block));
}

Result<Place> Node::place(const std::string& hash) {
    Place place;
    place.ref.hash = hash;
    std::string said;
    std::int64_t confirmations = -1;  // as nodes say of a block outside of their best chain
    const auto asked =
        ask("getblockheader", "[" + in_quotes(hash) + "]", [&](Walk& walk, JsonNode node) {
            ObjectShape shape(kHeaderNames);
            return walk.object(node, shape, [&](int member, JsonNode value) {
                if (member == 0) return read_hash(walk, value, &said);
                if (member == 2) return read_height(walk, value, &place.ref.height);
                return walk.integer(value, &confirmations);
            });
        });
    if (!asked) return asked.error();
    if (said != hash) return invalid(name() + " getblockheader: it answers another block");
    place.standing = confirmations > 0;
    return place;
}

Result<std::optional<TransactionView>> Node::transaction(const std::string& txid) {
    TransactionView view;
    view.txid = txid;
    Bytes raw;
    std::string block_hash;
    const auto asked =
        ask("getrawtransaction", "[" + in_quotes(txid) + ",true]", [&](Walk& walk, JsonNode node) {
            ObjectShape shape(kTxNames);
            return walk.object(node, shape, [&](int member, JsonNode value) {
                return member == 0 ? read_bytes(walk, value, &raw)
                                   : read_hash(walk, value, &block_hash);
            });
        });
    if (!asked) return none_if_not_found<TransactionView>(asked.error());
    if (!block_hash.empty()) {
        const Result<Place> where = place(block_hash);
        if (!where) return where.error();
        if (where->standing) view.block = where->ref;
    }
    auto transfers =
        parse_transaction(reading(nullptr), raw, view.block ? view.block->height : 0, txid);
    if (!transfers) return within(name() + " transaction " + txid, transfers.error());
    view.succeeded = view.block.has_value();
    view.transfers = *std::move(transfers);
    return std::optional(std::move(view));
}

Result<Amount> Node::balance(const Bytes& script, const BlockRef& at) {
    Amount units;
    std::string best;
    bool success = false;
    const auto asked = ask("scantxoutset", "[\"start\",[\"raw(" + to_hex(script) + ")\"]]",
                           [&](Walk& walk, JsonNode node) {
                               units = Amount();
                               ObjectShape shape(kScanNames);
                               return walk.object(node, shape, [&](int member, JsonNode value) {
                                   if (member == 0) return walk.boolean(value, &success);
                                   if (member == 1) return read_hash(walk, value, &best);
                                   if (member == 2) return walk.skip(value);
                                   ObjectShape unspent(kUnspentNames);
                                   return walk.array(value, [&](std::size_t, JsonNode one) {
                                       return walk.object(one, unspent, [&](int, JsonNode coins) {
                                           Amount held;
                                           if (!read_coins(walk, coins, &held)) return false;
                                           const auto sum = units.checked_add(held);
                                           if (!sum) return walk.fail("too much");
                                           units = *sum;
                                           return true;
                                       });
                                   });
                               });
                           });
    if (!asked) return asked.error();
    if (!success) return unavailable(name() + " scantxoutset: it was stopped");
    if (best != at.hash) {
        return unavailable(name() + " tells balances at its newest block alone, which is " + best);
    }
    return units;
}

}  // namespace homing::utxo
