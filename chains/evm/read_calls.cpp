#include <deque>

#include "chains/evm/frames.h"
#include "chains/evm/readers.h"
#include "chains/walk.h"

namespace homing::evm {
namespace {

constexpr std::string_view kNames[] = {"type",  "from",  "to",     "value",
                                       "calls", "error", "result", "txHash"};
enum Member { kType, kFrom, kTo, kValue, kCalls, kError, kResult, kTxHash, kMembers };

// EVM's own limit on nested calls (1,024), and the root.
constexpr unsigned kMaxCallDepth = 1025;

// Call trees of geth's callTracer: a frame holds its children, and may say that it failed after
// them.
class CallReader {
  public:
    CallReader(Walk& walk, Interest& interest, TraceFacts* out)
        : walk_(walk), interest_(interest), out_(out) {}

    // One transaction's tree, bare or in {"txHash": …, "result": …}.
    bool read(JsonNode node) {
        frames_.clear();
        tx_.reset();
        if (!read_frame(node, Frame::kNoParent, 0, 0)) return false;
        if (!add_frames(walk_, frames_, interest_, out_)) return false;
        out_->roots.back().tx = tx_;
        return true;
    }

  private:
    ObjectShape& shape_at(unsigned depth) {
        while (shapes_.size() <= depth) shapes_.emplace_back(kNames);
        return shapes_[depth];
    }

    bool read_frame(JsonNode node, std::size_t parent, std::size_t ordinal, unsigned depth) {
        if (depth > kMaxCallDepth) return walk_.fail("calls nested more than 1024 deep");
        const std::size_t at = frames_.size();
        Frame& fresh = frames_.emplace_back();
        fresh.parent = parent;
        fresh.ordinal = ordinal;
        unsigned seen = 0;
        const bool read = walk_.object(node, shape_at(depth), [&](int member, JsonNode value) {
            seen |= 1u << member;
            return read_member(member, value, at, depth);
        });
        if (!read) return false;
        const bool wrapper = (seen & 1u << kResult) != 0;
        if (wrapper && (seen & (1u << kType | 1u << kError | 1u << kCalls)) != 0) {
            return walk_.fail("a wrapper that is a frame or an error as well");
        }
        if (!wrapper && (seen & 1u << kType) == 0) {
            return walk_.fail((seen & 1u << kError) != 0
                                  ? "the node could not trace this transaction"
                                  : "\"type\" is missing");
        }
        // geth before 1.10 stated a SELFDESTRUCT without saying of whom, to whom or how much.
        const bool unstated = frames_[at].value.is_zero() && frames_[at].to.empty();
        if (!wrapper && (seen & 1u << kFrom) == 0 && !unstated) {
            return walk_.fail("\"from\" is missing");
        }
        return true;
    }

    bool read_member(int member, JsonNode value, std::size_t at, unsigned depth) {
        switch (static_cast<Member>(member)) {
            case kType:
                return read_type(value, at);
            case kFrom:
                return walk_.text(value, &frames_[at].from);
            case kTo:
                return walk_.is_null(value) || walk_.text(value, &frames_[at].to);
            case kValue:
                return walk_.is_null(value) || walk_.quantity(value, &frames_[at].value);
            case kError:
                frames_[at].failed = !walk_.is_null(value);
                return walk_.skip(value);
            case kCalls:
                return walk_.array(value, [&](std::size_t ordinal, JsonNode child) {
                    return read_frame(child, at, ordinal, depth + 1);
                });
            case kResult:
                return read_wrapped(value, at, depth);
            case kTxHash:
                return depth > 0 ? walk_.skip(value) : walk_.data(value, &tx_.emplace());
            case kMembers:
                break;
        }
        return walk_.fail("a member without a reader");
    }

    // The wrapper's own place among the frames is given back to the root.
    bool read_wrapped(JsonNode value, std::size_t at, unsigned depth) {
        if (depth > 0 || at + 1 != frames_.size()) return walk_.fail("a result inside a frame");
        frames_.pop_back();
        return read_frame(value, Frame::kNoParent, 0, 1);
    }

    bool read_type(JsonNode value, std::size_t at) {
        std::string_view type;
        if (!walk_.text(value, &type)) return false;
        if (type == "CALL" || type == "CREATE" || type == "CREATE2" || type == "SELFDESTRUCT") {
            frames_[at].moves_coins = true;
            return true;
        }
        return type == "DELEGATECALL" || type == "STATICCALL" || type == "CALLCODE" ||
               walk_.fail("an unknown kind of frame");
    }

    Walk& walk_;
    Interest& interest_;
    TraceFacts* out_;
    std::deque<ObjectShape> shapes_;  // by depth: a shape serves one open object at a time
    std::vector<Frame> frames_;
    std::optional<Hash32> tx_;
};

}  // namespace

bool read_call_trees(Walk& walk, JsonNode node, Interest& interest, TraceFacts* out) {
    *out = {};
    CallReader reader(walk, interest, out);
    return walk.array(node, [&](std::size_t, JsonNode one) { return reader.read(one); }) ||
           walk.below("result");
}

bool read_call_tree(Walk& walk, JsonNode node, Interest& interest, TraceFacts* out) {
    *out = {};
    return CallReader(walk, interest, out).read(node) || walk.below("result");
}

}  // namespace homing::evm
