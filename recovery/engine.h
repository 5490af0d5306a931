#pragma once

#include <string>
#include <vector>

#include "core/model/case.h"
#include "core/model/case_entry.h"
#include "core/model/claim.h"
#include "core/model/decision.h"
#include "core/model/evidence.h"
#include "core/model/hold.h"
#include "core/model/policy.h"
#include "core/model/search.h"
#include "core/model/transfer.h"
#include "recovery/proofs.h"
#include "recovery/roles.h"
#include "store/store.h"

// What may happen to a deposit, a claim and a case, and in what order. Every call ends in one
// commit, whole or not at all; money moves only by the guard in recovery/guard.h. One thread calls
// an Engine.
namespace homing {

// What one applied block did, for logs and tables.
struct Applied {
    std::uint64_t deposits_new = 0;
    std::vector<DepositId> deposits;  // new, or included again
    bool repeated = false;            // the block had been applied before; nothing was written
};

// How a filed claim stands, as far as its filer may know.
struct Filed {
    Claim claim;
    bool repeated = false;  // the same claim had been filed before
};

class Engine {
  public:
    // All must outlive the engine.
    Engine(Store& store, const Policy& policy, const Staff& staff);

    // Indexes a final block: the next after the network's cursor (or the first ever). kConflict
    // when its parent is not the cursor's block (call undo first) or blocks are missing in between.
    Result<Applied> apply(const Block& block, Time now);

    // Indexes what the book did not know when the block was first read; the cursor stays. Safe to
    // repeat. kConflict when the block is not the one in the kept headers.
    Result<Applied> reapply(const Block& block, Time now);

    // Takes back every final block above the ancestor, any depth that headers are kept for: the
    // cursor moves, uncredited deposits become vanished, credited ones reversal_open with a case.
    Result<Applied> undo(const NetworkId& network, const BlockRef& ancestor, Time now);

    // Records facts that app asked for (ledger answer, balance delta) and decides again.
    // kNotFound when the deposit does not exist; a repeated fact changes nothing.
    Result<Decision> learn(const DepositId& deposit, const std::vector<Evidence>& facts, Time now);

    // Decides again with what the store now knows (a price, a released hold, a new route); the
    // recorded decision, or the last one when nothing changed.
    Result<Decision> reconsider(const DepositId& deposit, Time now);

    // What reconsider would record, without recording it (match --dry-run).
    Result<Decision> preview(const DepositId& deposit, Time now) const;

    // Files a claim. The same account, network and txid again answers the first claim. May come
    // before its deposit. Errors as file_claim.
    Result<Filed> file(Claim claim, Time now);
    // The claimant asks no longer, or asks for another look. Both answer the claim as its filer may
    // see it. Errors as withdraw_claim and appeal_claim.
    Result<Claim> withdraw(const ClaimId& claim, const std::string& account, Time now);
    Result<Claim> appeal(const ClaimId& claim, const std::string& account,
                         const std::string& reason, Time now);

    // A text for the claimant to sign with the sender's key, or why none would help. `nonce` is 26
    // characters of base32, fresh from the operating system. Errors as issue_challenge.
    Result<Challenged> challenge(const ClaimId& claim, const std::string& account,
                                 const std::string& domain, const std::string& nonce, Time now);
    // Takes what app found when it checked the signature on a challenge, and decides the deposit
    // again. Errors as take_proof.
    Result<Proved> prove(const ClaimId& claim, const std::string& account, std::uint32_t number,
                         const ProofResult& proof, Time now);

    // The holder's word on a deposit that another customer proved to have sent.
    Result<void> consent(const DepositId& deposit, const std::string& account, bool consents,
                         Time now);
    // Ends the freeze of a disputed amount whose holder did not answer in time; kConflict before.
    Result<void> end_silence(const DepositId& deposit, Time now);

    // The exact payload an agent would sign for an action on a case; nobody types an amount, asset
    // or recipient. kInvalid when the action does not fit the case.
    Result<std::string> ruling_payload(const CaseId& case_id, RulingAction action,
                                       const std::string& code, const std::string& account) const;

    // The proposer's signature is over SHA-256(payload); the payload must be what ruling_payload
    // answers now. Below the two-person limit the ruling acts at once.
    struct Signed {
        std::string by;
        Ed25519Signature signature{};
    };
    Result<Ruling> propose(const CaseId& case_id, const std::string& payload,
                           const Signed& proposer, Time now);
    // Approves the open proposal of a case; the approver signed the same hash and is neither the
    // proposer nor linked to the beneficiary. kConflict when the facts changed since (ruling void).
    Result<Ruling> approve(const CaseId& case_id, const Hash& payload_hash, const Signed& approver,
                           Time now);

    // What staff do on a case besides ruling: entry.kind (taken, assigned, noted, asked, answered,
    // paused, resumed), entry.by and entry.text say what. kInvalid for whom it is not.
    Result<Case> work(const CaseId& case_id, const CaseEntry& entry, Time now);

    // Records every warning, breach and end of a pause whose time has come, each once, with a
    // message to staff; how many cases had one. Ends the freeze of disputed amounts whose holder
    // was silent until the decision was due. At most `limit` cases, the most urgent first.
    Result<std::size_t> tick(Time now, std::size_t limit = 256);

    // One person holds, two release.
    Result<Hold> hold(HoldScope scope, const std::string& subject, const std::string& reason,
                      const std::string& by, Time now);
    Result<void> release(HoldScope scope, const std::string& subject, const std::string& by,
                         Time now);

    // Records a look-up before its answer is shown. Errors as record_search.
    Result<Search> record_search(const StaffMember& person, const Search& search, Time now);

    // The receiver has an outbox message.
    Result<void> acknowledge(const std::string& key, const std::string& external_id, Time now);

  private:
    Store& store_;
    const Policy& policy_;
    const Staff& staff_;
};

}  // namespace homing
