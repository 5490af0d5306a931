#include "app/commands/view.h"

#include <algorithm>

#include "core/record_json.h"
#include "matcher/display.h"
#include "store/custody_book.h"
#include "store/tables.h"

namespace homing {

namespace {

// The one row of a table whose id starts with these hex digits, of those that whoever asks may find
// without knowing the whole of it.
template <class Record, class IdOf, class MayFind>
Result<Record> find_by_prefix(Context& context, TableTag table, const std::string& text, IdOf id_of,
                              const std::string& noun, MayFind may_find) {
    const bool is_hex = text.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!is_hex || text.size() < 6) {
        return not_found("there is no " + noun + " \"" + printable(text.substr(0, 80)) + "\"");
    }
    const Result<Bytes> bytes = parse_hex(text.substr(0, text.size() / 2 * 2));
    if (!bytes) return bytes.error();
    const std::string prefix = table_prefix(table) + std::string(as_text(*bytes));
    auto rows = load_all<Record>(context.store(), prefix, 300);
    if (!rows) return rows.error();
    std::vector<Record> fitting;
    for (auto& row : *rows) {
        if (id_of(row.record).str().starts_with(text) && may_find(row.record))
            fitting.push_back(std::move(row.record));
    }
    if (fitting.size() == 1) return fitting.front();
    if (fitting.empty()) return not_found("there is no " + noun + " " + text);
    return invalid(text + ": " + std::to_string(fitting.size()) + " ids start so; give more of it");
}

}  // namespace

Result<std::string> amount_text(Context& context, const AssetId& asset, const Amount& units) {
    const Result<std::optional<Asset>> known = find_asset(context.store(), asset);
    if (!known) return known.error();
    if (*known) return units.to_decimal((*known)->decimals) + " " + (*known)->symbol;
    for (const Network& network : context.host.networks) {
        if (network.id == asset.network() && asset.name_space() == "slip44") {
            return units.to_decimal(network.native_decimals) + " " + network.native_symbol;
        }
    }
    return units.to_string() + " units of " + short_middle(asset.reference(), 6, 4);
}

std::string network_name(const Host& host, const NetworkId& network) {
    const auto found = std::ranges::find(host.networks, network, &Network::id);
    return found != host.networks.end() ? found->name : network.str();
}

Result<Json> deposit_row(Context& context, const Deposit& deposit) {
    const Result<std::string> amount =
        amount_text(context, deposit.transfer.asset, deposit.transfer.units);
    if (!amount) return amount.error();
    Json row = {{"id", deposit.id.str()},
                {"network", deposit.transfer.network.str()},
                {"network_name", network_name(context.host, deposit.transfer.network)},
                {"txid", deposit.transfer.txid},
                {"index", deposit.transfer.index},
                {"asset", deposit.transfer.asset.str()},
                {"units", deposit.transfer.units.to_string()},
                {"amount", *amount},
                {"recipient", deposit.transfer.recipient_address},
                {"height", deposit.block.height},
                {"time", format_time(deposit.block_time)},
                {"state", to_string(deposit.state)},
                {"fault", to_string(deposit.fault)}};
    if (deposit.transfer.memo) {
        row["memo"] = *deposit.transfer.memo;
        row["memo_shown"] = display_memo(*deposit.transfer.memo);
    }
    for (const std::string& memo : deposit.transfer.other_memos) {
        row["other_memos"].push_back(memo);
        row["other_memos_shown"].push_back(display_memo(memo));
    }
    if (deposit.owner) row["account"] = *deposit.owner;
    if (deposit.open_case) row["case"] = deposit.open_case->str();
    if (deposit.reversal_open) row["reversal_open"] = true;
    if (deposit.decisions == 0) return row;
    const auto decision =
        load<Decision>(context.store(), decision_key(deposit.id, deposit.decisions - 1));
    if (!decision) return decision.error();
    if (*decision) {
        row["verdict"] = to_string((*decision)->record.verdict);
        row["rule"] = (*decision)->record.rule;
        row["reason"] = (*decision)->record.reason;
    }
    return row;
}

Result<Deposit> find_deposit(Context& context, const std::string& text) {
    if (const Result<DepositId> id = DepositId::parse(text)) {
        const auto row = load<Deposit>(context.store(), deposit_key(*id));
        if (!row) return row.error();
        if (*row) return (*row)->record;
        return not_found("there is no deposit " + text);
    }
    std::vector<Deposit> paid;
    for (const Network& network : context.host.networks) {
        const auto rows =
            load_by_index<Deposit>(context.store(), deposits_by_txid(network.id, text), 100);
        if (!rows) return rows.error();
        for (const auto& row : *rows) paid.push_back(row.record);
    }
    if (paid.size() == 1) return paid.front();
    if (paid.size() > 1) {
        std::string ids;
        for (const Deposit& deposit : paid) ids += " " + deposit.id.str();
        return invalid("that transaction made " + std::to_string(paid.size()) + " deposits:" + ids);
    }
    return find_by_prefix<Deposit>(
        context, TableTag::kDeposit, text, [](const Deposit& d) { return d.id; }, "deposit",
        [&](const Deposit&) { return may_ever(context.principal.role, Action::kBrowseDeposits); });
}

Result<Case> find_case(Context& context, const std::string& text) {
    if (const Result<CaseId> id = CaseId::parse(text)) {
        const auto row = load<Case>(context.store(), case_key(*id));
        if (!row) return row.error();
        if (*row) return (*row)->record;
        return not_found("there is no case " + text);
    }
    return find_by_prefix<Case>(
        context, TableTag::kCase, text, [](const Case& c) { return c.id; }, "case",
        [&](const Case& c) {
            return c.agent == context.principal.id ||
                   may_ever(context.principal.role, Action::kSeeQueue);
        });
}

Result<Claim> find_claim(Context& context, const std::string& text) {
    if (const Result<ClaimId> id = ClaimId::parse(text)) {
        const auto row = load<Claim>(context.store(), claim_key(*id));
        if (!row) return row.error();
        if (*row) return (*row)->record;
        return not_found("there is no claim " + text);
    }
    return find_by_prefix<Claim>(
        context, TableTag::kClaim, text, [](const Claim& c) { return c.id; }, "claim",
        [&](const Claim&) { return may_ever(context.principal.role, Action::kBrowseDeposits); });
}

std::string memos_text(const Json& row) {
    std::string out = text_in(row, "memo_shown");
    if (const auto others = row.find("other_memos_shown"); others != row.end()) {
        for (const Json& memo : *others) {
            out += (out.empty() ? "" : ", ") + memo.get<std::string>();
        }
    }
    return out;
}

std::string text_arg(const Json& args, std::string_view name) {
    const auto found = args.find(name);
    return found == args.end() ? std::string() : found->get<std::string>();
}

std::uint64_t whole_arg(const Json& args, std::string_view name, std::uint64_t fallback) {
    const auto found = args.find(name);
    return found == args.end() ? fallback : found->get<std::uint64_t>();
}

Tone tone_of(std::string_view state) {
    if (state == "credited" || state == "credit" || state == "live") return Tone::kGood;
    if (state == "refused" || state == "refuse" || state == "vanished" || state == "paused") {
        return Tone::kBad;
    }
    if (state == "left_to_operator" || state == "leave_to_operator") return Tone::kDim;
    return Tone::kWarn;
}

std::string text_in(const Json& object, std::string_view name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace homing
