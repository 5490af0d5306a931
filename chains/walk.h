#pragma once

#include <simdjson.h>

#include <array>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/amount.h"

// Reading a node's reply: simdjson's cursor, made strict. Whatever is read or passed over is
// checked against the JSON grammar, so that a walk that ends well has seen a whole, valid document.
// simdjson is a heavy header: only the .cpp files of parsers include this one.
namespace homing {

// A value of the document that has not been read yet; read it once.
struct JsonNode {
    simdjson::ondemand::value value;
};

// The members that a reader knows of one kind of object, and the order in which they came last
// time: nodes write equal objects in an equal order, which makes both the look-up and the search
// for duplicate keys one comparison a member. One shape serves one open object at a time.
class ObjectShape {
  public:
    // At most 32 names, without characters that JSON escapes; must outlive the shape.
    explicit ObjectShape(std::span<const std::string_view> names) : names_(names) {}

  private:
    friend class Walk;
    struct Member {
        Member(std::string_view key, int index_of_name);
        std::string_view text() const { return {characters.data(), size}; }
        // Whether the document goes on with this key. Eight bytes a step (little-endian): both
        // sides have padding.
        bool equals(const char* other) const {
            std::size_t at = 0;
            for (; at + 8 < size; at += 8) {
                if (word(characters.data() + at) != word(other + at)) return false;
            }
            const std::uint64_t tail = ~0ull >> (8 * (at + 8 - size));
            return ((word(characters.data() + at) ^ word(other + at)) & tail) == 0;
        }
        static std::uint64_t word(const char* from) {
            std::uint64_t value = 0;
            std::memcpy(&value, from, sizeof value);
            return value;
        }

        std::array<char, simdjson::SIMDJSON_PADDING> characters{};  // with the closing quote
        int index = -1;  // in names_; -1 for a key we do not read
        std::size_t size = 0;
    };
    int index_of(std::string_view key) const;

    std::span<const std::string_view> names_;
    std::vector<Member> order_;
};

// One pass over one document. The first failure stops it and is kept with the path to it; every
// method answers whether to go on.
class Walk {
  public:
    // Deepest nesting of what is passed over unread.
    static constexpr unsigned kMaxDepth = 64;

    bool ok() const { return !failed_; }
    // "result.transactions[3].value: not a hex quantity". Only after a failure.
    std::string message() const;
    // Keeps the first failure; always false.
    bool fail(std::string_view what);

    // Calls visit(index in the shape's names, node) for each known member, in the document's order;
    // others are checked and passed over. A key that comes twice is a failure.
    template <class Visit>
    bool object(JsonNode node, ObjectShape& shape, Visit&& visit);
    // Fails naming the first of the shape's members whose bit is not set in `seen`.
    bool complete(const ObjectShape& shape, unsigned seen);
    // Calls visit(position, node) for each element.
    template <class Visit>
    bool array(JsonNode node, Visit&& visit);
    // Checks any value without keeping it.
    bool skip(JsonNode node) { return skip(node, 0); }

    // The characters between the quotes; a string with escapes is a failure (no fact we read from a
    // node needs one). The view lives as long as the document.
    bool text(JsonNode node, std::string_view* out);
    // Any JSON string, escapes undone, cut to 500 bytes: for messages, through quote().
    bool message_text(JsonNode node, std::string* out);
    bool is_null(JsonNode& node);
    // Whether the value is a string, an object, an array: "\"", "{", "[", "0" for numbers, or a
    // letter of true, false and null.
    char kind(JsonNode& node) const;
    // true or false.
    bool boolean(JsonNode node, bool* out);
    // A JSON integer without sign, fraction or exponent.
    bool integer(JsonNode node, std::int64_t* out);
    // "0x1a2b": Ethereum's QUANTITY, 256 and 64 bits.
    bool quantity(JsonNode node, Amount* out);
    bool quantity(JsonNode node, std::uint64_t* out);
    // "0x…" of exactly N bytes.
    template <std::size_t N>
    bool data(JsonNode node, ByteArray<N>* out);

