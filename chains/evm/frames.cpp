#include "chains/evm/frames.h"

#include "chains/walk.h"

namespace homing::evm {
namespace {

std::string path_of(const std::vector<Frame>& frames, std::size_t at) {
    std::string path;
    for (; frames[at].parent != Frame::kNoParent; at = frames[at].parent) {
        path = std::to_string(frames[at].ordinal) + (path.empty() ? "" : ".") + path;
    }
    return path;
}

bool add_root(Walk& walk, const Frame& frame, TraceFacts* out) {
    RootFrame& root = out->roots.emplace_back();
    root.value = frame.value;
    root.failed = frame.failed;
    if (!decode_0x(frame.from, root.from)) return walk.fail("\"from\" is no address");
    if (frame.to.empty()) return true;
    return decode_0x(frame.to, root.to.emplace()) || walk.fail("\"to\" is no address");
}

}  // namespace

bool add_frames(Walk& walk, std::vector<Frame>& frames, Interest& interest, TraceFacts* out) {
    if (frames.empty()) return walk.fail("a trace without a frame");
    const std::size_t tx = out->roots.size();
    if (!add_root(walk, frames[0], out)) return false;
    for (std::size_t i = 1; i < frames.size(); ++i) {
        Frame& frame = frames[i];
        frame.failed = frame.failed || frames[frame.parent].failed;
        if (!frame.moves_coins || frame.value.is_zero() || frame.to.empty()) continue;
        CallMove move;
        if (!decode_0x(frame.from, move.from) || !decode_0x(frame.to, move.to)) {
            return walk.fail("call:" + path_of(frames, i) + ": an address is not hex");
        }
        if (move.from == move.to) continue;
        if (!frame.failed) ++out->moves_seen;
        if (!interest.wants(move.from, move.to)) continue;
        move.tx = tx;
        move.path = path_of(frames, i);
        move.value = frame.value;
        move.failed = frame.failed;
        out->moves.push_back(std::move(move));
    }
    return true;
}

}  // namespace homing::evm
