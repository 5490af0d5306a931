#pragma once

#include <optional>
#include <string>

#include "core/amount.h"
#include "core/caip.h"
#include "core/id.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

// Whose balance a posting changes. Stored; never renumber.
enum class BookAccount : std::uint8_t {
    kCustody = 0,     // debit balance: what the watcher saw arrive
    kSuspense = 1,    // credit balance: arrived, nobody's yet
    kCustomer = 2,    // credit balance; the party is the account
    kRounding = 3,    // credit balance: base units that a currency's scale cannot hold
    kOperator = 4,    // credit balance: left to the operator, who credits it
    kWrittenOff = 5,  // credit balance
    kFee = 6,         // credit balance
};
template <>
inline constexpr std::array kEnumNames<BookAccount> = std::to_array<std::string_view>(
    {"custody", "suspense", "customer", "rounding", "operator", "written_off", "fee"});

enum class Side : std::uint8_t { kDebit = 0, kCredit = 1 };
template <>
inline constexpr std::array kEnumNames<Side> = std::to_array<std::string_view>({"debit", "credit"});

// One double-entry line, immutable. A journal is a deposit and the number of its money step; its
// lines sum to zero per asset. A mistake is corrected by a new journal.
struct Posting {
    DepositId deposit;
    std::uint32_t journal = 0;
    std::uint32_t line = 0;
    BookAccount account = BookAccount::kCustody;
    std::string party;  // customer account, otherwise empty
    AssetId asset;
    Side side = Side::kDebit;
    Amount units;
    Time at{};

    bool operator==(const Posting&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"deposit", &Posting::deposit},
                          Field{"journal", &Posting::journal},
                          Field{"line", &Posting::line},
                          Field{"account", &Posting::account},
                          Field{"party", &Posting::party},
                          Field{"asset", &Posting::asset},
                          Field{"side", &Posting::side},
                          Field{"units", &Posting::units},
                          Field{"at", &Posting::at}};
    }
};

// Sums of all postings of one account, party and asset; both only ever grow.
struct Balance {
    BookAccount account = BookAccount::kCustody;
    std::string party;
    AssetId asset;
    Amount debits;
    Amount credits;

    bool operator==(const Balance&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"account", &Balance::account}, Field{"party", &Balance::party},
                          Field{"asset", &Balance::asset}, Field{"debits", &Balance::debits},
                          Field{"credits", &Balance::credits}};
    }
};

// That a deposit was credited: its row exists at most once, which is the guard against crediting
// twice.
struct Credit {
    DepositId deposit;
    std::string account;
    AssetId asset;
    Amount units;  // delivered, before rounding and fee
    std::string currency;
    Amount currency_units;
    Amount rounding_units;
    std::uint32_t decision = 0;  // number of the decision that allowed it
    std::string external_id;     // idempotency key at the operator's ledger
    Time at{};
    Amount fee_units;  // of the asset, kept for the recovery

    bool operator==(const Credit&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"deposit", &Credit::deposit},
                          Field{"account", &Credit::account},
                          Field{"asset", &Credit::asset},
                          Field{"units", &Credit::units},
                          Field{"currency", &Credit::currency},
                          Field{"currency_units", &Credit::currency_units},
                          Field{"rounding_units", &Credit::rounding_units},
                          Field{"decision", &Credit::decision},
                          Field{"external_id", &Credit::external_id},
                          Field{"at", &Credit::at},
                          Field{"fee_units", &Credit::fee_units}};
    }
};

}  // namespace homing
