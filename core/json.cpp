#include "core/json.h"

#include <vector>

#include "core/check.h"
#include "core/quote.h"

namespace homing {

namespace {

// Builds the value while nlohmann's lexer reads, so that a document is refused where it goes wrong
// and never kept half.
class Builder {
  public:
    explicit Builder(unsigned max_depth) : max_depth_(max_depth) {}

    // The names and types below are nlohmann's SAX interface.
    using number_integer_t = Json::number_integer_t;
    using number_unsigned_t = Json::number_unsigned_t;
    using number_float_t = Json::number_float_t;
    using string_t = Json::string_t;
    using binary_t = Json::binary_t;

    bool null() { return put(nullptr); }
    bool boolean(bool value) { return put(value); }
    bool number_unsigned(number_unsigned_t value) { return put(value); }
    bool number_integer(number_integer_t value) {
        if (value == 0) return refuse("\"-0\" is not a number here: write 0");
        return put(value);
    }
    bool number_float(number_float_t, const string_t& text) {
        return refuse(quote(text) +
                      " is not a whole number of 64 bits: write larger or fractional ones as text");
    }
    bool string(string_t& text) { return put(std::move(text)); }
    bool binary(binary_t&) { return refuse("binary values are not JSON"); }

    bool start_object(std::size_t) { return open(Json::object()); }
    bool start_array(std::size_t) { return open(Json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(string_t& name) {
        const auto [position, is_new] =
            open_.back()->get_ref<Json::object_t&>().emplace(name, nullptr);
        if (!is_new) return refuse("the key " + quote(name) + " stands twice in one object");
        member_ = &position->second;
        return true;
    }

    bool parse_error(std::size_t position, const std::string& token, const Json::exception&) {
        return refuse("not JSON at byte " + std::to_string(position) + " near " + quote(token));
    }

    Error error() const { return invalid(message_); }
    Json take() { return std::move(root_); }

  private:
    bool refuse(std::string message) {
        message_ = std::move(message);
        return false;
    }

    Json& place(Json value) {
        if (open_.empty()) return root_ = std::move(value);
        if (open_.back()->is_array()) {
            auto& array = open_.back()->get_ref<Json::array_t&>();
            return array.emplace_back(std::move(value));
        }
        return *member_ = std::move(value);
    }

    bool put(Json value) {
        place(std::move(value));
        return true;
    }

    bool open(Json container) {
        if (open_.size() >= max_depth_) {
            return refuse("more than " + std::to_string(max_depth_) + " levels of nesting");
        }
        open_.push_back(&place(std::move(container)));
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    unsigned max_depth_;
    Json root_;
    std::vector<Json*> open_;  // the containers around the current place, outermost first
    Json* member_ = nullptr;   // where the value of the last key goes
    std::string message_;
};

bool holds_floating_point(const Json& value) {
    if (value.is_number_float()) return true;
    if (!value.is_structured()) return false;
    for (const Json& element : value) {
        if (holds_floating_point(element)) return true;
    }
    return false;
}

}  // namespace

Result<Json> parse_json(std::string_view text, unsigned max_depth) {
    // nlohmann's lexer takes a NUL for the end of the document and would not see what follows it.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        return invalid("not JSON at byte " + std::to_string(nul + 1) + ": a NUL byte");
    }
    Builder builder(max_depth);
    if (!Json::sax_parse(text.begin(), text.end(), &builder)) return builder.error();
    return builder.take();
}

std::string canonical_json(const Json& value) {
    CHECK(!holds_floating_point(value));
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace homing
