#include "chains/evm/frames.h"
#include "chains/evm/readers.h"
#include "chains/walk.h"

namespace homing::evm {
namespace {

constexpr std::string_view kNames[] = {"action",       "result",          "error",
                                       "traceAddress", "transactionHash", "type"};
enum Member { kAction, kResult, kError, kTraceAddress, kTxHash, kType, kMembers };

constexpr std::string_view kActionNames[] = {"callType", "from",          "to",     "value",
                                             "address",  "refundAddress", "balance"};
enum ActionMember {
    kCallType,
    kFrom,
    kTo,
    kValue,
    kDestroyed,
    kBeneficiary,
    kBalance,
    kActionMembers
};

constexpr std::string_view kResultNames[] = {"address"};

// One entry of trace_block.
struct Entry {
    std::string_view type;
    std::string_view call_type;
    std::string_view from, to, destroyed, beneficiary, created;
    Amount value, balance;
    bool failed = false;
    bool is_reward = false;
    Hash32 tx{};
    std::vector<std::size_t> address;
};

// Parity's flat list: entries of one transaction stand together, parents before children, each with
// the positions that lead to it.
class FlatReader {
  public:
    FlatReader(Walk& walk, Interest& interest, TraceFacts* out)
        : walk_(walk), interest_(interest), out_(out) {}

    bool read(JsonNode node) {
        const bool read_all =
            walk_.array(node, [&](std::size_t, JsonNode one) { return read_entry(one); });
        return read_all && finish_tx();
    }

  private:
    bool read_entry(JsonNode node) {
        Entry entry;
        unsigned seen = 0;
        const bool read = walk_.object(node, shape_, [&](int member, JsonNode value) {
            seen |= 1u << member;
            return read_member(member, value, &entry);
        });
        constexpr unsigned kOptional = 1u << kResult | 1u << kError;
        if (!read || !walk_.complete(shape_, seen | kOptional)) return false;
        if (entry.is_reward) return true;
        Frame frame;
        return to_frame(entry, &frame) && place(entry, frame);
    }

    bool read_member(int member, JsonNode value, Entry* entry) {
        switch (static_cast<Member>(member)) {
            case kAction:
                return read_action(value, entry);
            case kResult:
                return walk_.is_null(value) ||
                       walk_.object(value, result_shape_, [&](int, JsonNode address) {
                           return walk_.text(address, &entry->created);
                       });
            case kError:
                entry->failed = !walk_.is_null(value);
                return walk_.skip(value);
            case kTraceAddress:
                return walk_.array(value, [&](std::size_t depth, JsonNode position) {
                    std::int64_t number = 0;
                    if (depth > 1024) return walk_.fail("calls nested more than 1024 deep");
                    if (!walk_.integer(position, &number)) return false;
                    if (number < 0) return walk_.fail("a negative position");
                    entry->address.push_back(static_cast<std::size_t>(number));
                    return true;
                });
            case kTxHash:
                return walk_.is_null(value) || walk_.data(value, &entry->tx);
            case kType:
                if (!walk_.text(value, &entry->type)) return false;
                entry->is_reward = entry->type == "reward";
                return true;
            case kMembers:
                break;
        }
        return walk_.fail("a member without a reader");
    }

    bool read_action(JsonNode node, Entry* entry) {
        return walk_.object(node, action_shape_, [&](int member, JsonNode value) {
            switch (static_cast<ActionMember>(member)) {
                case kCallType:
                    return walk_.text(value, &entry->call_type);
                case kFrom:
                    return walk_.text(value, &entry->from);
                case kTo:
                    return walk_.text(value, &entry->to);
                case kValue:
                    return walk_.quantity(value, &entry->value);
                case kDestroyed:
                    return walk_.text(value, &entry->destroyed);
                case kBeneficiary:
                    return walk_.text(value, &entry->beneficiary);
                case kBalance:
                    return walk_.quantity(value, &entry->balance);
                case kActionMembers:
                    break;
            }
            return walk_.fail("a member without a reader");
        });
    }

    bool to_frame(const Entry& entry, Frame* frame) {
        frame->failed = entry.failed;
        frame->from = entry.from;
        frame->value = entry.value;
        frame->moves_coins = true;
        if (entry.type == "call") {
            frame->to = entry.to;
            frame->moves_coins = entry.call_type == "call";
            return true;
        }
        if (entry.type == "create") {
            frame->to = entry.created;
            return true;
        }
        if (entry.type == "suicide" || entry.type == "selfdestruct") {
            frame->from = entry.destroyed;
            frame->to = entry.beneficiary;
            frame->value = entry.balance;
            return true;
        }
        return walk_.fail("an unknown kind of trace");
    }

    // Hangs the frame below its parent, the last entry one level up.
    bool place(const Entry& entry, Frame frame) {
        if (entry.address.empty()) {
            if (!finish_tx()) return false;
            tx_ = entry.tx;
            line_.clear();
        } else if (frames_.empty() || entry.tx != tx_ || entry.address.size() > line_.size() ||
                   !continues(entry.address)) {
            return walk_.fail("\"traceAddress\" does not follow its parent");
        } else {
            line_.resize(entry.address.size());
            frame.parent = line_.back();
            frame.ordinal = entry.address.back();
        }
        line_.push_back(frames_.size());
        frames_.push_back(frame);
        return true;
    }

    // Whether the entry's ancestors are the frames of the current line.
    bool continues(const std::vector<std::size_t>& address) const {
        for (std::size_t depth = 0; depth + 1 < address.size(); ++depth) {
            if (frames_[line_[depth + 1]].ordinal != address[depth]) return false;
        }
        return true;
    }

    bool finish_tx() {
        if (frames_.empty()) return true;
        if (!add_frames(walk_, frames_, interest_, out_)) return false;
        out_->roots.back().tx = tx_;
        frames_.clear();
        return true;
    }

    Walk& walk_;
    Interest& interest_;
    TraceFacts* out_;
    ObjectShape shape_{kNames};
    ObjectShape action_shape_{kActionNames};
    ObjectShape result_shape_{kResultNames};
    std::vector<Frame> frames_;      // of the transaction at hand
    std::vector<std::size_t> line_;  // frames from the root to the last one
    Hash32 tx_{};
};

}  // namespace

bool read_flat_traces(Walk& walk, JsonNode node, Interest& interest, TraceFacts* out) {
    *out = {};
    return FlatReader(walk, interest, out).read(node) || walk.below("result");
}

}  // namespace homing::evm
