#include "tests/recovery/story.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "core/base58.h"
#include "core/crypto/hash.h"
#include "core/model/memo.h"
#include "core/record_json.h"
#include "matcher/matcher.h"

namespace homing {
namespace {

template <class T>
T must(Result<T> result) {
    if (!result) {
        std::cerr << "the story cannot be told: " << result.error().message << "\n";
        std::exit(2);
    }
    return std::move(*result);
}

void must_commit(Store& store, CommitBuilder builder) {
    Commit commit = std::move(builder).take();
    HashBuilder name;
    for (const Put& put : commit.puts) name.add(put.key).add(put.body);
    const Hash hash = name.finish();
    std::copy_n(hash.bytes.begin(), commit.op_id.bytes.size(), commit.op_id.bytes.begin());
    const CommitResult result = store.commit(std::move(commit));
    if (!result.ok()) must<int>(to_error(result));
}

std::string text(const Json& json, const char* key, const std::string& otherwise = "") {
    return json.contains(key) ? json.at(key).get<std::string>() : otherwise;
}

template <class Enum>
Enum named(const std::string& name) {
    for (std::size_t i = 0; i < kEnumNames<Enum>.size(); ++i) {
        if (kEnumNames<Enum>[i] == name) return static_cast<Enum>(i);
    }
    return must<Enum>(invalid("no such value: " + name));
}

Time time_of(const Json& json, const char* key, Time otherwise) {
    return json.contains(key) ? must(parse_time(text(json, key))) : otherwise;
}

const Time kStart = must(parse_time("2026-01-01T00:00:00Z"));
const Time kLongAgo = must(parse_time("2025-01-01T00:00:00Z"));

// "tag:123" as it is, or {"text": "123"} for what would be hex there.
std::string memo_of(const Json& json) {
    if (json.is_string()) return must(Memo::parse(json.get<std::string>())).str();
    const auto memo = json.begin();
    return Memo{named<MemoKind>(memo.key()), memo->get<std::string>()}.str();
}

// A transaction's id as the network's family writes it.
std::string named_txid(const std::string& name, const NetworkId& network) {
    const std::string hex = to_hex(sha256(as_bytes(name)));
    return network.name_space() == "eip155" ? "0x" + hex : hex;
}

TransferKind kind_of(const AssetId& asset) {
    const NetworkId network = asset.network();
    const std::string_view family = network.name_space();
    if (family == "bip122") return TransferKind::kOutput;
    if (family == "xrpl" || family == "stellar") return TransferKind::kPayment;
    return asset.name_space() == "erc20" ? TransferKind::kToken : TransferKind::kNative;
}

std::string index_of(TransferKind kind) {
    if (kind == TransferKind::kOutput) return "out:0";
    return kind == TransferKind::kToken ? "log:0" : "tx";
}

}  // namespace

Json read_fixture(const std::string& path) {
    std::ifstream in(std::string(HOMING_ROOT) + "/fixtures/" + path);
    std::stringstream content;
    content << in.rdbuf();
    return must(parse_json(content.str()));
}

Fingerprint named_fingerprint(const std::string& name, const NetworkId& network,
                              WalletKind wallet) {
    const auto hash = sha256(as_bytes(name));
    const Bytes key(hash.begin(), hash.begin() + 20);
    if (network.name_space() == "xrpl") return {KeyClass::kHash160, key};
    if (network.name_space() == "stellar") {
        return {KeyClass::kEd25519, Bytes(hash.begin(), hash.end())};
    }
    if (network.name_space() != "bip122") return {KeyClass::kKeccak20, key};
    if (wallet == WalletKind::kKey) return {KeyClass::kHash160, key};
    Bytes script = {0xa9, 0x14};
    script.insert(script.end(), key.begin(), key.end());
    script.push_back(0x87);
    return {KeyClass::kScript, script};
}

std::string named_address(const Fingerprint& fingerprint, const NetworkId& network, bool segwit) {
    const std::string hex = to_hex(fingerprint.payload);
    Bytes payload = {0};
    payload.insert(payload.end(), fingerprint.payload.begin(), fingerprint.payload.end());
    if (network.name_space() == "xrpl") return to_base58check(payload, Base58Alphabet::kRipple);
    if (network.name_space() == "stellar") return "G" + hex;
    if (network.name_space() != "bip122") return "0x" + hex;
    if (segwit) return "bc1q" + hex;
    if (fingerprint.key_class == KeyClass::kScript) {
        payload = {5};
        payload.insert(payload.end(), fingerprint.payload.begin() + 2,
                       fingerprint.payload.end() - 1);
    }
    return to_base58check(payload, Base58Alphabet::kBitcoin);
}

Story::Story(const Json& changes) : now_(kStart) {
    Json book = read_fixture("book.json");
    book.merge_patch(changes);
    StoreId id;
    id.bytes[0] = 1;
    store_ = make_memory_store(id);
    policy_ = must(record_from_json<Policy>(book.at("policy")));
    fill_book(book);
    engine_ = std::make_unique<Engine>(*store_, policy_, staff_);
}

void Story::fill_book(const Json& book) {
    for (const auto& [name, id] : book.at("networks").items()) {
        networks_[name] = must(NetworkId::parse(id.get<std::string>()));
    }
    CommitBuilder builder{OpId()};
    for (const auto& [name, json] : book.at("accounts").items()) {
        Account account{name, kLongAgo, {}};
        if (json.contains("closed")) account.closed = must(parse_time(text(json, "closed")));
        builder.insert(account);
    }
    for (const auto& [name, json] : book.at("assets").items()) {
        Asset asset;
        asset.id = must(AssetId::parse(text(json, "id")));
        asset.symbol = name;
        asset.decimals = json.at("decimals").get<std::uint8_t>();
        if (json.contains("currency")) asset.currency = text(json, "currency");
        if (json.contains("scale")) asset.currency_scale = json.at("scale").get<std::uint8_t>();
        if (json.contains("delisted")) asset.delisted = must(parse_time(text(json, "delisted")));
        asset.elastic = json.value("elastic", false);
        asset.minimum = must(Amount::parse(text(json, "minimum", "0")));
        assets_[name] = asset.id;
        builder.insert(asset);
    }
    for (const auto& [name, id] : book.at("unlisted").items()) {
        assets_[name] = must(AssetId::parse(id.get<std::string>()));
    }
    for (const auto& [name, json] : book.at("addresses").items()) add_address(name, json, builder);
    must_commit(*store_, std::move(builder));
    for (const auto& [asset, price] : book.at("prices").items()) {
        add_price(asset, price.get<std::string>(), kStart);
    }
    for (const Json& credit : book.at("past_credits")) add_past_credit(credit);
    for (const auto& [name, json] : book.at("staff").items()) {
        const auto keys = ed25519_from_seed(sha256(as_bytes(name)));
        StaffMember member{name, named<Role>(text(json, "role")), keys.public_key, {}};
        if (json.contains("accounts")) {
            member.accounts = json.at("accounts").get<std::vector<std::string>>();
        }
        staff_[name] = member;
        secrets_[name] = keys.secret_key;
    }
}

void Story::add_address(const std::string& name, const Json& json, CommitBuilder& builder) {
    CustodyAddress address;
    address.network = network(text(json, "network"));
    address.role = named<AddressRole>(text(json, "role", "personal"));
    address.wallet = named<WalletKind>(text(json, "wallet", "key"));
    address.fingerprint = named_fingerprint(name, address.network, address.wallet);
    address.address =
        named_address(address.fingerprint, address.network, json.value("segwit", false));
    if (json.contains("retired")) address.retired = must(parse_time(text(json, "retired")));
    builder.insert(address);
    addresses_[name] = address;
    if (json.contains("account")) add_route(address, json, builder);
    if (!json.contains("routes")) return;
    for (const Json& route : json.at("routes")) add_route(address, route, builder);
}

void Story::add_route(const CustodyAddress& address, const Json& json, CommitBuilder& builder) {
    Route route;
    route.account = text(json, "account");
    route.network = json.contains("network") ? network(text(json, "network")) : address.network;
    route.fingerprint = address.fingerprint;
    route.address = address.address;
    if (json.contains("memo")) route.memo = memo_of(json.at("memo"));
    if (json.contains("assets")) {
        for (const Json& id : json.at("assets")) {
            route.assets.push_back(must(AssetId::parse(id.get<std::string>())));
        }
    }
    route.since = time_of(json, "since", kLongAgo);
    if (json.contains("until")) route.until = must(parse_time(text(json, "until")));
    builder.insert(route);
}

void Story::add_price(const std::string& asset_name, const std::string& micro_usd, Time at) {
    CommitBuilder builder{OpId()};
    builder.insert(Price{asset(asset_name), must(Amount::parse(micro_usd)), at, "story"});
    must_commit(*store_, std::move(builder));
}

void Story::pay_out(const Json& json) {
    Withdrawal paid;
    paid.network = network(text(json, "network"));
    paid.asset = asset(text(json, "asset"));
    paid.units = must(Amount::parse(text(json, "units")));
    paid.account = text(json, "account");
    paid.is_return = json.value("is_return", false);
    paid.recipient = fingerprint(text(json, "to"), paid.network);
    paid.txid = named_txid(json.dump(), paid.network);
    paid.index = "tx";
    paid.at = now_;
    CommitBuilder builder{OpId()};
    builder.insert(paid);
    must_commit(*store_, std::move(builder));
}

void Story::add_past_credit(const Json& json) {
    PastCredit credit;
    credit.network = network(text(json, "network"));
    credit.account = text(json, "account");
    credit.at = kLongAgo;
    credit.txid = named_txid(json.dump(), credit.network);
    credit.index = "tx";
    if (json.contains("sender")) credit.sender = fingerprint(text(json, "sender"), credit.network);
    if (json.contains("deposit")) {
        const Transfer& transfer = transfers_.at(text(json, "deposit"));
        credit.network = transfer.network;
        credit.txid = transfer.txid;
        credit.index = transfer.index;
    }
    CommitBuilder builder{OpId()};
    builder.insert(credit);
    must_commit(*store_, std::move(builder));
}

AssetId Story::asset(const std::string& name) const {
    const auto found = assets_.find(name);
    return found != assets_.end() ? found->second
                                  : must<AssetId>(invalid("no such asset: " + name));
}

NetworkId Story::network(const std::string& name) const {
    const auto found = networks_.find(name);
    return found != networks_.end() ? found->second : must(NetworkId::parse(name));
}

Fingerprint Story::fingerprint(const std::string& name, const NetworkId& network) const {
    const auto ours = addresses_.find(name);
    return ours != addresses_.end() ? ours->second.fingerprint : named_fingerprint(name, network);
}

Transfer Story::make_transfer(const Json& json, const std::string& network_name) {
    const std::string name = text(json, "name");
    Transfer transfer;
    transfer.network = network(network_name);
    transfer.txid = named_txid(text(json, "tx", name), transfer.network);
    transfer.asset = asset(text(json, "asset"));
    transfer.kind = kind_of(transfer.asset);
    transfer.index = text(json, "index", index_of(transfer.kind));
    transfer.units = must(Amount::parse(text(json, "units")));
    transfer.recipient = fingerprint(text(json, "to"), transfer.network);
    transfer.recipient_address =
        named_address(transfer.recipient, transfer.network, json.value("segwit", false));
    if (text(json, "to_own_contract") == "yes") {
        transfer.recipient_address = std::string(transfer.asset.reference());
    }
    const std::string from = text(json, "from", "stranger");
    if (from != "nobody") {
        transfer.sender = fingerprint(from, transfer.network);
        transfer.sender_address = named_address(transfer.sender, transfer.network);
    }
    if (json.contains("memo")) transfer.memo = memo_of(json.at("memo"));
    if (json.contains("other_memos")) {
        for (const Json& memo : json.at("other_memos")) {
            transfer.other_memos.push_back(memo_of(memo));
        }
    }
    if (transfer.kind == TransferKind::kOutput) {
        transfer.origin = text(json, "origin", to_hex(sha256(as_bytes("spent by " + name))) + ":0");
    }
    transfer.maturity = json.value("maturity", 0U);
    transfer.refused_by = text(json, "refused_by");
    transfers_[name] = transfer;
    return transfer;
}

Block Story::next_block(const Json& json) {
    Block block;
    block.network = network(text(json, "network"));
    const std::string& id = block.network.str();
    Chain& chain = chains_[id];
    block.ref.height = chain.blocks.empty() ? 1000 : chain.blocks.back().ref.height + 1;
    block.parent_hash = chain.blocks.empty() ? "0xgenesis" : chain.blocks.back().ref.hash;
    block.ref.hash = "0x" + to_hex(sha256(as_bytes(id + "/" + std::to_string(block.ref.height) +
                                                   "/" + std::to_string(chain.forks))));
    block.time = now_;
    if (json.contains("transfers")) {
        for (const Json& transfer : json.at("transfers")) {
            block.transfers.push_back(make_transfer(transfer, id));
        }
    }
    if (json.contains("again")) {
        for (const Json& name : json.at("again")) {
            const auto known = transfers_.find(name.get<std::string>());
            if (known != transfers_.end() && known->second.network == block.network) {
                block.transfers.push_back(known->second);
            }
        }
    }
    block.transactions = block.transfers_seen = block.transfers.size();
    return block;
}

Result<void> Story::grow(const Json& step) {
    const std::uint64_t count = step.value("blocks", std::uint64_t{1});
    for (std::uint64_t i = 0; i < count; ++i) {
        Block block = next_block(step);
        if (step.value("leave_gap", false)) ++block.ref.height;
        if (step.value("wrong_parent", false)) block.parent_hash = "0xother";
        const Result<Applied> applied = engine_->apply(block, now_);
        if (!applied) return applied.error();
        chains_[block.network.str()].blocks.push_back(std::move(block));
    }
    return {};
}

Result<void> Story::shrink(const Json& step) {
    Chain& chain = chains_[network(text(step, "network")).str()];
    if (chain.blocks.empty()) return invalid("the story's chain has no block");
    const auto depth = step.at("depth").get<std::size_t>();
    if (depth >= chain.blocks.size()) return invalid("the story's chain is not that long");
    const BlockRef ancestor = chain.blocks[chain.blocks.size() - 1 - depth].ref;
    const Result<Applied> undone = engine_->undo(chain.blocks.back().network, ancestor, now_);
    if (!undone) return undone.error();
    chain.blocks.resize(chain.blocks.size() - depth);
    ++chain.forks;
    return {};
}

Result<void> Story::learn(const Json& step) {
    const std::string name = text(step, "deposit");
    const auto known = deposit(name);
    if (!known) return not_found("deposit " + name + " does not exist");
    std::vector<Evidence> facts;
    if (step.contains("credited")) {
        facts.push_back({{},
                         known->id,
                         EvidenceKind::kLedgerAnswer,
                         "ledger",
                         now_,
                         canonical_json({{"credited", text(step, "credited")}})});
    }
    if (step.contains("moved")) {
        const std::string units = known->transfer.units.to_string();
        const bool moved = text(step, "moved") == "yes";
        facts.push_back({{},
                         known->id,
                         EvidenceKind::kBalanceDelta,
                         "node",
                         now_,
                         canonical_json({{"address", known->transfer.recipient_address},
                                         {"after", moved ? units : "0"},
                                         {"asset", known->transfer.asset.str()},
                                         {"before", "0"},
                                         {"block", text(step, "block", known->block.hash)},
                                         {"sum", units}})});
    }
    const Result<Decision> decision = engine_->learn(known->id, facts, now_);
    if (!decision) return decision.error();
    return {};
}

Engine::Signed Story::sign(const std::string& who, const Hash& hash) const {
    const auto secret = secrets_.find(who);
    if (secret == secrets_.end()) return {who, {}};
    return {who, ed25519_sign(ByteView(hash.bytes), secret->second)};
}

Result<CaseId> Story::last_case(const std::string& deposit_name) const {
    const auto all = cases(deposit_name);
    if (all.empty()) return not_found("deposit " + deposit_name + " has no case");
    return std::max_element(all.begin(), all.end(),
                            [](const Case& a, const Case& b) { return a.ordinal < b.ordinal; })
        ->id;
}

Result<void> Story::rule(const Json& step) {
    const std::string name = text(step, "deposit");
    const Result<CaseId> id = last_case(name);
    if (!id) return id.error();
    const std::string by = text(step, "by");
    const std::string forger = text(step, "signed_by", by);
    if (text(step, "do") == "approve") {
        const Hash hash{sha256(as_bytes(payloads_[name]))};
        Engine::Signed signature = sign(forger, hash);
        signature.by = by;
        const Result<Ruling> ruling = engine_->approve(*id, hash, signature, now_);
        if (!ruling) return ruling.error();
        return {};
    }
    const auto action = named<RulingAction>(text(step, "action"));
    Result<std::string> payload =
        engine_->ruling_payload(*id, action, text(step, "code"), text(step, "account"));
    if (!payload) return payload.error();
    if (step.contains("instead")) {
        const Json& change = step.at("instead");
        Json changed = *parse_json(*payload);
        changed.merge_patch(change);
        *payload = canonical_json(changed);
    }
    if (!step.value("say_again", false)) payloads_[name] = *payload;
    const Hash hash{sha256(as_bytes(payloads_[name]))};
    Engine::Signed signature = sign(forger, hash);
    signature.by = by;
    const Result<Ruling> ruling = engine_->propose(*id, payloads_[name], signature, now_);
    if (!ruling) return ruling.error();
    return {};
}

Result<void> Story::work(const Json& step) {
    const Result<CaseId> id = last_case(text(step, "deposit"));
    if (!id) return id.error();
    CaseEntry entry;
    entry.kind = named<CaseEntryKind>(text(step, "kind"));
    entry.by = text(step, "by");
    entry.text = text(step, "text");
    entry.waiting_for = named<WaitingFor>(text(step, "waiting_for", "nobody"));
    if (step.contains("until")) entry.until = must(parse_time(text(step, "until")));
    const Result<Case> done = engine_->work(*id, entry, now_);
    if (!done) return done.error();
    return {};
}

Result<Claim> Story::last_claim(const std::string& account) const {
    const auto found = must(load_by_index<Claim>(*store_, claims_by_account(account)));
    if (found.empty()) return not_found("account " + account + " has no claim");
    const auto rank = [](const Versioned<Claim>& one) {
        const Claim& claim = one.record;
        return std::tuple(claim.state != ClaimState::kWithdrawn, claim.filed, claim.ordinal);
    };
    return std::max_element(found.begin(), found.end(),
                            [&](const auto& a, const auto& b) { return rank(a) < rank(b); })
        ->record;
}

Result<void> Story::ask_otherwise(const Json& step) {
    const Result<Claim> claim = last_claim(text(step, "claim_of", text(step, "account")));
    if (!claim) return claim.error();
    const std::string account = text(step, "account");
    const Result<Claim> seen =
        text(step, "do") == "withdraw"
            ? engine_->withdraw(claim->id, account, now_)
            : engine_->appeal(claim->id, account, text(step, "reason", "look again"), now_);
    if (!seen) return seen.error();
    return {};
}

Result<void> Story::challenge(const Json& step) {
    const Result<Claim> claim = last_claim(text(step, "claim_of", text(step, "account")));
    if (!claim) return claim.error();
    const Result<Challenged> asked = engine_->challenge(
        claim->id, text(step, "account"), "pay.example", "7Q2M5XK4T9HZ3RWC8VJ6PNYB2D", now_);
    if (!asked) return asked.error();
    if (asked->code != text(step, "code", "sign")) {
        return invalid("the answer is " + asked->code);
    }
    return {};
}

Result<void> Story::prove(const Json& step) {
    const Result<Claim> claim = last_claim(text(step, "claim_of", text(step, "account")));
    if (!claim) return claim.error();
    const auto number = step.value("challenge", claim->challenges - 1);
    const auto stored = must(load<Challenge>(*store_, challenge_key(claim->id, number)));
    ProofResult proof;
    proof.outcome = text(step, "outcome", "valid");
    proof.standard = "eip191";
    proof.text_hash = Hash{sha256(as_bytes(stored ? stored->record.text : ""))};
    const Result<Proved> proved =
        engine_->prove(claim->id, text(step, "account"), number, proof, now_);
    if (!proved) return proved.error();
    if (proved->answer != text(step, "answer", "verified")) {
        return invalid("the answer is " + proved->answer);
    }
    return {};
}

Result<void> Story::happen(const Json& step) {
    const std::string what = text(step, "do");
    if (what == "block") return grow(step);
    if (what == "undo") return shrink(step);
    if (what == "learn") return learn(step);
    if (what == "propose" || what == "approve") return rule(step);
    if (what == "work") return work(step);
    if (what == "tick") {
        const Result<std::size_t> ticked = engine_->tick(now_);
        if (!ticked) return ticked.error();
        if (*ticked != step.value("cases", *ticked)) {
            return invalid("the sweep had news of " + std::to_string(*ticked) + " cases");
        }
        return {};
    }
    if (what == "wait") {
        wait(std::chrono::seconds(step.at("seconds").get<std::int64_t>()));
        return {};
    }
    if (what == "price") {
        add_price(text(step, "asset"), text(step, "micro_usd"), now_);
        return {};
    }
    if (what == "pay_out") {
        pay_out(step);
        return {};
    }
    if (what == "past_credit") {
        add_past_credit(step);
        return {};
    }
    if (what == "policy") {
        Json changed = record_to_json(policy_);
        changed.merge_patch(step.at("set"));
        policy_ = must(record_from_json<Policy>(changed));
        return {};
    }
    if (what == "repeat") {
        const Result<Applied> applied =
            engine_->apply(chains_.at(network(text(step, "network")).str()).blocks.back(), now_);
        if (!applied) return applied.error();
        return applied->repeated ? Result<void>() : conflict("the block was applied once more");
    }
    if (what == "reapply") {
        const Result<Applied> applied =
            engine_->reapply(chains_.at(network(text(step, "network")).str()).blocks.back(), now_);
        if (!applied) return applied.error();
        return {};
    }
    if (what == "address") {
        CommitBuilder builder{OpId()};
        add_address(text(step, "name"), step, builder);
        must_commit(*store_, std::move(builder));
        return {};
    }
    if (what == "claim") {
        Claim claim;
        claim.account = text(step, "account");
        const std::string deposit_name = text(step, "deposit");
        claim.network = network(text(step, "network"));
        claim.txid = text(step, "txid", named_txid(deposit_name, claim.network));
        const Result<Filed> filed = engine_->file(claim, now_);
        if (!filed) return filed.error();
        const Json seen = record_to_json(filed->claim);
        const Json sees = step.value("sees", Json::object());
        for (const auto& [key, value] : sees.items()) {
            if (seen.value(key, Json()) != value) {
                return invalid("the filer sees " + key + " " + seen.value(key, Json()).dump());
            }
        }
        return {};
    }
    if (what == "withdraw" || what == "appeal") return ask_otherwise(step);
    if (what == "challenge") return challenge(step);
    if (what == "prove") return prove(step);
    if (what == "label") {
        CommitBuilder builder{OpId()};
        const NetworkId told = network(text(step, "network", "eip155:1"));
        builder.insert(AddressLabel{fingerprint(text(step, "address"), told),
                                    named<SenderClass>(text(step, "class")), "story"});
        must_commit(*store_, std::move(builder));
        return {};
    }
    if (what == "consent") {
        return engine_->consent(deposit_id_of(text(step, "deposit")), text(step, "account"),
                                step.at("consents").get<bool>(), now_);
    }
    if (what == "end_silence") {
        return engine_->end_silence(deposit_id_of(text(step, "deposit")), now_);
    }
    const std::string subject = step.contains("deposit")
                                    ? deposit_id_of(text(step, "deposit")).str()
                                    : text(step, "subject");
    if (what == "hold") {
        const Result<Hold> held = engine_->hold(named<HoldScope>(text(step, "scope")), subject,
                                                "story", text(step, "by"), now_);
        if (!held) return held.error();
        return {};
    }
    if (what == "release") {
        return engine_->release(named<HoldScope>(text(step, "scope")), subject, text(step, "by"),
                                now_);
    }
    if (what == "acknowledge") {
        return engine_->acknowledge("credit:" + subject, text(step, "external_id"), now_);
    }
    return must<int>(invalid("a story knows no step \"" + what + "\"")) ? Result<void>()
                                                                        : Result<void>();
}

DepositId Story::deposit_id_of(const std::string& name) const {
    const auto found = transfers_.find(name);
    return found == transfers_.end() ? DepositId() : homing::deposit_id(found->second);
}

std::optional<Deposit> Story::deposit(const std::string& name) const {
    const auto found = must(load<Deposit>(*store_, deposit_key(deposit_id_of(name))));
    return found ? std::optional(found->record) : std::nullopt;
}

std::vector<Case> Story::cases(const std::string& deposit_name) const {
    std::vector<Case> found;
    for (const auto& row : must(load_all<Case>(*store_, table_prefix(TableTag::kCase)))) {
        if (row.record.deposit == deposit_id_of(deposit_name)) found.push_back(row.record);
    }
    std::sort(found.begin(), found.end(),
              [](const Case& a, const Case& b) { return a.ordinal < b.ordinal; });
    return found;
}

std::vector<Decision> Story::decisions(const DepositId& id) const {
    std::vector<Decision> found;
    for (const auto& row : must(load_all<Decision>(*store_, decisions_of(id)))) {
        found.push_back(row.record);
    }
    return found;
}

std::vector<std::string> Story::deposit_names() const {
    std::vector<std::string> names;
    for (const auto& [name, transfer] : transfers_) names.push_back(name);
    return names;
}

std::uint64_t Story::height(const std::string& network_name) const {
    const auto chain = chains_.find(network(network_name).str());
    return chain == chains_.end() || chain->second.blocks.empty()
               ? 0
               : chain->second.blocks.back().ref.height;
}

std::vector<std::string> Story::complaints() const {
    std::vector<std::string> found;
    for (const Breach& breach : must(check_laws(*store_)).breaches) {
        found.push_back("law " + std::to_string(breach.law) + ": " + breach.message);
    }
    for (const auto& row : must(load_all<Decision>(*store_, table_prefix(TableTag::kDecision)))) {
        const Decision& recorded = row.record;
        if (recorded.rule == "ruling" || recorded.policy != policy_hash(policy_)) continue;
        const Result<Decision> again = replay(recorded, policy_);
        const std::string name =
            "decision " + std::to_string(recorded.number) + " of " + recorded.deposit.str();
        if (!again) {
            found.push_back(name + ": " + again.error().message);
        } else if (again->verdict != recorded.verdict || again->rule != recorded.rule ||
                   again->account != recorded.account ||
                   again->currency_units != recorded.currency_units ||
                   again->rounding_units != recorded.rounding_units) {
            found.push_back(name + " was " + recorded.rule + " and replays as " + again->rule);
        }
    }
    return found;
}

}  // namespace homing
