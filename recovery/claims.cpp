#include "recovery/claims.h"

#include <algorithm>

#include "core/crypto/hash.h"
#include "core/json.h"
#include "recovery/cases.h"
#include "recovery/machines.h"
#include "recovery/proofs.h"
#include "store/custody_book.h"

namespace homing {
namespace {

constexpr std::size_t kTypedLengthMax = 256;
constexpr std::size_t kTxidLengthMax = 128;
constexpr std::size_t kEvmTxidLength = 66;

bool is_txid_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '+' || c == '/' || c == '=';
}

// Hex of 32 bytes with or without prefix, or what other chains write: letters and digits.
Result<void> check_txid(std::string& txid) {
    if (txid.empty() || txid.size() > kTxidLengthMax ||
        !std::all_of(txid.begin(), txid.end(), is_txid_character)) {
        return invalid("txid: must be 1 to 128 letters, digits or -_+/=");
    }
    const bool is_prefixed = txid.starts_with("0x") || txid.starts_with("0X");
    const Result<Bytes> bytes = parse_hex(without_0x(txid));
    if (is_prefixed && (!bytes || txid.size() != kEvmTxidLength)) {
        return invalid("txid: must be 0x and 64 hex digits");
    }
    if (bytes && bytes->size() == 32) {
        std::transform(txid.begin(), txid.end(), txid.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    }
    return {};
}

void add_evidence(Draft& draft, const DepositId& deposit, EvidenceKind kind, const Json& body,
                  std::string stated_by, Time now) {
    Evidence evidence;
    evidence.deposit = deposit;
    evidence.kind = kind;
    evidence.stated_by = std::move(stated_by);
    evidence.at = now;
    evidence.body = canonical_json(body);
    draft.put(sealed(std::move(evidence)));
}

bool step_claim(Claim& claim, ClaimEvent event) {
    const auto next = next_state(claim.state, event);
    if (next) claim.state = *next;
    return next.has_value();
}

// How often the sender's earlier deposits were credited to this account, when to no other ever.
std::uint64_t times_sent_before(Draft& draft, const Claim& claim, const Deposit& deposit) {
    if (sender_class_of(draft, deposit.transfer) != SenderClass::kPersonal) return 0;
    const auto history = draft.checked(
        find_sender_history(draft.reader(), deposit.transfer.sender, deposit.block_time));
    if (history.size() != 1 || history.front().account != claim.account) return 0;
    return history.front().times;
}

}  // namespace

ClaimId claim_id(const Claim& claim) {
    HashBuilder builder;
    builder.add("claim").add(claim.account).add(claim.network.str()).add(claim.txid);
    if (claim.ordinal > 0) builder.add(std::to_string(claim.ordinal));
    const Hash hash = builder.finish();
    ClaimId id;
    std::copy_n(hash.bytes.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

Result<Claim> find_own_claim(Draft& draft, const ClaimId& id, const std::string& account) {
    const auto claim = draft.get<Claim>(claim_key(id));
    if (draft.error()) return *draft.error();
    if (!claim || claim->account != account) {
        return not_found("account " + account.substr(0, 80) + " has no claim " + id.str());
    }
    return *claim;
}

Result<void> check_claim(Claim& claim) {
    if (claim.account.empty()) return invalid("account: is missing");
    if (claim.network.empty()) return invalid("network: is missing");
    if (claim.amount_typed.size() > kTypedLengthMax) return invalid("amount_typed: is too long");
    if (claim.memo_typed.size() > kTypedLengthMax) return invalid("memo_typed: is too long");
    if (claim.asset && claim.asset->network() != claim.network) {
        return invalid("asset: is not of network " + claim.network.str());
    }
    return check_txid(claim.txid);
}

std::optional<Deposit> find_claimed(Draft& draft, const Claim& claim) {
    std::vector<Deposit> found =
        draft.list_by_index<Deposit>(deposits_by_txid(claim.network, claim.txid));
    if (claim.asset) {
        std::erase_if(found, [&](const Deposit& d) { return d.transfer.asset != *claim.asset; });
    }
    const auto own = std::find_if(found.begin(), found.end(),
                                  [&](const Deposit& d) { return d.owner == claim.account; });
    if (own != found.end()) return *own;
    if (found.size() == 1) return found.front();
    return std::nullopt;
}

void link_claim(Draft& draft, Claim& claim, const Deposit& deposit, Time now) {
    claim.deposit = deposit.id;
    add_evidence(draft, deposit.id, EvidenceKind::kClaimFiled,
                 {{"account", claim.account}, {"claim", claim.id.str()}}, "claimant", now);
    if (deposit.owner == claim.account) {
        step_claim(claim, ClaimEvent::kProve);
        const std::string answer = settled_answer(draft, deposit);
        if (!answer.empty() && step_claim(claim, ClaimEvent::kAnswer)) claim.answer = answer;
    } else if (const std::uint64_t times = times_sent_before(draft, claim, deposit); times > 0) {
        add_evidence(draft, deposit.id, EvidenceKind::kSenderHistory,
                     {{"account", claim.account}, {"times", times}}, "custody book", now);
        step_claim(claim, ClaimEvent::kProve);
    } else {
        step_claim(claim, ClaimEvent::kAskProof);
    }
    draft.put(claim);
    join_case(draft, deposit, claim.id, now);
}

void link_waiting_claims(Draft& draft, const Deposit& deposit, Time now) {
    const auto prefix = claims_by_txid(deposit.transfer.network, deposit.transfer.txid);
    for (Claim& claim : draft.list_by_index<Claim>(prefix)) {
        if (claim.state == ClaimState::kWithdrawn || claim.state == ClaimState::kClosed) continue;
        const bool fits = !claim.asset || *claim.asset == deposit.transfer.asset;
        if (!claim.deposit && fits) link_claim(draft, claim, deposit, now);
    }
}

void answer_claims(Draft& draft, const Deposit& deposit, const std::string& account,
                   const std::string& code) {
    for (Claim& claim : draft.list_by_index<Claim>(claims_by_deposit(deposit.id))) {
        if (claim.account != account || !step_claim(claim, ClaimEvent::kAnswer)) continue;
        claim.answer = code;
        draft.put(claim);
    }
}

Claim as_filer_sees(const Claim& claim) {
    Claim seen = claim;
    if (seen.state == ClaimState::kReceived) seen.state = ClaimState::kNeedProof;
    if (seen.state == ClaimState::kNeedProof || seen.state == ClaimState::kWithdrawn) {
        seen.deposit.reset();
    }
    return seen;
}

std::string settled_answer(Draft& draft, const Deposit& deposit) {
    switch (deposit.state) {
        case DepositState::kCredited:
            return "already_credited";
        case DepositState::kLeftToOperator:
            return "left_to_operator";
        case DepositState::kRefused: {
            const auto last = draft.get<Decision>(decision_key(deposit.id, deposit.decisions - 1));
            return last ? last->rule : "refused";
        }
        case DepositState::kReturned:
        case DepositState::kSent:
        case DepositState::kPooled:
        case DepositState::kWrittenOff:
            return std::string(to_string(deposit.state));
        case DepositState::kSeen:
        case DepositState::kFinal:
        case DepositState::kAttributed:
        case DepositState::kUnclaimed:
        case DepositState::kVanished:
            return {};
    }
    return {};
}

}  // namespace homing
