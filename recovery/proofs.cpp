#include "recovery/proofs.h"

#include <algorithm>

#include "core/crypto/hash.h"
#include "core/json.h"
#include "recovery/cases.h"
#include "recovery/challenge_text.h"
#include "recovery/claims.h"
#include "recovery/deciding.h"
#include "recovery/disputes.h"
#include "recovery/machines.h"

namespace homing {
namespace {

constexpr std::size_t kNonceLength = 26;
constexpr std::size_t kProofTextMax = 4096;

Result<void> check_nonce(const std::string& nonce) {
    const bool fits =
        nonce.size() == kNonceLength && std::all_of(nonce.begin(), nonce.end(), [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
        });
    return fits ? Result<void>() : Result<void>(invalid("nonce: must be 26 base32 characters"));
}

std::optional<AddressLabel> label_of(Draft& draft, const Transfer& transfer) {
    if (transfer.sender.empty()) return std::nullopt;
    const auto found =
        draft.checked(load<AddressLabel>(draft.reader(), address_label_key(transfer.sender)));
    return found ? std::optional(found->record) : std::nullopt;
}

void add_fact(Draft& draft, const DepositId& deposit, EvidenceKind kind, std::string stated_by,
              const Json& body, Time now) {
    Evidence fact;
    fact.deposit = deposit;
    fact.kind = kind;
    fact.stated_by = std::move(stated_by);
    fact.at = now;
    fact.body = canonical_json(body);
    draft.put(sealed(std::move(fact)));
}

// Who pays from the sending address, once per deposit and answer.
void note_sender(Draft& draft, const Deposit& deposit, Time now) {
    const auto label = label_of(draft, deposit.transfer);
    const Json body = {{"class", to_string(sender_class_of(draft, deposit.transfer))},
                       {"name", label ? label->name : ""}};
    const std::string text = canonical_json(body);
    for (const Evidence& fact : draft.list<Evidence>(evidence_of(deposit.id))) {
        if (fact.kind == EvidenceKind::kSender && fact.body == text) return;
    }
    add_fact(draft, deposit.id, EvidenceKind::kSender, "labels", body, now);
}

// Why nobody could sign for this sender; an empty code where a challenge helps.
Challenged refuse_by_class(SenderClass sender) {
    switch (sender) {
        case SenderClass::kCustodian:
        case SenderClass::kRelayer:
            return {{},
                    "ask_sending_platform",
                    "It was sent from a platform's own wallet, for which no customer can sign. Ask "
                    "the platform for its withdrawal record with this transaction, and hand it "
                    "in."};
        case SenderClass::kMixer:
        case SenderClass::kProgram:
            return {{},
                    "no_proof_possible",
                    "Nobody can prove to be the sender of this transaction. A person looks at the "
                    "claim."};
        case SenderClass::kPersonal:
        case SenderClass::kContract:
            break;
    }
    return {};
}

Result<void> check_open(const Challenge& challenge, const ProofResult& proof, Time now) {
    const std::string name = "challenge " + std::to_string(challenge.number);
    if (challenge.state != ChallengeState::kOpen) {
        return conflict(name + " is " + std::string(to_string(challenge.state)) +
                        ": ask for a new one");
    }
    if (now > challenge.expires + kClockSkewMax) {
        return conflict(name + " has expired: ask for a new one");
    }
    if (proof.text_hash != Hash{sha256(as_bytes(challenge.text))}) {
        return invalid(name + ": another text was checked");
    }
    for (const std::string* text :
         {&proof.signature, &proof.public_key, &proof.standard, &proof.reason}) {
        if (text->size() > kProofTextMax) return invalid(name + ": the proof is too long");
    }
    if (proof.outcome != "valid" && proof.outcome != "inconclusive" && proof.outcome != "invalid") {
        return invalid(name + ": outcome: must be valid, inconclusive or invalid");
    }
    return {};
}

// A single key cannot speak for a contract wallet: a person looks at what it signed.
std::string outcome_of(const ProofResult& proof, SenderClass sender) {
    if (sender == SenderClass::kPersonal) return proof.outcome;
    return sender == SenderClass::kContract ? "inconclusive" : "invalid";
}

Json proof_body(const Challenge& challenge, const ProofResult& proof, SenderClass sender,
                const std::string& outcome) {
    Json body = {{"account", challenge.account},      {"challenge", challenge.number},
                 {"claim", challenge.claim.str()},    {"outcome", outcome},
                 {"public_key", proof.public_key},    {"reason", proof.reason},
                 {"sender_class", to_string(sender)}, {"signature", proof.signature},
                 {"standard", proof.standard},        {"text_hash", proof.text_hash.str()}};
    if (proof.signers_at) {
        body["signers_at"] = {{"hash", proof.signers_at->hash},
                              {"height", proof.signers_at->height}};
    }
    return body;
}

void answer(Draft& draft, Claim& claim, const std::string& code) {
    const auto next = next_state(claim.state, ClaimEvent::kAnswer);
    if (code.empty() || !next) return;
    claim.state = *next;
    claim.answer = code;
    draft.put(claim);
}

// What follows from a valid proof: the rules look again, the deposit is disputed, or what became of
// it may now be told.
void act_on_proof(Draft& draft, const Policy& policy, Claim& claim, Deposit deposit, Time now) {
    if (is_undecided(deposit.state)) {
        decide_deposit(draft, policy, deposit, now);
    } else if (can_be_disputed(draft, deposit, claim.account)) {
        open_dispute(draft, policy, deposit, claim, now);
        draft.put(deposit);
    } else {
        answer(draft, claim, settled_answer(draft, deposit));
    }
}

}  // namespace

void end_challenges(Draft& draft, const ClaimId& claim) {
    for (Challenge& challenge : draft.list<Challenge>(challenges_of(claim))) {
        if (challenge.state != ChallengeState::kOpen) continue;
        challenge.state = ChallengeState::kSuperseded;
        draft.put(challenge);
    }
}

SenderClass sender_class_of(Draft& draft, const Transfer& transfer) {
    if (transfer.sender.empty()) return SenderClass::kProgram;
    const auto label = label_of(draft, transfer);
    return label ? label->sender_class : SenderClass::kPersonal;
}

Result<void> issue_challenge(Draft& draft, const ClaimId& id, const std::string& account,
                             const std::string& domain, const std::string& nonce, Time now,
                             Challenged& result) {
    result = {};
    if (Result<void> checked = check_nonce(nonce); !checked) return checked;
    Result<Claim> claim = find_own_claim(draft, id, account);
    if (!claim) return claim.error();
    if (!next_state(claim->state, ClaimEvent::kProve)) {
        result = {{}, "not_needed", "The claim waits for no proof."};
        return {};
    }
    const auto deposit =
        claim->deposit ? draft.get<Deposit>(deposit_key(*claim->deposit)) : std::nullopt;
    if (!deposit) {
        result = {{},
                  "wait_for_deposit",
                  "There is nothing to sign for until the transaction is final and tells one "
                  "payment to us."};
        return {};
    }
    note_sender(draft, *deposit, now);
    result = refuse_by_class(sender_class_of(draft, deposit->transfer));
    if (!result.code.empty()) return {};
    const auto issued = draft.list<Challenge>(challenges_of(id));
    const auto today = std::count_if(issued.begin(), issued.end(), [&](const Challenge& c) {
        return now - c.issued < std::chrono::hours(24);
    });
    if (static_cast<std::uint32_t>(today) >= kChallengesPerDay) {
        return conflict("claim " + id.str() + ": " + std::to_string(today) +
                        " challenges were issued within 24 hours");
    }
    Challenge challenge;
    challenge.claim = id;
    challenge.number = claim->challenges;
    challenge.deposit = deposit->id;
    challenge.account = account;
    challenge.network = deposit->transfer.network;
    challenge.address = deposit->transfer.sender_address;
    challenge.nonce = nonce;
    challenge.issued = std::chrono::floor<std::chrono::seconds>(now);
    challenge.expires = challenge.issued + kChallengeLifetime;
    const auto asset = draft.get<Asset>(asset_key(deposit->transfer.asset));
    Result<std::string> text = write_challenge_text(challenge, deposit->transfer, asset, domain);
    if (!text) return text.error();
    challenge.text = std::move(*text);
    end_challenges(draft, id);
    draft.put(challenge);
    ++claim->challenges;
    draft.put(*claim);
    result = {std::move(challenge), "sign", "Sign the text with the key of the sending address."};
    return {};
}

Result<void> take_proof(Draft& draft, const Policy& policy, const ClaimId& id,
                        const std::string& account, std::uint32_t number, const ProofResult& proof,
                        Time now, Proved& result) {
    Result<Claim> claim = find_own_claim(draft, id, account);
    if (!claim) return claim.error();
    auto challenge = draft.get<Challenge>(challenge_key(id, number));
    if (draft.error()) return *draft.error();
    if (!challenge) return not_found("claim " + id.str() + " has no such challenge");
    if (Result<void> checked = check_open(*challenge, proof, now); !checked) return checked;
    const auto deposit = draft.get<Deposit>(deposit_key(challenge->deposit));
    const auto proven = next_state(claim->state, ClaimEvent::kProve);
    if (!deposit || claim->deposit != challenge->deposit || !proven) {
        return conflict("claim " + id.str() + " waits for no proof");
    }
    const SenderClass sender = sender_class_of(draft, deposit->transfer);
    const std::string outcome = outcome_of(proof, sender);
    add_fact(draft, deposit->id, EvidenceKind::kProof, "verifier",
             proof_body(*challenge, proof, sender, outcome), now);
    result = {false, "not_verified", *claim};
    if (outcome == "invalid") {
        if (++challenge->failures >= kProofFailuresMax) {
            challenge->state = ChallengeState::kExhausted;
        }
        draft.put(*challenge);
        return {};
    }
    challenge->state = ChallengeState::kSpent;
    draft.put(*challenge);
    if (outcome == "inconclusive") {
        Deposit known = *deposit;
        if (is_undecided(known.state)) open_case(draft, policy, known, "proof_inconclusive", now);
        join_case(draft, known, id, now);
        draft.put(known);
        result.answer = "a_person_looks";
        return {};
    }
    claim->state = *proven;
    draft.put(*claim);
    join_case(draft, *deposit, id, now);
    act_on_proof(draft, policy, *claim, *deposit, now);
    result = {true, "verified", draft.get<Claim>(claim_key(id)).value_or(*claim)};
    return {};
}

}  // namespace homing
