#include <algorithm>
#include <map>
#include <set>

#include "recovery/table_stream.h"

// Laws over money: one walk over deposits, with their postings, credits, decisions and evidence
// beside them, all in the order of deposit ids.
namespace homing {
namespace {

struct Sums {
    Amount debits;
    Amount credits;
};

// What should have arrived by the deposits, and what the books say, per asset.
struct AssetTotals {
    Amount delivered;
    Sums custody;
};

struct MoneyCheck {
    const Reader& reader;
    LawBook& book;
    std::map<NetworkId, Cursor> cursors;
    std::map<Hash, Policy> policies;
    std::map<std::tuple<BookAccount, std::string, AssetId>, Sums> balances;
    std::map<AssetId, AssetTotals> assets;
};

// One deposit with everything that lies under its id.
struct DepositFile {
    const Deposit& deposit;
    std::map<std::pair<BookAccount, std::string>, Sums> sums;
    std::optional<Credit> credit;
    std::vector<Decision> decisions;
    std::set<EvidenceId> evidence;

    std::string name() const { return "deposit " + deposit.id.str(); }
};

void add(MoneyCheck& check, Amount& sum, const Amount& units, const AssetId& asset) {
    const auto total = sum.checked_add(units);
    if (!total) check.book.breach(2, "asset " + asset.str() + ": sums pass 2^256 - 1");
    sum = total.value_or(sum);
}

Amount& side_of(Sums& sums, Side side) {
    return side == Side::kDebit ? sums.debits : sums.credits;
}

void check_journal(MoneyCheck& check, const std::vector<Posting>& lines) {
    std::map<AssetId, Sums> sums;
    for (const Posting& line : lines) {
        add(check, side_of(sums[line.asset], line.side), line.units, line.asset);
    }
    for (const auto& [asset, sum] : sums) {
        if (sum.debits == sum.credits) continue;
        check.book.breach(2, "journal " + std::to_string(lines.front().journal) + " of deposit " +
                                 lines.front().deposit.str() + " does not sum to zero in " +
                                 asset.str());
    }
}

void add_posting(MoneyCheck& check, const Posting& posting) {
    ++check.book.postings;
    Sums& balance = check.balances[{posting.account, posting.party, posting.asset}];
    add(check, side_of(balance, posting.side), posting.units, posting.asset);
    if (posting.account == BookAccount::kCustody) {
        Sums& custody = check.assets[posting.asset].custody;
        add(check, side_of(custody, posting.side), posting.units, posting.asset);
    }
}

// All postings of the deposit at hand, journal by journal.
std::vector<Posting> take_postings(MoneyCheck& check, TableStream<Posting>& postings) {
    std::vector<Posting> taken;
    std::vector<Posting> journal;
    const DepositId id = postings.peek()->record.deposit;
    for (; const auto* row = postings.peek(); postings.next()) {
        const Posting& posting = row->record;
        if (posting.deposit != id) break;
        if (!journal.empty() && journal.front().journal != posting.journal) {
            check_journal(check, journal);
            journal.clear();
        }
        add_posting(check, posting);
        journal.push_back(posting);
        taken.push_back(posting);
    }
    check_journal(check, journal);
    return taken;
}

bool is_spoof(const Deposit& deposit) {
    return deposit.state == DepositState::kRefused && deposit.fault == Fault::kSpoofRefused;
}

Amount delivered(const Deposit& deposit) {
    if (deposit.state == DepositState::kVanished || deposit.state == DepositState::kSeen ||
        is_spoof(deposit)) {
        return Amount();
    }
    return deposit.transfer.units;
}

// Which accounts may hold the money of a deposit in a state.
bool may_hold(const DepositFile& file, BookAccount account, const std::string& party) {
    switch (file.deposit.state) {
        case DepositState::kFinal:
        case DepositState::kAttributed:
        case DepositState::kUnclaimed:
            return account == BookAccount::kSuspense;
        case DepositState::kRefused:
            return account == BookAccount::kSuspense || account == BookAccount::kOperator;
        case DepositState::kLeftToOperator:
            return account == BookAccount::kOperator;
        case DepositState::kWrittenOff:
            return account == BookAccount::kWrittenOff;
        case DepositState::kCredited:
            return account == BookAccount::kRounding || account == BookAccount::kFee ||
                   (account == BookAccount::kCustomer && file.credit &&
                    file.credit->account == party);
        case DepositState::kSeen:
        case DepositState::kVanished:
        case DepositState::kReturned:
        case DepositState::kSent:
        case DepositState::kPooled:
            return false;
    }
    return false;
}

void check_holdings(MoneyCheck& check, const DepositFile& file) {
    Amount held;
    for (const auto& [slot, sums] : file.sums) {
        if (slot.first == BookAccount::kCustody) continue;
        const auto net = sums.credits.checked_sub(sums.debits);
        if (!net) {
            check.book.breach(3, file.name() + ": more left " + std::string(to_string(slot.first)) +
                                     " than came in");
            continue;
        }
        if (net->is_zero()) continue;
        held = held.checked_add(*net).value_or(held);
        if (!may_hold(file, slot.first, slot.second)) {
            check.book.breach(3, file.name() + " is " + std::string(to_string(file.deposit.state)) +
                                     " but its money lies in " +
                                     std::string(to_string(slot.first)));
        }
    }
    if (held != delivered(file.deposit)) {
        check.book.breach(3, file.name() + ": " + delivered(file.deposit).to_string() +
                                 " was delivered, the books hold " + held.to_string());
    }
}

bool allows(const Decision& decision, const Credit& credit) {
    return decision.verdict == Verdict::kCredit && !decision.observed &&
           decision.account == credit.account && decision.currency == credit.currency &&
           decision.currency_units == credit.currency_units &&
           decision.rounding_units == credit.rounding_units;
}

const Decision* decision_of(const DepositFile& file) {
    for (const Decision& decision : file.decisions) {
        if (decision.number == file.credit->decision) return &decision;
    }
    return nullptr;
}

void check_credit(MoneyCheck& check, const DepositFile& file) {
    const Deposit& deposit = file.deposit;
    const bool is_credited = deposit.state == DepositState::kCredited;
    if (!file.credit) {
        if (is_credited) check.book.breach(3, file.name() + " is credited without a credit");
        return;
    }
    // A closed reversal leaves its credit behind, and a frozen deposit should it come back.
    if (!is_credited && deposit.state != DepositState::kVanished && !deposit.frozen) {
        check.book.breach(
            3, file.name() + " has a credit but is " + std::string(to_string(deposit.state)));
        return;
    }
    const Credit& credit = *file.credit;
    if (credit.units != deposit.transfer.units || credit.asset != deposit.transfer.asset) {
        check.book.breach(3, file.name() + ": credited " + credit.units.to_string() + " of " +
                                 credit.asset.str() + ", delivered were " +
                                 deposit.transfer.units.to_string());
    }
    const Decision* decision = decision_of(file);
    if (!decision || !allows(*decision, credit)) {
        check.book.breach(3, file.name() + ": its credit has no decision that allows it");
    } else if (!check.policies.contains(decision->policy)) {
        check.book.breach(4, file.name() + ": credited under a policy that is not recorded");
    }
}

void check_finality(MoneyCheck& check, const DepositFile& file) {
    const Deposit& deposit = file.deposit;
    if (deposit.state != DepositState::kCredited || deposit.reversal_open) return;
    const auto cursor = check.cursors.find(deposit.transfer.network);
    if (cursor == check.cursors.end() || deposit.block.height > cursor->second.block.height) {
        check.book.breach(4, file.name() + " is credited, but its block was never final");
    }
    const Decision* decision = file.credit ? decision_of(file) : nullptr;
    const auto policy = decision ? check.policies.find(decision->policy) : check.policies.end();
    if (policy == check.policies.end()) return;
    const auto& rules = policy->second.finality;
    if (std::none_of(rules.begin(), rules.end(), [&](const FinalityRule& rule) {
            return rule.network == deposit.transfer.network;
        })) {
        check.book.breach(4, file.name() + ": its policy does not say when " +
                                 deposit.transfer.network.str() + " is final");
    }
}

bool is_beyond_undo(DepositState state) {
    return state == DepositState::kCredited || state == DepositState::kReturned ||
           state == DepositState::kSent || state == DepositState::kPooled;
}

Result<void> check_reversal(MoneyCheck& check, const DepositFile& file) {
    const Deposit& deposit = file.deposit;
    if (!is_beyond_undo(deposit.state)) return {};
    const auto header =
        load<Header>(check.reader, header_key(deposit.transfer.network, deposit.block.height));
    if (!header) return header.error();
    const bool is_undone = *header && (*header)->record.block.hash != deposit.block.hash;
    if (is_undone && !deposit.reversal_open) {
        check.book.breach(5, file.name() + " is " + std::string(to_string(deposit.state)) +
                                 ", its block left the chain, and no reversal is open");
    }
    if (!deposit.reversal_open) return {};
    const auto record = deposit.open_case ? load<Case>(check.reader, case_key(*deposit.open_case))
                                          : Result<std::optional<Versioned<Case>>>(std::nullopt);
    if (!record) return record.error();
    if (!*record || (*record)->record.reason != "reversal") {
        check.book.breach(5, file.name() + " has an open reversal without its case");
    }
    return {};
}

void check_evidence(MoneyCheck& check, const DepositFile& file) {
    for (const Decision& decision : file.decisions) {
        for (const EvidenceId& id : decision.evidence) {
            if (file.evidence.contains(id)) continue;
            check.book.breach(14, "decision " + std::to_string(decision.number) + " of " +
                                      file.name() + " names evidence that is not there");
        }
    }
}

void check_balances(MoneyCheck& check) {
    const auto done =
        for_each_row<Balance>(check.reader, check.book, [&](const Balance& balance, std::uint64_t) {
            const std::string name =
                std::string(to_string(balance.account)) + " of " + balance.asset.str();
            const auto found = check.balances.find({balance.account, balance.party, balance.asset});
            const Sums sums = found == check.balances.end() ? Sums() : found->second;
            if (balance.debits != sums.debits || balance.credits != sums.credits) {
                check.book.breach(2, "balance " + name + " is not the sum of its postings");
            }
            const bool is_custody = balance.account == BookAccount::kCustody;
            if (is_custody ? balance.debits < balance.credits : balance.credits < balance.debits) {
                check.book.breach(2, "balance " + name + " has the wrong sign");
            }
            if (found != check.balances.end()) check.balances.erase(found);
        });
    if (!done) return;
    for (const auto& [slot, sums] : check.balances) {
        check.book.breach(2, "postings of " + std::string(to_string(std::get<0>(slot))) + " of " +
                                 std::get<2>(slot).str() + " have no balance");
    }
}

void check_totals(MoneyCheck& check) {
    for (const auto& [asset, totals] : check.assets) {
        const auto custody = totals.custody.debits.checked_sub(totals.custody.credits);
        if (custody == totals.delivered) continue;
        check.book.breach(11, asset.str() + ": deposits delivered " + totals.delivered.to_string() +
                                  ", the books hold " +
                                  (custody ? custody->to_string() : "less than nothing"));
    }
}

Result<void> load_context(MoneyCheck& check) {
    auto done = for_each_row<Cursor>(
        check.reader, check.book,
        [&](const Cursor& cursor, std::uint64_t) { check.cursors[cursor.network] = cursor; });
    if (!done) return done;
    return for_each_row<Policy>(check.reader, check.book, [&](const Policy& policy, std::uint64_t) {
        check.policies[policy_hash(policy)] = policy;
    });
}

// The tables that lie beside deposits, each at its place.
struct Streams {
    TableStream<Posting> postings;
    TableStream<Credit> credits;
    TableStream<Decision> decisions;
    TableStream<Evidence> evidence;

