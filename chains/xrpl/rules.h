#pragma once

// The refusal rules of the XRP Ledger and where each is enforced. A transfer that a rule forbids to
// credit is handed on with refused_by = the rule's id; what is no transfer at all is dropped.
//
//   X1  partial payment          assemble: delivered_amount counts, never Amount; where an old
//                                ledger names none, what the recipient's balance rose by. XRP that
//                                did not arrive as stated: refused_by "X1"
//   X2  tec result, not          assemble: refused_by "X2" with what it stated; a ledger that is
//       validated                not validated is no answer (Node)
//   X3  a token by its name      value.h: an asset is currency code and issuer, or an MPT's id
//   X4  value by other ways      assemble: a check, escrow, channel, deleted account … counts by
//   the
//                                recipient's balance, with the tag of what it created; a gain
//                                beside a loss is a trade and no transfer
//   X5  inexact at our scale     value.h: refused_by "X5"
//   To oneself, or nothing       assemble: dropped (a payment to oneself converts)
//   E13 nodes disagree           Source::check and the second node
