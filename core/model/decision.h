#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/amount.h"
#include "core/id.h"
#include "core/model/fault.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

// What the rules say. Stored; never renumber.
enum class Verdict : std::uint8_t {
    kWait = 0,
    kCredit = 1,
    kOpenCase = 2,
    kRefuse = 3,
    kLeaveToOperator = 4,
};
template <>
inline constexpr std::array kEnumNames<Verdict> =
    std::to_array<std::string_view>({"wait", "credit", "open_case", "refuse", "leave_to_operator"});

// One answer of the rules about one deposit, with everything it was made from.
struct Decision {
    DepositId deposit;
    std::uint32_t number = 0;  // 0, 1, 2 … per deposit
    Time at{};
    Verdict verdict = Verdict::kWait;
    std::string rule;                // name in the rule table ("personal_address_owns")
    std::string reason;              // one sentence for people
    std::vector<std::string> needs;  // for kWait: "ledger_answer", "balance_delta", "price", "hold"
    std::optional<std::string> account;   // for kCredit
    std::optional<std::string> currency;  // for kCredit
    Amount currency_units;
    Amount rounding_units;
    Hash policy;  // of the policy it was made under
    std::vector<EvidenceId> evidence;
    std::string inputs;     // canonical JSON of the facts by value; decide(inputs) gives this again
    bool observed = false;  // mode = observe: recorded, nothing posted
    Amount fee_units;       // of the deposit's asset; a ruling's alone

    bool operator==(const Decision&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"deposit", &Decision::deposit},
                          Field{"number", &Decision::number},
                          Field{"at", &Decision::at},
                          Field{"verdict", &Decision::verdict},
                          Field{"rule", &Decision::rule},
                          Field{"reason", &Decision::reason},
                          Field{"needs", &Decision::needs},
                          Field{"account", &Decision::account},
                          Field{"currency", &Decision::currency},
                          Field{"currency_units", &Decision::currency_units},
                          Field{"rounding_units", &Decision::rounding_units},
                          Field{"policy", &Decision::policy},
                          Field{"evidence", &Decision::evidence},
                          Field{"inputs", &Decision::inputs},
                          Field{"observed", &Decision::observed},
                          Field{"fee_units", &Decision::fee_units}};
    }
};

}  // namespace homing
