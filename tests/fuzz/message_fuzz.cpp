#include <array>
#include <cstdlib>

#include "chains/proof.h"
#include "core/bytes.h"

// A signed message of any family, every field hostile: network, address, signature, public key and
// text, parted by newlines. Nothing is believed that nobody signed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace homing;
    constexpr std::array kNetworks = {"eip155:1", "bip122:000000000019d6689c085ae165831e93",
                                      "bip122:000000000000000000651ef99cb9fcbe", "xrpl:0",
                                      "stellar:pubnet"};
    if (size == 0) return 0;
    std::string_view rest = as_text({data + 1, size - 1});
    std::array<std::string, 3> parts;
    for (std::string& part : parts) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    SignedMessage message;
    message.network = *NetworkId::parse(kNetworks[data[0] % kNetworks.size()]);
    message.address = parts[0];
    message.signature = parts[1];
    message.public_key = parts[2];
    message.text = rest;
    AccountSigners signers;
    signers.signers = {{parts[0], 1}};
    signers.threshold = 1;
    for (const auto& known : {std::optional<AccountSigners>(), std::optional(signers)}) {
        if (verify_message(message, known).reason.empty()) std::abort();
    }
    (void)message_standards(message.network, message.address);
    return 0;
}
