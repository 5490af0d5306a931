#include "matcher/inputs.h"

#include <algorithm>

#include "core/json.h"
#include "core/record_json.h"
#include "matcher/faults.h"

namespace homing {
namespace {

std::uint32_t count_rivals(const std::vector<std::string>& claimants,
                           const std::optional<std::string>& owner) {
    if (claimants.empty()) return 0;
    if (!owner) return static_cast<std::uint32_t>(claimants.size() - 1);
    return static_cast<std::uint32_t>(std::count_if(
        claimants.begin(), claimants.end(), [&](const std::string& c) { return c != *owner; }));
}

}  // namespace

DecisionInputs inputs_of(const Transfer& transfer, const DecisionFacts& facts, Time now) {
    DecisionInputs inputs;
    inputs.network = transfer.network;
    inputs.kind = transfer.kind;
    inputs.units = transfer.units;
    inputs.fault = facts.classification.fault;
    inputs.reach = facts.classification.reach;
    inputs.owner = facts.classification.owner;
    inputs.memo_grade = facts.classification.memo_grade;
    inputs.ambiguous = facts.classification.memo_ambiguous;
    inputs.proven = facts.proven_claimant;
    inputs.maturity = facts.maturity_left;
    inputs.merged = facts.merged;
    inputs.inexact = transfer.refused_by == kInexactAmount;
    inputs.owner_closed = facts.owner_closed;
    inputs.credited = facts.credited_by_operator;
    inputs.moved = facts.balance_moved;
    if (facts.asset) {
        inputs.decimals = facts.asset->decimals;
        inputs.currency = facts.asset->currency;
        inputs.scale = facts.asset->currency_scale;
        inputs.elastic = facts.asset->elastic;
    }
    if (facts.price) {
        inputs.price = facts.price->micro_usd;
        inputs.price_at = facts.price->at;
    }
    inputs.holds = static_cast<std::uint32_t>(facts.holds.size());
    inputs.claimants = static_cast<std::uint32_t>(facts.claimants.size());
    inputs.rivals = count_rivals(facts.claimants, facts.classification.owner);
    inputs.frozen = facts.frozen;
    inputs.case_taken = facts.case_taken;
    inputs.now = now;
    return inputs;
}

std::string format_inputs(const DecisionInputs& inputs) {
    const Json usual = record_to_json(DecisionInputs{});
    Json json = record_to_json(inputs);
    for (const auto& [key, value] : usual.items()) {
        if (json.at(key) == value) json.erase(key);
    }
    return canonical_json(json);
}

Result<DecisionInputs> parse_inputs(const std::string& text) {
    Result<Json> parsed = parse_json(text);
    if (!parsed) return within("decision inputs", parsed.error());
    if (!parsed->is_object()) return invalid("decision inputs: must be an object");
    Json json = record_to_json(DecisionInputs{});
    json.update(*parsed);
    Result<DecisionInputs> inputs = record_from_json<DecisionInputs>(json);
    if (!inputs) return within("decision inputs", inputs.error());
    return inputs;
}

}  // namespace homing
