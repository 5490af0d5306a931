#pragma once

#include <rapidcheck.h>

#include "core/caip.h"
#include "core/id.h"
#include "core/model/fingerprint.h"
#include "core/record.h"
#include "core/record_json.h"
#include "tests/core/arbitrary.h"

// Draws any record by its own list of fields.
namespace homing {

template <class T>
void draw(T& value);

inline std::string drawn_string() {
    static const std::vector<std::string> kPieces = {"a",
                                                     "Z",
                                                     "0",
                                                     " ",
                                                     "\"",
                                                     "\\",
                                                     "/",
                                                     "\n",
                                                     std::string(1, '\0'),
                                                     "\x7f",
                                                     "é",
                                                     "e\xcc\x81",
                                                     "\xe2\x80\xae",
                                                     "\xe2\x80\x8b",
                                                     "\xf0\x9f\x98\x80",
                                                     "\xef\xbf\xbd",
                                                     "tag:123",
                                                     "<b>"};
    std::string text;
    for (const auto& piece :
         *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces))) {
        text += piece;
    }
    return text;
}

inline Fingerprint drawn_fingerprint() {
    static const std::vector<std::pair<KeyClass, std::size_t>> kSizes = {
        {KeyClass::kNone, 0},       {KeyClass::kHash160, 20}, {KeyClass::kKeccak20, 20},
        {KeyClass::kEd25519, 32},   {KeyClass::kScript, 34},  {KeyClass::kTonHash, 36},
        {KeyClass::kAccountName, 7}};
    const auto [key_class, size] = *rc::gen::elementOf(kSizes);
    return {key_class, *rc::gen::container<Bytes>(size, rc::gen::arbitrary<std::uint8_t>())};
}

template <class T, std::size_t N>
void draw(Id<T, N>& id) {
    for (auto& byte : id.bytes) byte = *rc::gen::arbitrary<std::uint8_t>();
}

template <class T>
void draw(T& value) {
    using record_json::OptionalOf;
    using record_json::VectorOf;
    if constexpr (IsRecord<T>) {
        for_each_field<T>([&](const auto& field) { draw(value.*field.member); });
    } else if constexpr (OptionalOf<T>::value) {
        value.reset();
        if (*rc::gen::arbitrary<bool>()) draw(value.emplace());
    } else if constexpr (std::is_same_v<T, Bytes>) {
        value = *rc::gen::arbitrary<Bytes>();
    } else if constexpr (VectorOf<T>::value) {
        value.resize(*rc::gen::inRange<std::size_t>(0, 4));
        for (auto& element : value) draw(element);
    } else if constexpr (IsNamedEnum<T>) {
        do {
            value = static_cast<T>(*rc::gen::inRange<std::size_t>(0, kEnumNames<T>.size()));
        } while (to_string(value).empty());
    } else if constexpr (std::is_same_v<T, std::string>) {
        value = drawn_string();
    } else if constexpr (std::is_same_v<T, Time>) {
        value = Time(Duration(*rc::gen::inRange<std::int64_t>(0, 253'402'300'800'000)));
    } else if constexpr (std::is_same_v<T, Duration>) {
        value = Duration(*rc::gen::inRange<std::int64_t>(0, kDurationMax.count() + 1));
    } else if constexpr (std::is_same_v<T, Fingerprint>) {
        value = drawn_fingerprint();
    } else if constexpr (std::is_same_v<T, NetworkId>) {
        value = *NetworkId::parse(*rc::gen::element("eip155:1", "eip155:56", "xrpl:0"));
    } else if constexpr (std::is_same_v<T, AssetId>) {
        value = *AssetId::parse(*rc::gen::element(
            "eip155:1/slip44:60", "eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f",
            "tron:0x2b6653dc/trc20:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"));
    } else {
        value = *rc::gen::arbitrary<T>();
    }
}

}  // namespace homing
