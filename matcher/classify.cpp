#include <algorithm>
#include <array>

#include "core/check.h"
#include "matcher/faults.h"
#include "matcher/matcher.h"
#include "matcher/naming.h"
#include "matcher/reach.h"

namespace homing {
namespace {

// What a fault's predicate looks at.
struct Arrival {
    const Transfer& transfer;
    Time time;
    const CustodyFacts& facts;
    Naming memo;  // of a shared address

    const CustodyAddress& address() const { return *facts.address; }
    // How the customer was told: by the address, or by the memo.
    const std::vector<Route>& routes() const {
        return address().role == AddressRole::kShared ? memo.routes : facts.routes;
    }
};

bool is_shared(const Arrival& a) {
    return a.address().role == AddressRole::kShared;
}

// No asset has 2^200 base units in the world; a token that says so would overflow the books.
constexpr unsigned kUnitsBitsMax = 200;

bool is_refused(const Arrival& a) {
    const std::string& rule = a.transfer.refused_by;
    const bool is_spoof = !may_be_moved_by_hand(rule) && rule != kInexactAmount;
    return is_spoof || a.transfer.units.is_zero() || a.transfer.units.bit_width() > kUnitsBitsMax;
}

bool is_internal(const Arrival& a) {
    return a.facts.sender_is_ours;
}

// Somebody who pays a customer of ours by name brings nothing back.
bool names_no_customer(const Arrival& a) {
    return a.address().role != AddressRole::kPersonal && a.memo.routes.empty();
}

bool is_returned_return(const Arrival& a) {
    return a.facts.is_own_return && names_no_customer(a);
}

bool is_bounced(const Arrival& a) {
    return a.facts.is_bounce && names_no_customer(a);
}

bool pays_token_contract(const Arrival& a) {
    return a.facts.recipient_is_token_contract;
}

bool pays_treasury(const Arrival& a) {
    return a.address().role == AddressRole::kHot || a.address().role == AddressRole::kCold;
}

// Our key in a script that was issued to nobody: others may hold a key to it too.
bool is_odd_script(const Arrival& a) {
    return a.transfer.refused_by == kOddScript;
}

bool is_inscribed(const Arrival& a) {
    return a.transfer.refused_by == kInscribedOutput;
}

bool has_no_memo(const Arrival& a) {
    return is_shared(a) && !a.transfer.memo && a.memo.routes.empty();
}

// Nobody was told this memo with this address, however it is read.
bool has_unknown_memo(const Arrival& a) {
    return is_shared(a) && a.memo.routes.empty();
}

bool names_several(const Arrival& a) {
    return is_shared(a) && a.memo.ambiguous;
}

// A cleaned reading names one customer.
bool has_malformed_memo(const Arrival& a) {
    return is_shared(a) && a.memo.grade > 0;
}

bool owner_was_closed(const Arrival& a) {
    const auto& owner = a.facts.owner;
    return owner && owner->closed && *owner->closed <= a.time;
}

bool was_told_on_network(const Arrival& a) {
    return std::any_of(a.routes().begin(), a.routes().end(),
                       [&](const Route& r) { return r.network == a.transfer.network; });
}

bool is_other_network(const Arrival& a) {
    return a.address().network != a.transfer.network && !was_told_on_network(a);
}

bool is_segwit(std::string_view address) {
    constexpr std::array kPrefixes =
        std::to_array<std::string_view>({"bc1", "tb1", "bcrt1", "ltc1", "tltc1", "rltc1"});
    return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                       [&](std::string_view prefix) { return address.starts_with(prefix); });
}

// The same key or script on another of Bitcoin's kin, or in another form of address.
bool is_twin(const Arrival& a) {
    if (a.transfer.network.name_space() != "bip122" ||
        a.address().network.name_space() != "bip122") {
        return false;
    }
    if (is_other_network(a)) return true;
    return a.address().network == a.transfer.network &&
           a.address().fingerprint.key_class == KeyClass::kHash160 &&
           is_segwit(a.address().address) != is_segwit(a.transfer.recipient_address);
}

bool is_foreign_contract(const Arrival& a) {
    return a.address().wallet == WalletKind::kContract && is_other_network(a);
}

bool is_retired(const Arrival& a) {
    return a.address().retired && *a.address().retired <= a.time;
}

bool is_open(const Route& route, const Arrival& a) {
    return route.network == a.transfer.network && route.since <= a.time &&
           (!route.until || a.time < *route.until);
}

bool has_no_open_route(const Arrival& a) {
    return std::none_of(a.routes().begin(), a.routes().end(),
                        [&](const Route& r) { return is_open(r, a); });
}

// Not listed at all, or not among the assets that any open route was told for.
bool is_unlisted(const Arrival& a) {
    return !a.facts.asset ||
           std::none_of(a.routes().begin(), a.routes().end(), [&](const Route& r) {
               return is_open(r, a) &&
                      (r.assets.empty() || std::find(r.assets.begin(), r.assets.end(),
                                                     a.transfer.asset) != r.assets.end());
           });
}

bool is_delisted(const Arrival& a) {
    return a.facts.asset && a.facts.asset->delisted && *a.facts.asset->delisted <= a.time;
}

bool is_below_minimum(const Arrival& a) {
    return a.facts.asset && a.transfer.units < a.facts.asset->minimum;
}

// Whether the address and time, or what we paid out, name the owner without a claim.
enum class OwnerRule { kNobody, kRoutes, kWithdrawal };

struct FaultRow {
    Fault fault;
    bool (*applies)(const Arrival&);
    OwnerRule owner;
};

// The first row that applies names the fault. docs/architecture.md ("Faults") says why this order.
constexpr std::array kRows = {
    FaultRow{Fault::kSpoofRefused, is_refused, OwnerRule::kNobody},
    FaultRow{Fault::kInternalTransfer, is_internal, OwnerRule::kNobody},
    FaultRow{Fault::kRefundLoop, is_returned_return, OwnerRule::kNobody},
    FaultRow{Fault::kBouncedWithdrawal, is_bounced, OwnerRule::kWithdrawal},
    FaultRow{Fault::kTokenContract, pays_token_contract, OwnerRule::kNobody},
    FaultRow{Fault::kTreasuryAddress, pays_treasury, OwnerRule::kNobody},
    FaultRow{Fault::kMemoMissing, has_no_memo, OwnerRule::kNobody},
    FaultRow{Fault::kMemoUnknown, has_unknown_memo, OwnerRule::kNobody},
    FaultRow{Fault::kMemoMalformed, names_several, OwnerRule::kNobody},
    FaultRow{Fault::kInscribedOutput, is_odd_script, OwnerRule::kNobody},
    FaultRow{Fault::kInscribedOutput, is_inscribed, OwnerRule::kRoutes},
    FaultRow{Fault::kClosedAccount, owner_was_closed, OwnerRule::kRoutes},
    FaultRow{Fault::kContractAddress, is_foreign_contract, OwnerRule::kRoutes},
    FaultRow{Fault::kUtxoTwin, is_twin, OwnerRule::kRoutes},
    FaultRow{Fault::kWrongNetwork, is_other_network, OwnerRule::kRoutes},
    FaultRow{Fault::kRetiredAddress, is_retired, OwnerRule::kRoutes},
    FaultRow{Fault::kRouteClosed, has_no_open_route, OwnerRule::kRoutes},
    FaultRow{Fault::kUnlistedAsset, is_unlisted, OwnerRule::kRoutes},
    FaultRow{Fault::kDelistedAsset, is_delisted, OwnerRule::kRoutes},
    FaultRow{Fault::kBelowMinimum, is_below_minimum, OwnerRule::kRoutes},
    FaultRow{Fault::kMemoMalformed, has_malformed_memo, OwnerRule::kRoutes},
};

// An address may have been somebody else's before its first route: what came earlier names nobody.
bool came_after_first_route(const Arrival& a) {
    return std::any_of(a.routes().begin(), a.routes().end(),
                       [&](const Route& r) { return r.since <= a.time; });
}

std::optional<std::string> owner_of(const Arrival& a, OwnerRule rule) {
    const bool is_named =
        rule == OwnerRule::kWithdrawal || (rule == OwnerRule::kRoutes && came_after_first_route(a));
    if (!is_named || !a.facts.owner) return std::nullopt;
    return a.facts.owner->id;
}

// The reach table's cell; what a plain sweep would lose is for hands.
ReachRow reach_of(const Arrival& a) {
    if (a.facts.recipient_is_token_contract) return token_contract_reach();
    ReachRow reach = find_reach(a.address(), a.transfer.network);
    if (reach.reach != Reach::kAutomatic) return reach;
    if (is_odd_script(a)) {
        reach.reach = Reach::kManual;
        reach.reason = "B3: our key stands in a script of its own; see who else may spend it";
    } else if (is_inscribed(a)) {
        reach.reach = Reach::kManual;
        reach.reason = "B4: a plain sweep would burn what rides on the output";
    }
    return reach;
}

}  // namespace