    // Puts where we are in front of the path of a failure; always false.
    bool below(std::string_view key);
    bool below(std::size_t position);

  private:
    bool skip(JsonNode node, unsigned depth);
    bool skip_scalar(std::string_view token);
    // The text of a scalar, empty where it does not stand alone; "{" or "[" of the rest. A scalar
    // is left in place and passed over by the cursor, which would take "key": value for one where a
    // lone string is due; so what follows it is looked at here.
    std::string_view token(JsonNode& node) const {
        std::string_view raw = node.value.raw_json_token();
        if (raw.empty() || raw[0] == '{' || raw[0] == '[') return raw;
        const char next = raw.data()[raw.size()];
        if (next != ',' && next != '}' && next != ']') return {};
        while (is_space(raw.back())) raw.remove_suffix(1);
        return raw;
    }
    static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
    bool fail(simdjson::error_code error) { return fail(simdjson::error_message(error)); }
    // The place of a member's key in the shape; false on an escaped or repeated key.
    bool locate(ObjectShape& shape, std::size_t position, bool* in_order,
                simdjson::ondemand::field& field, int* index);
    bool locate_out_of_order(ObjectShape& shape, std::size_t position, std::string_view key,
                             bool was_in_order, int* index);
    static std::string_view raw_key(simdjson::ondemand::field& field);

    bool failed_ = false;
    std::string what_;
    std::string path_;
};

// Bytes of "0x" and 2 * out.size() hex digits; false for anything else.
bool decode_0x(std::string_view text, std::span<std::uint8_t> out);

template <std::size_t N>
bool Walk::data(JsonNode node, ByteArray<N>* out) {
    const std::string_view quoted = token(node);
    if (!quoted.starts_with('"')) return fail("not a string");
    if (decode_0x(quoted.substr(1, quoted.size() - 2), *out)) return true;
    return fail("not 0x and " + std::to_string(2 * N) + " hex digits");
}

template <class Visit>
bool Walk::object(JsonNode node, ObjectShape& shape, Visit&& visit) {
    simdjson::ondemand::object object;
    if (node.value.get_object().get(object)) return fail("not an object");
    std::size_t position = 0;
    bool in_order = true;
    for (auto item : object) {
        simdjson::ondemand::field field;
        if (auto error = std::move(item).get(field)) return fail(error);
        int index = -1;
        if (!locate(shape, position, &in_order, field, &index)) return false;
        const JsonNode member{field.value()};
        const bool good = index < 0 ? skip(member, 1) : visit(index, member);
        if (!good) return below(index < 0 ? "(unread member)" : shape.names_[std::size_t(index)]);
        ++position;
    }
    return ok();
}

template <class Visit>
bool Walk::array(JsonNode node, Visit&& visit) {
    simdjson::ondemand::array array;
    if (node.value.get_array().get(array)) return fail("not an array");
    std::size_t position = 0;
    for (auto item : array) {
        JsonNode element;
        if (auto error = std::move(item).get(element.value)) return fail(error);
        if (!visit(position, element)) return below(position);
        ++position;
    }
    return ok();
}

// Reads a whole document (an object or an array): visit(walk, root). Bytes behind it and invalid
// UTF-8 fail. The text needs no padding of its own. kInvalid with the walk's message.
template <class Visit>
Result<void> walk_document(simdjson::ondemand::parser& parser, std::string& text, Visit&& visit) {
    text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    Walk walk;
    simdjson::ondemand::document document;
    simdjson::ondemand::value root;
    auto error = parser.iterate(text.data(), text.size(), text.capacity()).get(document);
    if (!error) error = document.get_value().get(root);
    if (error) return invalid(std::string("not JSON: ") + simdjson::error_message(error));
    if (!visit(walk, JsonNode{root})) return invalid(walk.message());
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
        return invalid("bytes behind the document");
    }
    return {};
}

}  // namespace homing
