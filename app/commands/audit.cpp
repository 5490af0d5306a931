#include "app/client.h"
#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/files.h"
#include "app/print/table.h"
#include "app/tlog.h"
#include "recovery/laws.h"
#include "recovery/leaf.h"
#include "store/merkle.h"

namespace homing {

namespace {

constexpr std::size_t kPage = 1000;

Result<Json> check(Context& context, const Json&) {
    const Result<Audit> audit = check_laws(context.store());
    if (!audit) return audit.error();
    Json breaches = Json::array();
    for (const Breach& breach : audit->breaches) {
        breaches.push_back({{"law", breach.law}, {"message", breach.message}});
    }
    const Result<LogHead> head = context.store().log_head();
    if (!head) return head.error();
    return Json{{"breaches", breaches},
                {"deposits", audit->deposits},
                {"postings", audit->postings},
                {"log_entries", audit->log_entries},
                {"log_root", head->root.str()}};
}

std::string render_check(const Json& reply, const Style& style) {
    Table table({{"law", Align::kRight}, {"what is wrong"}});
    for (const Json& breach : reply["breaches"]) {
        table.add(
            {{std::to_string(breach["law"].get<int>()), Tone::kBad}, {text_in(breach, "message")}});
    }
    const std::string looked = with_commas(reply["deposits"].get<std::uint64_t>()) + " deposits, " +
                               with_commas(reply["postings"].get<std::uint64_t>()) + " postings, " +
                               with_commas(reply["log_entries"].get<std::uint64_t>()) +
                               " entries of the audit log";
    if (table.empty()) return style.paint(Tone::kGood, "Every law holds") + ": " + looked + ".\n";
    return table.str(style) + style.paint(Tone::kBad, "Laws are broken") + " (looked at " + looked +
           "). Stop crediting, keep the store as it is, and call a person.\n";
}

// The last leaf of the log that is this decision's.
Result<std::pair<std::uint64_t, std::string>> find_leaf(const Store& store, std::uint64_t size,
                                                        const std::string& id) {
    std::optional<std::pair<std::uint64_t, std::string>> found;
    for (std::uint64_t from = 0; from < size;) {
        const auto page = store.log_entries(from, kPage);
        if (!page) return page.error();
        if (page->empty()) break;
        for (std::size_t i = 0; i < page->size() && from + i < size; ++i) {
            const Result<Leaf> leaf = parse_leaf((*page)[i]);
            if (leaf && leaf->kind == "decision" && leaf->id == id) found = {from + i, (*page)[i]};
        }
        from += page->size();
    }
    if (!found) return not_found("the audit log has no entry of decision " + id + " yet");
    return *found;
}

Result<Json> prove(Context& context, const Json& args) {
    const Config& config = context.host.config;
    if (config.log_key_file.empty()) {
        return invalid("a proof needs a signed checkpoint: set log_key_file in " +
                       config.file.string());
    }
    const Result<Ed25519KeyPair> key = read_key(config.log_key_file);
    if (!key) return key.error();
    const Result<Deposit> deposit = find_deposit(context, text_arg(args, "deposit"));
    if (!deposit) return deposit.error();
    if (deposit->decisions == 0) return not_found("the deposit has no decision yet");
    const std::uint64_t number = whole_arg(args, "number", deposit->decisions - 1);
    const std::string id = deposit->id.str() + ":" + std::to_string(number);
    const Result<LogHead> head = context.store().log_head();
    if (!head) return head.error();
    const auto leaf = find_leaf(context.store(), head->size, id);
    if (!leaf) return leaf.error();
    const auto hashes = context.store().inclusion_proof(leaf->first, head->size);
    if (!hashes) return hashes.error();
    const LogProof proof{leaf->second, leaf->first, *hashes,
                         format_checkpoint(config.log_origin, *head, *key)};
    return Json{{"decision", id},
                {"proof", format_proof(proof)},
                {"log_key", to_hex(key->public_key.bytes)}};
}

std::string render_prove(const Json& reply, const Style&) {
    return text_in(reply, "proof");
}

Result<Json> drive_verify(Client&, const Json& args) {
    const auto key = parse_hex_array<32>(text_arg(args, "log_key"));
    if (!key) return invalid("log_key: must be the log's public key, 64 hex digits");
    const std::string file = text_arg(args, "file");
    const Result<std::string> text = read_file(file, 1 << 20);
    if (!text) return text.error();
    const Result<LogProof> proof = parse_proof(*text);
    if (!proof) return within(file, proof.error());
    Json reply = {{"file", file}, {"entry", proof->entry}, {"index", proof->index}};
    const Result<Checkpoint> checkpoint = parse_checkpoint(proof->checkpoint, {*key});
    std::string problem;
    if (!checkpoint)
        problem = checkpoint.error().message;
    else if (!verify_inclusion(merkle_leaf(proof->entry), proof->index, checkpoint->head.size,
                               proof->hashes, checkpoint->head.root)) {
        problem = "the hashes do not lead from the entry to the checkpoint's root";
    }
    reply["holds"] = problem.empty();
    if (!problem.empty()) reply["problem"] = problem;
    if (checkpoint) reply["origin"] = checkpoint->origin;
    if (checkpoint) reply["size"] = checkpoint->head.size;
    return reply;
}

std::string render_verify(const Json& reply, const Style& style) {
    if (!reply["holds"].get<bool>()) {
        return style.paint(Tone::kBad, "The proof does not hold") + ": " +
               printable(text_in(reply, "problem")) + "\n";
    }
    return style.paint(Tone::kGood, "The proof holds") + ": entry " +
           std::to_string(reply["index"].get<std::uint64_t>()) + " of " +
           std::to_string(reply["size"].get<std::uint64_t>()) + " in the log \"" +
           printable(text_in(reply, "origin")) + "\" says\n  " +
           printable(text_in(reply, "entry")) + "\n";
}

}  // namespace

Command audit_check_command() {
    return {.name = "audit check",
            .summary = "Check every law of money on the whole store",
            .details = "Ends with 1 when a law is broken.\n\nExample:\n  homing audit check --json",
            .action = Action::kCheckAudit,
            .handle = check,
            .render = render_check,
            .is_positive = [](const Json& reply) { return reply["breaches"].empty(); }};
}

Command audit_prove_command() {
    return {.name = "audit prove",
            .summary = "Write a proof that a deposit's decision is in the audit log",
            .details =
                "The proof is a C2SP tlog-proof that anyone checks without this store.\n\n"
                "Example:\n  homing audit prove 3fa81c02 > decision.tlog-proof",
            .args = {{"deposit", ArgType::kText, true, true, "as for deposit show"},
                     {"number", ArgType::kWhole, false, false, "of the decision; the last one"}},
            .action = Action::kProveAudit,
            .handle = prove,
            .render = render_prove};
}

Command audit_verify_command() {
    return {
        .name = "audit verify",
        .summary = "Check such a proof, without store or network",
        .details =
            "Ends with 1 when the proof does not hold.\n\nExample:\n"
            "  homing audit verify decision.tlog-proof --log-key 8f3c…",
        .args = {{"file", ArgType::kText, true, true, "the proof"},
                 {"log_key", ArgType::kText, true, false, "public key of the log, 64 hex digits"}},
        .action = Action::kProveAudit,
        .drive = drive_verify,
        .render = render_verify,
        .is_positive = [](const Json& reply) { return reply["holds"].get<bool>(); },
        .needs_config = false};
}

}  // namespace homing
