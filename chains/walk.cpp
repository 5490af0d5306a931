#include "chains/walk.h"

#include <algorithm>
#include <cstring>

#include "core/quote.h"

namespace homing {
namespace {

constexpr std::array<std::int8_t, 256> kDigits = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (int i = 0; i < 10; ++i) table[std::size_t('0' + i)] = std::int8_t(i);
    for (int i = 0; i < 6; ++i) {
        table[std::size_t('a' + i)] = std::int8_t(10 + i);
        table[std::size_t('A' + i)] = std::int8_t(10 + i);
    }
    return table;
}();

int digit(char c) {
    return kDigits[static_cast<unsigned char>(c)];
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Eight hex digits to four bytes, all at once in one word (little-endian); whether all were digits.
bool decode_eight(const char* from, std::uint8_t* to) {
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    std::uint64_t text = 0;
    std::memcpy(&text, from, sizeof text);
    const std::uint64_t letters = text >> 6 & kOnes;  // 1 where the character is a letter's
    const std::uint64_t values = (text & 15 * kOnes) + 9 * letters;
    const std::uint64_t high = (text | letters << 5) & 0xf0 * kOnes;
    // A digit is 0x30 and up to 9; a letter, made lower, 0x60 and 10 to 15.
    const std::uint64_t wrong = (high ^ (0x30 * kOnes + 0x30 * letters)) | (values & 0x10 * kOnes) |
                                (((values + 6 * kOnes) & 0x10 * kOnes) ^ letters << 4);
    std::uint64_t packed = (values << 4 | values >> 8) & 0x00ff00ff00ff00ff;
    packed = (packed | packed >> 8) & 0x0000ffff0000ffff;
    packed |= packed >> 16;
    const auto bytes = static_cast<std::uint32_t>(packed);
    std::memcpy(to, &bytes, sizeof bytes);
    return wrong == 0;
}

// Skips digits; whether there was at least one.
bool take_digits(std::string_view& text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const bool some = end != text.begin();
    text.remove_prefix(std::size_t(end - text.begin()));
    return some;
}

// RFC 8259 section 6.
bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) return false;
    if (!take_digits(text)) return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!take_digits(text)) return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
        if (!take_digits(text)) return false;
    }
    return text.empty();
}

int hex4(std::string_view text) {
    if (text.size() < 4) return -1;
    int code = 0;
    for (const char c : text.substr(0, 4)) {
        if (digit(c) < 0) return -1;
        code = code * 16 + digit(c);
    }
    return code;
}

// Whether every escape is one of RFC 8259 section 7, and surrogates come in pairs.
bool escapes_hold(std::string_view text) {
    for (std::size_t at = text.find('\\'); at != text.npos; at = text.find('\\', at)) {
        ++at;
        if (at >= text.size()) return false;
        if (text[at] != 'u') {
            if (std::string_view("\"\\/bfnrt").find(text[at]) == text.npos) return false;
            ++at;
            continue;
        }
        const int code = hex4(text.substr(at + 1));
        if (code < 0) return false;
        at += 5;
        if (code >= 0xdc00 && code < 0xe000) return false;
        if (code < 0xd800 || code >= 0xdc00) continue;
        if (text.substr(at, 2) != "\\u") return false;
        const int low = hex4(text.substr(at + 2));
        if (low < 0xdc00 || low >= 0xe000) return false;
        at += 6;
    }
    return true;
}

}  // namespace

bool decode_0x(std::string_view text, std::span<std::uint8_t> out) {
    if (text.size() != 2 + 2 * out.size() || text[0] != '0' || (text[1] | 0x20) != 'x')
        return false;
    const char* from = text.data() + 2;
    std::size_t at = 0;
    bool good = true;
    for (; at + 4 <= out.size(); at += 4, from += 8) good &= decode_eight(from, &out[at]);
    for (; at < out.size(); ++at, from += 2) {
        good &= digit(from[0]) >= 0 && digit(from[1]) >= 0;
        out[at] = static_cast<std::uint8_t>(digit(from[0]) << 4 | digit(from[1]));
    }
    return good;
}

ObjectShape::Member::Member(std::string_view key, int index_of_name)
    : index(index_of_name), size(key.size()) {
    std::copy(key.begin(), key.end(), characters.begin());
}

int ObjectShape::index_of(std::string_view key) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (names_[i] == key) return static_cast<int>(i);
    }
    return -1;
}

std::string Walk::message() const {
    return path_.empty() ? what_ : path_ + ": " + what_;
}

bool Walk::fail(std::string_view what) {
    if (!failed_) what_ = what;
    failed_ = true;
    return false;
}

bool Walk::below(std::string_view key) {
    const bool needs_dot = !path_.empty() && path_[0] != '[';
    path_ = std::string(key) + (needs_dot ? "." : "") + path_;
    if (path_.size() > 300) path_ = "…" + path_.substr(path_.size() - 300);
    return false;
}

bool Walk::below(std::size_t position) {
    return below("[" + std::to_string(position) + "]");
}

bool Walk::complete(const ObjectShape& shape, unsigned seen) {
    for (std::size_t i = 0; i < shape.names_.size(); ++i) {
        if ((seen >> i & 1u) == 0)
            return fail("\"" + std::string(shape.names_[i]) + "\" is missing");
    }
    return true;
}

// A key with its closing quote. Stage one has closed every string inside the document, so the quote
// is there.
std::string_view Walk::raw_key(simdjson::ondemand::field& field) {
    const char* from = field.key().raw();
    const char* end = from;
    while (*end != '"') {
        if (*end == '\\') return {};
        ++end;
    }
    return {from, std::size_t(end - from) + 1};
}

