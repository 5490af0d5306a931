#include "recovery/facts.h"

#include <algorithm>
#include <set>

#include "core/json.h"
#include "matcher/naming.h"
#include "store/custody_book.h"

namespace homing {
namespace {

std::optional<std::string> only_account(const std::vector<Route>& routes) {
    if (routes.empty()) return std::nullopt;
    const bool same = std::all_of(routes.begin(), routes.end(), [&](const Route& r) {
        return r.account == routes.front().account;
    });
    return same ? std::optional(routes.front().account) : std::nullopt;
}

// Told for a shared address with exactly this memo; a memo is told to few.
std::vector<Route> routes_told(Draft& draft, const Fingerprint& fingerprint,
                               const std::optional<std::string>& memo) {
    constexpr std::size_t kRoutesMax = 64;
    std::vector<Route> routes;
    for (auto& row : draft.checked(
             load_by_index<Route>(draft.reader(), routes_by_memo(fingerprint, memo), kRoutesMax))) {
        routes.push_back(std::move(row.record));
    }
    return routes;
}

// Whether the recipient is itself a token contract that the book knows, or the asset's own.
bool is_token_contract(Draft& draft, const Transfer& transfer) {
    if (transfer.network.name_space() != "eip155") return false;
    std::string address = transfer.recipient_address;
    std::transform(address.begin(), address.end(), address.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const Result<AssetId> token = AssetId::parse(transfer.network.str() + "/erc20:" + address);
    if (!token) return false;
    return *token == transfer.asset || draft.checked(find_asset(draft.reader(), *token));
}

std::string text_of(const Json& body, const char* name) {
    const auto found = body.find(name);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Answer ledger_answer(const Evidence& evidence) {
    const Result<Json> body = parse_json(evidence.body);
    if (!body) return Answer::kUnknown;
    const std::string credited = text_of(*body, "credited");
    return credited == "yes" ? Answer::kYes : credited == "no" ? Answer::kNo : Answer::kUnknown;
}

// Whether what was there after is what was there before and the sum of the logs.
Answer balance_answer(const Evidence& evidence, const Deposit& deposit) {
    const Result<Json> body = parse_json(evidence.body);
    if (!body || text_of(*body, "block") != deposit.block.hash) return Answer::kUnknown;
    const Result<Amount> before = Amount::parse(text_of(*body, "before"));
    const Result<Amount> after = Amount::parse(text_of(*body, "after"));
    const Result<Amount> sum = Amount::parse(text_of(*body, "sum"));
    if (!before || !after || !sum) return Answer::kUnknown;
    const bool moved = *sum >= deposit.transfer.units && before->checked_add(*sum) == *after;
    return moved ? Answer::kYes : Answer::kNo;
}

// Of answers of one moment yes counts before no, and no before unknown.
int weight(const Evidence& evidence) {
    if (evidence.kind != EvidenceKind::kLedgerAnswer) return 0;
    const Answer answer = ledger_answer(evidence);
    return answer == Answer::kYes ? 2 : answer == Answer::kNo ? 1 : 0;
}

// The latest evidence of a kind that speaks of the deposit's present inclusion.
const Evidence* latest(const std::vector<Evidence>& all, EvidenceKind kind,
                       const Deposit& deposit) {
    const Evidence* best = nullptr;
    for (const Evidence& evidence : all) {
        if (evidence.kind != kind) continue;
        if (kind == EvidenceKind::kBalanceDelta &&
            balance_answer(evidence, deposit) == Answer::kUnknown) {
            continue;
        }
        if (!best || evidence.at > best->at ||
            (evidence.at == best->at && weight(evidence) > weight(*best))) {
            best = &evidence;
        }
    }
    return best;
}

bool is_asking(const Claim& claim) {
    return claim.state != ClaimState::kAnswered && claim.state != ClaimState::kWithdrawn &&
           claim.state != ClaimState::kClosed;
}

// The one open account with a standing claim that a personal sender's signature proves.
std::optional<std::string> proven_claimant(Draft& draft, const Deposit& deposit,
                                           const std::vector<Evidence>& evidence,
                                           std::vector<EvidenceId>& used) {
    std::set<std::string> asking;
    for (const Claim& claim : draft.list_by_index<Claim>(claims_by_deposit(deposit.id))) {
        if (is_asking(claim) && claim.state == ClaimState::kProven) asking.insert(claim.account);
    }
    std::set<std::string> proven;
    for (const Evidence& fact : evidence) {
        const Result<Json> body = parse_json(fact.body);
        if (fact.kind != EvidenceKind::kProof || !body || text_of(*body, "outcome") != "valid" ||
            text_of(*body, "sender_class") != "personal" ||
            !asking.contains(text_of(*body, "account"))) {
            continue;
        }
        proven.insert(text_of(*body, "account"));
        used.push_back(fact.id);
    }
    if (proven.size() != 1) return std::nullopt;
    const auto account = draft.checked(find_account(draft.reader(), *proven.begin()));
    if (!account || account->closed) return std::nullopt;
    return account->id;
}

// Notes whether the sender gives back what we paid it: the same asset, no more than was paid, not
// long after.
void note_payouts(Draft& draft, const Transfer& transfer, Time block_time, CustodyFacts& facts) {
    constexpr Duration kBackWithin = std::chrono::hours(24 * 30);
    const auto paid =
        draft.checked(find_withdrawals(draft.reader(), transfer.sender, block_time - kBackWithin));
    std::set<std::string> accounts;
    for (const Withdrawal& one : paid) {
        if (one.asset != transfer.asset || one.units < transfer.units || one.at > block_time) {
            continue;
        }
        (one.is_return ? facts.is_own_return : facts.is_bounce) = true;
        if (!one.is_return) accounts.insert(one.account);
    }
    if (facts.owner || accounts.size() != 1) return;
    facts.owner = draft.checked(find_account(draft.reader(), *accounts.begin()));
}

// Blocks that must still come on top of the deposit's before it can be spent.
std::uint32_t maturity_left(Draft& draft, const Deposit& deposit) {
    const std::uint32_t wanted = deposit.transfer.maturity;
    if (wanted == 0) return 0;
    const auto cursor = draft.get<Cursor>(cursor_key(deposit.transfer.network));
    const std::uint64_t height = deposit.block.height;
    const std::uint64_t on_top =
        cursor && cursor->block.height > height ? cursor->block.height - height : 0;
    return on_top >= wanted ? 0 : wanted - static_cast<std::uint32_t>(on_top);
}

// A claim without proof holds nothing where the address or a proof names the owner. Where neither
// does, nothing moves without a person, and every claim belongs on their table.
std::vector<std::string> claimants_of(Draft& draft, const Deposit& deposit, bool is_proven) {
    std::set<std::string> accounts;
    for (const Claim& claim : draft.list_by_index<Claim>(claims_by_deposit(deposit.id))) {
        if (!is_asking(claim)) continue;
        if ((!deposit.owner && !is_proven) || claim.account == deposit.owner ||
            claim.state == ClaimState::kProven) {
            accounts.insert(claim.account);
        }
    }
    return {accounts.begin(), accounts.end()};
}

// An appeal is a person's from the start: no rule may answer it in their place.
bool is_taken(const std::optional<Case>& open_case) {
    return open_case && (open_case->state != CaseState::kOpen || open_case->reason == "appeal" ||
                         !open_case->not_by.empty());
}

}  // namespace

std::optional<CustodyFacts> gather_custody(Draft& draft, const Transfer& transfer,
                                           Time block_time) {
    const auto address = draft.checked(
        load<CustodyAddress>(draft.reader(), custody_address_key(transfer.recipient)));
    if (!address) return std::nullopt;
    CustodyFacts facts;
    facts.address = address->record;
    std::optional<std::string> owner;
    if (facts.address->role == AddressRole::kShared) {
        facts.routes = routes_told(draft, transfer.recipient, std::nullopt);
        for (const MemoReading& reading : memo_readings(transfer)) {
            for (Route& route : routes_told(draft, transfer.recipient, reading.memo)) {
                facts.memo_routes.push_back({reading, std::move(route)});
            }
        }
        owner = name_by_memo(facts.memo_routes, block_time).account;
    } else {
        facts.routes = draft.checked(find_custody(draft.reader(), transfer.recipient)).routes;
        owner = only_account(facts.routes);
    }
    if (owner) facts.owner = draft.checked(find_account(draft.reader(), *owner));
    facts.asset = draft.checked(find_asset(draft.reader(), transfer.asset));
    if (!transfer.sender.empty()) {
        facts.sender_is_ours =
            draft
                .checked(load<CustodyAddress>(draft.reader(), custody_address_key(transfer.sender)))
                .has_value();
    }
    facts.recipient_is_token_contract = is_token_contract(draft, transfer);
    if (facts.address->role != AddressRole::kPersonal && !transfer.sender.empty()) {
        note_payouts(draft, transfer, block_time, facts);
    }
    return facts;
}

std::vector<Deposit> small_deposits(Draft& draft, const Deposit& deposit) {
    if (!is_small_and_counted(deposit)) return {};
    const std::string prefix = deposits_below_minimum(*deposit.owner, deposit.transfer.asset);
    std::vector<Deposit> all = draft.list_by_index<Deposit>(prefix, kSmallDepositsMax);
    std::erase_if(all, [&](const Deposit& one) { return one.id == deposit.id; });
    all.push_back(deposit);
    std::ranges::sort(all, {},
                      [](const Deposit& one) { return std::pair(one.block.height, one.id); });
    const auto asset = draft.checked(find_asset(draft.reader(), deposit.transfer.asset));
    std::vector<Amount> units;
    for (const Deposit& one : all) units.push_back(one.transfer.units);
    all.resize(asset ? adds_up(units, asset->minimum) : 0);
    return all;
}

Gathered gather_facts(Draft& draft, const Deposit& deposit, const Classification& classification) {
    Gathered gathered;
    DecisionFacts& facts = gathered.facts;
    const Transfer& transfer = deposit.transfer;
    facts.classification = classification;

    const auto evidence = draft.list<Evidence>(evidence_of(deposit.id));
    if (const Evidence* answer = latest(evidence, EvidenceKind::kLedgerAnswer, deposit)) {
        facts.credited_by_operator = ledger_answer(*answer);
        gathered.ledger_answered = answer->at;
        gathered.evidence.push_back(answer->id);
    }
    if (draft.checked(
            find_past_credit(draft.reader(), transfer.network, transfer.txid, transfer.index))) {
        facts.credited_by_operator = Answer::kYes;
    }
    if (const Evidence* delta = latest(evidence, EvidenceKind::kBalanceDelta, deposit)) {
        facts.balance_moved = balance_answer(*delta, deposit);
        gathered.evidence.push_back(delta->id);
    }
    facts.asset = draft.checked(find_asset(draft.reader(), transfer.asset));
    facts.price = draft.checked(find_price(draft.reader(), transfer.asset));
    facts.proven_claimant = proven_claimant(draft, deposit, evidence, gathered.evidence);
    const auto holder = classification.owner ? classification.owner : facts.proven_claimant;
    for (const std::string& key : hold_keys(deposit, holder)) {
        if (const auto hold = draft.get<Hold>(key)) facts.holds.push_back(hold->subject);
    }
    facts.maturity_left = maturity_left(draft, deposit);
    facts.claimants = claimants_of(draft, deposit, facts.proven_claimant.has_value());
    facts.merged = std::ranges::any_of(small_deposits(draft, deposit),
                                       [&](const Deposit& one) { return one.id == deposit.id; });
    if (classification.owner) {
        const auto owner = draft.checked(find_account(draft.reader(), *classification.owner));
        facts.owner_closed = owner && owner->closed.has_value();
    }
    facts.frozen = deposit.frozen || deposit.compliance;
    if (deposit.open_case)
        facts.case_taken = is_taken(draft.get<Case>(case_key(*deposit.open_case)));
    return gathered;
}

std::vector<std::string> hold_keys(const Deposit& deposit,
                                   const std::optional<std::string>& account) {
    std::vector<std::string> keys = {
        hold_key(HoldScope::kNetwork, deposit.transfer.network.str()),
        hold_key(HoldScope::kAsset, deposit.transfer.asset.str()),
        hold_key(HoldScope::kDeposit, deposit.id.str()),
    };
    if (account) keys.push_back(hold_key(HoldScope::kAccount, *account));
    return keys;
}

Result<void> check_evidence(const Evidence& evidence, const Deposit& deposit) {
    const std::string where = "evidence for deposit " + deposit.id.str();
    if (evidence.deposit != deposit.id) return invalid(where + ": names another deposit");
    const Result<Json> body = parse_json(evidence.body);
    if (!body) return within(where, body.error());
    if (evidence.kind == EvidenceKind::kLedgerAnswer) {
        const std::string credited = text_of(*body, "credited");
        if (credited != "yes" && credited != "no" && credited != "unknown") {
            return invalid(where + ": credited: must be \"yes\", \"no\" or \"unknown\"");
        }
    }
    if (evidence.kind == EvidenceKind::kBalanceDelta) {
        for (const char* name : {"before", "after", "sum"}) {
            if (const auto amount = Amount::parse(text_of(*body, name)); !amount) {
                return within(where + ": " + name, amount.error());
            }
        }
        if (text_of(*body, "block") != deposit.block.hash) {
            return conflict(where + ": was not read at the deposit's block " + deposit.block.hash);
        }
    }
    return {};
}

}  // namespace homing
