#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/amount.h"
#include "core/caip.h"
#include "core/model/fingerprint.h"
#include "core/record.h"
#include "core/time.h"

// The custody book's records: what customers were told, which addresses are ours, what we credit.
namespace homing {

// An account of the operator's ledger, by the operator's own id.
struct Account {
    std::string id;
    Time created{};
    std::optional<Time> closed;

    bool operator==(const Account&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"id", &Account::id}, Field{"created", &Account::created},
                          Field{"closed", &Account::closed}};
    }
};

// What an address of ours is for. Stored; never renumber.
enum class AddressRole : std::uint8_t {
    kPersonal = 0,  // issued to one account
    kShared = 1,    // many accounts, told apart by memo
    kHot = 2,
    kCold = 3,
};
template <>
inline constexpr std::array kEnumNames<AddressRole> =
    std::to_array<std::string_view>({"personal", "shared", "hot", "cold"});

// What stands behind an address of ours. Stored; never renumber.
enum class WalletKind : std::uint8_t {
    kKey = 0,           // a private key that we hold
    kContract = 1,      // a contract that exists on the networks it was deployed to
    kNestedSegwit = 2,  // P2SH-P2WPKH of a private key that we hold
    kScript = 3,        // P2SH or P2WSH whose script and keys we hold (multisig)
};
template <>
inline constexpr std::array kEnumNames<WalletKind> =
    std::to_array<std::string_view>({"key", "contract", "nested_segwit", "script"});

// An address of ours. Never deleted: a retired one stays, with the time it was retired.
struct CustodyAddress {
    Fingerprint fingerprint;
    NetworkId network;  // the one it was made for; look-ups go by fingerprint alone
    std::string address;
    AddressRole role = AddressRole::kPersonal;
    WalletKind wallet = WalletKind::kKey;
    std::optional<Time> retired;

    bool operator==(const CustodyAddress&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"fingerprint", &CustodyAddress::fingerprint},
                          Field{"network", &CustodyAddress::network},
                          Field{"address", &CustodyAddress::address},
                          Field{"role", &CustodyAddress::role},
                          Field{"wallet", &CustodyAddress::wallet},
                          Field{"retired", &CustodyAddress::retired}};
    }
};

// What a customer was told: pay these assets on this network to this address (with this memo).
struct Route {
    std::string account;
    NetworkId network;
    Fingerprint fingerprint;
    std::string address;
    std::optional<std::string> memo;  // Memo::str()
    std::vector<AssetId> assets;      // empty: every listed asset of the network
    Time since{};
    std::optional<Time> until;

    bool operator==(const Route&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"account", &Route::account},
                          Field{"network", &Route::network},
                          Field{"fingerprint", &Route::fingerprint},
                          Field{"address", &Route::address},
                          Field{"memo", &Route::memo},
                          Field{"assets", &Route::assets},
                          Field{"since", &Route::since},
                          Field{"until", &Route::until}};
    }
};

// What the operator knows of an asset. One without a currency is attributed, never credited.
struct Asset {
    AssetId id;
    std::string symbol;  // for people's eyes only
    std::uint8_t decimals = 0;
    std::optional<std::string> currency;  // code in the operator's ledger
    std::uint8_t currency_scale = 0;
    std::optional<Time> delisted;
    bool elastic = false;  // fee on transfer, rebasing or hooks: never credited by itself (E5)
    Amount minimum;        // smallest deposit in base units

    bool operator==(const Asset&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"id", &Asset::id},
                          Field{"symbol", &Asset::symbol},
                          Field{"decimals", &Asset::decimals},
                          Field{"currency", &Asset::currency},
                          Field{"currency_scale", &Asset::currency_scale},
                          Field{"delisted", &Asset::delisted},
                          Field{"elastic", &Asset::elastic},
                          Field{"minimum", &Asset::minimum}};
    }
};

// What one whole unit of an asset (10^decimals base units) was worth.
struct Price {
    AssetId asset;
    Amount micro_usd;  // millionths of a US dollar
    Time at{};
    std::string source;

    bool operator==(const Price&) const = default;
    static constexpr auto fields() {
        return std::tuple{Field{"asset", &Price::asset}, Field{"micro_usd", &Price::micro_usd},
                          Field{"at", &Price::at}, Field{"source", &Price::source}};
    }
};

// What the operator paid out: should it come back, it belongs to the account it left.
// A return sent a deposit back to where it came from.
struct Withdrawal {
    NetworkId network;
    std::string txid;
    std::string index;  // as in Transfer
    AssetId asset;
    Amount units;
    std::string account;
    Fingerprint recipient;  // where it was sent
    Time at{};
    bool is_return = false;

    bool operator==(const Withdrawal&) const = default;
    static constexpr auto fields() {
        return std::tuple{
            Field{"network", &Withdrawal::network},     Field{"txid", &Withdrawal::txid},
            Field{"index", &Withdrawal::index},         Field{"asset", &Withdrawal::asset},
            Field{"units", &Withdrawal::units},         Field{"account", &Withdrawal::account},
            Field{"recipient", &Withdrawal::recipient}, Field{"at", &Withdrawal::at},
            Field{"is_return", &Withdrawal::is_return}};
    }
};

// A deposit that the operator credited before or beside us: proof that it is done, and a link from
// its sender to the account.
struct PastCredit {
    NetworkId network;
    std::string txid;
    std::string index;  // as in Transfer
    std::string account;
    Fingerprint sender;  // may be empty
    Time at{};

    bool operator==(const PastCredit&) const = default;
    static constexpr auto fields() {
        return std::tuple{
            Field{"network", &PastCredit::network}, Field{"txid", &PastCredit::txid},
            Field{"index", &PastCredit::index},     Field{"account", &PastCredit::account},
            Field{"sender", &PastCredit::sender},   Field{"at", &PastCredit::at}};
    }
};

}  // namespace homing
