#include <algorithm>

#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/pasted_txid.h"
#include "app/print/table.h"
#include "app/proof_check.h"
#include "core/record_json.h"
#include "recovery/claims.h"
#include "store/tables.h"

// What a claimant does, and staff for them: file, prove, withdraw, appeal, consent, and look.
namespace homing {

namespace {

constexpr std::size_t kClaimsListed = 200;

// The claim, as far as whoever speaks for the account may know; all of it where none is named.
Result<Claim> claim_arg(Context& context, const Json& args) {
    const std::string account = text_arg(args, "account");
    const Error none = not_found("account " + printable(account.substr(0, 80)) + " has no claim " +
                                 printable(text_arg(args, "claim").substr(0, 80)));
    const Result<Claim> claim = find_claim(context, text_arg(args, "claim"));
    if (account.empty()) return claim;
    if (!claim) return claim.error().code == Code::kNotFound ? none : claim.error();
    if (claim->account != account) return none;
    return claim;
}

Result<Json> file(Context& context, const Json& args) {
    Claim claim;
    claim.account = text_arg(args, "account");
    const Result<NetworkId> network = NetworkId::parse(text_arg(args, "network"));
    if (!network) return within("network", network.error());
    claim.network = *network;
    claim.txid = pasted_txid(*network, text_arg(args, "txid"));
    if (const std::string text = text_arg(args, "asset"); !text.empty()) {
        const Result<AssetId> asset = AssetId::parse(text);
        if (!asset) return within("asset", asset.error());
        claim.asset = *asset;
    }
    claim.amount_typed = text_arg(args, "amount");
    claim.memo_typed = text_arg(args, "memo");
    claim.sender_typed = text_arg(args, "sender");
    const Result<Filed> filed =
        context.engine([&](Engine& engine) { return engine.file(claim, context.now); });
    if (!filed) return filed.error();
    Json reply = record_to_json(filed->claim);
    reply["repeated"] = filed->repeated;
    return reply;
}

// What the claimant reads first: one line on how it stands.
std::string standing(const Json& claim) {
    const std::string state = text_in(claim, "state");
    if (state == "need_proof") return "waits for a proof; see: homing claim challenge";
    if (state == "proven") return "yours; a credit or a person's ruling follows";
    return "";
}

Sheet claim_sheet(const Json& reply, const Style& style) {
    Sheet sheet;
    sheet.add("claim", text_in(reply, "id"), Tone::kBold);
    sheet.add("account", printable(text_in(reply, "account")));
    sheet.add("transaction", text_in(reply, "txid") + " on " + text_in(reply, "network"));
    const std::string state = text_in(reply, "state");
    sheet.add("state", state, state == "proven" ? Tone::kGood : Tone::kWarn);
    sheet.add("means", standing(reply));
    sheet.add("answer", text_in(reply, "answer"), Tone::kGood);
    sheet.add("deposit", text_in(reply, "deposit"));
    sheet.add("filed", style.age(text_in(reply, "filed")));
    return sheet;
}

std::string render_file(const Json& reply, const Style& style) {
    return (reply["repeated"].get<bool>() ? "Filed before; it stands as it was.\n" : "Filed.\n") +
           claim_sheet(reply, style).str(style);
}

Result<Json> show(Context& context, const Json& args) {
    const Result<Claim> claim = claim_arg(context, args);
    if (!claim) return claim.error();
    const bool is_claimant = !text_arg(args, "account").empty();
    Json reply = record_to_json(is_claimant ? as_filer_sees(*claim) : *claim);
    const auto issued = load_all<Challenge>(context.store(), challenges_of(claim->id), 1000);
    if (!issued) return issued.error();
    reply["issued"] = Json::array();
    for (const auto& challenge : *issued) {
        Json row = record_to_json(challenge.record);
        if (is_claimant) row.erase("deposit");
        reply["issued"].push_back(std::move(row));
    }
    if (is_claimant || !claim->deposit) return reply;
    const auto deposit = load<Deposit>(context.store(), deposit_key(*claim->deposit));
    if (!deposit) return deposit.error();
    if (!*deposit) return reply;
    Result<Json> about = deposit_row(context, (*deposit)->record);
    if (!about) return about;
    reply["about"] = std::move(*about);
    return reply;
}

std::string render_show(const Json& reply, const Style& style) {
    Sheet sheet = claim_sheet(reply, style);
    if (const auto about = reply.find("about"); about != reply.end()) {
        sheet.add("amount", text_in(*about, "amount"), Tone::kBold);
        sheet.add("fault", text_in(*about, "fault"));
        sheet.add("deposit is", text_in(*about, "state"), tone_of(text_in(*about, "state")));
        sheet.add("case", text_in(*about, "case"));
    }
    sheet.add("amount typed", printable(text_in(reply, "amount_typed")));
    sheet.add("memo typed", printable(text_in(reply, "memo_typed")));
    sheet.add("sender typed", printable(text_in(reply, "sender_typed")));
    Table issued({{"#", Align::kRight},
                  {"challenge"},
                  {"address"},
                  {"wrong answers", Align::kRight},
                  {"expires"}});
    for (const Json& row : reply["issued"]) {
        issued.add({{std::to_string(row["number"].get<std::uint64_t>())},
                    {text_in(row, "state")},
                    {text_in(row, "address")},
                    {std::to_string(row["failures"].get<std::uint64_t>())},
                    {style.age(text_in(row, "expires")), Tone::kDim}});
    }
    return sheet.str(style) + (issued.empty() ? "" : "\n" + issued.str(style));
}

// By account or by the transaction, both exact: nobody browses claims.
Result<Json> list(Context& context, const Json& args) {
    const std::string account = text_arg(args, "account");
    std::string prefix = claims_by_account(account);
    if (account.empty()) {
        const Result<NetworkId> network = NetworkId::parse(text_arg(args, "network"));
        if (!network || text_arg(args, "txid").empty()) {
            return invalid("claims are listed by --account, or by --network and --txid");
        }
        prefix = claims_by_txid(*network, text_arg(args, "txid"));
    }
    const auto found = load_by_index<Claim>(context.store(), prefix, kClaimsListed);
    if (!found) return found.error();
    Json rows = Json::array();
    for (const auto& claim : *found) rows.push_back(record_to_json(claim.record));
    return Json{{"claims", rows}};
}

std::string render_list(const Json& reply, const Style& style) {
    Table table({{"claim"}, {"account"}, {"transaction"}, {"state"}, {"answer"}, {"filed"}});
    for (const Json& row : reply["claims"]) {
        const std::string state = text_in(row, "state");
        table.add({{short_id(text_in(row, "id")), Tone::kBold},
                   {printable(text_in(row, "account"))},
                   {short_middle(text_in(row, "txid"), 10, 6)},
                   {state, state == "proven" ? Tone::kGood : Tone::kWarn},
                   {text_in(row, "answer")},
                   {style.age(text_in(row, "filed")), Tone::kDim}});
    }
    return table.empty() ? "No such claims.\n" : table.str(style);
}

Result<Json> challenge(Context& context, const Json& args) {
    const Result<Claim> claim = claim_arg(context, args);
    if (!claim) return claim.error();
    const std::string& domain = context.host.config.challenge_domain;
    if (domain.empty()) {
        return invalid("challenge_domain: is not set in " + context.host.config.file.string() +
                       ": the host name that claimants know you by, which every challenge names");
    }
    const Result<Challenged> asked = context.engine([&](Engine& engine) {
        return engine.challenge(claim->id, claim->account, domain, fresh_nonce(), context.now);
    });
    if (!asked) return asked.error();
    Json reply = {{"claim", claim->id.str()},
                  {"account", claim->account},
                  {"code", asked->code},
                  {"helps", asked->helps}};
    if (!asked->challenge) return reply;
    const Challenge& issued = *asked->challenge;
    reply["number"] = issued.number;
    reply["address"] = issued.address;
    reply["text"] = issued.text;
    reply["expires"] = format_time(issued.expires);
    reply["standards"] = message_standards(issued.network, issued.address);
    return reply;
}

bool is_issued(const Json& reply) {
    return text_in(reply, "code") == "sign";
}

std::string render_challenge(const Json& reply, const Style& style) {
    if (!is_issued(reply)) return text_in(reply, "helps") + "\n";
    std::string standards;
    for (const Json& name : reply["standards"]) {
        standards += (standards.empty() ? "" : ", ") + name.get<std::string>();
    }
    Sheet sheet;
    sheet.add("sign with", text_in(reply, "address"), Tone::kBold);
    sheet.add("standard", standards.empty() ? "none that is checked by itself" : standards);
    sheet.add("expires", style.age(text_in(reply, "expires")));
    const std::string rule = style.paint(Tone::kDim, std::string(72, '-'));
    return sheet.str(style) + rule + "\n" + text_in(reply, "text") + "\n" + rule +
           "\nThen: homing claim prove " + text_in(reply, "claim").substr(0, 12) + " --account " +
           printable(text_in(reply, "account")) + " --signature SIGNATURE\n";
}

Result<Json> prove(Context& context, const Json& args) {
    const Result<Claim> claim = claim_arg(context, args);
    if (!claim) return claim.error();
    if (claim->challenges == 0)
        return conflict("there is no challenge yet: homing claim challenge");
    const auto number = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(whole_arg(args, "challenge", claim->challenges - 1), UINT32_MAX));
    const auto issued = load<Challenge>(context.store(), challenge_key(claim->id, number));
    if (!issued) return issued.error();
    if (!*issued) return not_found("the claim has no challenge " + std::to_string(number));
    const Result<ProofResult> proof =
        check_proof(context.host, (*issued)->record,
                    {text_arg(args, "signature"), text_arg(args, "public_key")});
    if (!proof) return proof.error();
    const Result<Proved> proved = context.engine([&](Engine& engine) {
        return engine.prove(claim->id, claim->account, number, *proof, context.now);
    });
    if (!proved) return proved.error();
    return Json{{"verified", proved->verified},
                {"answer", proved->answer},
                {"claim", record_to_json(as_filer_sees(proved->claim))}};
}

bool is_verified(const Json& reply) {
    return reply["verified"].get<bool>();
}

std::string render_prove(const Json& reply, const Style& style) {
    const std::string answer = text_in(reply, "answer");
    std::string said = "Not verified.\n";
    if (answer == "verified") said = style.paint(Tone::kGood, "Verified.") + "\n";
    if (answer == "a_person_looks") said = "This cannot be checked by itself: a person looks.\n";
    return said + claim_sheet(reply["claim"], style).str(style);
}

Result<Json> withdraw(Context& context, const Json& args) {
    const Result<Claim> claim = claim_arg(context, args);
    if (!claim) return claim.error();
    const Result<Claim> seen = context.engine(
        [&](Engine& engine) { return engine.withdraw(claim->id, claim->account, context.now); });
    if (!seen) return seen.error();
    return record_to_json(*seen);
}

Result<Json> appeal(Context& context, const Json& args) {
    const Result<Claim> claim = claim_arg(context, args);
    if (!claim) return claim.error();
    const Result<Claim> seen = context.engine([&](Engine& engine) {
        return engine.appeal(claim->id, claim->account, text_arg(args, "reason"), context.now);
    });
    if (!seen) return seen.error();
    return record_to_json(*seen);
}

std::string render_claim(const Json& reply, const Style& style) {
    return claim_sheet(reply, style).str(style);
}

// The holder's word: yes or no.
Result<Json> consent(Context& context, const Json& args) {
    const std::string answer = text_arg(args, "answer");
    if (answer != "yes" && answer != "no") return invalid("answer: must be yes or no");
    const std::string account = text_arg(args, "account");
    const Result<DepositId> id = DepositId::parse(text_arg(args, "deposit"));
    if (!id) return within("deposit", id.error());
    const Result<void> done = context.engine(
        [&](Engine& engine) { return engine.consent(*id, account, answer == "yes", context.now); });
    if (!done) return done.error();
    return Json{{"deposit", id->str()}, {"account", account}, {"answer", answer}};
}

std::string render_consent(const Json& reply, const Style&) {
    const bool is_yes = text_in(reply, "answer") == "yes";
    return printable(text_in(reply, "account")) +
           (is_yes ? " gives it up: two people of the staff may move it now.\n"
                   : " keeps it: what was frozen is free again, and a person answers the claim.\n");
}

const Arg kClaimArg = {"claim", ArgType::kText, true, true,
                       "its id or the first 6 or more digits of one"};
const Arg kAccountArg = {"account", ArgType::kText, true, false, "whose claim it is"};

Command file_command() {
    return {.name = "claim file",
            .summary = "File a claim for an account on a transaction",
            .details =
                "May come before its deposit is indexed; the same account, network and "
                "transaction again answers the first claim.\n\n"
                "Example:\n  homing claim file --account alice --network eip155:56 --txid 0x5c50…",
            .args = {{"account", ArgType::kText, true, false, "who asks"},
                     {"network", ArgType::kText, true, false, "CAIP-2"},
                     {"txid", ArgType::kText, true, false, "of the deposit"},
                     {"asset", ArgType::kText, false, false, "CAIP-19"},
                     {"amount", ArgType::kText, false, false, "as the claimant types it"},
                     {"memo", ArgType::kText, false, false, "as the claimant types it"},
                     {"sender", ArgType::kText, false, false,
                      "address or platform it came from, as the claimant types it"}},
            .action = Action::kFileClaim,
            .handle = file,
            .render = render_file};
}

Command show_command() {
    return {.name = "claim show",
            .summary = "Show one claim with its challenges and what it is about",
            .details =
                "With --account it shows what the claimant may know, and no more.\n\n"
                "Examples:\n  homing claim show 9c01d2aa\n"
                "  homing claim show 9c01d2aa --account alice",
            .args = {kClaimArg,
                     {"account", ArgType::kText, false, false, "as this account's claimant"}},
            .action = Action::kSeeClaim,
            .handle = show,
            .render = render_show};
}

Command list_command() {
    return {.name = "claim list",
            .summary = "List the claims of one account or on one transaction",
            .details =
                "Examples:\n  homing claim list --account alice\n"
                "  homing claim list --network eip155:56 --txid 0x5c50…",
            .args = {{"account", ArgType::kText, false, false, "whose claims"},
                     {"network", ArgType::kText, false, false, "CAIP-2"},
                     {"txid", ArgType::kText, false, false, "the whole of it"}},
            .action = Action::kSeeClaim,
            .handle = list,
            .render = render_list};
}

Command challenge_command() {
    return {
        .name = "claim challenge",
        .summary = "Issue the text that the claimant signs with the sending address",
        .details =
            "The text names claim, account, deposit and address, lives 30 minutes, and replaces "
            "an older one. Says\nso, with exit code 1, where nobody could sign for the sender: "
            "a platform's wallet, a mixer, a program.\n\n"
            "Example:\n  homing claim challenge 9c01d2aa --account alice --json | jq -r .text",
        .args = {kClaimArg, kAccountArg},
        .action = Action::kSpeakForClaimant,
        .handle = challenge,
        .render = render_challenge,
        .is_positive = is_issued};
}

Command prove_command() {
    return {.name = "claim prove",
            .summary = "Hand in the signature on a challenge",
            .details =
                "A good one is spent, proves the claim and decides the deposit again; five wrong "
                "ones end the challenge.\nThe exit code is 1 where it is not verified.\n\n"
                "Examples:\n  homing claim prove 9c01d2aa --account alice --signature 0x4f1e…1b\n"
                "  homing claim prove 9c01d2aa --account alice --signature 3044… --public-key "
                "03ab…",
            .args = {kClaimArg,
                     kAccountArg,
                     {"signature", ArgType::kText, true, false,
                      "hex or base64, as the wallet gives "
                      "it"},
                     {"public_key", ArgType::kText, false, false, "hex; XRPL alone needs it"},
                     {"challenge", ArgType::kWhole, false, false, "its number; the newest"}},
            .action = Action::kSpeakForClaimant,
            .handle = prove,
            .render = render_prove,
            .is_positive = is_verified};
}

Command withdraw_command() {
    return {.name = "claim withdraw",
            .summary = "End a claim that its claimant does not ask for any more",
            .details =
                "The same transaction may be claimed again later.\n\n"
                "Example:\n  homing claim withdraw 9c01d2aa --account alice",
            .args = {kClaimArg, kAccountArg},
            .action = Action::kSpeakForClaimant,
            .handle = withdraw,
            .render = render_claim};
}

Command appeal_command() {
    return {.name = "claim appeal",
            .summary = "Ask that somebody else look at a refusal",
            .details =
                "Opens a case for a person who did not rule on it before. Once per claim.\n\n"
                "Example:\n  homing claim appeal 9c01d2aa --account alice --reason \"the "
                "platform confirms it now\"",
            .args = {kClaimArg,
                     kAccountArg,
                     {"reason", ArgType::kText, true, false, "what should be looked at again"}},
            .action = Action::kSpeakForClaimant,
            .handle = appeal,
            .render = render_claim};
}

Command consent_command() {
    return {.name = "claim consent",
            .summary = "Record whether a holder gives up a deposit that somebody else sent",
            .details =
                "Asked of the customer whose memo a deposit carries when another one proved to "
                "have sent it.\n\n"
                "Example:\n  homing claim consent 8d0f…64 digits --account bob --answer yes",
            .args = {{"deposit", ArgType::kText, true, true, "its whole id"},
                     {"account", ArgType::kText, true, false, "who holds it"},
                     {"answer", ArgType::kText, true, false, "yes or no"}},
            .action = Action::kSpeakForClaimant,
            .handle = consent,
            .render = render_consent};
}

}  // namespace

std::vector<Command> claim_commands() {
    return {file_command(),  show_command(),     list_command(),   challenge_command(),
            prove_command(), withdraw_command(), appeal_command(), consent_command()};
}

}  // namespace homing
