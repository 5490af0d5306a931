#include "app/import/kinds.h"

#include <algorithm>

namespace homing {

const std::vector<ImportKind>& import_kinds() {
    static const std::vector<ImportKind> kKinds = {
        {"accounts",
         {{"id", true, "the operator's own id"},
          {"created", true, "time"},
          {"closed", false, "time"}}},
        {"assets",
         {{"asset", true, "CAIP-19"},
          {"symbol", true, "for people"},
          {"decimals", true, "of the asset's base units"},
          {"currency", false, "code in the operator's ledger; without it never credited"},
          {"currency_scale", false, "decimals of the currency"},
          {"delisted", false, "time"},
          {"elastic", false, "true: fee on transfer, rebasing or hooks"},
          {"minimum", false, "smallest deposit in base units"}}},
        {"addresses",
         {{"network", true, "CAIP-2"},
          {"address", true, "as the network writes it"},
          {"role", true, "personal, shared, hot or cold"},
          {"wallet", false, "key (default) or contract"},
          {"retired", false, "time"}}},
        {"routes",
         {{"account", true, "who was told"},
          {"network", true, "CAIP-2"},
          {"address", true, "as the network writes it"},
          {"memo", false, "where the address is shared: \"tag:7\", or bare"},
          {"assets", false, "CAIP-19, separated by spaces; none: every listed asset"},
          {"since", true, "time"},
          {"until", false, "time"}}},
        {"labels",
         {{"network", true, "CAIP-2"},
          {"address", true, "as the network writes it"},
          {"class", true, "personal, custodian, contract, relayer, mixer or program"},
          {"name", false, "for people: whose it is"}}},
        {"prices",
         {{"asset", true, "CAIP-19"},
          {"usd", true, "of one whole unit, at most six decimals"},
          {"at", true, "time"},
          {"source", true, "who says so"}}},
        {"past-credits",
         {{"network", true, "CAIP-2"},
          {"txid", true, "as the chain writes it"},
          {"index", true, "tx, log:3, call:0.2, out:1"},
          {"account", true, "who was credited"},
          {"sender", false, "address the deposit came from"},
          {"at", true, "time"}}},
        {"withdrawals",
         {{"network", true, "CAIP-2"},
          {"txid", true, "as the chain writes it"},
          {"index", true, "tx, log:3, call:0.2, out:1"},
          {"asset", true, "CAIP-19"},
          {"units", true, "paid out, in base units"},
          {"recipient", true, "address it was sent to"},
          {"at", true, "time"},
          {"account", false, "who withdrew; needed unless it is a return"},
          {"is_return", false, "true: a deposit sent back"}}},
    };
    return kKinds;
}

const ImportKind* find_import_kind(std::string_view name) {
    const auto found = std::ranges::find(import_kinds(), name, &ImportKind::name);
    return found == import_kinds().end() ? nullptr : &*found;
}

std::size_t find_column(const ImportKind& kind, std::string_view name) {
    const auto found = std::ranges::find(kind.columns, name, &ImportColumn::name);
    return static_cast<std::size_t>(found - kind.columns.begin());
}

std::string import_kind_names() {
    std::string names;
    for (const ImportKind& kind : import_kinds()) {
        names += (names.empty() ? "" : ", ") + std::string(kind.name);
    }
    return names;
}

}  // namespace homing
