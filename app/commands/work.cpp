#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/import/rescans.h"
#include "app/print/table.h"
#include "core/record_json.h"
#include "store/tables.h"

// Commands that set work going: rescan, match, hold and release.
namespace homing {

namespace {

constexpr std::size_t kMatchSlice = 64;
constexpr std::size_t kChangesShown = 100;

Result<NetworkId> network_arg(const Context& context, const Json& args) {
    Result<NetworkId> network = NetworkId::parse(text_arg(args, "network"));
    if (!network) return within("network", network.error());
    for (const Network& known : context.host.networks) {
        if (known.id == *network) return network;
    }
    return not_found("network: " + network->str() + " is not in the configuration");
}

Result<Json> rescan(Context& context, const Json& args) {
    const Result<NetworkId> network = network_arg(context, args);
    if (!network) return network.error();
    const auto cursor = load<Cursor>(context.store(), cursor_key(*network));
    if (!cursor) return cursor.error();
    if (!*cursor) return not_found("network " + network->str() + " has no applied block yet");
    Rescan row;
    row.network = *network;
    row.from = whole_arg(args, "from", 0);
    row.to = whole_arg(args, "to", (*cursor)->record.block.height);
    if (row.to > (*cursor)->record.block.height) {
        return invalid("to: lies beyond the last applied block, " +
                       std::to_string((*cursor)->record.block.height));
    }
    if (row.from > row.to) return invalid("from: lies behind to");
    row.next = row.from;
    const Result<Rescan> kept = schedule_rescan(context.store(), row);
    if (!kept) return kept.error();
    return record_to_json(*kept);
}

std::string render_rescan(const Json& reply, const Style&) {
    return "Blocks " + with_commas(reply["from"].get<std::uint64_t>()) + " to " +
           with_commas(reply["to"].get<std::uint64_t>()) + " of " + text_in(reply, "network") +
           " are read again; `homing status` shows how far it is.\n";
}

struct Matched {
    std::map<std::string, std::uint64_t> verdicts;
    Json changed = Json::array();
    std::uint64_t deposits = 0;
};

Result<void> match_slice(Context& context, const std::vector<Versioned<Deposit>>& slice, bool dry,
                         Matched& matched) {
    std::vector<Decision> decisions;
    const Result<bool> done = context.engine([&](Engine& engine) -> Result<bool> {
        for (const auto& [deposit, version] : slice) {
            Result<Decision> decision = dry ? engine.preview(deposit.id, context.now)
                                            : engine.reconsider(deposit.id, context.now);
            if (!decision) return within("deposit " + deposit.id.str(), decision.error());
            decisions.push_back(std::move(*decision));
        }
        return true;
    });
    if (!done) return done.error();
    for (std::size_t i = 0; i < slice.size(); ++i) {
        ++matched.deposits;
        ++matched.verdicts[std::string(to_string(decisions[i].verdict))];
        const bool is_new = decisions[i].number >= slice[i].record.decisions;
        if (!is_new || matched.changed.size() >= kChangesShown) continue;
        Result<Json> row = deposit_row(context, slice[i].record);
        if (!row) return row.error();
        (*row)["new_verdict"] = to_string(decisions[i].verdict);
        (*row)["new_reason"] = decisions[i].reason;
        matched.changed.push_back(std::move(*row));
    }
    return {};
}

Result<Json> match(Context& context, const Json& args) {
    const bool dry = args.value("dry_run", false);
    Matched matched;
    for (const DepositState state : {DepositState::kFinal, DepositState::kAttributed}) {
        const auto open = load_by_index<Deposit>(context.store(), deposits_by_state(state));
        if (!open) return open.error();
        for (std::size_t at = 0; at < open->size(); at += kMatchSlice) {
            const auto begin = open->begin() + static_cast<std::ptrdiff_t>(at);
            const auto end = open->begin() +
                             static_cast<std::ptrdiff_t>(std::min(at + kMatchSlice, open->size()));
            const Result<void> done = match_slice(context, {begin, end}, dry, matched);
            if (!done) return done.error();
        }
    }
    return Json{{"deposits", matched.deposits},
                {"dry_run", dry},
                {"verdicts", matched.verdicts},
                {"changed", matched.changed}};
}

std::string render_match(const Json& reply, const Style& style) {
    std::string out =
        with_commas(reply["deposits"].get<std::uint64_t>()) + " open deposits " +
        (reply["dry_run"].get<bool>() ? "looked at (nothing written)" : "decided again");
    for (const auto& [verdict, count] : reply["verdicts"].items()) {
        out += ", " + with_commas(count.get<std::uint64_t>()) + " " + verdict;
    }
    out += ".\n";
    Table table({{"deposit"}, {"amount", Align::kRight}, {"fault"}, {"was"}, {"is"}, {"why"}});
    for (const Json& row : reply["changed"]) {
        table.add({{short_id(text_in(row, "id")), Tone::kBold},
                   {text_in(row, "amount")},
                   {text_in(row, "fault")},
                   {text_in(row, "verdict"), tone_of(text_in(row, "verdict"))},
                   {text_in(row, "new_verdict"), tone_of(text_in(row, "new_verdict"))},
                   {text_in(row, "new_reason"), Tone::kDim}});
    }
    return table.empty() ? out : out + table.str(style);
}

Result<HoldScope> scope_arg(const Json& args) {
    const std::string text = text_arg(args, "scope");
    for (std::size_t i = 0; i < kEnumNames<HoldScope>.size(); ++i) {
        if (kEnumNames<HoldScope>[i] == text) return static_cast<HoldScope>(i);
    }
    return invalid("scope: \"" + printable(text.substr(0, 40)) +
                   "\" is none of network, asset, account, deposit");
}

Result<Json> hold(Context& context, const Json& args) {
    const Result<HoldScope> scope = scope_arg(args);
    if (!scope) return scope.error();
    const Result<Hold> held = context.engine([&](Engine& engine) {
        return engine.hold(*scope, text_arg(args, "subject"), text_arg(args, "reason"),
                           context.principal.id, context.now);
    });
    if (!held) return held.error();
    return record_to_json(*held);
}

std::string render_hold(const Json& reply, const Style&) {
    return "No credit on " + text_in(reply, "scope") + " " + printable(text_in(reply, "subject")) +
           " from now on (" + printable(text_in(reply, "reason")) +
           "). Two people release it: homing release " + text_in(reply, "scope") + " " +
           printable(text_in(reply, "subject")) + "\n";
}

Result<Json> release(Context& context, const Json& args) {
    const Result<HoldScope> scope = scope_arg(args);
    if (!scope) return scope.error();
    const std::string subject = text_arg(args, "subject");
    const Result<bool> released = context.engine([&](Engine& engine) -> Result<bool> {
        const Result<void> done =
            engine.release(*scope, subject, context.principal.id, context.now);
        if (!done) return done.error();
        return true;
    });
    if (!released) return released.error();
    const auto left = load<Hold>(context.store(), hold_key(*scope, subject));
    if (!left) return left.error();
    return Json{{"scope", to_string(*scope)}, {"subject", subject}, {"released", !*left}};
}

std::string render_release(const Json& reply, const Style&) {
    const std::string what = text_in(reply, "scope") + " " + printable(text_in(reply, "subject"));
    if (reply["released"].get<bool>()) return "The hold on " + what + " is released.\n";
    return "First release of the hold on " + what + "; a second person must release it too.\n";
}

const std::vector<Arg> kHoldArgs = {
    {"scope", ArgType::kText, true, true, "network, asset, account or deposit"},
    {"subject", ArgType::kText, true, true, "CAIP-2, CAIP-19, account or deposit id"}};

}  // namespace

Command rescan_command() {
    return {.name = "rescan",
            .summary = "Read final blocks of a network again, for what the book did not know then",
            .details =
                "Safe to repeat: what is indexed already stays as it is.\n\n"
                "Example:\n  homing rescan eip155:56 1000 2000",
            .args = {{"network", ArgType::kText, true, true, "CAIP-2, such as eip155:56"},
                     {"from", ArgType::kWhole, true, true, "first block"},
                     {"to", ArgType::kWhole, false, true, "last block; the last applied one"}},
            .action = Action::kRescan,
            .handle = rescan,
            .render = render_rescan};
}

Command match_command() {
    return {
        .name = "match",
        .summary = "Decide every open deposit again with what the store now knows",
        .details = "Examples:\n  homing match --dry-run\n  homing match",
        .args = {{"dry_run", ArgType::kFlag, false, false, "say what would change, write nothing"}},
        .action = Action::kMatch,
        .handle = match,
        .render = render_match};
}

Command hold_command() {
    Command command{.name = "hold",
                    .summary = "Stop credits on a network, asset, account or deposit at once",
                    .details =
                        "One person holds, two release.\n\nExample:\n"
                        "  homing hold network eip155:137 --reason \"deep reorganisation\"",
                    .args = kHoldArgs,
                    .action = Action::kHoldMoney,
                    .handle = hold,
                    .render = render_hold};
    command.args.push_back({"reason", ArgType::kText, true, false, "for the record"});
    return command;
}

Command release_command() {
    return {.name = "release",
            .summary = "Release a hold; takes two different people",
            .details =
                "Examples:\n  homing release network eip155:137 --as ana --key ana.key\n"
                "  homing release network eip155:137 --as ben --key ben.key",
            .args = kHoldArgs,
            .action = Action::kReleaseNetwork,
            .handle = release,
            .render = render_release};
}

}  // namespace homing
