#pragma once

#include <array>
#include <charconv>

#include "chains/stellar/facts.h"
#include "chains/walk.h"
#include "core/hex.h"

// Reading Horizon's objects: simdjson's header is heavy, so only this folder's readers include it.
namespace homing::stellar {

// The texts of an object's members that are strings; empty where a member is absent.
template <std::size_t N>
struct Texts {
    std::array<std::string_view, N> values;
    unsigned seen = 0;

    bool has(std::size_t i) const { return (seen >> i & 1u) != 0; }
    std::string_view operator[](std::size_t i) const { return values[i]; }
};

inline bool read_number(Walk& walk, std::string_view text, std::uint64_t* out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
    return (error == std::errc() && end == text.data() + text.size() && !text.empty()) ||
           walk.fail("not a whole number of at most 64 bits");
}

inline bool read_hash(Walk& walk, std::string_view text, std::string* out) {
    const auto bytes = parse_hex_array<32>(text);
    if (!bytes) return walk.fail("not 64 hex digits");
    *out = to_hex(*bytes);
    return true;
}

inline bool read_count(Walk& walk, JsonNode node, std::uint64_t* out) {
    std::int64_t value = 0;
    if (!walk.integer(node, &value)) return false;
    if (value < 0) return walk.fail("a negative number");
    *out = static_cast<std::uint64_t>(value);
    return true;
}

bool read_asset(Walk& walk, std::string_view type, std::string_view code, std::string_view issuer,
                AssetName* out);
// Calls visit(position, record) for the records of a page.
template <class Visit>
bool read_page(Walk& walk, JsonNode node, Visit&& visit) {
    static constexpr std::string_view kPage[] = {"_embedded"};
    static constexpr std::string_view kEmbedded[] = {"records"};
    ObjectShape page(kPage);
    ObjectShape embedded(kEmbedded);
    unsigned seen = 0;
    const bool good = walk.object(node, page, [&](int, JsonNode inner) {
        return walk.object(inner, embedded, [&](int, JsonNode records) {
            seen = 1;
            return walk.array(records, visit);
        });
    });
    return good && (seen == 1 || walk.fail("a page without records"));
}

}  // namespace homing::stellar
