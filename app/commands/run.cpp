#include "app/client.h"
#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/print/table.h"
#include "app/run/runner.h"
#include "core/record_json.h"
#include "recovery/laws.h"
#include "store/tables.h"

namespace homing {

namespace {

Result<Json> drive_run(Client& client, const Json& args) {
    const bool once = args.value("once", false);
    if (is_listening(client.config().socket())) {
        return conflict("homing already runs on " + client.config().socket().string());
    }
    Result<std::unique_ptr<Runner>> runner = Runner::open(client.config());
    if (!runner) return runner.error();
    if (!once) {
        std::fprintf(stderr, "homing: %zu networks, commands on %s, Ctrl-C ends\n",
                     (*runner)->host().networks.size(), client.config().socket().c_str());
    }
    if (Result<void> ran = (*runner)->run(once, client.json()); !ran) return ran.error();
    if (!once) return Json{{"ended", true}};
    Result<Json> figures = totals((*runner)->host());
    if (!figures) return figures;
    const Result<Audit> audit = check_laws(*(*runner)->host().store);
    if (!audit) return audit.error();
    (*figures)["law_violations"] = audit->breaches.size();
    return figures;
}

std::string render_run(const Json& reply, const Style&) {
    return reply.contains("ended") ? "" : reply.dump() + "\n";
}

Result<Json> status(Context& context, const Json&) {
    Json networks = Json::array();
    const Board* board = context.host.board;
    const auto live = board != nullptr ? board->networks() : std::map<NetworkId, NetworkStatus>();
    for (const Network& network : context.host.networks) {
        Json row = {
            {"network", network.id.str()}, {"name", network.name}, {"state", "not running"}};
        const auto cursor = load<Cursor>(context.store(), cursor_key(network.id));
        if (!cursor) return cursor.error();
        if (*cursor) {
            row["applied"] = (*cursor)->record.block.height;
            row["applied_time"] = format_time((*cursor)->record.block_time);
        }
        if (const auto known = live.find(network.id); known != live.end()) {
            row["state"] = known->second.state;
            row["reason"] = known->second.reason;
            row["head"] = known->second.head;
            row["final_head"] = known->second.final_head;
            row["younger_blocks"] = known->second.younger_blocks;
        }
        std::uint64_t left = 0;
        const auto rescans = load_all<Rescan>(context.store(), rescans_of(network.id));
        if (!rescans) return rescans.error();
        for (const auto& rescan : *rescans) left += rescan.record.to + 1 - rescan.record.next;
        row["rescan_blocks"] = left;
        networks.push_back(std::move(row));
    }
    Json holds = Json::array();
    const auto standing = load_all<Hold>(context.store(), table_prefix(TableTag::kHold), 1000);
    if (!standing) return standing.error();
    for (const auto& hold : *standing) holds.push_back(record_to_json(hold.record));
    Json states = Json::object();
    for (std::size_t i = 0; i < kEnumNames<DepositState>.size(); ++i) {
        const auto keys =
            context.store().scan(deposits_by_state(static_cast<DepositState>(i)), "", SIZE_MAX);
        if (!keys) return keys.error();
        if (!keys->empty()) states[std::string(kEnumNames<DepositState>[i])] = keys->size();
    }
    std::size_t open_cases = 0;
    for (std::size_t i = 0; i < kEnumNames<CaseState>.size(); ++i) {
        if (static_cast<CaseState>(i) == CaseState::kDone) continue;
        const auto keys =
            context.store().scan(cases_by_state(static_cast<CaseState>(i)), "", SIZE_MAX);
        if (!keys) return keys.error();
        open_cases += keys->size();
    }
    const auto outbox = context.store().outbox(1000);
    if (!outbox) return outbox.error();
    const Result<LogHead> head = context.store().log_head();
    if (!head) return head.error();
    const LedgerStatus ledger = board != nullptr ? board->ledger() : LedgerStatus();
    return Json{{"running", board != nullptr},
                {"store", context.store().id().str()},
                {"mode", to_string(context.host.policy.mode)},
                {"policy_version", context.host.policy.version},
                {"networks", networks},
                {"deposits", states},
                {"open_cases", open_cases},
                {"holds", holds},
                {"outbox", outbox->size()},
                {"outbox_refused", ledger.refused},
                {"ledger_problem", ledger.problem},
                {"log_size", head->size},
                {"log_root", head->root.str()}};
}

std::string render_status(const Json& reply, const Style& style) {
    Table table({{"network"},
                 {"state"},
                 {"applied", Align::kRight},
                 {"final", Align::kRight},
                 {"head", Align::kRight},
                 {"rescan", Align::kRight},
                 {"note"}});
    const auto number = [](const Json& row, const char* name) {
        return row.contains(name) ? with_commas(row[name].get<std::uint64_t>()) : std::string("–");
    };
    for (const Json& row : reply["networks"]) {
        const std::string state = text_in(row, "state");
        table.add({{text_in(row, "name"), Tone::kBold},
                   {state, tone_of(state)},
                   {number(row, "applied")},
                   {number(row, "final_head")},
                   {number(row, "head")},
                   {row["rescan_blocks"] == 0 ? "–" : number(row, "rescan_blocks")},
                   {text_in(row, "reason"), Tone::kBad}});
    }
    std::string deposits;
    for (const auto& [state, count] : reply["deposits"].items()) {
        deposits +=
            (deposits.empty() ? "" : ", ") + with_commas(count.get<std::uint64_t>()) + " " + state;
    }
    Sheet sheet;
    sheet.add("mode", text_in(reply, "mode") + ", policy version " +
                          std::to_string(reply["policy_version"].get<std::uint64_t>()));
    sheet.add("deposits", deposits.empty() ? "none yet" : deposits);
    sheet.add("open cases", with_commas(reply["open_cases"].get<std::uint64_t>()));
    for (const Json& hold : reply["holds"]) {
        sheet.add("hold",
                  text_in(hold, "scope") + " " + text_in(hold, "subject") + ": " +
                      text_in(hold, "reason") + " (" + text_in(hold, "placed_by") + ")",
                  Tone::kBad);
    }
    const std::string problem = text_in(reply, "ledger_problem");
    const auto waiting = reply["outbox"].get<std::uint64_t>();
    const auto refused = reply["outbox_refused"].get<std::uint64_t>();
    sheet.add(
        "ledger",
        waiting == 0
            ? "has every credit"
            : with_commas(waiting) + " credits to deliver" +
                  (refused > 0 ? ", " + with_commas(refused) + " refused: a person must look" : ""),
        refused > 0   ? Tone::kBad
        : waiting > 0 ? Tone::kWarn
                      : Tone::kGood);
    sheet.add("ledger says", problem, Tone::kBad);
    sheet.add("audit log", with_commas(reply["log_size"].get<std::uint64_t>()) + " entries, root " +
                               short_middle(text_in(reply, "log_root"), 12, 4));
    sheet.add("store", text_in(reply, "store"));
    return table.str(style) + sheet.str(style);
}

}  // namespace

Command run_command() {
    return {
        .name = "run",
        .summary = "Watch the networks, decide, credit and deliver, until told to end",
        .details =
            "Holds the store; every other command then speaks to it over the socket in "
            "the data folder.\nSIGTERM and Ctrl-C drain within five seconds.\n\n"
            "Examples:\n  homing run --config homing.toml\n  homing run --once --json",
        .args =
            {{"once", ArgType::kFlag, false, false,
              "end when every final block is applied and nothing waits; print one line of JSON"}},
        .action = Action::kRun,
        .drive = drive_run,
        .render = render_run,
        .is_positive = [](const Json& reply) { return reply.value("law_violations", 0) == 0; }};
}

Command status_command() {
    return {.name = "status",
            .summary = "Show how each network, the ledger, holds and the audit log stand",
            .details = "Example:\n  homing status",
            .action = Action::kSeeStatus,
            .handle = status,
            .render = render_status};
}

}  // namespace homing
