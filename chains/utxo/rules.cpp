#include "chains/utxo/rules.h"

#include <algorithm>
#include <array>

namespace homing::utxo {
namespace {

constexpr std::uint8_t kReturn = 0x6a;
// OP_13 behind OP_RETURN marks a runestone (ord's specification).
constexpr std::uint8_t kRunestone = 0x5d;
// "omni" behind OP_RETURN and a push (Omni Layer, class C).
constexpr std::array<std::uint8_t, 4> kOmni = {'o', 'm', 'n', 'i'};
// OP_FALSE OP_IF and a push of "ord" in a witness; the push alone in Dogecoin's script signatures.
constexpr std::array<std::uint8_t, 6> kEnvelope = {0x00, 0x63, 0x03, 'o', 'r', 'd'};

bool is_token_note(ByteView script) {
    if (script.size() < 2 || script[0] != kReturn) return false;
    if (script[1] == kRunestone) return true;
    return script.size() >= 6 && std::equal(kOmni.begin(), kOmni.end(), script.begin() + 2);
}

}  // namespace

bool carries_token(const Tx& tx) {
    const bool noted = std::any_of(tx.outputs.begin(), tx.outputs.end(),
                                   [](const TxOutput& out) { return is_token_note(out.script); });
    const ByteView sig = tx.first_script_sig;
    const bool doginal = !tx.coinbase && sig.size() > 4 &&
                         std::equal(kEnvelope.begin() + 2, kEnvelope.end(), sig.begin());
    return noted || doginal ||
           std::search(tx.whole.begin(), tx.whole.end(), kEnvelope.begin(), kEnvelope.end()) !=
               tx.whole.end();
}

}  // namespace homing::utxo