Classification classify(const Transfer& transfer, Time block_time, const CustodyFacts& facts) {
    CHECK(facts.address.has_value());
    const Arrival arrival{transfer, block_time, facts, name_by_memo(facts.memo_routes, block_time)};
    const auto row = std::find_if(kRows.begin(), kRows.end(),
                                  [&](const FaultRow& r) { return r.applies(arrival); });
    const ReachRow reach = reach_of(arrival);
    Classification result;
    result.fault = row == kRows.end() ? Fault::kNone : row->fault;
    result.reach = reach.reach;
    result.reach_reason = reach.reason;
    result.owner = owner_of(arrival, row == kRows.end() ? OwnerRule::kRoutes : row->owner);
    if (is_shared(arrival)) {
        result.memo_grade = arrival.memo.grade;
        result.memo_steps = arrival.memo.steps;
        result.memo_ambiguous = arrival.memo.ambiguous;
    }
    return result;
}

bool may_be_moved_by_hand(std::string_view refused_by) {
    return refused_by.empty() || refused_by == kOddScript || refused_by == kInscribedOutput;
}

std::vector<Fault> fault_order() {
    std::vector<Fault> order;
    for (const FaultRow& row : kRows) order.push_back(row.fault);
    order.push_back(Fault::kNone);
    return order;
}

}  // namespace homing
