#pragma once

#include "chains/utxo/tx.h"

// The refusal rules of Bitcoin-like chains and where each is enforced. An output that a rule keeps
// from being credited by itself, and that would have paid custody, is handed on with refused_by =
// the rule's id. B3 and B4 are real coins that want a person's hands, no spoofs.
//
//   B1 unconfirmed, replaced, double spent   Source::final_head (depth); the deposit's identity is
//                                            its first spent outpoint, so a replacement that pays
//                                            the same is the same deposit
//   B2 coinbase and MWEB peg-out outputs     here: Transfer::maturity; coinbase maturity by network
//   B3 scripts that mention our key          here: a P2PK or bare multisig output with our key was
//                                            issued to nobody: refused_by "B3"; other odd scripts
//                                            match only as a whole
//   B4 tokens riding on an output            here: CashTokens prefix (that output), a runestone,
//                                            an Omni payload or an inscription envelope (all of the
//                                            transaction's): refused_by "B4". An inscription moved
//                                            later by a plain payment shows in no block: ask an
//                                            indexer before sweeping
//   B5 time locks, dust, malleated txids     time locks are odd scripts (B3); dust is the policy's
//                                            minimum; identity by outpoint, as B1
namespace homing::utxo {

// B4, what concerns all outputs of a transaction.
bool carries_token(const Tx& tx);

}  // namespace homing::utxo
