#include "recovery/holds.h"

#include "store/custody_book.h"

namespace homing {
namespace {

Result<void> check_subject(Draft& draft, HoldScope scope, const std::string& subject) {
    switch (scope) {
        case HoldScope::kNetwork:
            if (auto id = NetworkId::parse(subject); !id) return within("subject", id.error());
            return {};
        case HoldScope::kAsset:
            if (auto id = AssetId::parse(subject); !id) return within("subject", id.error());
            return {};
        case HoldScope::kAccount:
            if (draft.checked(find_account(draft.reader(), subject)) || draft.error()) return {};
            return not_found("account " + subject.substr(0, 80) + " is not in the custody book");
        case HoldScope::kDeposit: {
            const auto id = DepositId::parse(subject);
            if (!id) return within("subject", id.error());
            if (draft.get<Deposit>(deposit_key(*id)) || draft.error()) return {};
            return not_found("deposit " + subject + " does not exist");
        }
    }
    return {};
}

std::vector<std::string> concerned_by(Draft& draft, HoldScope scope, const std::string& subject) {
    if (scope == HoldScope::kAccount) return {subject};
    if (scope != HoldScope::kDeposit) return {};
    const auto id = DepositId::parse(subject);
    const auto deposit = id ? draft.get<Deposit>(deposit_key(*id)) : std::nullopt;
    return deposit && deposit->owner ? std::vector{*deposit->owner} : std::vector<std::string>{};
}

// Networks are the operator's machines as much as the desk's.
Result<void> check_person(Draft& draft, const Staff& staff, const std::string& by, HoldScope scope,
                          const std::string& subject, Action on_money, Action on_network) {
    const Result<StaffMember> person = find_staff(staff, by);
    if (!person) return person.error();
    return check_may(*person, {scope == HoldScope::kNetwork ? on_network : on_money, nullptr,
                               concerned_by(draft, scope, subject), ""});
}

}  // namespace

Result<void> place_hold(Draft& draft, const Staff& staff, Hold hold, Hold& result) {
    if (Result<void> person = check_person(draft, staff, hold.placed_by, hold.scope, hold.subject,
                                           Action::kHoldMoney, Action::kHoldNetwork);
        !person) {
        return person;
    }
    if (hold.reason.empty()) return invalid("reason: is missing");
    if (Result<void> subject = check_subject(draft, hold.scope, hold.subject); !subject) {
        return subject;
    }
    if (auto standing = draft.get<Hold>(hold_key(hold.scope, hold.subject))) {
        hold = std::move(*standing);
        hold.first_release_by.reset();
    }
    draft.put(hold);
    result = std::move(hold);
    return {};
}

Result<void> release_hold(Draft& draft, const Staff& staff, HoldScope scope,
                          const std::string& subject, const std::string& by) {
    if (Result<void> person = check_person(draft, staff, by, scope, subject, Action::kReleaseMoney,
                                           Action::kReleaseNetwork);
        !person) {
        return person;
    }
    auto hold = draft.get<Hold>(hold_key(scope, subject));
    if (!hold) {
        return not_found("no hold stands on " + std::string(to_string(scope)) + " " +
                         subject.substr(0, 160));
    }
    if (!hold->first_release_by) {
        hold->first_release_by = by;
        draft.put(*hold);
        return {};
    }
    if (*hold->first_release_by == by) {
        return invalid(by + " has released it once; the second release is another person's");
    }
    draft.erase(*hold);
    return {};
}

}  // namespace homing
