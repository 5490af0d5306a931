#include "core/caip.h"
#include "core/check.h"
#include "core/id.h"
#include "core/model/fingerprint.h"

// Whatever is accepted has one spelling, which is accepted again; errors stay short and printable.
namespace homing {
namespace {

template <class T>
bool accepts(std::string_view text) {
    const Result<T> parsed = T::parse(text);
    if (!parsed) {
        CHECK(parsed.error().code == Code::kInvalid);
        CHECK(parsed.error().message.size() < 600);
        return false;
    }
    const Result<T> again = T::parse(parsed->str());
    CHECK(again.has_value() && *again == *parsed);
    return true;
}

}  // namespace
}  // namespace homing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = homing::as_text({data, size});
    const bool is_network = homing::accepts<homing::NetworkId>(text);
    const bool is_asset = homing::accepts<homing::AssetId>(text);
    const bool is_address = homing::accepts<homing::ChainAddress>(text);
    CHECK(is_network + is_asset + is_address <= 1);
    if (is_asset) CHECK(!homing::AssetId::parse(text)->network().empty());
    if (is_address) CHECK(!homing::ChainAddress::parse(text)->network().empty());
    homing::accepts<homing::Fingerprint>(text);
    homing::accepts<homing::DepositId>(text);
    return 0;
}
