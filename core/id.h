#pragma once

#include <algorithm>
#include <compare>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/hex.h"
#include "core/quote.h"

namespace homing {

// An N-byte identity that cannot be mixed up with another kind's. Text form is lower-case hex.
template <class Tag, std::size_t N>
struct Id {
    static constexpr std::size_t kSize = N;
    ByteArray<N> bytes{};

    static Result<Id> parse(std::string_view text) {
        if (text.size() == 2 * N) {
            if (const Result<Bytes> parsed = parse_hex(text)) {
                Id id;
                std::copy(parsed->begin(), parsed->end(), id.bytes.begin());
                return id;
            }
        }
        return invalid(quote(text) + " is not an id of " + std::to_string(2 * N) + " hex digits");
    }
    std::string str() const { return to_hex(bytes); }
    bool empty() const { return *this == Id(); }

    auto operator<=>(const Id&) const = default;
};

using Hash = Id<struct HashTag, 32>;  // SHA-256 unless a name says otherwise
using DepositId = Id<struct DepositTag, 20>;
using ClaimId = Id<struct ClaimTag, 16>;
using CaseId = Id<struct CaseTag, 16>;
using EvidenceId = Id<struct EvidenceTag, 16>;
using OpId = Id<struct OpTag, 16>;
using StoreId = Id<struct StoreTag, 16>;

}  // namespace homing
