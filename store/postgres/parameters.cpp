#include "store/postgres/parameters.h"

#include <limits>

#include "core/check.h"

namespace homing::postgres {

namespace {

// Numbers of built-in types in pg_type, fixed since PostgreSQL 7.
constexpr unsigned kBytea = 17;
constexpr unsigned kBigint = 20;
constexpr unsigned kByteaArray = 1001;
constexpr unsigned kBigintArray = 1016;

template <class Integer>
void append_big_endian(std::string& out, Integer value) {
    for (int shift = 8 * (static_cast<int>(sizeof(Integer)) - 1); shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>((value >> shift) & 0xff));
    }
}

// Header of a one-dimensional array without nulls: dimensions, has-null, element type, length, and
// the index of the first element.
std::string array_header(std::size_t size, unsigned element) {
    CHECK(size <= static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()));
    std::string out;
    append_big_endian<std::uint32_t>(out, size == 0 ? 0 : 1);
    append_big_endian<std::uint32_t>(out, 0);
    append_big_endian<std::uint32_t>(out, element);
    if (size == 0) return out;
    append_big_endian<std::uint32_t>(out, static_cast<std::uint32_t>(size));
    append_big_endian<std::uint32_t>(out, 1);
    return out;
}

std::string bigint(std::int64_t number) {
    std::string out;
    append_big_endian(out, static_cast<std::uint64_t>(number));
    return out;
}

}  // namespace

Parameters& Parameters::add(std::string_view bytes) {
    values_.emplace_back(bytes);
    types_.push_back(kBytea);
    return *this;
}

Parameters& Parameters::add(std::int64_t number) {
    values_.push_back(bigint(number));
    types_.push_back(kBigint);
    return *this;
}

Parameters& Parameters::add(const std::vector<std::string>& items) {
    std::string out = array_header(items.size(), kBytea);
    for (const std::string& item : items) {
        append_big_endian(out, static_cast<std::uint32_t>(item.size()));
        out += item;
    }
    values_.push_back(std::move(out));
    types_.push_back(kByteaArray);
    return *this;
}

Parameters& Parameters::add(const std::vector<std::int64_t>& items) {
    std::string out = array_header(items.size(), kBigint);
    for (const std::int64_t item : items) {
        append_big_endian<std::uint32_t>(out, sizeof(item));
        out += bigint(item);
    }
    values_.push_back(std::move(out));
    types_.push_back(kBigintArray);
    return *this;
}

std::int64_t to_bigint(std::uint64_t number) {
    CHECK(number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    return static_cast<std::int64_t>(number);
}

}  // namespace homing::postgres
