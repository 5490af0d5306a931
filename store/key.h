#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/check.h"
#include "core/id.h"
#include "core/model/fingerprint.h"
#include "core/time.h"

// The parts of keys, written so that the byte order of keys is the order of their parts.
namespace homing {

template <std::unsigned_integral T>
void append_big_endian(std::string& out, T value) {
    for (std::size_t i = sizeof(T); i-- > 0;) {
        out.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
    }
}

// Of the first sizeof(T) bytes, which must be there.
template <std::unsigned_integral T>
T read_big_endian(std::string_view bytes) {
    CHECK(bytes.size() >= sizeof(T));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        value = (value << 8) | static_cast<std::uint8_t>(bytes[i]);
    }
    return static_cast<T>(value);
}

// A key as people read it in a sentence: hex, cut after 64 bytes.
std::string show_key(std::string_view key);

// The least key that is greater than every key with this prefix; empty where there is none.
std::string after_prefix(std::string_view prefix);

// A key being put together, part by part.
class Key {
  public:
    explicit Key(std::uint8_t first_byte) { bytes_.push_back(static_cast<char>(first_byte)); }

    // Big-endian, the width of its type.
    template <std::unsigned_integral T>
    Key& number(T value) {
        append_big_endian(bytes_, value);
        return *this;
    }
    // Bytes of any length: 00 is written 00 FF, and 00 01 ends them.
    Key& text(std::string_view text);
    Key& raw(std::string_view bytes) {
        bytes_.append(bytes);
        return *this;
    }
    template <class Tag, std::size_t N>
    Key& id(const Id<Tag, N>& id) {
        return raw(as_text(id.bytes));
    }
    // 8 bytes; the sign bit is turned round so that times before 1970 come first.
    Key& time(Time time);
    // As time, the latest first.
    Key& time_descending(Time time);
    // Key class, then the payload as text.
    Key& fingerprint(const Fingerprint& fingerprint);
    // 00 when absent; 01 and the text otherwise.
    Key& optional_text(const std::optional<std::string>& text);

    std::string str() && { return std::move(bytes_); }
    const std::string& bytes() const { return bytes_; }

  private:
    std::string bytes_;
};

}  // namespace homing
