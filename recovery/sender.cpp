#include "recovery/sender.h"

#include "core/json.h"
#include "store/custody_book.h"

namespace homing {
namespace {

constexpr std::size_t kAccountsShown = 5;

void add_sender(Draft& draft, const Deposit& deposit, const Json& body, Time now) {
    Evidence evidence;
    evidence.deposit = deposit.id;
    evidence.kind = EvidenceKind::kSender;
    evidence.stated_by = "custody book";
    evidence.at = now;
    evidence.body = canonical_json(body);
    draft.put(sealed(std::move(evidence)));
}

}  // namespace

void add_sender_evidence(Draft& draft, const Deposit& deposit, Time now) {
    const Transfer& transfer = deposit.transfer;
    if (transfer.sender.empty()) return;
    const auto label =
        draft.checked(load<AddressLabel>(draft.reader(), address_label_key(transfer.sender)));
    // A custodian's wallet pays everybody: its history is long and says nothing.
    const bool is_custodian = label && label->record.sender_class == SenderClass::kCustodian;
    const auto history = is_custodian ? std::vector<SenderHistory>()
                                      : draft.checked(find_sender_history(
                                            draft.reader(), transfer.sender, deposit.block_time));
    if (!label && history.empty()) return;
    Json body = {{"address", transfer.sender_address}, {"accounts", history.size()}};
    body["class"] =
        std::string(to_string(label ? label->record.sender_class : SenderClass::kPersonal));
    if (label) body["name"] = label->record.name;
    std::uint64_t times = 0;
    Json accounts = Json::array();
    for (const SenderHistory& one : history) {
        times += one.times;
        if (accounts.size() < kAccountsShown) {
            accounts.push_back({{"account", one.account}, {"times", one.times}});
        }
    }
    body["times"] = times;
    body["credited"] = accounts;
    add_sender(draft, deposit, body, now);
}

}  // namespace homing