bool Walk::locate(ObjectShape& shape, std::size_t position, bool* in_order,
                  simdjson::ondemand::field& field, int* index) {
    if (*in_order && position < shape.order_.size()) {
        const ObjectShape::Member& expected = shape.order_[position];
        if (expected.equals(field.key().raw())) {
            *index = expected.index;
            return true;
        }
    }
    const std::string_view key = raw_key(field);
    if (key.empty()) return fail("a key with an escape");
    if (key.size() > simdjson::SIMDJSON_PADDING) return fail("a key of more than 63 characters");
    const bool was_in_order = std::exchange(*in_order, false);
    return locate_out_of_order(shape, position, key, was_in_order, index);
}

// Rewrites the shape's order from here on. Members before `position` are this object's, in its
// order.
bool Walk::locate_out_of_order(ObjectShape& shape, std::size_t position, std::string_view key,
                               bool was_in_order, int* index) {
    constexpr std::size_t kMaxMembers = 256;
    if (position >= kMaxMembers) return fail("an object of more than 256 members");
    if (was_in_order)
        shape.order_.erase(shape.order_.begin() + static_cast<std::ptrdiff_t>(position),
                           shape.order_.end());
    for (const ObjectShape::Member& member : shape.order_) {
        if (member.text() == key) {
            return fail(quote(key.substr(0, key.size() - 1)) + " comes twice");
        }
    }
    *index = shape.index_of(key.substr(0, key.size() - 1));
    shape.order_.emplace_back(key, *index);
    return true;
}

bool Walk::skip(JsonNode node, unsigned depth) {
    if (depth > kMaxDepth) return fail("nested more than 64 levels deep");
    const std::string_view first = token(node);
    if (first.starts_with('{')) {
        simdjson::ondemand::object object;
        if (auto error = node.value.get_object().get(object)) return fail(error);
        for (auto item : object) {
            simdjson::ondemand::field field;
            if (auto error = std::move(item).get(field)) return fail(error);
            if (raw_key(field).empty()) return fail("a key with an escape");
            if (!skip(JsonNode{field.value()}, depth + 1)) return false;
        }
        return ok();
    }
    if (first.starts_with('[')) {
        simdjson::ondemand::array array;
        if (auto error = node.value.get_array().get(array)) return fail(error);
        for (auto item : array) {
            JsonNode element;
            if (auto error = std::move(item).get(element.value)) return fail(error);
            if (!skip(element, depth + 1)) return false;
        }
        return ok();
    }
    return skip_scalar(first);
}

bool Walk::skip_scalar(std::string_view token) {
    if (token.starts_with('"')) {
        if (token.size() < 2 || token.back() != '"') return fail("a broken string");
        const std::string_view inside = token.substr(1, token.size() - 2);
        const bool plain = std::memchr(inside.data(), '\\', inside.size()) == nullptr;
        return plain || escapes_hold(inside) || fail("a string with an invalid escape");
    }
    if (token == "true" || token == "false" || token == "null") return true;
    return is_number(token) || fail("not a JSON value");
}

bool Walk::text(JsonNode node, std::string_view* out) {
    const std::string_view quoted = token(node);
    if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"') {
        return fail("not a string");
    }
    *out = quoted.substr(1, quoted.size() - 2);
    if (std::memchr(out->data(), '\\', out->size()) != nullptr)
        return fail("a string with an escape");
    return true;
}

bool Walk::message_text(JsonNode node, std::string* out) {
    if (!skip_scalar(token(node))) return false;
    std::string_view unescaped;
    if (node.value.get_string().get(unescaped)) return fail("not a string");
    *out = unescaped.substr(0, 500);
    return true;
}

bool Walk::is_null(JsonNode& node) {
    return token(node) == "null";
}

char Walk::kind(JsonNode& node) const {
    const std::string_view raw = node.value.raw_json_token();
    if (raw.empty()) return '\0';
    const char first = raw[0];
    return is_digit(first) || first == '-' ? '0' : first;
}

bool Walk::boolean(JsonNode node, bool* out) {
    const std::string_view word = token(node);
    *out = word == "true";
    return *out || word == "false" || fail("neither true nor false");
}

bool Walk::integer(JsonNode node, std::int64_t* out) {
    std::string_view digits = token(node);
    if (!is_number(digits)) return fail("not a number");
    const bool negative = digits.starts_with('-');
    if (negative) digits.remove_prefix(1);
    if (digits.size() > 18) return fail("a number of more than 18 digits");
    *out = 0;
    for (const char c : digits) {
        if (!is_digit(c)) return fail("not a whole number");
        *out = *out * 10 + (c - '0');
    }
    if (negative) *out = -*out;
    return true;
}

bool Walk::quantity(JsonNode node, std::uint64_t* out) {
    std::string_view digits;
    if (!text(node, &digits)) return false;
    if (digits.size() < 3 || digits.size() > 18 || digits[0] != '0' || (digits[1] | 0x20) != 'x') {
        return fail("not a hex quantity of at most 64 bits");
    }
    *out = 0;
    for (const char c : digits.substr(2)) {
        if (digit(c) < 0) return fail("not a hex quantity of at most 64 bits");
        *out = *out << 4 | std::uint64_t(digit(c));
    }
    return true;
}

bool Walk::quantity(JsonNode node, Amount* out) {
    std::string_view digits;
    if (!text(node, &digits)) return false;
    if (digits.size() > 2 && digits.size() <= 18) {
        std::uint64_t units = 0;
        if (!quantity(node, &units)) return false;
        *out = Amount(units);
        return true;
    }
    const Result<Amount> parsed = Amount::parse_hex_quantity(digits);
    if (!parsed) return fail("not a hex quantity of at most 256 bits");
    *out = *parsed;
    return true;
}

}  // namespace homing
