#pragma once

#include "app/import/kinds.h"
#include "core/model/custody.h"
#include "core/model/label.h"
#include "core/record.h"
#include "core/result.h"

// What a row of a document says by itself, and whether that fits the row which the book holds under
// the same key. Pure.
namespace homing {

// The record a row states; kInvalid names the field and what is wrong with it.
template <IsRecord Record>
Result<Record> parse_row(const ImportKind& kind, const ImportCells& cells);

template <>
Result<Account> parse_row(const ImportKind& kind, const ImportCells& cells);
template <>
Result<Asset> parse_row(const ImportKind& kind, const ImportCells& cells);
template <>
Result<CustodyAddress> parse_row(const ImportKind& kind, const ImportCells& cells);
template <>
Result<Route> parse_row(const ImportKind& kind, const ImportCells& cells);
template <>
Result<AddressLabel> parse_row(const ImportKind& kind, const ImportCells& cells);
template <>
Result<Price> parse_row(const ImportKind& kind, const ImportCells& cells);
template <>
Result<PastCredit> parse_row(const ImportKind& kind, const ImportCells& cells);
template <>
Result<Withdrawal> parse_row(const ImportKind& kind, const ImportCells& cells);

// Why the new record may not replace the known one; empty where it may. What of the known one stays
// whatever a document says is brought over.
std::string fit(const Account& known, Account& now);
std::string fit(const Asset& known, Asset& now);
std::string fit(const CustodyAddress& known, CustodyAddress& now);
std::string fit(const Route& known, Route& now);
std::string fit(const AddressLabel& known, AddressLabel& now);
std::string fit(const Price& known, Price& now);
std::string fit(const PastCredit& known, PastCredit& now);
std::string fit(const Withdrawal& known, Withdrawal& now);

// Why a route does not fit the address it names, given what the address is for; empty where it
// does.
std::string fit_role(const Route& route, AddressRole role);
// What a new address is for that a route is the first to name.
CustodyAddress address_of(const Route& route);
// Whether two routes, open at the end where `until` is absent, share a moment.
bool overlap(const Route& a, const Route& b);

}  // namespace homing
