#pragma once

#include <string>

#include "core/id.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

// What kind of fact it is. Stored; never renumber.
enum class EvidenceKind : std::uint8_t {
    kNodeReply = 0,     // what a node answered: body {"method", "hash", "text"?}
    kLedgerAnswer = 1,  // whether the operator credited it: body {"credited": "yes"|"no"|"unknown"}
    kBalanceDelta = 2,  // body {"asset", "address", "before", "after", "sum", "block"}
    kClaimFiled = 3,    // body {"claim", "account"}
    kSenderHistory = 4,  // body {"account", "times"}
    kPrice = 5,
    kNote = 6,
    kProof = 7,  // an answered challenge: body {"challenge", "standard", "outcome", "signature", …}
    kConsent = 8,  // the holder's word on a disputed deposit: body {"account", "consents", "claim"}
    kMatch = 9,    // how a memo reads as a registered one: body {"grade", "steps", "memo", …}
    kSender = 10,  // who pays from the sending address: body {"class", "name"}
};
template <>
inline constexpr std::array kEnumNames<EvidenceKind> = std::to_array<std::string_view>(
    {"node_reply", "ledger_answer", "balance_delta", "claim_filed", "sender_history", "price",
     "note", "proof", "consent", "match", "sender"});

// One immutable fact about a deposit and who states it.
struct Evidence {
    EvidenceId id;  // the first 16 bytes of SHA-256 over all other fields
    DepositId deposit;
    EvidenceKind kind = EvidenceKind::kNote;
    std::string stated_by;  // "node:eip155:56#1", "ledger", "agent:ana"
    Time at{};
    std::string body;  // canonical JSON

    bool operator==(const Evidence&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"id", &Evidence::id},     Field{"deposit", &Evidence::deposit},
                          Field{"kind", &Evidence::kind}, Field{"stated_by", &Evidence::stated_by},
                          Field{"at", &Evidence::at},     Field{"body", &Evidence::body}};
    }
};

// The evidence with its id computed from the rest.
Evidence sealed(Evidence evidence);

}  // namespace homing
