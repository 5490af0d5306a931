#include "recovery/searches.h"

#include <algorithm>

namespace homing {
namespace {

constexpr std::size_t kWhatMax = 200;
constexpr std::size_t kReasonMin = 8;
constexpr std::size_t kReasonMax = 400;
constexpr Duration kHour = std::chrono::hours(1);

Result<void> check_why(Draft& draft, const StaffMember& person, const Search& search) {
    if (search.case_id) {
        const auto record = draft.get<Case>(case_key(*search.case_id));
        if (record && record->agent == person.id && record->state != CaseState::kDone) return {};
        return invalid("case: " + search.case_id->str() + " is no open case of " + person.id +
                       "; take it first, or give a reason");
    }
    if (search.reason.size() < kReasonMin) {
        return invalid("reason: say in a few words why, or name the case of yours it is for");
    }
    if (search.reason.size() > kReasonMax) return invalid("reason: is longer than 400 bytes");
    return {};
}

Result<void> check_rate(Draft& draft, const Policy& policy, const StaffMember& person,
                        const std::vector<Search>& recent, Time now) {
    const std::uint32_t most = policy.searches_per_hour_max.value_or(kSearchesPerHour);
    const auto within = std::count_if(recent.begin(), recent.end(),
                                      [&](const Search& one) { return one.at > now - kHour; });
    if (draft.error() || within < most) return {};
    return unavailable(person.id + " looked things up " + std::to_string(within) +
                       " times within the hour, and the policy allows " + std::to_string(most));
}

}  // namespace

Result<void> record_search(Draft& draft, const Policy& policy, const StaffMember& person,
                           Search search, Time now, Search& result) {
    if (Result<void> may = check_may(person, {Action::kSearch, nullptr, {}, ""}); !may) return may;
    if (search.what.empty()) return invalid("what: is missing");
    if (search.what.size() > kWhatMax) return invalid("what: is longer than 200 bytes");
    if (Result<void> why = check_why(draft, person, search); !why) return why;
    search.by = person.id;
    search.at = now;
    search.hour = static_cast<std::uint64_t>(now.time_since_epoch() / kHour);
    auto recent = draft.list<Search>(searches_of(person.id, search.hour));
    search.number = static_cast<std::uint32_t>(recent.size());
    if (search.hour > 0) {
        for (Search& one : draft.list<Search>(searches_of(person.id, search.hour - 1))) {
            recent.push_back(std::move(one));
        }
    }
    if (Result<void> rate = check_rate(draft, policy, person, recent, now); !rate) return rate;
    draft.put(search);
    result = std::move(search);
    return {};
}

}  // namespace homing
