#include <algorithm>

#include "chains/evm/readers.h"
#include "chains/evm/rules.h"
#include "chains/walk.h"

namespace homing::evm {
namespace {

// Keccak-256 of "Transfer(address,address,uint256)" (ERC-20, ERC-721).
constexpr std::string_view kTransferTopic =
    "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

constexpr std::string_view kReceiptNames[] = {"transactionHash", "transactionIndex",
                                              "blockHash",       "blockNumber",
                                              "status",          "root",
                                              "contractAddress", "logs"};
enum ReceiptMember {
    kTxHash,
    kPosition,
    kBlockHash,
    kBlockNumber,
    kStatus,
    kRoot,
    kCreated,
    kLogs,
    kReceiptMembers
};

constexpr std::string_view kLogNames[] = {"address",         "topics",   "data",   "blockHash",
                                          "transactionHash", "logIndex", "removed"};
enum LogMember { kAddress, kTopics, kData, kLogBlock, kLogTx, kLogIndex, kRemoved, kLogMembers };

// A log as it stands in the reply; views live as long as the document.
struct RawLog {
    std::string_view address;
    std::array<std::string_view, 4> topics;
    std::size_t topic_count = 0;
    std::string_view data;
    std::string_view block_hash;
    std::string_view tx_hash;
    std::uint64_t index = 0;
    bool removed = false;
};

constexpr std::size_t kHashChars = 66;
constexpr std::size_t kAddressChars = 42;

bool is_hash(std::string_view text) {
    return text.size() == kHashChars && text.starts_with("0x");
}

class ReceiptReader {
  public:
    ReceiptReader(Walk& walk, const NetworkId& network, Interest& interest, ReceiptFacts* out)
        : walk_(walk), network_(network), interest_(interest), out_(out) {}

    bool read(JsonNode node) {
        Receipt receipt;
        unsigned seen = 0;
        logs_ = 0;
        const bool read = walk_.object(node, receipt_shape_, [&](int member, JsonNode value) {
            seen |= 1u << member;
            return read_member(member, value, &receipt);
        });
        constexpr unsigned kOptional = 1u << kStatus | 1u << kRoot | 1u << kCreated;
        if (!read || !walk_.complete(receipt_shape_, seen | kOptional)) return false;
        if ((seen & (1u << kStatus | 1u << kRoot)) == 0) return walk_.fail("\"status\" is missing");
        out_->receipts.push_back(receipt);
        return check_logs(receipt);
    }

  private:
    bool read_member(int member, JsonNode value, Receipt* receipt) {
        switch (static_cast<ReceiptMember>(member)) {
            case kTxHash:
                return walk_.data(value, &receipt->tx);
            case kPosition:
                return walk_.quantity(value, &receipt->position);
            case kBlockHash:
                return walk_.data(value, &receipt->block_hash);
            case kBlockNumber:
                return walk_.quantity(value, &receipt->block_number);
            case kStatus:
                return read_status(value, &receipt->outcome);
            case kRoot:
                return walk_.skip(value);
            case kCreated:
                return walk_.is_null(value) || walk_.data(value, &receipt->created.emplace());
            case kLogs:
                return walk_.array(value, [&](std::size_t ordinal, JsonNode log) {
                    ++logs_;
                    return read_log(log, ordinal);
                });
            case kReceiptMembers:
                break;
        }
        return walk_.fail("a member without a reader");
    }

    bool read_status(JsonNode value, Outcome* outcome) {
        if (walk_.is_null(value)) return true;
        std::uint64_t status = 0;
        if (!walk_.quantity(value, &status)) return false;
        if (status > 1) return walk_.fail("neither 0x0 nor 0x1");
        *outcome = status == 1 ? Outcome::kSucceeded : Outcome::kFailed;
        return true;
    }

    bool read_log(JsonNode node, std::size_t ordinal) {
        RawLog log;
        unsigned seen = 0;
        const bool read = walk_.object(node, log_shape_, [&](int member, JsonNode value) {
            seen |= 1u << member;
            return read_log_member(member, value, &log);
        });
        if (!read || !walk_.complete(log_shape_, seen | 1u << kRemoved)) return false;
        if (log.removed) return walk_.fail("a removed log in a receipt");
        if (ordinal > 0 && log.index <= last_index_)
            return walk_.fail("its logIndex does not rise");
        last_index_ = log.index;
        if (ordinal == 0) {
            tx_hash_ = log.tx_hash;
            block_hash_ = log.block_hash;
        } else if (log.tx_hash != tx_hash_ || log.block_hash != block_hash_) {
            return walk_.fail("it belongs to another transaction than the log before it");
        }
        return keep_transfer(log, ordinal);
    }

