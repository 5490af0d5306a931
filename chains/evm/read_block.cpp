#include "chains/evm/readers.h"
#include "chains/walk.h"

namespace homing::evm {
namespace {

constexpr std::string_view kBlockNames[] = {"number", "hash", "parentHash", "timestamp",
                                            "transactions"};
enum BlockMember { kNumber, kHash, kParent, kTimestamp, kTransactions, kBlockMembers };

constexpr std::string_view kTxNames[] = {
    "hash", "blockHash", "blockNumber", "transactionIndex", "from", "to", "value", "nonce", "type"};
enum TxMember {
    kTxHash,
    kTxBlockHash,
    kTxBlockNumber,
    kTxPosition,
    kTxFrom,
    kTxTo,
    kTxValue,
    kTxNonce,
    kTxType,
    kTxMembers
};

bool read_tx_member(Walk& walk, int member, JsonNode value, Tx* tx) {
    switch (static_cast<TxMember>(member)) {
        case kTxHash:
            return walk.data(value, &tx->hash);
        case kTxBlockHash:
            return walk.is_null(value) || walk.data(value, &tx->block_hash.emplace());
        case kTxBlockNumber:
            return walk.is_null(value) || walk.quantity(value, &tx->block_number);
        case kTxPosition:
            return walk.is_null(value) || walk.quantity(value, &tx->position);
        case kTxFrom:
            return walk.data(value, &tx->from);
        case kTxTo:
            return walk.is_null(value) || walk.data(value, &tx->to.emplace());
        case kTxValue:
            return walk.quantity(value, &tx->value);
        case kTxNonce:
            return walk.quantity(value, &tx->nonce);
        case kTxType:
            return walk.quantity(value, &tx->type);
        case kTxMembers:
            break;
    }
    return walk.fail("a member without a reader");
}

bool read_tx_object(Walk& walk, JsonNode node, ObjectShape& shape, Tx* tx) {
    unsigned seen = 0;
    const bool read = walk.object(node, shape, [&](int member, JsonNode value) {
        seen |= 1u << member;
        return read_tx_member(walk, member, value, tx);
    });
    constexpr unsigned kOptional = 1u << kTxType;  // absent before EIP-2718
    return read && walk.complete(shape, seen | kOptional);
}

bool check_inclusion(Walk& walk, const BlockFacts& block) {
    for (std::size_t i = 0; i < block.txs.size(); ++i) {
        const Tx& tx = block.txs[i];
        const bool agrees = tx.block_hash == block.header.hash &&
                            tx.block_number == block.header.number && tx.position == i;
        if (agrees) continue;
        walk.fail("its block or position is not where it stands");
        walk.below(i);
        return walk.below("transactions");
    }
    return true;
}

}  // namespace

bool read_tx(Walk& walk, JsonNode node, std::optional<Tx>* out) {
    out->reset();
    if (walk.is_null(node)) return true;
    ObjectShape shape(kTxNames);
    return read_tx_object(walk, node, shape, &out->emplace()) || walk.below("result");
}

bool read_block(Walk& walk, JsonNode node, std::optional<BlockFacts>* out) {
    out->reset();
    if (walk.is_null(node)) return true;
    BlockFacts& block = out->emplace();
    ObjectShape block_shape(kBlockNames);
    ObjectShape tx_shape(kTxNames);
    const auto read_element = [&](std::size_t, JsonNode element) {
        if (walk.kind(element) == '"') {
            Hash32 hash;
            return walk.data(element, &hash);
        }
        return read_tx_object(walk, element, tx_shape, &block.txs.emplace_back());
    };
    unsigned seen = 0;
    const bool read = walk.object(node, block_shape, [&](int member, JsonNode value) {
        seen |= 1u << member;
        switch (static_cast<BlockMember>(member)) {
            case kNumber:
                return walk.quantity(value, &block.header.number);
            case kHash:
                return walk.data(value, &block.header.hash);
            case kParent:
                return walk.data(value, &block.header.parent);
            case kTimestamp:
                return walk.quantity(value, &block.header.timestamp);
            case kTransactions:
                return walk.array(value, read_element);
            case kBlockMembers:
                break;
        }
        return walk.fail("a member without a reader");
    });
    const bool good = read && walk.complete(block_shape, seen) && check_inclusion(walk, block);
    return good || walk.below("result");
}

}  // namespace homing::evm
