#include <set>

#include "app/client.h"
#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/import/rescans.h"
#include "app/print/table.h"
#include "core/hex.h"
#include "core/record_json.h"
#include "recovery/deciding.h"
#include "store/tables.h"

// The batch job: every open deposit, or those that something changed for, decided again by slices
// that a stopped run goes on from.
namespace homing {

namespace {

constexpr std::size_t kSlice = 128;
constexpr std::size_t kChangesPage = 1024;
constexpr std::size_t kChangesShown = 100;

// What happened between two changes of the store: the deposits touched, or the book, a hold or a
// price, which may touch any.
struct Touched {
    std::set<DepositId> deposits;
    bool is_any = false;
};

Result<void> add_touched(const Reader& reader, const std::string& key, Touched& touched) {
    if (changes_decisions(key)) touched.is_any = true;
    const auto tag = static_cast<TableTag>(static_cast<unsigned char>(key.front()));
    if (tag == TableTag::kDeposit || tag == TableTag::kEvidence) {
        DepositId id;
        if (key.size() <= id.bytes.size()) return {};
        std::copy_n(key.begin() + 1, id.bytes.size(), id.bytes.begin());
        touched.deposits.insert(id);
    } else if (tag == TableTag::kClaim) {
        const auto claim = load<Claim>(reader, key);
        if (!claim) return claim.error();
        if (*claim && (*claim)->record.deposit) touched.deposits.insert(*(*claim)->record.deposit);
    }
    return {};
}

// Follows changes from `next` on, at most a page and not beyond `last`; moves `next`.
Result<Touched> read_touched(const Store& store, std::uint64_t& next, std::uint64_t last) {
    Touched touched;
    const auto page = store.changes(next - 1, kChangesPage);
    if (!page) return page.error();
    for (const Change& change : *page) {
        if (change.sequence > last) break;
        for (const std::string& key : change.keys) {
            if (Result<void> added = add_touched(store, key, touched); !added) return added.error();
        }
    }
    next = page->empty() ? last + 1 : std::min(last, page->back().sequence) + 1;
    return touched;
}

Result<std::uint64_t> newest_change(const Store& store, std::uint64_t after) {
    for (;;) {
        const auto page = store.changes(after, kChangesPage);
        if (!page) return page.error();
        if (page->empty()) return after;
        after = page->back().sequence;
    }
}

Result<bool> is_everything_touched(const Store& store, std::uint64_t next, std::uint64_t last) {
    while (next <= last) {
        const Result<Touched> touched = read_touched(store, next, last);
        if (!touched) return touched.error();
        if (touched->is_any) return true;
    }
    return false;
}

Result<std::uint64_t> count_open(const Reader& reader) {
    std::uint64_t count = 0;
    for (const DepositState state : {DepositState::kFinal, DepositState::kAttributed}) {
        std::string after;
        for (;;) {
            const auto page = reader.scan(deposits_by_state(state), after, 10'000);
            if (!page) return page.error();
            count += page->size();
            if (page->empty()) break;
            after = page->back().key;
        }
    }
    return count;
}

Result<std::optional<Versioned<MatchRun>>> last_run(const Reader& reader) {
    const auto runs = load_all<MatchRun>(reader, table_prefix(TableTag::kMatchRun));
    if (!runs) return runs.error();
    return runs->empty() ? std::nullopt : std::optional(runs->back());
}

// A stopped run that still decides as it would begin today goes on; else a new one begins.
Result<Json> begin(Context& context, const Json& args) {
    const Store& store = context.store();
    const Result<std::optional<Versioned<MatchRun>>> last = last_run(store);
    if (!last) return last.error();
    const Hash policy = policy_hash(context.host.policy);
    const bool wants_full = args.value("full", false);
    const bool dry = args.value("dry_run", false);
    const MatchRun* before = *last ? &(*last)->record : nullptr;
    const bool resumes = !dry && before != nullptr && !before->finished &&
                         before->policy == policy && (before->full || !wants_full);
    MatchRun run;
    if (resumes) {
        run = *before;
    } else {
        run.number = before == nullptr ? 0 : before->number + 1;
        run.policy = policy;
        run.started = context.now;
        // What a stopped run left undone is still to do.
        run.next_change = before == nullptr  ? 1
                          : before->finished ? before->last_change + 1
                                             : before->next_change;
        const Result<std::uint64_t> newest = newest_change(store, run.next_change - 1);
        if (!newest) return newest.error();
        run.last_change = *newest;
        const Result<bool> all = is_everything_touched(store, run.next_change, run.last_change);
        if (!all) return all.error();
        run.full = wants_full || *all || before == nullptr || before->policy != policy ||
                   (!before->finished && before->full);
    }
    const Result<std::uint64_t> open = count_open(store);
    if (!open) return open.error();
    if (!resumes && !dry) {
        CommitBuilder builder{fresh_op_id()};
        builder.insert(run);
        const CommitResult kept = context.store().commit(std::move(builder).take());
        if (!kept.ok()) return to_error(kept);
    }
    const std::uint64_t changes =
        run.last_change + 1 - std::min(run.next_change, run.last_change + 1);
    return Json{
        {"run", record_to_json(run)}, {"resumed", resumes}, {"total", run.full ? *open : changes}};
}

// The next open deposits in the order of a full run; moves it on.
Result<std::vector<DepositId>> next_open(const Reader& reader, MatchRun& run) {
    const Result<Bytes> after = parse_hex(run.after);
    if (!after) return within("run: after", after.error());
    const auto page = load_by_index<Deposit>(reader, deposits_by_state(run.state), kSlice,
                                             std::string(as_text(*after)));
    if (!page) return page.error();
    std::vector<DepositId> ids;
    for (const auto& row : *page) ids.push_back(row.record.id);
    if (page->empty()) return ids;
    // The first of a deposit's secondary keys is the one by state.
    run.after = to_hex(as_bytes(TableOf<Deposit>::index_keys(page->back().record).front()));
    return ids;
}

Result<std::vector<DepositId>> next_slice(const Store& store, MatchRun& run, bool& is_last) {
    if (!run.full) {
        Result<Touched> touched = read_touched(store, run.next_change, run.last_change);
        if (!touched) return touched.error();
        is_last = run.next_change > run.last_change;
        return std::vector<DepositId>(touched->deposits.begin(), touched->deposits.end());
    }
    Result<std::vector<DepositId>> ids = next_open(store, run);
    if (!ids || !ids->empty()) return ids;
    is_last = run.state == DepositState::kAttributed;
    run.state = DepositState::kAttributed;
    run.after.clear();
    return ids;
}

Result<void> decide_again(Context& context, const std::vector<DepositId>& ids, bool dry,
                          MatchRun& run, Json& reply) {
    for (const DepositId& id : ids) {
        const auto row = load<Deposit>(context.store(), deposit_key(id));
        if (!row) return row.error();
        const bool is_open = *row && ((*row)->record.state == DepositState::kFinal ||
                                      (*row)->record.state == DepositState::kAttributed);
        if (!is_open) continue;
        const Deposit& deposit = (*row)->record;
        Result<Json> shown = deposit_row(context, deposit);
        if (!shown) return shown.error();
        const Result<Decision> decision = context.engine([&](Engine& engine) {
            return dry ? engine.preview(id, context.now) : engine.reconsider(id, context.now);
        });
        if (!decision) return within("deposit " + id.str(), decision.error());
        ++run.looked_at;
        const std::string verdict(to_string(decision->verdict));
        reply["verdicts"][verdict] = reply["verdicts"].value(verdict, std::uint64_t{0}) + 1;
        if (decision->number < deposit.decisions) continue;
        ++run.changed;
        (*shown)["new_verdict"] = verdict;
        (*shown)["new_rule"] = decision->rule;
        (*shown)["new_reason"] = decision->reason;
        reply["changed"].push_back(std::move(*shown));
    }
    return {};
}

Result<Json> step(Context& context, const Json& args) {
    const Result<Json> json = parse_json(text_arg(args, "run"));
    if (!json) return within("run", json.error());
    Result<MatchRun> run = record_from_json<MatchRun>(*json);
    if (!run) return within("run", run.error());
    const bool dry = args.value("dry_run", false);
    const auto kept = load<MatchRun>(context.store(), match_run_key(run->number));
    if (!kept) return kept.error();
    if (!dry && (!*kept || (*kept)->record != *run)) {
        return conflict("another homing match goes on; wait for it");
    }
    bool is_last = false;
    const Result<std::vector<DepositId>> ids = next_slice(context.store(), *run, is_last);
    if (!ids) return ids.error();
    Json reply = {{"verdicts", Json::object()}, {"changed", Json::array()}};
    if (auto done = decide_again(context, *ids, dry, *run, reply); !done) return done.error();
    if (is_last) run->finished = context.now;
    if (!dry) {
        CommitBuilder builder{fresh_op_id()};
        builder.update(**kept, *run);
        const CommitResult stored = context.store().commit(std::move(builder).take());
        if (!stored.ok()) return to_error(stored);
    }
    reply["run"] = record_to_json(*run);
    return reply;
}

void add_slice(Json& whole, const Json& slice) {
    for (const auto& [verdict, count] : slice["verdicts"].items()) {
        whole["verdicts"][verdict] =
            whole["verdicts"].value(verdict, std::uint64_t{0}) + count.get<std::uint64_t>();
    }
    for (const Json& row : slice["changed"]) {
        if (whole["changed"].size() < kChangesShown) whole["changed"].push_back(row);
    }
    whole["run"] = slice["run"];
}

Result<Json> drive(Client& client, const Json& args) {
    const bool dry = args.value("dry_run", false);
    const Result<Json> begun =
        client.call("match begin", {{"dry_run", dry}, {"full", args.value("full", false)}});
    if (!begun) return begun.error();
    Json whole = *begun;
    whole["dry_run"] = dry;
    whole["verdicts"] = Json::object();
    whole["changed"] = Json::array();
    const std::uint64_t total = (*begun)["total"].get<std::uint64_t>();
    const bool is_full = whole["run"]["full"].get<bool>();
    const std::uint64_t first = whole["run"]["next_change"].get<std::uint64_t>();
    Progress progress(is_full ? "deposits" : "changes", total, client.json());
    while (whole["run"].value("finished", Json()).is_null()) {
        const Result<Json> slice =
            client.call("match step", {{"run", canonical_json(whole["run"])}, {"dry_run", dry}});
        if (!slice) return slice.error();
        add_slice(whole, *slice);
        const Json& run = whole["run"];
        progress.at(is_full ? run["looked_at"].get<std::uint64_t>()
                            : run["next_change"].get<std::uint64_t>() - first);
    }
    whole["deposits"] = whole["run"]["looked_at"];
    return whole;
}

std::string summary(const Json& reply, const Style& style) {
    const Json& run = reply["run"];
    std::string out;
    if (reply["resumed"].get<bool>()) {
        out = "Went on with the run begun " + style.age(text_in(run, "started")) + ".\n";
    }
    out += with_commas(reply["deposits"].get<std::uint64_t>()) + " open deposits " +
           (reply["dry_run"].get<bool>() ? "looked at (nothing written)" : "decided again") +
           (run["full"].get<bool>() ? "" : ", those that changed since the last run");
    for (const auto& [verdict, count] : reply["verdicts"].items()) {
        out += ", " + with_commas(count.get<std::uint64_t>()) + " " + verdict;
    }
    return out + "; " + with_commas(run["changed"].get<std::uint64_t>()) +
           (reply["dry_run"].get<bool>() ? " would change.\n" : " changed.\n");
}

std::string render(const Json& reply, const Style& style) {
    Table table({{"deposit"}, {"amount", Align::kRight}, {"fault"}, {"was"}, {"is"}, {"why"}});
    for (const Json& row : reply["changed"]) {
        table.add({{short_id(text_in(row, "id")), Tone::kBold},
                   {printable(text_in(row, "amount"))},
                   {text_in(row, "fault")},
                   {text_in(row, "verdict"), tone_of(text_in(row, "verdict"))},
                   {text_in(row, "new_verdict"), tone_of(text_in(row, "new_verdict"))},
                   {text_in(row, "new_reason"), Tone::kDim}});
    }
    const std::string out = summary(reply, style);
    return table.empty() ? out : out + table.str(style);
}

const Arg kFull = {"full", ArgType::kFlag, false, false, "every open deposit, whatever changed"};
const Arg kDry = {"dry_run", ArgType::kFlag, false, false, "say what would change, write nothing"};

}  // namespace

std::vector<Command> match_commands() {
    return {{.name = "match",
             .summary = "Decide open deposits again with what the store now knows",
             .details =
                 "Looks at the deposits that something changed for since the last run, or at every "
                 "open one where the\nbook, a price, a hold or the policy changed. A run that was "
                 "stopped goes on where it was.\n\n"
                 "Examples:\n  homing match --dry-run\n  homing match\n  homing match --full",
             .args = {kFull, kDry},
             .action = Action::kMatch,
             .drive = drive,
             .render = render},
            {.name = "match begin",
             .args = {kFull, kDry},
             .action = Action::kMatch,
             .handle = begin,
             .hidden = true},
            {.name = "match step",
             .args = {{"run", ArgType::kText, true, false, "as match begin answers it"}, kDry},
             .action = Action::kMatch,
             .handle = step,
             .hidden = true}};
}

}  // namespace homing
