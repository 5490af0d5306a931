#pragma once

#include "chains/evm/facts.h"
#include "core/caip.h"

// The refusal rules of EVM chains and where each is enforced. A transfer that a rule forbids to
// credit, and that would have paid custody, is handed on with refused_by = the rule's id, so that
// its claimant can be told; what is no transfer at all is dropped.
//
//   E1  a token with a known name or symbol    the custody book's asset list: identity is the
//   contract E2  receipt status 0                       here: refused_by "E2" E3  status 1 without
//   effect                here: a token counts by its Transfer log alone; that
//                                              its balance moved is asked by app (Source::balance)
//   E4  Transfer log without balance change    app, as E3
//   E5  fee on transfer, rebasing, hooks       app, as E3; Asset::elastic
//   E6  zero value                             here: dropped
//   E7  reverted frame in a successful tx      here: refused_by "E7" when it or an ancestor failed
//   E8  frames that move no coins              here: CALL, CREATE, CREATE2, SELFDESTRUCT only,
//   never
//                                              to itself
//   E9  one movement stated twice              here: a transaction's own frame is not an internal
//                                              transfer; logs of the emitters below are dropped
//   E10 Transfer logs of other shapes          here: 3 topics and 32 bytes of data, or dropped
//   E11 one transaction twice                  here: a hash or a (sender, nonce) that comes twice
//   in
//                                              a block makes the block invalid
//   E12 not final                              Source::final_head; app and recovery act on it alone
//   E13 nodes disagree, wrong or syncing chain here: Source::check and the second node
namespace homing::evm {

// Whether the log emitter states movements of the network's own coin, which its value and frames
// state already: EIP-7708's system address everywhere, Polygon's MRC-20 contract 0x…1010 there.
bool states_native_moves(const NetworkId& network, const Address& emitter);

// Whether EIP-2718 types of Ethereum itself (0 to 4) are meant; rollups' system transactions have
// types, nonces and root frames of their own.
inline bool is_ordinary(const Tx& tx) {
    return tx.type <= 4;
}

}  // namespace homing::evm
