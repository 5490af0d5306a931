#include "recovery/fees.h"

#include <algorithm>

#include "core/currency.h"
#include "matcher/matcher.h"

namespace homing {
namespace {

const Amount kMillion(1'000'000);

template <class T>
bool fits(const std::vector<T>& wanted, const T& value) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

Amount part_of(const Amount& whole, std::uint32_t ppm) {
    const auto product = whole.checked_mul(Amount(ppm));
    return product ? product->divide(kMillion).quotient : Amount();
}

Amount above(const Amount& value, const Amount& allowance) {
    return value.checked_sub(allowance).value_or(Amount());
}

Amount percent_of(const FeeRule& rule, const Amount& value) {
    Amount fee = part_of(above(value, rule.allowance_micro_usd.value_or(Amount())), *rule.ppm);
    if (rule.floor_micro_usd) fee = std::max(fee, *rule.floor_micro_usd);
    if (rule.cap_micro_usd) fee = std::min(fee, *rule.cap_micro_usd);
    return fee;
}

Amount band_of(const FeeRule& rule, Reach reach) {
    for (const FeeBand& band : *rule.bands) {
        if (band.reach == reach) return band.micro_usd;
    }
    return {};
}

Amount step_of(const FeeRule& rule, const Amount& value) {
    Amount fee;
    for (const FeeStep& step : *rule.steps) {
        if (value >= step.from_micro_usd) fee = step.micro_usd;
    }
    return fee;
}

// What the form needs and the rule lacks; empty when it is whole.
std::string lacking(const FeeRule& rule) {
    switch (rule.form) {
        case FeeForm::kNone:
        case FeeForm::kNetworkCost:
            return "";
        case FeeForm::kFlat:
            return rule.flat_micro_usd ? "" : "flat_micro_usd";
        case FeeForm::kBanded:
            return rule.bands ? "" : "bands";
        case FeeForm::kPercent:
            return rule.ppm ? "" : "ppm";
        case FeeForm::kGreater:
            return !rule.flat_micro_usd ? "flat_micro_usd" : rule.ppm ? "" : "ppm";
        case FeeForm::kSteps:
            return rule.steps ? "" : "steps";
        case FeeForm::kWithdrawalMultiple:
            return !rule.withdrawal_fee_micro_usd ? "withdrawal_fee_micro_usd"
                   : rule.multiple                ? ""
                                                  : "multiple";
    }
    return "form";
}

bool needs_network_cost(const FeeRule& rule) {
    return rule.form == FeeForm::kNetworkCost || rule.plus_network_cost.value_or(false);
}

Amount form_fee(const FeeRule& rule, const FeeSubject& subject, const Amount& value) {
    switch (rule.form) {
        case FeeForm::kNone:
        case FeeForm::kNetworkCost:
            return {};
        case FeeForm::kFlat:
            return *rule.flat_micro_usd;
        case FeeForm::kBanded:
            return band_of(rule, subject.reach);
        case FeeForm::kPercent:
            return percent_of(rule, value);
        case FeeForm::kGreater:
            return std::max(*rule.flat_micro_usd, percent_of(rule, value));
        case FeeForm::kSteps:
            return step_of(rule, value);
        case FeeForm::kWithdrawalMultiple:
            return rule.withdrawal_fee_micro_usd->checked_mul(Amount(*rule.multiple))
                .value_or(Amount());
    }
    return {};
}

Amount units_worth(const FeeSubject& subject, const Amount& micro_usd) {
    const auto whole = power_of_ten(subject.decimals);
    const auto product = whole ? micro_usd.checked_mul(*whole) : std::nullopt;
    if (!product || subject.price.micro_usd.is_zero()) return {};
    return product->divide(subject.price.micro_usd).quotient;
}

}  // namespace

Result<void> check_fees(const FeePolicy& policy) {
    if (policy.share_max_ppm > 1'000'000) {
        return invalid("fees: share_max_ppm: is more than the whole");
    }
    for (const FeeRule& rule : policy.rules) {
        const std::string missing = lacking(rule);
        if (!missing.empty()) {
            return invalid("fees: rule \"" + rule.name.substr(0, 80) + "\": " + missing +
                           ": is missing for its form");
        }
    }
    return {};
}

Result<FeeQuote> quote_fee(const FeePolicy& policy, const FeeSubject& subject, Time now) {
    FeeQuote quote;
    quote.at = now;
    const auto rule = std::find_if(policy.rules.begin(), policy.rules.end(), [&](const FeeRule& r) {
        return fits(r.faults, subject.fault) && fits(r.networks, subject.network);
    });
    if (rule == policy.rules.end()) return quote;
    quote.rule = rule->name;
    if (const std::string missing = lacking(*rule); !missing.empty()) {
        return invalid("fees: rule \"" + rule->name.substr(0, 80) + "\": " + missing +
                       ": is missing for its form");
    }
    if (needs_network_cost(*rule) && !subject.network_cost_micro_usd) {
        return unavailable("fee \"" + rule->name.substr(0, 80) + "\": the cost of network " +
                           subject.network.str() + " is not known");
    }
    const auto value = value_micro_usd(subject.units, subject.decimals, subject.price);
    if (!value) return invalid("the deposit's value does not fit");
    Amount fee = form_fee(*rule, subject, *value);
    if (needs_network_cost(*rule)) {
        fee = fee.checked_add(*subject.network_cost_micro_usd).value_or(fee);
    }
    if (rule->late_after && subject.age > *rule->late_after) {
        fee = fee.checked_add(rule->late_micro_usd.value_or(Amount())).value_or(fee);
    }
    const Amount share = part_of(*value, policy.share_max_ppm);
    const Amount most = part_of(subject.units, policy.share_max_ppm);
    quote.capped = fee > share;
    quote.micro_usd = std::min(fee, share);
    quote.units = std::min(units_worth(subject, quote.micro_usd), most);
    return quote;
}

}  // namespace homing
