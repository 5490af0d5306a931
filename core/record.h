#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace homing {

// A record names its fields once, in stored order; the binary codec (store/codec.h) and the JSON
// form (core/record_json.h) both follow from that. Fields are only ever added at the end.
//
//   struct Price {
//       AssetId asset;
//       Time at{};
//       static constexpr auto fields() {
//           return std::tuple{Field{"asset", &Price::asset}, Field{"at", &Price::at}};
//       }
//   };
template <class Record, class Member>
struct Field {
    std::string_view name;
    Member Record::*member;
};

template <class Record, class Member>
Field(const char*, Member Record::*) -> Field<Record, Member>;

template <class T>
concept IsRecord = requires {
    T::fields();
};

// Calls visit(field) for each field of the record type, in stored order.
template <IsRecord Record, class Visit>
constexpr void for_each_field(Visit&& visit) {
    std::apply([&](const auto&... field) { (visit(field), ...); }, Record::fields());
}

// The stored names of an enum's values 0, 1, 2 …; specialise beside the enum. An unused number has
// an empty name. Stored; never renumber.
template <class Enum>
inline constexpr std::array<std::string_view, 0> kEnumNames{};

template <class T>
concept IsNamedEnum = std::is_enum_v<T> &&(kEnumNames<T>.size() > 0);

template <IsNamedEnum Enum>
constexpr std::string_view to_string(Enum value) {
    const auto index = static_cast<std::size_t>(value);
    return index < kEnumNames<Enum>.size() ? kEnumNames<Enum>[index] : std::string_view("?");
}

}  // namespace homing
