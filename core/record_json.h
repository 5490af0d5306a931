#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "core/amount.h"
#include "core/bytes.h"
#include "core/hex.h"
#include "core/json.h"
#include "core/quote.h"
#include "core/record.h"
#include "core/time.h"

// The JSON form of any record: amounts as decimal strings, times as RFC 3339, bytes as hex, enums
// by name, absent optionals as absent keys. Reading refuses unknown keys and says which field is
// wrong.
namespace homing {

namespace record_json {

template <class T>
concept IsTextual = requires(const T& t) {
    {t.str()};
    {T::parse(std::string_view())};
};
template <class T>
struct OptionalOf : std::false_type {};
template <class T>
struct OptionalOf<std::optional<T>> : std::true_type {};
template <class T>
struct VectorOf : std::false_type {};
template <class T>
struct VectorOf<std::vector<T>> : std::true_type {};

template <class T>
Json write(const T& value);

template <class T>
Result<void> read(const Json& json, T& value);

template <class T>
Json write(const T& value) {
    if constexpr (IsRecord<T>) {
        Json object = Json::object();
        for_each_field<T>([&](const auto& field) {
            const auto& member = value.*field.member;
            using Member = std::remove_cvref_t<decltype(member)>;
            if constexpr (OptionalOf<Member>::value) {
                if (member) object[std::string(field.name)] = write(*member);
            } else {
                object[std::string(field.name)] = write(member);
            }
        });
        return object;
    } else if constexpr (std::is_same_v<T, Bytes>) {
        return to_hex(value);
    } else if constexpr (VectorOf<T>::value) {
        Json array = Json::array();
        for (const auto& element : value) array.push_back(write(element));
        return array;
    } else if constexpr (IsNamedEnum<T>) {
        return std::string(to_string(value));
    } else if constexpr (std::is_same_v<T, Amount>) {
        return value.to_string();
    } else if constexpr (std::is_same_v<T, Time>) {
        return format_time(value);
    } else if constexpr (std::is_same_v<T, Duration>) {
        return value.count();
    } else if constexpr (IsTextual<T>) {
        return value.str();
    } else {
        static_assert(
            std::is_same_v<T, bool> || std::is_integral_v<T> || std::is_same_v<T, std::string>,
            "a record holds no floating point and no unknown types");
        return value;
    }
}

template <class T, class Parsed>
Result<void> take(Parsed parsed, T& value) {
    if (!parsed) return parsed.error();
    value = std::move(*parsed);
    return {};
}

template <class T>
Result<void> read_integer(const Json& json, T& value) {
    if constexpr (std::is_unsigned_v<T>) {
        if (!json.is_number_unsigned()) return invalid("must be a whole number from 0");
        const auto wide = json.get<std::uint64_t>();
        if (wide > std::numeric_limits<T>::max()) return invalid("is too large");
        value = static_cast<T>(wide);
    } else {
        if (!json.is_number_integer()) return invalid("must be a whole number");
        if (json.is_number_unsigned() &&
            json.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<T>::max())) {
            return invalid("is too large");
        }
        const auto wide = json.get<std::int64_t>();
        if (wide > std::numeric_limits<T>::max() || wide < std::numeric_limits<T>::min()) {
            return invalid("is out of range");
        }
        value = static_cast<T>(wide);
    }
    return {};
}

template <class T>
Result<void> read_record(const Json& json, T& value) {
    if (!json.is_object()) return invalid("must be an object");
    Result<void> result;
    std::size_t known = 0;
    for_each_field<T>([&](const auto& field) {
        if (!result) return;
        auto& member = value.*field.member;
        using Member = std::remove_cvref_t<decltype(member)>;
        const auto found = json.find(field.name);
        if (found == json.end()) {
            if constexpr (!OptionalOf<Member>::value) {
                result = invalid(std::string(field.name) + ": is missing");
            }
            return;
        }
        ++known;
        if (Result<void> read_member = read(*found, member); !read_member) {
            result = within(std::string(field.name), read_member.error());
        }
    });
    if (!result || known == json.size()) return result;
    for (const auto& [key, ignored] : json.items()) {
        bool is_known = false;
        for_each_field<T>([&](const auto& field) { is_known = is_known || field.name == key; });
        if (!is_known) return invalid(quote(key) + ": is not a known field");
    }
    return {};
}

template <class T>
Result<void> read(const Json& json, T& value) {
    if constexpr (IsRecord<T>) {
        return read_record(json, value);
    } else if constexpr (OptionalOf<T>::value) {
        typename T::value_type held{};
        if (Result<void> result = read(json, held); !result) return result;
        value = std::move(held);
        return {};
    } else if constexpr (VectorOf<T>::value && !std::is_same_v<T, Bytes>) {
        if (!json.is_array()) return invalid("must be a list");
        value.clear();
        for (const Json& element : json) {
            value.emplace_back();
            if (Result<void> result = read(element, value.back()); !result) {
                return within("[" + std::to_string(value.size() - 1) + "]", result.error());
            }
        }
        return {};
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!json.is_boolean()) return invalid("must be true or false");
        value = json.get<bool>();
        return {};
    } else if constexpr (std::is_same_v<T, Duration>) {
        std::int64_t count = 0;
        if (Result<void> result = read_integer(json, count); !result) return result;
        if (count < 0 || count > kDurationMax.count()) {
            return invalid("must be milliseconds, from 0 to " +
                           std::to_string(kDurationMax.count()));
        }
        value = Duration(count);
        return {};
    } else if constexpr (std::is_integral_v<T>) {
        return read_integer(json, value);
    } else {
        if (!json.is_string()) return invalid("must be a text");
        const std::string& text = json.get_ref<const std::string&>();
        if constexpr (std::is_same_v<T, std::string>) {
            value = text;
            return {};
        } else if constexpr (std::is_same_v<T, Bytes>) {
            return take(parse_hex(text), value);
        } else if constexpr (IsNamedEnum<T>) {
            for (std::size_t i = 0; i < kEnumNames<T>.size(); ++i) {
                if (!text.empty() && kEnumNames<T>[i] == text) {
                    value = static_cast<T>(i);
                    return {};
                }
            }
            return invalid(quote(text) + " is not one of the known values");
        } else if constexpr (std::is_same_v<T, Time>) {
            return take(parse_time(text), value);
        } else {
            return take(T::parse(text), value);
        }
    }
}

}  // namespace record_json

template <IsRecord Record>
Json record_to_json(const Record& record) {
    return record_json::write(record);
}

// kInvalid names the field: "transfer: units: …". Missing fields must be optional ones.
template <IsRecord Record>
Result<Record> record_from_json(const Json& json) {
    Record record{};
    if (Result<void> result = record_json::read(json, record); !result) return result.error();
    return record;
}

}  // namespace homing
