#pragma once

#include <algorithm>
#include <string>

#include "core/bytes.h"
#include "core/result.h"

namespace homing::utxo {

// A cursor over serialized bytes. The first failure is kept with its place and ends the reading:
// whatever is read after it is zero or empty.
class Reader {
  public:
    explicit Reader(ByteView data) : data_(data) {}

    bool ok() const { return what_ == nullptr; }
    std::size_t at() const { return at_; }
    std::size_t left() const { return data_.size() - at_; }
    ByteView between(std::size_t from, std::size_t to) const {
        return data_.subspan(from, to - from);
    }
    // Only after a failure.
    Error error() const { return invalid("byte " + std::to_string(failed_at_) + ": " + what_); }
    // Keeps the first failure.
    void fail(const char* what) {
        if (!ok()) return;
        what_ = what;
        failed_at_ = at_;
        at_ = data_.size();
    }

    ByteView bytes(std::uint64_t count) {
        if (count > left()) {
            fail("the bytes end too early");
            return {};
        }
        const ByteView taken = data_.subspan(at_, count);
        at_ += count;
        return taken;
    }
    template <class Number>
    Number number() {
        Number value = 0;
        const ByteView taken = bytes(sizeof value);
        for (std::size_t i = 0; i < taken.size(); ++i) {
            value = static_cast<Number>(value | Number{taken[i]} << (8 * i));
        }
        return value;
    }
    // Bitcoin's CompactSize in its one shortest form.
    std::uint64_t size() {
        const std::uint8_t first = number<std::uint8_t>();
        if (first < 0xfd) return first;
        const std::uint64_t value = first == 0xfd   ? number<std::uint16_t>()
                                    : first == 0xfe ? number<std::uint32_t>()
                                                    : number<std::uint64_t>();
        const std::uint64_t least = first == 0xfd ? 0xfd : first == 0xfe ? 0x10000 : 0x100000000;
        if (ok() && value < least) fail("a size that is not in its shortest form");
        return ok() ? value : 0;
    }
    // A number of things of at least `each` bytes that must all fit into what is left.
    std::uint64_t count(std::size_t each) {
        const std::uint64_t things = size();
        if (things > left() / each) {
            fail("a count beyond the bytes there are");
            return 0;
        }
        return things;
    }
    ByteView sized_bytes() { return bytes(size()); }
    std::uint8_t peek(std::size_t ahead) const {
        return ahead < left() ? data_[at_ + ahead] : std::uint8_t{0};
    }

  private:
    ByteView data_;
    std::size_t at_ = 0;
    const char* what_ = nullptr;
    std::size_t failed_at_ = 0;
};

}  // namespace homing::utxo
