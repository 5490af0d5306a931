#pragma once

#include "store/key.h"

// Where each record type lives: its table, its primary key, its secondary keys, and the keys and
// prefixes that callers look up by. Layout byte by byte: docs/store.md.
namespace homing {

// Every row of a table.
std::string table_prefix(TableTag table);

std::string account_key(const std::string& id);
std::string custody_address_key(const Fingerprint& fingerprint);
std::string route_key(const Route& route);  // account, network, fingerprint, memo, since
std::string asset_key(const AssetId& id);
std::string prices_of(const AssetId& asset);  // prefix; the latest price first
std::string past_credit_key(const NetworkId& network, const std::string& txid,
                            const std::string& index);
std::string cursor_key(const NetworkId& network);
std::string headers_of(const NetworkId& network);  // prefix, by rising height
std::string header_key(const NetworkId& network, std::uint64_t height);
std::string rescans_of(const NetworkId& network);  // prefix
std::string deposit_key(const DepositId& id);
std::string evidence_of(const DepositId& deposit);  // prefix
std::string evidence_key(const DepositId& deposit, const EvidenceId& id);
std::string decisions_of(const DepositId& deposit);  // prefix, by rising number
std::string decision_key(const DepositId& deposit, std::uint32_t number);
std::string claim_key(const ClaimId& id);
std::string case_key(const CaseId& id);
std::string rulings_of(const CaseId& case_id);  // prefix, by rising number
std::string ruling_key(const CaseId& case_id, std::uint32_t number);
std::string credit_key(const DepositId& deposit);
std::string postings_of(const DepositId& deposit);  // prefix, by journal and line
std::string balance_key(BookAccount account, const std::string& party, const AssetId& asset);
std::string hold_key(HoldScope scope, const std::string& subject);
std::string policy_key(std::uint32_t version);
std::string withdrawal_key(const NetworkId& network, const std::string& txid,
                           const std::string& index);
std::string case_entries_of(const CaseId& case_id);  // prefix, by rising number
std::string case_entry_key(const CaseId& case_id, std::uint32_t number);
std::string address_label_key(const Fingerprint& fingerprint);
std::string challenges_of(const ClaimId& claim);  // prefix, by rising number
std::string challenge_key(const ClaimId& claim, std::uint32_t number);
std::string match_run_key(std::uint32_t number);
std::string searches_of(const std::string& by, std::uint64_t hour);  // prefix, by rising number
std::string outbox_ack_key(const std::string& message_key);

// Prefixes for load_by_index, in the order the entries come.
std::string routes_by_fingerprint(const Fingerprint& fingerprint);  // memo, since
// Only those told with exactly this memo (nullopt: with none).
std::string routes_by_memo(const Fingerprint& fingerprint, const std::optional<std::string>& memo);
std::string deposits_by_state(DepositState state);  // block time
std::string deposits_by_txid(const NetworkId& network, const std::string& txid);
std::string deposits_by_height(const NetworkId& network);  // height
std::string deposits_by_height(const NetworkId& network, std::uint64_t height);
// Those below the minimum that wait or were credited (is_small_and_counted); height.
std::string deposits_below_minimum(const std::string& owner, const AssetId& asset);
std::string claims_by_txid(const NetworkId& network, const std::string& txid);
std::string claims_by_account(const std::string& account);  // time of filing
std::string claims_by_deposit(const DepositId& deposit);
std::string cases_by_state(CaseState state);                    // due time
std::string past_credits_by_sender(const Fingerprint& sender);  // time

std::string cases_by_look();  // open ones, by the time to look again
std::string withdrawals_by_recipient(const Fingerprint& recipient);  // time
std::string withdrawals_by_recipient(const Fingerprint& recipient, Time at);

// The primary key that a secondary key ends in; kCorrupt when there is none.
Result<std::string_view> primary_key_of(std::string_view index_key);

// Whether a deposit below the minimum may be added up with others of its owner.
bool is_small_and_counted(const Deposit& record);

// The time at which something is due on a case in its present state: the first answer while it is
// open, the decision from then on.
Time due_time(const Case& record);

// The schema number of a table's values: its tag, then the revision of its record.
constexpr std::uint16_t table_schema(TableTag table, std::uint8_t revision) {
    return static_cast<std::uint16_t>(static_cast<unsigned>(table) << 8 | revision);
}

template <>
struct TableOf<Account> {
    static constexpr TableTag kTag = TableTag::kAccount;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Account& record);
    static std::vector<std::string> index_keys(const Account& record);
};
template <>
struct TableOf<CustodyAddress> {
    static constexpr TableTag kTag = TableTag::kCustodyAddress;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const CustodyAddress& record);
    static std::vector<std::string> index_keys(const CustodyAddress& record);
};
template <>
struct TableOf<Route> {
    static constexpr TableTag kTag = TableTag::kRoute;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Route& record);
    static std::vector<std::string> index_keys(const Route& record);
};
template <>
struct TableOf<Asset> {
    static constexpr TableTag kTag = TableTag::kAsset;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Asset& record);
    static std::vector<std::string> index_keys(const Asset& record);
};
template <>
struct TableOf<Price> {
    static constexpr TableTag kTag = TableTag::kPrice;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Price& record);
    static std::vector<std::string> index_keys(const Price& record);
};
template <>
struct TableOf<PastCredit> {
    static constexpr TableTag kTag = TableTag::kPastCredit;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const PastCredit& record);
    static std::vector<std::string> index_keys(const PastCredit& record);
};
template <>
struct TableOf<AddressLabel> {
    static constexpr TableTag kTag = TableTag::kAddressLabel;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const AddressLabel& record);
    static std::vector<std::string> index_keys(const AddressLabel& record);
};
template <>
struct TableOf<Cursor> {
    static constexpr TableTag kTag = TableTag::kCursor;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Cursor& record);
    static std::vector<std::string> index_keys(const Cursor& record);
};
template <>
struct TableOf<Header> {
    static constexpr TableTag kTag = TableTag::kHeader;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Header& record);
    static std::vector<std::string> index_keys(const Header& record);
};
template <>
struct TableOf<Rescan> {
    static constexpr TableTag kTag = TableTag::kRescan;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Rescan& record);
    static std::vector<std::string> index_keys(const Rescan& record);
};
template <>
struct TableOf<Deposit> {
    static constexpr TableTag kTag = TableTag::kDeposit;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Deposit& record);
    static std::vector<std::string> index_keys(const Deposit& record);
};
template <>
struct TableOf<Evidence> {
    static constexpr TableTag kTag = TableTag::kEvidence;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Evidence& record);
    static std::vector<std::string> index_keys(const Evidence& record);
};
template <>
struct TableOf<Decision> {
    static constexpr TableTag kTag = TableTag::kDecision;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Decision& record);
    static std::vector<std::string> index_keys(const Decision& record);
};
template <>
struct TableOf<Claim> {
    static constexpr TableTag kTag = TableTag::kClaim;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Claim& record);
    static std::vector<std::string> index_keys(const Claim& record);
};
template <>
struct TableOf<Case> {
    static constexpr TableTag kTag = TableTag::kCase;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Case& record);
    static std::vector<std::string> index_keys(const Case& record);
};
template <>
struct TableOf<Ruling> {
    static constexpr TableTag kTag = TableTag::kRuling;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Ruling& record);
    static std::vector<std::string> index_keys(const Ruling& record);
};
template <>
struct TableOf<Challenge> {
    static constexpr TableTag kTag = TableTag::kChallenge;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Challenge& record);
    static std::vector<std::string> index_keys(const Challenge& record);
};
template <>
struct TableOf<CaseEntry> {
    static constexpr TableTag kTag = TableTag::kCaseEntry;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const CaseEntry& record);
    static std::vector<std::string> index_keys(const CaseEntry& record);
};
template <>
struct TableOf<Withdrawal> {
    static constexpr TableTag kTag = TableTag::kWithdrawal;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Withdrawal& record);
    static std::vector<std::string> index_keys(const Withdrawal& record);
};
template <>
struct TableOf<Credit> {
    static constexpr TableTag kTag = TableTag::kCredit;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Credit& record);
    static std::vector<std::string> index_keys(const Credit& record);
};
template <>
struct TableOf<Posting> {
    static constexpr TableTag kTag = TableTag::kPosting;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Posting& record);
    static std::vector<std::string> index_keys(const Posting& record);
};
template <>
struct TableOf<Balance> {
    static constexpr TableTag kTag = TableTag::kBalance;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Balance& record);
    static std::vector<std::string> index_keys(const Balance& record);
};
template <>
struct TableOf<Hold> {
    static constexpr TableTag kTag = TableTag::kHold;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Hold& record);
    static std::vector<std::string> index_keys(const Hold& record);
};
template <>
struct TableOf<Policy> {
    static constexpr TableTag kTag = TableTag::kPolicy;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Policy& record);
    static std::vector<std::string> index_keys(const Policy& record);
};
template <>
struct TableOf<MatchRun> {
    static constexpr TableTag kTag = TableTag::kMatchRun;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const MatchRun& record);
    static std::vector<std::string> index_keys(const MatchRun& record);
};
template <>
struct TableOf<Search> {
    static constexpr TableTag kTag = TableTag::kSearch;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const Search& record);
    static std::vector<std::string> index_keys(const Search& record);
};
template <>
struct TableOf<OutboxAck> {
    static constexpr TableTag kTag = TableTag::kOutboxAck;
    static constexpr std::uint16_t kSchema = table_schema(kTag, 1);
    static std::string key(const OutboxAck& record);
    static std::vector<std::string> index_keys(const OutboxAck& record);
};

}  // namespace homing
