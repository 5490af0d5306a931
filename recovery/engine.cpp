#include "recovery/engine.h"

#include "recovery/cases.h"
#include "recovery/casework.h"
#include "recovery/claims.h"
#include "recovery/deciding.h"
#include "recovery/disputes.h"
#include "recovery/filing.h"
#include "recovery/holds.h"
#include "recovery/indexing.h"
#include "recovery/machines.h"
#include "recovery/rulings.h"
#include "recovery/searches.h"
#include "recovery/step.h"

namespace homing {
namespace {

Result<Deposit> find_deposit(Draft& draft, const DepositId& id) {
    const auto deposit = draft.get<Deposit>(deposit_key(id));
    if (draft.error()) return *draft.error();
    if (!deposit) return not_found("deposit " + id.str() + " does not exist");
    return *deposit;
}

// Records what the rules say now, where they still may say something; else the last decision.
void reconsider_deposit(Draft& draft, const Policy& policy, Deposit deposit, Time now,
                        Decision& decision) {
    if (is_undecided(deposit.state)) {
        link_waiting_claims(draft, deposit, now);
        decision = decide_deposit(draft, policy, deposit, now);
        return;
    }
    if (deposit.decisions == 0) return;
    const auto last = draft.get<Decision>(decision_key(deposit.id, deposit.decisions - 1));
    if (last) decision = *last;
}

}  // namespace

Engine::Engine(Store& store, const Policy& policy, const Staff& staff)
    : store_(store), policy_(policy), staff_(staff) {}

Result<Applied> Engine::apply(const Block& block, Time now) {
    Applied applied;
    const Result<void> done = run_step(store_, "apply", now, [&](Draft& draft) {
        applied = {};
        return apply_block(draft, policy_, block, now, applied);
    });
    if (!done) return done.error();
    return applied;
}

Result<Applied> Engine::reapply(const Block& block, Time now) {
    Applied applied;
    const Result<void> done = run_step(store_, "reapply", now, [&](Draft& draft) {
        applied = {};
        return reapply_block(draft, policy_, block, now, applied);
    });
    if (!done) return done.error();
    return applied;
}

Result<Applied> Engine::undo(const NetworkId& network, const BlockRef& ancestor, Time now) {
    Applied applied;
    const Result<void> done = run_step(store_, "undo", now, [&](Draft& draft) {
        applied = {};
        return undo_blocks(draft, policy_, network, ancestor, now, applied);
    });
    if (!done) return done.error();
    return applied;
}

Result<Decision> Engine::learn(const DepositId& id, const std::vector<Evidence>& facts, Time now) {
    Decision decision;
    const Result<void> done = run_step(store_, "learn", now, [&](Draft& draft) -> Result<void> {
        const Result<Deposit> deposit = find_deposit(draft, id);
        if (!deposit) return deposit.error();
        for (const Evidence& fact : facts) {
            if (fact.kind == EvidenceKind::kProof || fact.kind == EvidenceKind::kConsent) {
                return invalid("evidence for deposit " + id.str() +
                               ": a proof or consent is taken by its own call");
            }
            if (Result<void> checked = check_evidence(fact, *deposit); !checked) return checked;
            const Evidence whole = sealed(fact);
            if (!draft.get<Evidence>(evidence_key(id, whole.id))) draft.put(whole);
        }
        reconsider_deposit(draft, policy_, *deposit, now, decision);
        return {};
    });
    if (!done) return done.error();
    return decision;
}

Result<Decision> Engine::reconsider(const DepositId& id, Time now) {
    return learn(id, {}, now);
}

Result<Decision> Engine::preview(const DepositId& id, Time now) const {
    Draft draft(store_);
    Result<Deposit> deposit = find_deposit(draft, id);
    if (!deposit) return deposit.error();
    Decision decision;
    if (is_undecided(deposit->state)) {
        decision = judge(draft, policy_, *deposit, now).decision;
    } else {
        reconsider_deposit(draft, policy_, *deposit, now, decision);
    }
    if (draft.error()) return *draft.error();
    return decision;
}

Result<Filed> Engine::file(Claim claim, Time now) {
    Filed filed;
    const Result<void> done = run_step(store_, "file", now, [&](Draft& draft) {
        return file_claim(draft, policy_, claim, now, filed);
    });
    if (!done) return done.error();
    return filed;
}

Result<Claim> Engine::withdraw(const ClaimId& claim, const std::string& account, Time now) {
    Claim seen;
    const Result<void> done = run_step(store_, "withdraw", now, [&](Draft& draft) {
        return withdraw_claim(draft, policy_, claim, account, now, seen);
    });
    if (!done) return done.error();
    return seen;
}

Result<Claim> Engine::appeal(const ClaimId& claim, const std::string& account,
                             const std::string& reason, Time now) {
    Claim seen;
    const Result<void> done = run_step(store_, "appeal", now, [&](Draft& draft) {
        return appeal_claim(draft, policy_, claim, account, reason, now, seen);
    });
    if (!done) return done.error();
    return seen;
}

Result<Challenged> Engine::challenge(const ClaimId& claim, const std::string& account,
                                     const std::string& domain, const std::string& nonce,
                                     Time now) {
    Challenged challenged;
    const Result<void> done = run_step(store_, "challenge", now, [&](Draft& draft) {
        return issue_challenge(draft, claim, account, domain, nonce, now, challenged);
    });
    if (!done) return done.error();
    return challenged;
}

Result<Proved> Engine::prove(const ClaimId& claim, const std::string& account, std::uint32_t number,
                             const ProofResult& proof, Time now) {
    Proved proved;
    const Result<void> done = run_step(store_, "prove", now, [&](Draft& draft) {
        return take_proof(draft, policy_, claim, account, number, proof, now, proved);
    });
    if (!done) return done.error();
    return proved;
}

Result<void> Engine::consent(const DepositId& deposit, const std::string& account, bool consents,
                             Time now) {
    return run_step(store_, "consent", now, [&](Draft& draft) {
        return take_consent(draft, deposit, account, consents, now);
    });
}

Result<void> Engine::end_silence(const DepositId& deposit, Time now) {
    return run_step(store_, "end_silence", now,
                    [&](Draft& draft) { return homing::end_silence(draft, deposit, now); });
}

Result<std::string> Engine::ruling_payload(const CaseId& case_id, RulingAction action,
                                           const std::string& code,
                                           const std::string& account) const {
    Draft draft(store_);
    const auto record = draft.get<Case>(case_key(case_id));
    const std::uint32_t number = record ? record->rulings : 0;
    return write_payload(draft, policy_, case_id, action, code, account, number);
}

Result<Ruling> Engine::propose(const CaseId& case_id, const std::string& payload,
                               const Signed& proposer, Time now) {
    Ruling ruling;
    const Result<void> done = run_step(store_, "propose", now, [&](Draft& draft) {
        return propose_ruling(draft, policy_, staff_, case_id, payload, proposer, now, ruling);
    });
    if (!done) return done.error();
    return ruling;
}

Result<Ruling> Engine::approve(const CaseId& case_id, const Hash& payload_hash,
                               const Signed& approver, Time now) {
    Ruling ruling;
    const Result<void> done = run_step(store_, "approve", now, [&](Draft& draft) {
        return approve_ruling(draft, policy_, staff_, case_id, payload_hash, approver, now, ruling);
    });
    if (!done) return done.error();
    if (ruling.state == RulingState::kVoid) {
        return conflict("case " + case_id.str() +
                        ": the facts changed since the proposal, which is void now");
    }
    return ruling;
}

Result<Case> Engine::work(const CaseId& case_id, const CaseEntry& entry, Time now) {
    Case record;
    const Result<void> done = run_step(store_, "work", now, [&](Draft& draft) {
        return work_on_case(draft, staff_, case_id, entry, now, record);
    });
    if (!done) return done.error();
    return record;
}

Result<std::size_t> Engine::tick(Time now, std::size_t limit) {
    const auto due = load_by_index<Case>(store_, cases_by_look(), limit);
    if (!due) return due.error();
    std::size_t ticked = 0;
    for (const Versioned<Case>& one : *due) {
        if (one.record.look_again > now) break;
        bool is_news = false;
        const Result<void> done = run_step(store_, "tick", now, [&](Draft& draft) -> Result<void> {
            is_news = tick_case(draft, one.record.id, now);
            const Result<void> ended = homing::end_silence(draft, one.record.deposit, now);
            const bool is_due = ended || (ended.error().code != Code::kConflict &&
                                          ended.error().code != Code::kNotFound);
            return is_due ? ended : Result<void>();
        });
        if (!done) return done.error();
        ticked += is_news;
    }
    return ticked;
}

Result<Hold> Engine::hold(HoldScope scope, const std::string& subject, const std::string& reason,
                          const std::string& by, Time now) {
    Hold placed;
    const Result<void> done = run_step(store_, "hold", now, [&](Draft& draft) {
        return place_hold(draft, staff_, {scope, subject, reason, by, now, {}}, placed);
    });
    if (!done) return done.error();
    return placed;
}

Result<void> Engine::release(HoldScope scope, const std::string& subject, const std::string& by,
                             Time now) {
    return run_step(store_, "release", now,
                    [&](Draft& draft) { return release_hold(draft, staff_, scope, subject, by); });
}

Result<Search> Engine::record_search(const StaffMember& person, const Search& search, Time now) {
    Search recorded;
    const Result<void> done = run_step(store_, "search", now, [&](Draft& draft) {
        return homing::record_search(draft, policy_, person, search, now, recorded);
    });
    if (!done) return done.error();
    return recorded;
}

Result<void> Engine::acknowledge(const std::string& key, const std::string& external_id, Time now) {
    return run_step(store_, "acknowledge", now, [&](Draft& draft) -> Result<void> {
        if (const auto known = draft.get<OutboxAck>(outbox_ack_key(key))) {
            if (known->external_id == external_id) return {};
            return conflict("message " + key + " was acknowledged as " + known->external_id +
                            ", not as " + external_id.substr(0, 80));
        }
        draft.put(OutboxAck{key, external_id, now});
        return {};
    });
}

}  // namespace homing