    std::optional<Error> error() const {
        for (const auto* error :
             {&postings.error(), &credits.error(), &decisions.error(), &evidence.error()}) {
            if (*error) return *error;
        }
        return std::nullopt;
    }
};

// Whatever lies before this id belongs to no deposit: postings still count, a credit never may.
void pass_orphans(MoneyCheck& check, Streams& streams, const std::optional<DepositId>& until) {
    const auto is_before = [&](const DepositId& id) { return !until || id < *until; };
    while (streams.postings.peek() && is_before(streams.postings.peek()->record.deposit)) {
        take_postings(check, streams.postings);
    }
    for (; streams.credits.peek() && is_before(streams.credits.peek()->record.deposit);
         streams.credits.next()) {
        check.book.breach(3, "a credit names deposit " +
                                 streams.credits.peek()->record.deposit.str() +
                                 ", which is not there");
    }
    for (; streams.decisions.peek() && is_before(streams.decisions.peek()->record.deposit);
         streams.decisions.next()) {
    }
    for (; streams.evidence.peek() && is_before(streams.evidence.peek()->record.deposit);
         streams.evidence.next()) {
        check.book.breach(14, "evidence names deposit " +
                                  streams.evidence.peek()->record.deposit.str() +
                                  ", which is not there");
    }
}

void take_evidence(MoneyCheck& check, TableStream<Evidence>& evidence, DepositFile& file) {
    for (; evidence.peek() && evidence.peek()->record.deposit == file.deposit.id; evidence.next()) {
        const Evidence& fact = evidence.peek()->record;
        if (sealed(fact).id != fact.id) {
            check.book.breach(14, "evidence " + fact.id.str() + " of " + file.name() +
                                      " is not what its id was made from");
        }
        file.evidence.insert(fact.id);
    }
}

DepositFile take_file(MoneyCheck& check, Streams& streams, const Deposit& deposit) {
    pass_orphans(check, streams, deposit.id);
    DepositFile file{deposit, {}, {}, {}, {}};
    if (streams.postings.peek() && streams.postings.peek()->record.deposit == deposit.id) {
        for (const Posting& posting : take_postings(check, streams.postings)) {
            Amount& side = side_of(file.sums[{posting.account, posting.party}], posting.side);
            side = side.checked_add(posting.units).value_or(side);
        }
    }
    if (streams.credits.peek() && streams.credits.peek()->record.deposit == deposit.id) {
        file.credit = streams.credits.peek()->record;
        streams.credits.next();
    }
    for (; streams.decisions.peek() && streams.decisions.peek()->record.deposit == deposit.id;
         streams.decisions.next()) {
        file.decisions.push_back(streams.decisions.peek()->record);
    }
    take_evidence(check, streams.evidence, file);
    return file;
}

}  // namespace

Result<void> check_money(const Reader& reader, LawBook& book) {
    MoneyCheck check{reader, book, {}, {}, {}, {}};
    if (auto loaded = load_context(check); !loaded) return loaded;
    Streams streams{{reader, book}, {reader, book}, {reader, book}, {reader, book}};
    TableStream<Deposit> deposits(reader, book);
    for (; const auto* row = deposits.peek(); deposits.next()) {
        ++book.deposits;
        const DepositFile file = take_file(check, streams, row->record);
        Amount& total = check.assets[row->record.transfer.asset].delivered;
        add(check, total, delivered(row->record), row->record.transfer.asset);
        check_holdings(check, file);
        check_credit(check, file);
        check_finality(check, file);
        check_evidence(check, file);
        if (auto done = check_reversal(check, file); !done) return done;
    }
    pass_orphans(check, streams, std::nullopt);
    if (deposits.error()) return *deposits.error();
    if (const auto error = streams.error()) return *error;
    check_balances(check);
    check_totals(check);
    return {};
}

}  // namespace homing
