#include "recovery/cases.h"

#include <algorithm>
#include <set>

#include "core/crypto/hash.h"
#include "core/json.h"
#include "recovery/clocks.h"
#include "recovery/fees.h"
#include "recovery/machines.h"
#include "recovery/sender.h"
#include "store/custody_book.h"

namespace homing {
namespace {

std::vector<CaseEntry> timeline_of(Draft& draft, const Case& record) {
    if (record.entries == 0) return {};
    return draft.list<CaseEntry>(case_entries_of(record.id));
}

// A fee that cannot be quoted at opening is none: nobody pays what they were not told.
std::optional<FeeQuote> fee_of(Draft& draft, const Policy& policy, const Deposit& deposit,
                               Time now) {
    if (!policy.fees) return std::nullopt;
    const Transfer& transfer = deposit.transfer;
    const auto asset = draft.checked(find_asset(draft.reader(), transfer.asset));
    const auto price = draft.checked(find_price(draft.reader(), transfer.asset));
    if (!asset || !price || now - price->at > policy.price_age_max) return std::nullopt;
    FeeSubject subject;
    subject.fault = deposit.fault;
    subject.reach = deposit.reach;
    subject.network = transfer.network;
    subject.units = transfer.units;
    subject.decimals = asset->decimals;
    subject.price = *price;
    subject.age = now - deposit.block_time;
    const Result<FeeQuote> quote = quote_fee(*policy.fees, subject, now);
    return quote ? std::optional(*quote) : std::nullopt;
}

void put_new_case(Draft& draft, const Policy& policy, Deposit& deposit, Case record, Time now) {
    record.deposit = deposit.id;
    record.id = case_id(deposit.id, 0);
    while (draft.get<Case>(case_key(record.id))) {
        record.id = case_id(deposit.id, ++record.ordinal);
    }
    record.opened = now;
    record.terms = clock_terms(policy);
    set_clocks(record, {});
    for (const Claim& claim : draft.list_by_index<Claim>(claims_by_deposit(deposit.id))) {
        record.claims.push_back(claim.id);
    }
    record.fee = fee_of(draft, policy, deposit, now);
    draft.put(record);
    deposit.open_case = record.id;
    add_sender_evidence(draft, deposit, now);
}

// Everyone who proposed or approved in this case or an earlier one of its deposit.
std::vector<std::string> rulers_before(Draft& draft, const Case& record) {
    std::set<std::string> people;
    for (std::uint32_t ordinal = 0; ordinal <= record.ordinal; ++ordinal) {
        const CaseId earlier = case_id(record.deposit, ordinal);
        for (const Ruling& ruling : draft.list<Ruling>(rulings_of(earlier))) {
            people.insert(ruling.proposer);
            if (ruling.approver) people.insert(*ruling.approver);
        }
    }
    return {people.begin(), people.end()};
}

OutboxMessage staff_message(const Case& record, const CaseEntry& entry) {
    OutboxMessage message;
    message.target = OutboxTarget::kStaff;
    message.key = "case:" + record.id.str() + ":" + std::to_string(entry.number);
    message.body = canonical_json({{"case", record.id.str()},
                                   {"clock", std::string(to_string(*entry.clock))},
                                   {"due", format_time(*entry.until)},
                                   {"rung", std::string(to_string(record.rung))},
                                   {"what", std::string(to_string(entry.kind))}});
    message.created = entry.at;
    return message;
}

void escalate(Draft& draft, Case& record, const ClockNews& news, Time now) {
    Rung next = record.rung;
    if (news.clock == CaseClock::kHardMaximum) {
        next = Rung::kLegal;
    } else if (record.rung != Rung::kLegal) {
        next = static_cast<Rung>(static_cast<int>(record.rung) + 1);
    }
    if (next == record.rung) return;
    record.rung = next;
    CaseEntry entry;
    entry.at = now;
    entry.kind = CaseEntryKind::kEscalated;
    entry.by = "engine";
    entry.text = to_string(next);
    add_entry(draft, record, entry);
}

void record_news(Draft& draft, Case& record, const ClockNews& news, Time now) {
    CaseEntry entry;
    entry.at = now;
    entry.kind = news.kind;
    entry.by = "engine";
    entry.number = record.entries;
    if (news.kind == CaseEntryKind::kResumed) {
        entry.at = news.due;  // whenever the sweep came by, the clocks run from then on
        entry.text = "the pause ended";
        return add_entry(draft, record, entry);
    }
    entry.clock = news.clock;
    entry.until = news.due;
    add_entry(draft, record, entry);
    if (news.kind == CaseEntryKind::kBreached) escalate(draft, record, news, now);
    draft.send(staff_message(record, entry));
}

}  // namespace

CaseId case_id(const DepositId& deposit, std::uint32_t ordinal) {
    const Hash hash = HashBuilder()
                          .add("case")
                          .add(ByteView(deposit.bytes))
                          .add(std::to_string(ordinal))
                          .finish();
    CaseId id;
    std::copy_n(hash.bytes.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

void open_case(Draft& draft, const Policy& policy, Deposit& deposit, const std::string& reason,
               Time now) {
    if (deposit.open_case) return;
    Case record;
    record.reason = reason;
    put_new_case(draft, policy, deposit, std::move(record), now);
}

void open_appeal(Draft& draft, const Policy& policy, Deposit& deposit, const ClaimId& claim,
                 const std::string& reason, Time now) {
    if (!deposit.open_case) {
        Case record;
        record.reason = "appeal";
        record.rung = Rung::kSenior;
        put_new_case(draft, policy, deposit, std::move(record), now);
    }
    auto record = draft.get<Case>(case_key(*deposit.open_case));
    if (!record) return;
    record->not_by = rulers_before(draft, *record);
    CaseEntry entry;
    entry.at = now;
    entry.kind = CaseEntryKind::kAppealed;
    entry.by = "claimant";
    entry.text = "claim " + claim.str() + ": " + reason;
    add_entry(draft, *record, std::move(entry));
}

void close_case(Draft& draft, Deposit& deposit, const std::string& outcome, Time now) {
    if (!deposit.open_case) return;
    auto record = draft.get<Case>(case_key(*deposit.open_case));
    deposit.open_case.reset();
    if (!record) return;
    if (auto ruling = open_ruling(draft, *record)) {
        ruling->state = RulingState::kVoid;
        ruling->decided = now;
        draft.put(*ruling);
    }
    const auto next = next_state(record->state, CaseEvent::kSettle);
    if (!next) {
        return draft.fail(conflict("case " + record->id.str() + " is " +
                                   std::string(to_string(record->state)) +
                                   " and cannot be closed now"));
    }
    record->state = *next;
    record->closed = now;
    record->outcome = outcome;
    draft.put(*record);
}

void join_case(Draft& draft, const Deposit& deposit, const ClaimId& claim, Time now) {
    if (!deposit.open_case) return;
    auto record = draft.get<Case>(case_key(*deposit.open_case));
    if (!record || std::count(record->claims.begin(), record->claims.end(), claim) > 0) return;
    record->claims.push_back(claim);
    draft.put(*record);
    claimant_spoke(draft, deposit, "claim " + claim.str(), now);
}

void claimant_spoke(Draft& draft, const Deposit& deposit, const std::string& what, Time now) {
    if (!deposit.open_case) return;
    auto record = draft.get<Case>(case_key(*deposit.open_case));
    if (!record || record->state == CaseState::kDone) return;
    CaseEntry entry;
    entry.at = now;
    entry.kind = CaseEntryKind::kReplied;
    entry.by = "claimant";
    entry.text = what;
    add_entry(draft, *record, std::move(entry));
}

std::optional<Ruling> open_ruling(Draft& draft, const Case& record) {
    if (record.rulings == 0) return std::nullopt;
    auto ruling = draft.get<Ruling>(ruling_key(record.id, record.rulings - 1));
    if (!ruling || ruling->state != RulingState::kProposed) return std::nullopt;
    return ruling;
}

void add_entry(Draft& draft, Case& record, CaseEntry entry) {
    std::vector<CaseEntry> timeline = timeline_of(draft, record);
    entry.case_id = record.id;
    entry.number = record.entries++;
    draft.put(entry);
    timeline.push_back(std::move(entry));
    set_clocks(record, timeline);
    draft.put(record);
}

std::vector<std::string> concerned_accounts(Draft& draft, const Case& record) {
    std::vector<std::string> accounts;
    const auto deposit = draft.get<Deposit>(deposit_key(record.deposit));
    if (deposit && deposit->owner) accounts.push_back(*deposit->owner);
    for (const ClaimId& id : record.claims) {
        if (const auto claim = draft.get<Claim>(claim_key(id))) accounts.push_back(claim->account);
    }
    return accounts;
}

bool tick_case(Draft& draft, const CaseId& id, Time now) {
    auto record = draft.get<Case>(case_key(id));
    if (!record || record->state == CaseState::kDone || record->look_again > now) return false;
    // A resumption may be followed by what its clocks then say.
    bool is_news = false;
    for (auto news = clock_news(*record, timeline_of(draft, *record), now); !news.empty();
         news = clock_news(*record, timeline_of(draft, *record), now)) {
        record_news(draft, *record, news.front(), now);
        is_news = true;
    }
    return is_news;
}

}  // namespace homing
