#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/case.h"
#include "core/model/case_entry.h"
#include "core/model/claim.h"
#include "core/model/decision.h"
#include "core/model/deposit.h"
#include "core/model/hold.h"
#include "core/model/ledger.h"
#include "core/model/search.h"

// The leaves of the audit log: one for each new version of a record that people answer for. A leaf
// names the record, its version and state, and commits to its content by hash; it holds no personal
// data.
namespace homing {

struct Leaf {
    std::string kind;  // "deposit", "claim", "case", "case_entry", "ruling", "decision", "credit",
                       // "hold", "search"
    std::string id;
    std::string state;
    std::uint64_t version = 0;
    std::string hash;  // SHA-256 of the record's stored body, hex
    std::string step;  // the engine's call that made it ("apply")
    Time at{};

    bool operator==(const Leaf&) const = default;
};

// Canonical JSON.
std::string format_leaf(const Leaf& leaf);

// The leaf in a line of the log; kInvalid when it holds any other field or cannot be read.
Result<Leaf> parse_leaf(std::string_view text);

// Kind, id and state of an audited record's leaf; the rest follows from the commit.
Leaf leaf_of(const Deposit& deposit);
Leaf leaf_of(const Claim& claim);
Leaf leaf_of(const Case& record);
Leaf leaf_of(const CaseEntry& entry);
Leaf leaf_of(const Ruling& ruling);
Leaf leaf_of(const Decision& decision);
Leaf leaf_of(const Credit& credit);
// The subject may be an account: its id is a hash.
Leaf leaf_of(const Hold& hold);
// Who looked for what is staff's affair: its id is a hash.
Leaf leaf_of(const Search& search);

template <class Record>
concept IsAudited = requires(const Record& record) {
    leaf_of(record);
};

}  // namespace homing
