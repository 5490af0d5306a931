#include "chains/stellar/family.h"

#include "chains/stellar/address.h"
#include "chains/stellar/memo.h"
#include "chains/stellar/message.h"
#include "chains/stellar/source.h"

namespace homing::stellar {
namespace {

Result<Destination> parse_destination(const NetworkId&, std::string_view address) {
    const Result<Account> account = parse_account(address);
    if (!account) return account.error();
    return Destination{to_fingerprint(account->key), combine({}, account->muxed_id).memo};
}

Result<std::string> format_address(const NetworkId&, const Fingerprint& fingerprint) {
    const Result<AccountKey> key = from_fingerprint(fingerprint);
    if (!key) return key.error();
    return format_account({*key, {}});
}

Result<AssetId> native_asset(const NetworkId& network) {
    return AssetId::parse(network.str() + "/slip44:148");
}

Result<Memo> parse_memo(const NetworkId&, std::string_view text) {
    return parse_memo_text(text);
}

}  // namespace

const Family& family() {
    static constexpr Family kFamily{"stellar",      open_stellar_source, parse_destination,
                                    format_address, native_asset,        parse_memo,
                                    verify_message, message_standards};
    return kFamily;
}

}  // namespace homing::stellar
