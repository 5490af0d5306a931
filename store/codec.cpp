#include "store/codec.h"

#include "core/crypto/hash.h"
#include "store/key.h"

namespace homing {

namespace {

constexpr std::size_t kHeaderSize = 10;
constexpr std::size_t kChecksumSize = 4;

std::uint32_t checksum(std::string_view key, std::string_view value) {
    return crc32c(as_bytes(value), crc32c(as_bytes(key)));
}

}  // namespace

namespace codec {

void write_number(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out.push_back(static_cast<char>((value & 0x7f) | 0x80));
        value >>= 7;
    }
    out.push_back(static_cast<char>(value));
}

void write_bytes(std::string& out, std::string_view bytes) {
    write_number(out, bytes.size());
    out.append(bytes);
}

void write_amount(std::string& out, const Amount& amount) {
    const ByteArray<32> wide = amount.to_big_endian();
    std::string_view bytes = as_text(wide);
    bytes.remove_prefix(std::min(bytes.find_first_not_of('\0'), bytes.size()));
    write_bytes(out, bytes);
}

void Source::fail(Error with) {
    if (!error) error = std::move(with);
    rest = {};
}

std::uint64_t Source::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest.empty(); shift += 7) {
        const auto byte = static_cast<std::uint8_t>(rest.front());
        rest.remove_prefix(1);
        if (shift == 63 && byte > 1) break;
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80) {
            if (byte == 0 && shift > 0) break;  // one number has one form
            return value;
        }
    }
    fail(corrupt("a number is not whole"));
    return 0;
}

std::string_view Source::fixed(std::size_t size) {
    if (error || size > rest.size()) {
        fail(corrupt("the record ends within a field"));
        return std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
                                32)
            .substr(0, std::min<std::size_t>(size, 32));
    }
    const std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(size);
    return taken;
}

std::string_view Source::bytes() {
    const std::uint64_t size = number();
    if (error) return {};
    const std::string_view taken = fixed(size);
    return error ? std::string_view() : taken;
}

bool Source::flag() {
    const char byte = fixed(1).front();
    if (byte != '\0' && byte != '\1') fail(corrupt("a flag is neither 0 nor 1"));
    return byte == '\1';
}

Amount Source::amount() {
    const std::string_view text = bytes();
    Result<Amount> amount = Amount::from_big_endian(as_bytes(text));
    if (!amount || (!text.empty() && text.front() == '\0')) {
        fail(corrupt("an amount is not in its shortest form"));
        return Amount();
    }
    return *amount;
}

}  // namespace codec

std::string seal_value(std::string_view key, std::uint16_t schema, std::uint64_t version,
                       std::string_view body) {
    std::string value;
    value.reserve(kHeaderSize + body.size() + kChecksumSize);
    append_big_endian(value, schema);
    append_big_endian(value, version);
    value.append(body);
    append_big_endian(value, checksum(key, value));
    return value;
}

Result<OpenedValue> open_value(std::string_view key, std::string_view bytes) {
    if (bytes.size() < kHeaderSize + kChecksumSize) {
        return corrupt("the value under " + show_key(key) + " is only " +
                       std::to_string(bytes.size()) + " bytes long");
    }
    const std::string_view sealed = bytes.substr(0, bytes.size() - kChecksumSize);
    if (read_big_endian<std::uint32_t>(bytes.substr(sealed.size())) != checksum(key, sealed)) {
        return corrupt("the value under " + show_key(key) + " does not match its checksum");
    }
    return OpenedValue{read_big_endian<std::uint16_t>(sealed),
                       read_big_endian<std::uint64_t>(sealed.substr(2)),
                       sealed.substr(kHeaderSize)};
}

}  // namespace homing
