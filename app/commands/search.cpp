#include "app/commands/commands.h"
#include "app/commands/view.h"
#include "app/print/table.h"
#include "core/record_json.h"
#include "store/custody_book.h"
#include "store/tables.h"

// Looking up one thing that is known exactly, with a reason and a trace; nothing is browsed.
namespace homing {

namespace {

constexpr std::size_t kShown = 50;

// What was found, by kind.
class Finds {
  public:
    explicit Finds(Context& context) : context_(context) {}

    // A whole id, of whatever it is.
    Result<void> by_id(const std::string& text) {
        if (const Result<DepositId> id = DepositId::parse(text)) {
            if (auto done = add<Deposit>(deposit_key(*id)); !done) return done;
        }
        if (const Result<CaseId> id = CaseId::parse(text)) {
            if (auto done = add<Case>(case_key(*id)); !done) return done;
        }
        if (const Result<ClaimId> id = ClaimId::parse(text)) {
            if (auto done = add<Claim>(claim_key(*id)); !done) return done;
        }
        return {};
    }

    // A whole transaction id, on any network of the configuration.
    Result<void> by_txid(const std::string& text) {
        for (const Network& network : context_.host.networks) {
            auto done = add_all<Deposit>(deposits_by_txid(network.id, text));
            if (done) done = add_all<Claim>(claims_by_txid(network.id, text));
            if (!done) return done;
        }
        return {};
    }

    // An account's own id: its claims, not its deposits.
    Result<void> by_account(const std::string& text) {
        const auto account = find_account(context_.store(), text);
        if (!account) return account.error();
        if (!*account) return {};
        put("accounts", record_to_json(**account));
        return add_all<Claim>(claims_by_account(text));
    }

    // A whole address: what it is in the book. A shared one names neither customers nor deposits.
    Result<void> by_address(const std::string& text) {
        for (const Network& network : context_.host.networks) {
            const Result<Fingerprint> paid = parse_address(network.id, text);
            if (!paid) continue;
            const Result<CustodyEntry> entry = find_custody(context_.store(), *paid);
            if (!entry) return entry.error();
            if (!entry->address) continue;
            Json row = record_to_json(*entry->address);
            row["read_on"] = network.id.str();
            row["accounts"] = Json::array();
            if (entry->address->role == AddressRole::kPersonal) {
                for (const Route& route : entry->routes) {
                    if (row["accounts"].size() < kShown) row["accounts"].push_back(route.account);
                }
            }
            put("addresses", std::move(row));
        }
        return {};
    }

    const Json& reply() const { return reply_; }
    std::uint32_t count() const { return count_; }

  private:
    void put(const char* kind, Json row) {
        reply_[kind].push_back(std::move(row));
        ++count_;
    }
    Result<void> show(const Deposit& deposit) {
        Result<Json> row = deposit_row(context_, deposit);
        if (!row) return row.error();
        put("deposits", std::move(*row));
        return {};
    }
    Result<void> show(const Case& record) {
        put("cases", record_to_json(record));
        return {};
    }
    Result<void> show(const Claim& claim) {
        put("claims", record_to_json(claim));
        return {};
    }
    template <class Record>
    Result<void> add(const std::string& key) {
        const auto row = load<Record>(context_.store(), key);
        if (!row) return row.error();
        return *row ? show((*row)->record) : Result<void>();
    }
    template <class Record>
    Result<void> add_all(const std::string& index) {
        const auto rows = load_by_index<Record>(context_.store(), index, kShown);
        if (!rows) return rows.error();
        for (const auto& row : *rows) {
            if (Result<void> done = show(row.record); !done) return done;
        }
        return {};
    }

    Context& context_;
    Json reply_ = {{"deposits", Json::array()},
                   {"cases", Json::array()},
                   {"claims", Json::array()},
                   {"accounts", Json::array()},
                   {"addresses", Json::array()}};
    std::uint32_t count_ = 0;
};

Result<Json> search(Context& context, const Json& args) {
    Search asked;
    asked.what = text_arg(args, "what");
    asked.reason = text_arg(args, "reason");
    if (const std::string text = text_arg(args, "case"); !text.empty()) {
        const Result<Case> record = find_case(context, text);
        if (!record) return within("case", record.error());
        asked.case_id = record->id;
    }
    Finds finds(context);
    for (const auto look :
         {&Finds::by_id, &Finds::by_txid, &Finds::by_account, &Finds::by_address}) {
        if (Result<void> done = (finds.*look)(asked.what); !done) return done.error();
    }
    asked.found = finds.count();
    const Result<Search> recorded = context.engine(
        [&](Engine& engine) { return engine.record_search(context.person(), asked, context.now); });
    if (!recorded) return recorded.error();
    Json reply = finds.reply();
    reply["search"] = record_to_json(*recorded);
    return reply;
}

std::string render_search(const Json& reply, const Style& style) {
    Table table({{"found"}, {"id"}, {"state"}, {"says"}});
    const auto add = [&](const char* kind, const char* noun, const char* id, const char* says) {
        for (const Json& row : reply[kind]) {
            const std::string state = text_in(row, "state");
            table.add({{noun},
                       {printable(text_in(row, id)), Tone::kBold},
                       {state, tone_of(state)},
                       {printable(text_in(row, says)), Tone::kDim}});
        }
    };
    add("deposits", "deposit", "id", "amount");
    add("cases", "case", "id", "reason");
    add("claims", "claim", "id", "account");
    add("accounts", "account", "id", "closed");
    add("addresses", "address of ours", "address", "role");
    return table.empty() ? "Nothing has exactly this id.\n" : table.str(style);
}

}  // namespace

Command search_command() {
    return {.name = "search",
            .summary = "Look up one thing you know exactly, with a reason and a trace",
            .details =
                "A whole transaction id, address, account, or id of a claim, case or deposit. "
                "Parts of one, amounts and\ntimes find nothing. Each search is recorded with its "
                "reason in the audit log, and there are only so many an hour.\n\n"
                "Examples:\n  homing search 0x5c50… --case 9c01d2aa4f…\n"
                "  homing search alice --reason \"customer on the phone\"",
            .args = {{"what", ArgType::kText, true, true, "all of it"},
                     {"case", ArgType::kText, false, false, "the case of yours it is for"},
                     {"reason", ArgType::kText, false, false, "why, where there is no case"}},
            .action = Action::kSearch,
            .handle = search,
            .render = render_search};
}

}  // namespace homing
