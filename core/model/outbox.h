#pragma once

#include <string>

#include "core/record.h"
#include "core/time.h"

namespace homing {

// Where a message goes. Stored; never renumber.
enum class OutboxTarget : std::uint8_t { kLedger = 0, kSigner = 1, kPerson = 2, kStaff = 3 };
template <>
inline constexpr std::array kEnumNames<OutboxTarget> =
    std::to_array<std::string_view>({"ledger", "signer", "person", "staff"});

// Something to deliver once the commit that holds it is durable; sent again under the same key
// until acknowledged.
struct OutboxMessage {
    OutboxTarget target = OutboxTarget::kLedger;
    std::string key;   // idempotency key and external id: the receiver has it at most once
    std::string body;  // canonical JSON
    Time created{};

    bool operator==(const OutboxMessage&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"target", &OutboxMessage::target},
                          Field{"key", &OutboxMessage::key}, Field{"body", &OutboxMessage::body},
                          Field{"created", &OutboxMessage::created}};
    }
};

// That the receiver has a message.
struct OutboxAck {
    std::string key;
    std::string external_id;  // the receiver's own id for it
    Time at{};

    bool operator==(const OutboxAck&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"key", &OutboxAck::key},
                          Field{"external_id", &OutboxAck::external_id},
                          Field{"at", &OutboxAck::at}};
    }
};

}  // namespace homing