    bool read_log_member(int member, JsonNode value, RawLog* log) {
        switch (static_cast<LogMember>(member)) {
            case kAddress:
                return walk_.text(value, &log->address);
            case kTopics:
                return walk_.array(value, [&](std::size_t i, JsonNode topic) {
                    if (i >= log->topics.size()) return walk_.fail("more than four topics");
                    log->topic_count = i + 1;
                    if (!walk_.text(topic, &log->topics[i])) return false;
                    return is_hash(log->topics[i]) || walk_.fail("not 0x and 64 hex digits");
                });
            case kData:
                return walk_.text(value, &log->data);
            case kLogBlock:
                return walk_.text(value, &log->block_hash);
            case kLogTx:
                return walk_.text(value, &log->tx_hash);
            case kLogIndex:
                return walk_.quantity(value, &log->index);
            case kRemoved:
                return walk_.boolean(value, &log->removed);
            case kLogMembers:
                break;
        }
        return walk_.fail("a member without a reader");
    }

    // E10: exactly three topics and 32 bytes of data; an address is the low 20 bytes of its word.
    bool keep_transfer(const RawLog& log, std::size_t ordinal) {
        if (log.address.size() != kAddressChars) return walk_.fail("\"address\" is no address");
        if (log.topic_count != 3 || log.topics[0] != kTransferTopic) return true;
        if (log.data.size() != kHashChars) return true;
        TokenMove move;
        Hash32 word;
        if (!decode_0x(log.data, word)) return walk_.fail("\"data\" is not hex");
        if (std::all_of(word.begin(), word.end(), [](auto byte) { return byte == 0; })) return true;
        const Result<Amount> units = Amount::from_big_endian(word);
        move.units = *units;
        if (!decode_0x(log.address, move.token) || !decode_word(log.topics[1], &move.from) ||
            !decode_word(log.topics[2], &move.to)) {
            return walk_.fail("an address or topic is not hex");
        }
        if (states_native_moves(network_, move.token)) return true;
        ++out_->moves_seen;
        if (!interest_.wants(move.from, move.to)) return true;
        move.tx = out_->receipts.size();
        move.ordinal = ordinal;
        move.log_index = log.index;
        out_->moves.push_back(move);
        return true;
    }

    static bool decode_word(std::string_view text, Address* out) {
        Hash32 word;
        if (!decode_0x(text, word)) return false;
        std::copy(word.begin() + 12, word.end(), out->begin());
        return true;
    }

    bool check_logs(const Receipt& receipt) {
        if (logs_ == 0) return true;
        Hash32 hash;
        if (!decode_0x(tx_hash_, hash) || hash != receipt.tx) {
            return walk_.fail("its logs belong to another transaction");
        }
        if (!decode_0x(block_hash_, hash) || hash != receipt.block_hash) {
            return walk_.fail("its logs belong to another block");
        }
        if (receipt.outcome == Outcome::kFailed) return walk_.fail("it failed, yet it has logs");
        return true;
    }

    Walk& walk_;
    const NetworkId& network_;
    Interest& interest_;
    ReceiptFacts* out_;
    ObjectShape receipt_shape_{kReceiptNames};
    ObjectShape log_shape_{kLogNames};
    std::size_t logs_ = 0;  // of the receipt at hand
    std::uint64_t last_index_ = 0;
    std::string_view tx_hash_;
    std::string_view block_hash_;
};

}  // namespace

bool read_receipts(Walk& walk, JsonNode node, const NetworkId& network, Interest& interest,
                   std::optional<ReceiptFacts>* out) {
    out->reset();
    if (walk.is_null(node)) return true;
    ReceiptReader reader(walk, network, interest, &out->emplace());
    return walk.array(node, [&](std::size_t, JsonNode one) { return reader.read(one); }) ||
           walk.below("result");
}

bool read_receipt(Walk& walk, JsonNode node, const NetworkId& network, Interest& interest,
                  ReceiptFacts* out, bool* found) {
    *found = !walk.is_null(node);
    if (!*found) return true;
    return ReceiptReader(walk, network, interest, out).read(node) || walk.below("result");
}

}  // namespace homing::evm
