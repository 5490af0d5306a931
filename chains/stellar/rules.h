#pragma once

// The refusal rules of Stellar and where each is enforced. A transfer that a rule forbids to credit
// is handed on with refused_by = the rule's id; what is no transfer at all is dropped.
//
//   L1  failed transaction, kept in history    Node::block asks for successful ones alone;
//                                              transaction(): refused_by "L1"
//   L2  path payment: sent is not received     here: `amount` in the asset received, and an asset
//                                              is code and issuer, never code alone
//   L3  claimable balance, clawback, merge     here: counts when claimed, never when created; the
//                                              amounts of claims and merges are read from effects;
//                                              a clawback takes away: refused_by "L3"
//   L4  payments by contracts (SAC events)     not read: no transfer is made of them
//   To oneself, or nothing                     here: dropped (a path payment to oneself converts)
//   Memo and M-address together                memo.h: neither names the customer
//   E13 nodes disagree, wrong chain            Source::check and the second node
