#include <array>
#include <cstdlib>

#include "chains/source.h"
#include "core/bytes.h"

// An address of any family: what is read is written again, and reads as the same key.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace homing;
    constexpr std::array kNetworks = {"eip155:1",
                                      "bip122:000000000019d6689c085ae165831e93",
                                      "bip122:12a765e31ffd4059bada1e25190f6e98",
                                      "bip122:1a91e3dace36e2be3bf030a65679fe82",
                                      "bip122:000000000000000000651ef99cb9fcbe",
                                      "xrpl:0",
                                      "stellar:pubnet"};
    const std::string_view text = as_text({data, size});
    for (const char* id : kNetworks) {
        const NetworkId network = *NetworkId::parse(id);
        const Result<Destination> read = parse_destination(network, text);
        (void)parse_memo(network, text);
        if (!read) continue;
        const Result<std::string> written = format_address(network, read->fingerprint);
        if (!written) continue;  // one key may have several forms, and some only by their script
        const Result<Fingerprint> again = parse_address(network, *written);
        if (!again || *again != read->fingerprint) std::abort();
    }
    return 0;
}
