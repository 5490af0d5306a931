#include "app/client.h"
#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/print/table.h"
#include "core/crypto/hash.h"
#include "core/record_json.h"
#include "core/safe_text.h"
#include "store/tables.h"

namespace homing {

namespace {

Result<RulingAction> parse_action(const std::string& text) {
    for (std::size_t i = 0; i < kEnumNames<RulingAction>.size(); ++i) {
        if (kEnumNames<RulingAction>[i] == text) return static_cast<RulingAction>(i);
    }
    return invalid("action: \"" + printable(text.substr(0, 40)) +
                   "\" is none of credit, refuse, write_off, close_reversal");
}

Result<Json> case_row(Context& context, const Case& record) {
    Json row = record_to_json(record);
    const auto deposit = load<Deposit>(context.store(), deposit_key(record.deposit));
    if (!deposit) return deposit.error();
    if (!*deposit) return row;
    Result<Json> paid = deposit_row(context, (*deposit)->record);
    if (!paid) return paid;
    row["about"] = std::move(*paid);
    return row;
}

Result<Json> list(Context& context, const Json& args) {
    const std::uint64_t limit = std::min<std::uint64_t>(whole_arg(args, "limit", 50), 1000);
    const bool all = args.value("all", false);
    const bool sees_queue = may_ever(context.principal.role, Action::kSeeQueue);
    std::uint64_t waiting = 0;
    Json rows = Json::array();
    for (std::size_t i = 0; i < kEnumNames<CaseState>.size(); ++i) {
        const auto state = static_cast<CaseState>(i);
        if (state == CaseState::kDone && !all) continue;
        const auto found = load_by_index<Case>(context.store(), cases_by_state(state),
                                               sees_queue ? limit : SIZE_MAX);
        if (!found) return found.error();
        for (const auto& one : *found) {
            waiting += state == CaseState::kOpen && !one.record.agent;
            if (!sees_queue && one.record.agent != context.principal.id) continue;
            if (rows.size() == limit) break;
            Result<Json> row = case_row(context, one.record);
            if (!row) return row;
            rows.push_back(std::move(*row));
        }
    }
    return Json{{"cases", rows}, {"waiting", waiting}};
}

std::string render_list(const Json& reply, const Style& style) {
    Table table({{"case"},
                 {"state"},
                 {"reason"},
                 {"amount", Align::kRight},
                 {"network"},
                 {"fault"},
                 {"claims", Align::kRight},
                 {"answer due"},
                 {"decision due"}});
    for (const Json& row : reply["cases"]) {
        const Json about = row.value("about", Json::object());
        const std::string state = text_in(row, "state");
        const auto late = [&](const char* name) {
            const Result<Time> due = parse_time(text_in(row, name));
            return due && *due < style.now && state != "done" ? Tone::kBad : Tone::kPlain;
        };
        table.add({{short_id(text_in(row, "id")), Tone::kBold},
                   {state, state == "done" ? Tone::kGood : Tone::kWarn},
                   {text_in(row, "reason")},
                   {text_in(about, "amount")},
                   {text_in(about, "network_name")},
                   {text_in(about, "fault")},
                   {std::to_string(row["claims"].size())},
                   {style.age(text_in(row, "answer_due")), late("answer_due")},
                   {style.age(text_in(row, "decision_due")), late("decision_due")}});
    }
    const std::string waiting = with_commas(reply["waiting"].get<std::uint64_t>()) +
                                " waiting for somebody to take them.\n";
    return (table.empty() ? "No cases here; " : table.str(style)) + waiting;
}

Result<Json> show(Context& context, const Json& args) {
    const Result<Case> record = find_case(context, text_arg(args, "case"));
    if (!record) return record.error();
    if (Result<void> may = context.may(Action::kSeeCase, &*record); !may) return may.error();
    Result<Json> row = case_row(context, *record);
    if (!row) return row;
    const auto rulings = load_all<Ruling>(context.store(), rulings_of(record->id), 1000);
    if (!rulings) return rulings.error();
    (*row)["proposals"] = Json::array();
    for (const auto& ruling : *rulings)
        (*row)["proposals"].push_back(record_to_json(ruling.record));
    const auto timeline = load_all<CaseEntry>(context.store(), case_entries_of(record->id), 1000);
    if (!timeline) return timeline.error();
    (*row)["timeline"] = Json::array();
    for (const auto& entry : *timeline) {
        (*row)["timeline"].push_back(record_to_json(entry.record));
    }
    (*row)["asked_by"] = Json::array();
    for (const ClaimId& id : record->claims) {
        const auto claim = load<Claim>(context.store(), claim_key(id));
        if (!claim) return claim.error();
        if (*claim) (*row)["asked_by"].push_back(record_to_json((*claim)->record));
    }
    return row;
}

// Who asked for it, and what happened to the case since it opened.
std::string render_people(const Json& reply, const Style& style) {
    std::string out;
    Table claims({{"claim"}, {"account"}, {"state"}, {"memo as typed"}, {"filed"}});
    for (const Json& claim : reply["asked_by"]) {
        claims.add({{short_id(text_in(claim, "id")), Tone::kBold},
                    {printable(text_in(claim, "account"))},
                    {text_in(claim, "state")},
                    {safe_line(text_in(claim, "memo_typed"))},
                    {style.age(text_in(claim, "filed")), Tone::kDim}});
    }
    if (!claims.empty()) out += "\n" + claims.str(style);
    Table timeline({{"#", Align::kRight}, {"what"}, {"by"}, {"clock"}, {"text"}, {"when"}});
    for (const Json& entry : reply["timeline"]) {
        const std::string what = text_in(entry, "kind");
        timeline.add({{std::to_string(entry["number"].get<std::uint64_t>())},
                      {what, what == "breached" ? Tone::kBad : Tone::kPlain},
                      {text_in(entry, "by")},
                      {text_in(entry, "clock")},
                      {printable(text_in(entry, "text"))},
                      {style.age(text_in(entry, "at")), Tone::kDim}});
    }
    if (!timeline.empty()) out += "\n" + timeline.str(style);
    return out;
}

std::string waiting_text(const Json& reply, const Style& style) {
    const std::string who = text_in(reply, "waiting_for");
    if (who == "nobody") return "";
    return who + ", until " + style.age(text_in(reply, "resume_by")) + " at the latest";
}

template <CaseEntryKind kKind>
Result<Json> work(Context& context, const Json& args) {
    const Result<Case> record = find_case(context, text_arg(args, "case"));
    if (!record) return record.error();
    CaseEntry entry;
    entry.kind = kKind;
    entry.by = context.principal.id;
    entry.text = text_arg(args, "text");
    const std::string waiting = text_arg(args, "waiting_for");
    for (std::size_t i = 0; i < kEnumNames<WaitingFor>.size(); ++i) {
        if (kEnumNames<WaitingFor>[i] == waiting) entry.waiting_for = static_cast<WaitingFor>(i);
    }
    const Result<Case> done =
        context.engine([&](Engine& engine) { return engine.work(record->id, entry, context.now); });
    if (!done) return done.error();
    return record_to_json(*done);
}

// The most urgent case that nobody works on, as far as they may work on it.
Result<Json> next(Context& context, const Json&) {
    const auto open = load_by_index<Case>(context.store(), cases_by_state(CaseState::kOpen));
    if (!open) return open.error();
    for (const auto& one : *open) {
        if (one.record.agent) continue;
        CaseEntry entry;
        entry.kind = CaseEntryKind::kTaken;
        entry.by = context.principal.id;
        const Result<Case> taken = context.engine(
            [&](Engine& engine) { return engine.work(one.record.id, entry, context.now); });
        if (taken) return record_to_json(*taken);
        if (taken.error().code != Code::kInvalid) return taken.error();
    }
    return not_found("no case waits that " + context.principal.id + " may work on");
}

std::string render_work(const Json& reply, const Style& style) {
    Sheet sheet;
    sheet.add("case", text_in(reply, "id"), Tone::kBold);
    sheet.add("state", text_in(reply, "state"), Tone::kWarn);
    sheet.add("work of", text_in(reply, "agent"));
    sheet.add("waits for", waiting_text(reply, style));
    sheet.add("decision due", style.age(text_in(reply, "decision_due")));
    return sheet.str(style);
}

std::string render_show(const Json& reply, const Style& style) {
    Sheet sheet;
    const Json about = reply.value("about", Json::object());
    sheet.add("case", text_in(reply, "id"), Tone::kBold);
    sheet.add("state", text_in(reply, "state"), Tone::kWarn);
    sheet.add("opened", style.age(text_in(reply, "opened")) + " by " + text_in(reply, "reason"));
    sheet.add("answer due", style.age(text_in(reply, "answer_due")));
    sheet.add("decision due", style.age(text_in(reply, "decision_due")));
    sheet.add("ends", style.age(text_in(reply, "hard_due")) + " at the latest");
    sheet.add("waits for", waiting_text(reply, style));
    sheet.add("work of", text_in(reply, "agent"));
    sheet.add("escalated to", text_in(reply, "rung"));
    if (const auto fee = reply.find("fee"); fee != reply.end()) {
        sheet.add("fee", text_in(*fee, "units") + " base units (" + text_in(*fee, "rule") +
                             "), from a credit alone");
    }
    sheet.add("outcome", text_in(reply, "outcome"), Tone::kGood);
    sheet.add("deposit", text_in(about, "id"));
    sheet.add("amount", text_in(about, "amount"), Tone::kBold);
    sheet.add("network", text_in(about, "network_name"));
    sheet.add("fault", text_in(about, "fault"));
    sheet.add("memo", memos_text(about));
    sheet.add("account", text_in(about, "account"));
    sheet.add("why", text_in(about, "reason"));
    std::string out = sheet.str(style);
    Table rulings({{"#", Align::kRight},
                   {"ruling"},
                   {"action"},
                   {"proposed by"},
                   {"approved by"},
                   {"payload hash"}});
    for (const Json& r : reply["proposals"]) {
        rulings.add(
            {{std::to_string(r["number"].get<std::uint64_t>())},
             {text_in(r, "state"), text_in(r, "state") == "approved" ? Tone::kGood : Tone::kWarn},
             {text_in(r, "action")},
             {text_in(r, "proposer")},
             {text_in(r, "approver")},
             {text_in(r, "payload_hash")}});
    }
    if (!rulings.empty()) out += "\n" + rulings.str(style);
    out += render_people(reply, style);
    return out + "\nThe evidence: homing deposit show " +
           printable(text_in(about, "id").substr(0, 12)) + "\n";
}

// What an agent is about to sign.
Result<Json> payload(Context& context, const Json& args) {
    const Result<Case> record = find_case(context, text_arg(args, "case"));
    if (!record) return record.error();
    if (Result<void> may = context.may(Action::kProposeRuling, &*record); !may) return may.error();
    const Result<RulingAction> action = parse_action(text_arg(args, "action"));
    if (!action) return action.error();
    const Result<std::string> text = context.engine([&](Engine& engine) {
        return engine.ruling_payload(record->id, *action, text_arg(args, "code"),
                                     text_arg(args, "account"));
    });
    if (!text) return text.error();
    return Json{{"case", record->id.str()}, {"payload", *text}};
}

Result<Engine::Signed> signed_by(const Context& context, const Json& args) {
    if (text_arg(args, "by") != context.principal.id) {
        return invalid("by: the ruling is signed by another person than the request");
    }
    const auto signature = parse_hex_array<64>(text_arg(args, "signature"));
    if (!signature) return invalid("signature: must be 128 hex digits");
    return Engine::Signed{text_arg(args, "by"), *signature};
}

Result<Json> propose(Context& context, const Json& args) {
    const Result<Case> record = find_case(context, text_arg(args, "case"));
    if (!record) return record.error();
    const Result<Engine::Signed> proposer = signed_by(context, args);
    if (!proposer) return proposer.error();
    const Result<Ruling> ruling = context.engine([&](Engine& engine) {
        return engine.propose(record->id, text_arg(args, "payload"), *proposer, context.now);
    });
    if (!ruling) return ruling.error();
    return record_to_json(*ruling);
}

Result<Json> approve(Context& context, const Json& args) {
    const Result<Case> record = find_case(context, text_arg(args, "case"));
    if (!record) return record.error();
    const Result<Hash> hash = Hash::parse(text_arg(args, "payload_hash"));
    if (!hash) return within("payload_hash", hash.error());
    const Result<Engine::Signed> approver = signed_by(context, args);
    if (!approver) return approver.error();
    const Result<Ruling> ruling = context.engine(
        [&](Engine& engine) { return engine.approve(record->id, *hash, *approver, context.now); });
    if (!ruling) return ruling.error();
    return record_to_json(*ruling);
}

Result<std::string> sign(const Client& client, const Hash& hash) {
    if (!client.signer()) return invalid("a ruling is signed: give --as NAME and --key FILE");
    const Result<Ed25519KeyPair> key = read_key(client.signer()->key_file);
    if (!key) return key.error();
    return to_hex(ed25519_sign(hash.bytes, key->secret_key));
}

Result<Json> drive_propose(Client& client, const Json& args) {
    Result<Json> asked = client.call("case payload", args);
    if (!asked) return asked;
    const std::string text = text_in(*asked, "payload");
    const Hash hash{sha256(as_bytes(text))};
    const Result<std::string> signature = sign(client, hash);
    if (!signature) return signature.error();
    return client.call("case propose", {{"case", text_in(*asked, "case")},
                                        {"payload", text},
                                        {"by", client.signer()->id},
                                        {"signature", *signature}});
}

Result<Json> drive_approve(Client& client, const Json& args) {
    const Result<Json> shown = client.call("case show", {{"case", text_arg(args, "case")}});
    if (!shown) return shown;
    const Json* open = nullptr;
    for (const Json& ruling : (*shown)["proposals"]) {
        if (text_in(ruling, "state") == "proposed") open = &ruling;
    }
    if (open == nullptr) return not_found("the case has no proposal that waits for approval");
    const Hash hash{sha256(as_bytes(text_in(*open, "payload")))};
    const std::string wanted = text_arg(args, "payload_hash");
    if (!wanted.empty() && !hash.str().starts_with(wanted)) {
        return conflict("the open proposal's payload is " + hash.str() + ", not " + wanted);
    }
    const Result<std::string> signature = sign(client, hash);
    if (!signature) return signature.error();
    return client.call("case approve", {{"case", text_in(*shown, "id")},
                                        {"payload_hash", hash.str()},
                                        {"by", client.signer()->id},
                                        {"signature", *signature}});
}

std::string render_ruling(const Json& reply, const Style& style) {
    Sheet sheet;
    const std::string state = text_in(reply, "state");
    sheet.add("ruling", state, state == "approved" ? Tone::kGood : Tone::kWarn);
    sheet.add("action", text_in(reply, "action"));
    sheet.add("case", text_in(reply, "case"));
    sheet.add("proposed by", text_in(reply, "proposer"));
    sheet.add("approved by", text_in(reply, "approver"));
    sheet.add("payload", text_in(reply, "payload"));
    sheet.add("payload hash", text_in(reply, "payload_hash"));
    return sheet.str(style);
}

const Arg kCaseArg = {"case", ArgType::kText, true, true,
                      "its id or the first 6 or more digits of one"};

}  // namespace

Command case_list_command() {
    return {
        .name = "case list",
        .summary = "List open cases, the most urgent first in each state; an agent's are their own",
        .details = "Examples:\n  homing case list\n  homing case list --all --limit 200",
        .args = {{"all", ArgType::kFlag, false, false, "closed ones too"},
                 {"limit", ArgType::kWhole, false, false, "at most so many (50, up to 1000)"}},
        .action = Action::kListCases,
        .handle = list,
        .render = render_list};
}

Command case_show_command() {
    return {.name = "case show",
            .summary = "Show one case with its deposit, clocks and rulings",
            .details = "Example:\n  homing case show 9c01d2aa",
            .args = {kCaseArg},
            .action = Action::kSeeCase,
            .handle = show,
            .render = render_show};
}

std::vector<Command> case_work_commands() {
    const Arg text = {"text", ArgType::kText, true, true, "the message or note"};
    return {
        {.name = "case take",
         .summary = "Work on a case: it is yours from now on",
         .details = "Example:\n  homing case take 9c01d2aa --as ana --key ana.key",
         .args = {kCaseArg},
         .action = Action::kTakeCase,
         .handle = work<CaseEntryKind::kTaken>,
         .render = render_work},
        {.name = "case next",
         .summary = "Take the most urgent case that nobody works on",
         .details = "Example:\n  homing case next --as ana --key ana.key",
         .action = Action::kTakeCase,
         .handle = next,
         .render = render_work},
        {.name = "case assign",
         .summary = "Give a case to an agent or senior",
         .details = "Example:\n  homing case assign 9c01d2aa ana --as ben --key ben.key",
         .args = {kCaseArg, {"text", ArgType::kText, true, true, "the member of staff"}},
         .action = Action::kAssignCase,
         .handle = work<CaseEntryKind::kAssigned>,
         .render = render_work},
        {.name = "case note",
         .summary = "Write a note on a case, for staff alone",
         .details = "Example:\n  homing case note 9c01d2aa \"called the sending desk\"",
         .args = {kCaseArg, text},
         .action = Action::kNoteOnCase,
         .handle = work<CaseEntryKind::kNoted>,
         .render = render_work},
        {.name = "case ask",
         .summary = "Ask the claimant for something; the clocks wait for them",
         .details = "Example:\n  homing case ask 9c01d2aa \"Which platform did you send it from?\"",
         .args = {kCaseArg, text},
         .action = Action::kAskClaimant,
         .handle = work<CaseEntryKind::kAsked>,
         .render = render_work},
        {.name = "case answer",
         .summary = "Tell the claimant how the case stands",
         .details = "Example:\n  homing case answer 9c01d2aa \"We found it and look at it now.\"",
         .args = {kCaseArg, text},
         .action = Action::kAnswerClaimant,
         .handle = work<CaseEntryKind::kAnswered>,
         .render = render_work},
        {.name = "case pause",
         .summary = "Let a case wait for the user, the chain or the signer",
         .details = "Example:\n  homing case pause 9c01d2aa chain \"waits for the fork to end\"",
         .args = {kCaseArg,
                  {"waiting_for", ArgType::kText, true, true, "user, chain or signer"},
                  text},
         .action = Action::kPauseCase,
         .handle = work<CaseEntryKind::kPaused>,
         .render = render_work},
        {.name = "case resume",
         .summary = "End a case's pause",
         .details = "Example:\n  homing case resume 9c01d2aa",
         .args = {kCaseArg},
         .action = Action::kResumeCase,
         .handle = work<CaseEntryKind::kResumed>,
         .render = render_work},
    };
}

Command case_payload_command() {
    return {.name = "case payload",
            .summary = "The exact payload of a ruling, for signing",
            .args = {kCaseArg,
                     {"action", ArgType::kText, true, true, ""},
                     {"code", ArgType::kText, false, false, ""},
                     {"account", ArgType::kText, false, false, ""}},
            .action = Action::kProposeRuling,
            .handle = payload,
            .hidden = true};
}

Command case_propose_command() {
    return {.name = "case propose",
            .summary = "Propose a ruling on a case, signed with your staff key",
            .details =
                "Amount, asset and recipient come from the deposit and its claim; nobody "
                "types them. Below the\npolicy's two-person limit the ruling acts at once.\n\n"
                "Examples:\n  homing case propose 9c01d2aa credit --account alice "
                "--as ana --key ana.key\n"
                "  homing case propose 9c01d2aa refuse --code not_ours --as ana --key ana.key",
            .args = {kCaseArg,
                     {"action", ArgType::kText, false, true,
                      "credit, refuse, write_off or close_reversal"},
                     {"code", ArgType::kText, false, false, "refuse: the refusal code"},
                     {"account", ArgType::kText, false, false, "credit: the claimant's account"},
                     {"payload", ArgType::kText, false, false, "", true},
                     {"by", ArgType::kText, false, false, "", true},
                     {"signature", ArgType::kText, false, false, "", true}},
            .action = Action::kProposeRuling,
            .handle = propose,
            .drive = drive_propose,
            .render = render_ruling};
}

Command case_approve_command() {
    return {.name = "case approve",
            .summary = "Approve the open proposal of a case, signed with your staff key",
            .details =
                "Shows the payload that is signed. The approver is neither the proposer nor "
                "linked to the account.\n\n"
                "Example:\n  homing case approve 9c01d2aa --as ben --key ben.key",
            .args = {kCaseArg,
                     {"payload_hash", ArgType::kText, false, false,
                      "refuse to sign any other payload than this"},
                     {"by", ArgType::kText, false, false, "", true},
                     {"signature", ArgType::kText, false, false, "", true}},
            .action = Action::kApproveRuling,
            .handle = approve,
            .drive = drive_approve,
            .render = render_ruling};
}

}  // namespace homing
