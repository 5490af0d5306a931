#pragma once

#include <string>
#include <utility>
#include <variant>

#include "core/check.h"

namespace homing {

// What the caller should do next. Stored in replies and exit codes; never renumber.
enum class Code {
    kNotFound = 1,     // asking again will not help
    kInvalid = 2,      // whoever sent it must change it
    kConflict = 3,     // read again, then retry
    kUnavailable = 4,  // retry later
    kCorrupt = 5,      // stop and call a person
};

// The lower-case name of a code, as it stands in JSON and in documents ("not_found").
const char* to_string(Code code);

// The world failed: a code and one sentence that names the object.
struct Error {
    Code code = Code::kInvalid;
    std::string message;

    bool operator==(const Error&) const = default;
};

inline Error not_found(std::string message) {
    return {Code::kNotFound, std::move(message)};
}
inline Error invalid(std::string message) {
    return {Code::kInvalid, std::move(message)};
}
inline Error conflict(std::string message) {
    return {Code::kConflict, std::move(message)};
}
inline Error unavailable(std::string message) {
    return {Code::kUnavailable, std::move(message)};
}
inline Error corrupt(std::string message) {
    return {Code::kCorrupt, std::move(message)};
}

// A value or an Error; members are named as in std::expected. Dropping one unread is a warning.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(*-explicit-*)
    Result(Error error)
        : held_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(*-explicit-*)

    bool has_value() const { return held_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & { return *checked(); }
    const T& value() const& { return *const_cast<Result*>(this)->checked(); }
    T&& value() && { return std::move(*checked()); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return checked(); }
    const T* operator->() const { return &value(); }

    const Error& error() const {
        CHECK(!has_value());
        return *std::get_if<1>(&held_);
    }
    T value_or(T other) const { return has_value() ? value() : std::move(other); }

  private:
    T* checked() {
        CHECK(has_value());
        return std::get_if<0>(&held_);
    }
    std::variant<T, Error> held_;
};

template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : held_(std::move(error)) {}  // NOLINT(*-explicit-*)

    bool has_value() const { return held_.index() == 0; }
    explicit operator bool() const { return has_value(); }
    const Error& error() const {
        CHECK(!has_value());
        return *std::get_if<1>(&held_);
    }

  private:
    std::variant<std::monostate, Error> held_;
};

// The same error with "where: " in front of its sentence.
inline Error within(const std::string& where, const Error& error) {
    return {error.code, where + ": " + error.message};
}

}  // namespace homing
