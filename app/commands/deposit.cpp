#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/print/table.h"
#include "core/record_json.h"
#include "matcher/display.h"
#include "recovery/cases.h"
#include "store/custody_book.h"
#include "store/tables.h"

namespace homing {

namespace {

// The first 8 digits of a deposit's id name its network; six more tell its deposits apart.
constexpr std::size_t kDepositDigits = 14;

constexpr std::uint64_t kListMax = 1000;

template <class Enum>
Result<Enum> parse_enum(const std::string& text, const char* name) {
    for (std::size_t i = 0; i < kEnumNames<Enum>.size(); ++i) {
        if (kEnumNames<Enum>[i] == text) return static_cast<Enum>(i);
    }
    std::string known;
    for (const auto& one : kEnumNames<Enum>)
        known += (known.empty() ? "" : ", ") + std::string(one);
    return invalid(std::string(name) + ": \"" + printable(text.substr(0, 40)) + "\" is none of " +
                   known);
}

// Younger transfers to an address of ours: seen, not final, never acted on.
Result<Json> pending_rows(Context& context) {
    Json rows = Json::array();
    if (context.host.board == nullptr) return rows;
    for (const Block& block : context.host.board->younger()) {
        for (const Transfer& transfer : block.transfers) {
            const Result<CustodyEntry> entry = find_custody(context.store(), transfer.recipient);
            if (!entry) return entry.error();
            if (!entry->address) continue;
            Deposit deposit;
            deposit.id = deposit_id(transfer);
            deposit.transfer = transfer;
            deposit.block = block.ref;
            deposit.block_time = block.time;
            Result<Json> row = deposit_row(context, deposit);
            if (!row) return row.error();
            (*row)["state"] = "pending";
            (*row)["fault"] = "";
            (*row)["reason"] = "seen, not yet final";
            rows.push_back(std::move(*row));
        }
    }
    return rows;
}

// Whoever looks over the deposits of others leaves a trace; the operator's own machine does not.
Result<void> record_browsing(Context& context, const Json& args) {
    if (context.principal.role == Role::kOperator) return {};
    Search browsed;
    browsed.what = "deposit list " + canonical_json(args).substr(0, 160);
    browsed.reason = "deposit list";
    const Result<Search> recorded = context.engine([&](Engine& engine) {
        return engine.record_search(context.person(), browsed, context.now);
    });
    return recorded ? Result<void>() : recorded.error();
}

Result<Json> list(Context& context, const Json& args) {
    if (Result<void> traced = record_browsing(context, args); !traced) return traced.error();
    const std::string state = text_arg(args, "state");
    const std::string fault = text_arg(args, "fault");
    const std::string network = text_arg(args, "network");
    const std::uint64_t limit = std::min(whole_arg(args, "limit", 50), kListMax);
    std::vector<DepositState> states;
    if (!state.empty() && state != "pending") {
        const Result<DepositState> one = parse_enum<DepositState>(state, "state");
        if (!one) return one.error();
        states = {*one};
    } else if (state.empty()) {
        for (std::size_t i = 0; i < kEnumNames<DepositState>.size(); ++i) {
            states.push_back(static_cast<DepositState>(i));
        }
    }
    if (!fault.empty()) {
        if (const auto known = parse_enum<Fault>(fault, "fault"); !known) return known.error();
    }
    Json rows = Json::array();
    bool more = false;
    for (const DepositState one : states) {
        const auto found =
            load_by_index<Deposit>(context.store(), deposits_by_state(one),
                                   fault.empty() && network.empty() ? limit + 1 : SIZE_MAX);
        if (!found) return found.error();
        for (const auto& [deposit, version] : *found) {
            if (!fault.empty() && to_string(deposit.fault) != fault) continue;
            if (!network.empty() && deposit.transfer.network.str() != network) continue;
            more = more || rows.size() == limit;
            if (rows.size() == limit) break;
            Result<Json> row = deposit_row(context, deposit);
            if (!row) return row.error();
            rows.push_back(std::move(*row));
        }
    }
    Json reply = {{"deposits", rows}, {"more", more}, {"pending", Json::array()}};
    if (state.empty() || state == "pending") {
        Result<Json> pending = pending_rows(context);
        if (!pending) return pending.error();
        reply["pending"] = std::move(*pending);
    }
    return reply;
}

std::string render_list(const Json& reply, const Style& style) {
    Table table({{"deposit"},
                 {"network"},
                 {"amount", Align::kRight},
                 {"fault"},
                 {"state"},
                 {"account"},
                 {"age", Align::kRight},
                 {"why"}});
    for (const char* group : {"pending", "deposits"}) {
        for (const Json& row : reply[group]) {
            const std::string state = text_in(row, "state");
            const std::string fault = text_in(row, "fault");
            const std::string account = text_in(row, "account");
            table.add({{short_id(text_in(row, "id"), kDepositDigits), Tone::kBold},
                       {text_in(row, "network_name")},
                       {text_in(row, "amount")},
                       {fault == "none" ? "–" : fault},
                       {state, tone_of(state)},
                       {account.empty() ? "–" : account},
                       {style.age(text_in(row, "time")), Tone::kDim},
                       {text_in(row, "reason"), Tone::kDim}});
        }
    }
    if (table.empty()) return "No deposits yet.\n";
    std::string out = table.str(style);
    if (reply["more"].get<bool>()) out += "There are more: raise --limit or narrow with --state.\n";
    return out;
}

template <class Record>
Result<Json> records(const Reader& reader, const std::string& prefix) {
    const auto rows = load_all<Record>(reader, prefix, 1000);
    if (!rows) return rows.error();
    Json list = Json::array();
    for (const auto& row : *rows) list.push_back(record_to_json(row.record));
    return list;
}

// How many there are and how much work they are, never which.
Result<Json> count(Context& context, const Json&) {
    std::map<std::array<std::string, 3>, std::uint64_t> counts;
    for (std::size_t i = 0; i < kEnumNames<DepositState>.size(); ++i) {
        const auto rows = load_by_index<Deposit>(context.store(),
                                                 deposits_by_state(static_cast<DepositState>(i)));
        if (!rows) return rows.error();
        for (const auto& row : *rows) {
            ++counts[{network_name(context.host, row.record.transfer.network),
                      std::string(to_string(row.record.fault)),
                      std::string(kEnumNames<DepositState>[i])}];
        }
    }
    Json rows = Json::array();
    for (const auto& [key, number] : counts) {
        rows.push_back(
            {{"network_name", key[0]}, {"fault", key[1]}, {"state", key[2]}, {"count", number}});
    }
    return Json{{"counts", rows}};
}

std::string render_count(const Json& reply, const Style& style) {
    Table table({{"network"}, {"fault"}, {"state"}, {"deposits", Align::kRight}});
    for (const Json& row : reply["counts"]) {
        table.add({{text_in(row, "network_name")},
                   {text_in(row, "fault")},
                   {text_in(row, "state"), tone_of(text_in(row, "state"))},
                   {with_commas(row["count"].get<std::uint64_t>())}});
    }
    return table.empty() ? "No deposits yet.\n" : table.str(style);
}

// The case that a role needs to see a deposit in: the open one, or the last.
Result<std::optional<Case>> case_of(Context& context, const Deposit& deposit) {
    std::optional<Case> last;
    for (std::uint32_t ordinal = 0;; ++ordinal) {
        const auto row = load<Case>(context.store(), case_key(case_id(deposit.id, ordinal)));
        if (!row) return row.error();
        if (!*row) return last;
        last = (*row)->record;
    }
}

// One sentence for what is not there and for what is not theirs to see.
Result<Deposit> visible_deposit(Context& context, const std::string& text) {
    Result<Deposit> deposit = find_deposit(context, text);
    if (context.may(Action::kSeeDeposit)) return deposit;
    const Error hidden =
        not_found("no case of yours is about deposit " + printable(text.substr(0, 80)) +
                  "; look it up with homing search and a reason");
    if (!deposit) return hidden;
    const auto record = case_of(context, *deposit);
    if (!record) return record.error();
    const bool may = *record && context.may(Action::kSeeDeposit, &**record).has_value();
    return may ? deposit : hidden;
}

Result<Json> show(Context& context, const Json& args) {
    const Result<Deposit> deposit = visible_deposit(context, text_arg(args, "deposit"));
    if (!deposit) return deposit.error();
    Result<Json> reply = deposit_row(context, *deposit);
    if (!reply) return reply;
    (*reply)["record"] = record_to_json(*deposit);
    const Store& store = context.store();
    const std::pair<const char*, Result<Json>> parts[] = {
        {"decisions", records<Decision>(store, decisions_of(deposit->id))},
        {"evidence", records<Evidence>(store, evidence_of(deposit->id))},
        {"postings", records<Posting>(store, postings_of(deposit->id))}};
    for (const auto& [name, part] : parts) {
        if (!part) return part.error();
        (*reply)[name] = *part;
    }
    const auto credit = load<Credit>(store, credit_key(deposit->id));
    if (!credit) return credit.error();
    if (*credit) (*reply)["credit"] = record_to_json((*credit)->record);
    const auto claims = load_by_index<Claim>(store, claims_by_deposit(deposit->id), 100);
    if (!claims) return claims.error();
    (*reply)["claims"] = Json::array();
    for (const auto& claim : *claims) (*reply)["claims"].push_back(record_to_json(claim.record));
    return reply;
}

// What a piece of evidence says, in a line.
std::string evidence_text(const Json& evidence) {
    const Result<Json> body = parse_json(text_in(evidence, "body"));
    if (!body || !body->is_object()) return text_in(evidence, "body");
    std::string out;
    for (const auto& [name, value] : body->items()) {
        if (name == "text") continue;
        std::string text = value.is_string() ? value.get<std::string>() : value.dump();
        if (name == "memo") text = display_memo(text);
        out += (out.empty() ? "" : "  ") + name + " " +
               (text.size() > 44 ? short_middle(text, 10, 6) : text);
    }
    return out;
}

std::string render_show(const Json& reply, const Style& style) {
    Sheet sheet;
    const std::string state = text_in(reply, "state");
    sheet.add("deposit", text_in(reply, "id"), Tone::kBold);
    sheet.add("amount", text_in(reply, "amount"), Tone::kBold);
    sheet.add("asset", text_in(reply, "asset"));
    sheet.add("network", text_in(reply, "network_name") + " (" + text_in(reply, "network") + ")");
    sheet.add("transaction", text_in(reply, "txid") + "  " + text_in(reply, "index"));
    sheet.add("from", text_in(reply["record"]["transfer"], "sender_address"));
    sheet.add("to", text_in(reply, "recipient"));
    sheet.add("memo", memos_text(reply));
    sheet.add("block", with_commas(reply["height"].get<std::uint64_t>()) + ", " +
                           style.age(text_in(reply, "time")));
    sheet.add("state", state, tone_of(state));
    sheet.add("fault", text_in(reply, "fault"));
    sheet.add("reach",
              text_in(reply["record"], "reach") + "  " + text_in(reply["record"], "reach_reason"));
    sheet.add("account", text_in(reply, "account"));
    sheet.add("case", text_in(reply, "case"));
    std::string out = sheet.str(style);
    Table decisions({{"#", Align::kRight}, {"decision"}, {"rule"}, {"why"}, {"needs"}, {"when"}});
    for (const Json& d : reply["decisions"]) {
        std::string needs;
        for (const Json& need : d["needs"])
            needs += (needs.empty() ? "" : ", ") + need.get<std::string>();
        decisions.add({{std::to_string(d["number"].get<std::uint64_t>())},
                       {text_in(d, "verdict"), tone_of(text_in(d, "verdict"))},
                       {text_in(d, "rule")},
                       {text_in(d, "reason")},
                       {needs},
                       {style.age(text_in(d, "at")), Tone::kDim}});
    }
    if (!decisions.empty()) out += "\n" + decisions.str(style);
    Table evidence({{"evidence"}, {"stated by"}, {"says"}, {"when"}});
    for (const Json& e : reply["evidence"]) {
        evidence.add({{text_in(e, "kind")},
                      {text_in(e, "stated_by")},
                      {evidence_text(e)},
                      {style.age(text_in(e, "at")), Tone::kDim}});
    }
    if (!evidence.empty()) out += "\n" + evidence.str(style);
    Table postings(
        {{"journal", Align::kRight}, {"side"}, {"account"}, {"party"}, {"units", Align::kRight}});
    for (const Json& p : reply["postings"]) {
        postings.add({{std::to_string(p["journal"].get<std::uint64_t>())},
                      {text_in(p, "side")},
                      {text_in(p, "account")},
                      {text_in(p, "party")},
                      {text_in(p, "units")}});
    }
    if (!postings.empty()) out += "\n" + postings.str(style);
    return out;
}

}  // namespace

Command deposit_list_command() {
    return {.name = "deposit list",
            .summary = "List deposits that reached custody, and those seen but not yet final",
            .details =
                "Examples:\n  homing deposit list\n"
                "  homing deposit list --state attributed --network eip155:56\n"
                "  homing deposit list --fault unlisted_asset --json",
            .args = {{"state", ArgType::kText, false, false,
                      "only this state (final, attributed, credited, …, or pending)"},
                     {"fault", ArgType::kText, false, false, "only this fault (wrong_network, …)"},
                     {"network", ArgType::kText, false, false, "only this network (CAIP-2)"},
                     {"limit", ArgType::kWhole, false, false, "at most so many (50, up to 1000)"}},
            .action = Action::kBrowseDeposits,
            .handle = list,
            .render = render_list};
}

Command deposit_count_command() {
    return {.name = "deposit count",
            .summary = "Count deposits by network, fault and state, without showing any",
            .details = "Example:\n  homing deposit count",
            .action = Action::kCountDeposits,
            .handle = count,
            .render = render_count};
}

Command deposit_show_command() {
    return {.name = "deposit show",
            .summary = "Show one deposit with its decisions, evidence, claims and postings",
            .details =
                "Examples:\n  homing deposit show 3fa81c02\n"
                "  homing deposit show 0x5c50…  (a whole transaction id)",
            .args = {{"deposit", ArgType::kText, true, true,
                      "its id, the first 6 or more digits of one, or a transaction id"}},
            .action = Action::kSeeDeposit,
            .handle = show,
            .render = render_show};
}

}  // namespace homing
