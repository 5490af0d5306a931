#include "chains/xrpl/family.h"

#include "chains/xrpl/address.h"
#include "chains/xrpl/message.h"
#include "chains/xrpl/source.h"
#include "core/quote.h"

namespace homing::xrpl {
namespace {

Result<Destination> parse_destination(const NetworkId& network, std::string_view address) {
    const Result<AddressText> parsed = parse_address_text(network, address);
    if (!parsed) return parsed.error();
    Destination destination{to_fingerprint(parsed->account), {}};
    if (parsed->tag) destination.memo = Memo{MemoKind::kTag, std::to_string(*parsed->tag)};
    return destination;
}

Result<std::string> format_address(const NetworkId&, const Fingerprint& fingerprint) {
    const Result<AccountId> account = from_fingerprint(fingerprint);
    if (!account) return account.error();
    return to_classic(*account);
}

Result<AssetId> native_asset(const NetworkId& network) {
    return AssetId::parse(network.str() + "/slip44:144");
}

// "tag:123", or bare digits.
Result<Memo> parse_memo(const NetworkId&, std::string_view text) {
    const std::string typed =
        text.starts_with("tag:") ? std::string(text) : "tag:" + std::string(text);
    Result<Memo> memo = Memo::parse(typed);
    if (memo) return memo;
    return invalid(quote(text) + " is no destination tag: a number from 0 to 4294967295 is wanted");
}

}  // namespace

const Family& family() {
    static constexpr Family kFamily{"xrpl",         open_xrpl_source, parse_destination,
                                    format_address, native_asset,     parse_memo,
                                    verify_message, message_standards};
    return kFamily;
}

}  // namespace homing::xrpl
