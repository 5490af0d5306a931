#include <map>
#include <set>

#include "core/crypto/hash.h"
#include "core/json.h"
#include "recovery/claims.h"
#include "recovery/clocks.h"
#include "recovery/table_stream.h"

// Laws over what reaches people and receivers: effects, rulings, requests and clocks.
namespace homing {
namespace {

Result<void> check_acknowledgements(const Reader& reader, LawBook& book,
                                    std::set<std::string>& acknowledged) {
    std::map<std::string, std::string> external_ids;
    return for_each_row<OutboxAck>(reader, book, [&](const OutboxAck& ack, std::uint64_t) {
        acknowledged.insert(ack.key);
        const auto [first, is_new] = external_ids.try_emplace(ack.external_id, ack.key);
        if (!is_new) {
            book.breach(9, "receiver's id " + ack.external_id + " stands for both " +
                               first->second + " and " + ack.key);
        }
    });
}

// Each credit is one effect: waiting to be delivered, or acknowledged, under its own key.
Result<void> check_effects(const Store& store, const Reader& reader,
                           const std::vector<OutboxMessage>& pending, LawBook& book) {
    std::set<std::string> effects;
    std::set<std::string> acknowledged;
    if (auto done = check_acknowledgements(reader, book, acknowledged); !done) return done;
    for (const OutboxMessage& message : pending) effects.insert(message.key);
    std::set<std::string> credits;
    auto done = for_each_row<Credit>(reader, book, [&](const Credit& credit, std::uint64_t) {
        credits.insert(credit.external_id);
        if (credit.external_id != "credit:" + credit.deposit.str()) {
            book.breach(9, "the credit of deposit " + credit.deposit.str() +
                               " carries another effect's id");
        } else if (!effects.contains(credit.external_id) &&
                   !acknowledged.contains(credit.external_id)) {
            const auto since = load<OutboxAck>(store, outbox_ack_key(credit.external_id));
            if (since && *since) return;
            const auto fresh = store.outbox(SIZE_MAX);
            if (fresh && std::any_of(fresh->begin(), fresh->end(), [&](const OutboxMessage& m) {
                    return m.key == credit.external_id;
                })) {
                return;
            }
            book.breach(9, "the credit of deposit " + credit.deposit.str() +
                               " was neither sent nor waits to be");
        }
    });
    if (!done) return done;
    for (const std::string& key : acknowledged) {
        if (key.starts_with("credit:") && !credits.contains(key)) {
            book.breach(9, "message " + key + " was acknowledged, but there is no such credit");
        }
    }
    return {};
}

std::string account_in(const Ruling& ruling) {
    const Result<Json> payload = parse_json(ruling.payload);
    if (!payload || !payload->is_object()) return {};
    const auto found = payload->find("account");
    return found != payload->end() && found->is_string() ? found->get<std::string>() : "";
}

// A second claim on the same transfer stands only where the one before it was withdrawn.
Result<void> check_repeated(const Reader& reader, const Claim& claim, LawBook& book) {
    if (claim.ordinal == 0) return {};
    Claim before = claim;
    --before.ordinal;
    const auto earlier = load<Claim>(reader, claim_key(claim_id(before)));
    if (!earlier) return earlier.error();
    if (!*earlier || (*earlier)->record.state != ClaimState::kWithdrawn) {
        book.breach(12, "claim " + claim.id.str() + " follows claim " + claim_id(before).str() +
                            ", which was not withdrawn");
    }
    return {};
}

void check_ruling(const Ruling& ruling, LawBook& book) {
    const std::string name =
        "ruling " + std::to_string(ruling.number) + " of case " + ruling.case_id.str();
    if (Hash{sha256(as_bytes(ruling.payload))} != ruling.payload_hash) {
        book.breach(10, name + ": its hash is not its payload's");
    }
    if (ruling.approver && *ruling.approver == ruling.proposer) {
        book.breach(10, name + ": " + ruling.proposer + " proposed and approved it");
    }
    const std::string account = account_in(ruling);
    if (!account.empty() && (account == ruling.proposer || ruling.approver == account)) {
        book.breach(10, name + ": the one it pays ruled on it");
    }
    const bool needs_two = ruling.action == RulingAction::kWriteOff ||
                           ruling.action == RulingAction::kCloseReversal ||
                           ruling.action == RulingAction::kReassign;
    if (ruling.state == RulingState::kApproved && needs_two && !ruling.approver) {
        book.breach(10, name + ": acts without a second person");
    }
}

// The stored clocks are what the timeline makes of the terms; a pause has an end.
Result<void> check_timeline(const Reader& reader, const Case& record, LawBook& book) {
    const std::string name = "case " + record.id.str();
    const auto rows = load_all<CaseEntry>(reader, case_entries_of(record.id));
    if (!rows) return rows.error();
    std::vector<CaseEntry> timeline;
    for (const auto& row : *rows) timeline.push_back(row.record);
    if (timeline.size() != record.entries) {
        book.breach(13, name + " has " + std::to_string(timeline.size()) + " of its " +
                            std::to_string(record.entries) + " timeline entries");
        return {};
    }
    Case again = record;
    set_clocks(again, timeline);
    if (again != record) book.breach(13, name + ": its clocks are not what its timeline says");
    if (record.waiting_for != WaitingFor::kNobody && !record.resume_by) {
        book.breach(13, name + " waits without an end");
    }
    return {};
}

Result<void> check_clock(const Reader& reader, const Case& record, LawBook& book) {
    if (record.state == CaseState::kDone) return {};
    const std::string name = "case " + record.id.str();
    if (auto done = check_timeline(reader, record, book); !done) return done;
    if (record.answer_due < record.opened || record.decision_due < record.opened) {
        book.breach(13, name + " is open and has no clock");
    }
    const auto deposit = load<Deposit>(reader, deposit_key(record.deposit));
    if (!deposit) return deposit.error();
    if (!*deposit || (*deposit)->record.open_case != record.id) {
        book.breach(13, name + " is open, but its deposit knows nothing of it");
    }
    return {};
}

}  // namespace

Result<void> check_people(const Store& store, const Reader& reader,
                          const std::vector<OutboxMessage>& pending, LawBook& book) {
    if (auto done = check_effects(store, reader, pending, book); !done) return done;
    auto done = for_each_row<Ruling>(
        reader, book, [&](const Ruling& ruling, std::uint64_t) { check_ruling(ruling, book); });
    if (!done) return done;
    Result<void> repeated;
    done = for_each_row<Claim>(reader, book, [&](const Claim& claim, std::uint64_t) {
        if (repeated) repeated = check_repeated(reader, claim, book);
        if (claim.id != claim_id(claim)) {
            book.breach(12, "claim " + claim.id.str() + " repeats the request of claim " +
                                claim_id(claim).str());
        }
    });
    if (!done) return done;
    if (!repeated) return repeated;
    Result<void> clocks;
    done = for_each_row<Case>(reader, book, [&](const Case& record, std::uint64_t) {
        if (clocks) clocks = check_clock(reader, record, book);
    });
    return done ? clocks : done;
}

}  // namespace homing
