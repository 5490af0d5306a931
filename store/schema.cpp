#include "store/tables.h"

namespace homing {

namespace {

Key table(TableTag tag) {
    return Key(static_cast<std::uint8_t>(tag));
}

Key index(IndexTag tag) {
    Key key(static_cast<std::uint8_t>(TableTag::kIndex));
    key.number(static_cast<std::uint8_t>(tag));
    return key;
}

// A secondary key ends in the primary key and that key's length in two bytes, so that the one can
// be cut from the other without knowing the index.
std::string entry(std::string prefix, const std::string& primary) {
    CHECK(primary.size() <= 0xffff);
    prefix.append(primary);
    append_big_endian(prefix, static_cast<std::uint16_t>(primary.size()));
    return prefix;
}

template <class Enum>
std::uint8_t byte_of(Enum value) {
    return static_cast<std::uint8_t>(value);
}

}  // namespace

std::string table_prefix(TableTag tag) {
    return table(tag).str();
}

std::string account_key(const std::string& id) {
    return std::move(table(TableTag::kAccount).text(id)).str();
}

std::string custody_address_key(const Fingerprint& fingerprint) {
    return std::move(table(TableTag::kCustodyAddress).fingerprint(fingerprint)).str();
}

std::string route_key(const Route& route) {
    return std::move(table(TableTag::kRoute)
                         .text(route.account)
                         .text(route.network.str())
                         .fingerprint(route.fingerprint)
                         .optional_text(route.memo)
                         .time(route.since))
        .str();
}

std::string asset_key(const AssetId& id) {
    return std::move(table(TableTag::kAsset).text(id.str())).str();
}

std::string prices_of(const AssetId& asset) {
    return std::move(table(TableTag::kPrice).text(asset.str())).str();
}

std::string past_credit_key(const NetworkId& network, const std::string& txid,
                            const std::string& index) {
    return std::move(table(TableTag::kPastCredit).text(network.str()).text(txid).text(index)).str();
}

std::string cursor_key(const NetworkId& network) {
    return std::move(table(TableTag::kCursor).text(network.str())).str();
}

std::string headers_of(const NetworkId& network) {
    return std::move(table(TableTag::kHeader).text(network.str())).str();
}

std::string header_key(const NetworkId& network, std::uint64_t height) {
    return std::move(table(TableTag::kHeader).text(network.str()).number(height)).str();
}

std::string rescans_of(const NetworkId& network) {
    return std::move(table(TableTag::kRescan).text(network.str())).str();
}

std::string deposit_key(const DepositId& id) {
    return std::move(table(TableTag::kDeposit).id(id)).str();
}

std::string evidence_of(const DepositId& deposit) {
    return std::move(table(TableTag::kEvidence).id(deposit)).str();
}

std::string evidence_key(const DepositId& deposit, const EvidenceId& id) {
    return std::move(table(TableTag::kEvidence).id(deposit).id(id)).str();
}

std::string decisions_of(const DepositId& deposit) {
    return std::move(table(TableTag::kDecision).id(deposit)).str();
}

std::string decision_key(const DepositId& deposit, std::uint32_t number) {
    return std::move(table(TableTag::kDecision).id(deposit).number(number)).str();
}

std::string claim_key(const ClaimId& id) {
    return std::move(table(TableTag::kClaim).id(id)).str();
}

std::string case_key(const CaseId& id) {
    return std::move(table(TableTag::kCase).id(id)).str();
}

std::string rulings_of(const CaseId& case_id) {
    return std::move(table(TableTag::kRuling).id(case_id)).str();
}

std::string ruling_key(const CaseId& case_id, std::uint32_t number) {
    return std::move(table(TableTag::kRuling).id(case_id).number(number)).str();
}

std::string credit_key(const DepositId& deposit) {
    return std::move(table(TableTag::kCredit).id(deposit)).str();
}

std::string postings_of(const DepositId& deposit) {
    return std::move(table(TableTag::kPosting).id(deposit)).str();
}

std::string balance_key(BookAccount account, const std::string& party, const AssetId& asset) {
    return std::move(
               table(TableTag::kBalance).number(byte_of(account)).text(party).text(asset.str()))
        .str();
}

std::string hold_key(HoldScope scope, const std::string& subject) {
    return std::move(table(TableTag::kHold).number(byte_of(scope)).text(subject)).str();
}

std::string policy_key(std::uint32_t version) {
    return std::move(table(TableTag::kPolicy).number(version)).str();
}

std::string withdrawal_key(const NetworkId& network, const std::string& txid,
                           const std::string& index) {
    return std::move(table(TableTag::kWithdrawal).text(network.str()).text(txid).text(index)).str();
}

std::string case_entries_of(const CaseId& case_id) {
    return std::move(table(TableTag::kCaseEntry).id(case_id)).str();
}

std::string case_entry_key(const CaseId& case_id, std::uint32_t number) {
    return std::move(table(TableTag::kCaseEntry).id(case_id).number(number)).str();
}

std::string address_label_key(const Fingerprint& fingerprint) {
    return std::move(table(TableTag::kAddressLabel).fingerprint(fingerprint)).str();
}

std::string challenges_of(const ClaimId& claim) {
    return std::move(table(TableTag::kChallenge).id(claim)).str();
}

std::string challenge_key(const ClaimId& claim, std::uint32_t number) {
    return std::move(table(TableTag::kChallenge).id(claim).number(number)).str();
}

std::string match_run_key(std::uint32_t number) {
    return std::move(table(TableTag::kMatchRun).number(number)).str();
}

std::string searches_of(const std::string& by, std::uint64_t hour) {
    return std::move(table(TableTag::kSearch).text(by).number(hour)).str();
}

std::string outbox_ack_key(const std::string& message_key) {
    return std::move(table(TableTag::kOutboxAck).text(message_key)).str();
}

std::string routes_by_fingerprint(const Fingerprint& fingerprint) {
    return std::move(index(IndexTag::kRouteByFingerprint).fingerprint(fingerprint)).str();
}

std::string routes_by_memo(const Fingerprint& fingerprint, const std::optional<std::string>& memo) {
    return std::move(
               index(IndexTag::kRouteByFingerprint).fingerprint(fingerprint).optional_text(memo))
        .str();
}

std::string deposits_by_state(DepositState state) {
    return std::move(index(IndexTag::kDepositByState).number(byte_of(state))).str();
}

std::string deposits_by_txid(const NetworkId& network, const std::string& txid) {
    return std::move(index(IndexTag::kDepositByTxid).text(network.str()).text(txid)).str();
}

std::string deposits_by_height(const NetworkId& network) {
    return std::move(index(IndexTag::kDepositByHeight).text(network.str())).str();
}

std::string deposits_by_height(const NetworkId& network, std::uint64_t height) {
    return std::move(index(IndexTag::kDepositByHeight).text(network.str()).number(height)).str();
}

std::string deposits_below_minimum(const std::string& owner, const AssetId& asset) {
    return std::move(index(IndexTag::kDepositBelowMinimum).text(owner).text(asset.str())).str();
}

std::string claims_by_txid(const NetworkId& network, const std::string& txid) {
    return std::move(index(IndexTag::kClaimByTxid).text(network.str()).text(txid)).str();
}

std::string claims_by_account(const std::string& account) {
    return std::move(index(IndexTag::kClaimByAccount).text(account)).str();
}

std::string claims_by_deposit(const DepositId& deposit) {
    return std::move(index(IndexTag::kClaimByDeposit).id(deposit)).str();
}

std::string cases_by_state(CaseState state) {
    return std::move(index(IndexTag::kCaseByState).number(byte_of(state))).str();
}

std::string past_credits_by_sender(const Fingerprint& sender) {
    return std::move(index(IndexTag::kPastCreditBySender).fingerprint(sender)).str();
}

std::string cases_by_look() {
    return std::move(index(IndexTag::kCaseByLook)).str();
}

std::string withdrawals_by_recipient(const Fingerprint& recipient) {
    return std::move(index(IndexTag::kWithdrawalByRecipient).fingerprint(recipient)).str();
}

std::string withdrawals_by_recipient(const Fingerprint& recipient, Time at) {
    return std::move(index(IndexTag::kWithdrawalByRecipient).fingerprint(recipient).time(at)).str();
}

Result<std::string_view> primary_key_of(std::string_view index_key) {
    constexpr std::size_t kTags = 2;
    constexpr std::size_t kLength = 2;
    if (index_key.size() > kTags + kLength &&
        index_key.front() == static_cast<char>(TableTag::kIndex)) {
        const std::string_view fields = index_key.substr(0, index_key.size() - kLength);
        const auto length = read_big_endian<std::uint16_t>(index_key.substr(fields.size()));
        if (length > 0 && length <= fields.size() - kTags) {
            return fields.substr(fields.size() - length);
        }
    }
    return corrupt(show_key(index_key) + " is not a secondary key");
}

Time due_time(const Case& record) {
    return record.state == CaseState::kOpen ? record.answer_due : record.decision_due;
}

bool is_small_and_counted(const Deposit& record) {
    return record.fault == Fault::kBelowMinimum && record.owner &&
           (record.state == DepositState::kFinal || record.state == DepositState::kAttributed ||
            record.state == DepositState::kCredited);
}

std::string TableOf<Account>::key(const Account& record) {
    return account_key(record.id);
}
std::vector<std::string> TableOf<Account>::index_keys(const Account&) {
    return {};
}

std::string TableOf<CustodyAddress>::key(const CustodyAddress& record) {
    return custody_address_key(record.fingerprint);
}
std::vector<std::string> TableOf<CustodyAddress>::index_keys(const CustodyAddress&) {
    return {};
}

std::string TableOf<Route>::key(const Route& record) {
    return route_key(record);
}
std::vector<std::string> TableOf<Route>::index_keys(const Route& record) {
    return {entry(std::move(index(IndexTag::kRouteByFingerprint)
                                .fingerprint(record.fingerprint)
                                .optional_text(record.memo)
                                .time(record.since))
                      .str(),
                  key(record))};
}

std::string TableOf<Asset>::key(const Asset& record) {
    return asset_key(record.id);
}
std::vector<std::string> TableOf<Asset>::index_keys(const Asset&) {
    return {};
}

std::string TableOf<Price>::key(const Price& record) {
    return std::move(
               table(kTag).text(record.asset.str()).time_descending(record.at).text(record.source))
        .str();
}
std::vector<std::string> TableOf<Price>::index_keys(const Price&) {
    return {};
}

std::string TableOf<PastCredit>::key(const PastCredit& record) {
    return past_credit_key(record.network, record.txid, record.index);
}
std::vector<std::string> TableOf<PastCredit>::index_keys(const PastCredit& record) {
    if (record.sender.empty()) return {};
    return {entry(
        std::move(index(IndexTag::kPastCreditBySender).fingerprint(record.sender).time(record.at))
            .str(),
        key(record))};
}

std::string TableOf<AddressLabel>::key(const AddressLabel& record) {
    return address_label_key(record.fingerprint);
}
std::vector<std::string> TableOf<AddressLabel>::index_keys(const AddressLabel&) {
    return {};
}

std::string TableOf<Cursor>::key(const Cursor& record) {
    return cursor_key(record.network);
}
std::vector<std::string> TableOf<Cursor>::index_keys(const Cursor&) {
    return {};
}

std::string TableOf<Header>::key(const Header& record) {
    return header_key(record.network, record.block.height);
}
std::vector<std::string> TableOf<Header>::index_keys(const Header&) {
    return {};
}

std::string TableOf<Rescan>::key(const Rescan& record) {
    return std::move(table(kTag).text(record.network.str()).number(record.from).number(record.to))
        .str();
}
std::vector<std::string> TableOf<Rescan>::index_keys(const Rescan&) {
    return {};
}

std::string TableOf<Deposit>::key(const Deposit& record) {
    return deposit_key(record.id);
}
std::vector<std::string> TableOf<Deposit>::index_keys(const Deposit& record) {
    const std::string primary = key(record);
    std::vector<std::string> keys = {
        entry(std::move(index(IndexTag::kDepositByState)
                            .number(byte_of(record.state))
                            .time(record.block_time))
                  .str(),
              primary),
        entry(deposits_by_txid(record.transfer.network, record.transfer.txid), primary),
        entry(deposits_by_height(record.transfer.network, record.block.height), primary)};
    if (is_small_and_counted(record)) {
        keys.push_back(entry(std::move(index(IndexTag::kDepositBelowMinimum)
                                           .text(*record.owner)
                                           .text(record.transfer.asset.str())
                                           .number(record.block.height))
                                 .str(),
                             primary));
    }
    return keys;
}

std::string TableOf<Evidence>::key(const Evidence& record) {
    return evidence_key(record.deposit, record.id);
}
std::vector<std::string> TableOf<Evidence>::index_keys(const Evidence&) {
    return {};
}

std::string TableOf<Decision>::key(const Decision& record) {
    return decision_key(record.deposit, record.number);
}
std::vector<std::string> TableOf<Decision>::index_keys(const Decision&) {
    return {};
}

std::string TableOf<Claim>::key(const Claim& record) {
    return claim_key(record.id);
}
std::vector<std::string> TableOf<Claim>::index_keys(const Claim& record) {
    const std::string primary = key(record);
    std::vector<std::string> keys{
        entry(claims_by_txid(record.network, record.txid), primary),
        entry(std::move(index(IndexTag::kClaimByAccount).text(record.account).time(record.filed))
                  .str(),
              primary)};
    if (record.deposit) keys.push_back(entry(claims_by_deposit(*record.deposit), primary));
    return keys;
}

std::string TableOf<Challenge>::key(const Challenge& record) {
    return challenge_key(record.claim, record.number);
}
std::vector<std::string> TableOf<Challenge>::index_keys(const Challenge&) {
    return {};
}

std::string TableOf<Case>::key(const Case& record) {
    return case_key(record.id);
}
std::vector<std::string> TableOf<Case>::index_keys(const Case& record) {
    const std::string primary = key(record);
    std::vector<std::string> keys{entry(
        std::move(
            index(IndexTag::kCaseByState).number(byte_of(record.state)).time(due_time(record)))
            .str(),
        primary)};
    if (record.state != CaseState::kDone) {
        keys.push_back(
            entry(std::move(index(IndexTag::kCaseByLook).time(record.look_again)).str(), primary));
    }
    return keys;
}

std::string TableOf<Ruling>::key(const Ruling& record) {
    return ruling_key(record.case_id, record.number);
}
std::vector<std::string> TableOf<Ruling>::index_keys(const Ruling&) {
    return {};
}

std::string TableOf<CaseEntry>::key(const CaseEntry& record) {
    return case_entry_key(record.case_id, record.number);
}
std::vector<std::string> TableOf<CaseEntry>::index_keys(const CaseEntry&) {
    return {};
}

std::string TableOf<Withdrawal>::key(const Withdrawal& record) {
    return withdrawal_key(record.network, record.txid, record.index);
}
std::vector<std::string> TableOf<Withdrawal>::index_keys(const Withdrawal& record) {
    return {entry(
        std::move(
            index(IndexTag::kWithdrawalByRecipient).fingerprint(record.recipient).time(record.at))
            .str(),
        key(record))};
}

std::string TableOf<Credit>::key(const Credit& record) {
    return credit_key(record.deposit);
}
std::vector<std::string> TableOf<Credit>::index_keys(const Credit&) {
    return {};
}

std::string TableOf<Posting>::key(const Posting& record) {
    return std::move(table(kTag).id(record.deposit).number(record.journal).number(record.line))
        .str();
}
std::vector<std::string> TableOf<Posting>::index_keys(const Posting&) {
    return {};
}

std::string TableOf<Balance>::key(const Balance& record) {
    return balance_key(record.account, record.party, record.asset);
}
std::vector<std::string> TableOf<Balance>::index_keys(const Balance&) {
    return {};
}

std::string TableOf<Hold>::key(const Hold& record) {
    return hold_key(record.scope, record.subject);
}
std::vector<std::string> TableOf<Hold>::index_keys(const Hold&) {
    return {};
}

std::string TableOf<Policy>::key(const Policy& record) {
    return policy_key(record.version);
}
std::vector<std::string> TableOf<Policy>::index_keys(const Policy&) {
    return {};
}

std::string TableOf<MatchRun>::key(const MatchRun& record) {
    return match_run_key(record.number);
}
std::vector<std::string> TableOf<MatchRun>::index_keys(const MatchRun&) {
    return {};
}

std::string TableOf<Search>::key(const Search& record) {
    return std::move(
               table(TableTag::kSearch).text(record.by).number(record.hour).number(record.number))
        .str();
}
std::vector<std::string> TableOf<Search>::index_keys(const Search&) {
    return {};
}

std::string TableOf<OutboxAck>::key(const OutboxAck& record) {
    return outbox_ack_key(record.key);
}
std::vector<std::string> TableOf<OutboxAck>::index_keys(const OutboxAck&) {
    return {};
}

}  // namespace homing
