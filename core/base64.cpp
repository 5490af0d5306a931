#include "core/base64.h"

#include <openssl/evp.h>

#include <algorithm>

namespace homing {
namespace {

constexpr std::size_t kTextMax = 64 * 1024;

bool is_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

}  // namespace

std::string to_base64(ByteView data) {
    std::string text(4 * ((data.size() + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), data.data(),
                                     static_cast<int>(data.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

Result<Bytes> parse_base64(std::string_view text) {
    const std::size_t end = std::min(text.find('='), text.size());
    const std::size_t padding = text.size() - end;
    // EVP_DecodeBlock skips white space and counts padding as zeros: both are settled here.
    if (text.size() > kTextMax || text.size() % 4 != 0 || padding > 2 ||
        text.find_first_not_of('=', end) != text.npos ||
        !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), is_digit)) {
        return invalid("the text is not base64 with padding");
    }
    Bytes bytes(text.size() / 4 * 3);
    if (!bytes.empty() &&
        EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size())) < 0) {
        return invalid("the text is not base64 with padding");
    }
    bytes.resize(bytes.size() - padding);
    if (to_base64(bytes) != text) return invalid("the text's last base64 digit has bits too many");
    return bytes;
}

}  // namespace homing
