#pragma once

#include <limits>

// How each kind of field is written and read; see store/codec.h for the form.
namespace homing::codec {

template <class T>
struct OptionalOf : std::false_type {};
template <class T>
struct OptionalOf<std::optional<T>> : std::true_type {};
template <class T>
struct VectorOf : std::false_type {};
template <class T>
struct VectorOf<std::vector<T>> : std::true_type {};
template <class T>
struct IdOf : std::false_type {};
template <class Tag, std::size_t N>
struct IdOf<Id<Tag, N>> : std::true_type {};

// A name that is kept as its text and parsed when read; the empty text is the empty name.
template <class T>
concept IsText = requires(const T& value) {
    {value.str()};
    {T::parse(std::string_view())};
}
&&!IdOf<T>::value && !std::is_same_v<T, Fingerprint>;

void write_number(std::string& out, std::uint64_t value);    // LEB128
void write_bytes(std::string& out, std::string_view bytes);  // length, then the bytes
void write_amount(std::string& out, const Amount& amount);   // length, then without leading zeros

constexpr std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

template <class T>
void write(std::string& out, const T& value) {
    if constexpr (IsRecord<T>) {
        write_number(out, std::tuple_size_v<decltype(T::fields())>);
        for_each_field<T>([&](const auto& field) { write(out, value.*field.member); });
    } else if constexpr (std::is_same_v<T, bool>) {
        out.push_back(value ? '\1' : '\0');
    } else if constexpr (std::is_enum_v<T>) {
        write_number(out, static_cast<std::uint64_t>(value));
    } else if constexpr (std::is_unsigned_v<T>) {
        write_number(out, value);
    } else if constexpr (std::is_integral_v<T>) {
        write_number(out, zigzag(value));
    } else if constexpr (std::is_same_v<T, Time>) {
        write_number(out, zigzag(value.time_since_epoch().count()));
    } else if constexpr (std::is_same_v<T, Duration>) {
        write_number(out, zigzag(value.count()));
    } else if constexpr (std::is_same_v<T, std::string>) {
        write_bytes(out, value);
    } else if constexpr (std::is_same_v<T, Bytes>) {
        write_bytes(out, as_text(value));
    } else if constexpr (std::is_same_v<T, Amount>) {
        write_amount(out, value);
    } else if constexpr (std::is_same_v<T, Fingerprint>) {
        write_number(out, static_cast<std::uint64_t>(value.key_class));
        write_bytes(out, as_text(value.payload));
    } else if constexpr (IdOf<T>::value) {
        out.append(as_text(value.bytes));
    } else if constexpr (OptionalOf<T>::value) {
        out.push_back(value ? '\1' : '\0');
        if (value) write(out, *value);
    } else if constexpr (VectorOf<T>::value) {
        write_number(out, value.size());
        for (const auto& element : value) write(out, element);
    } else {
        static_assert(IsText<T>, "the codec does not know this type");
        write_bytes(out, value.str());
    }
}

// Reads from the front of `rest`. The first failure is kept and every later read answers nothing.
struct Source {
    std::string_view rest;
    std::optional<Error> error;

    std::uint64_t number();
    std::string_view bytes();
    std::string_view fixed(std::size_t size);
    bool flag();
    Amount amount();
    void fail(Error with);
};

template <class T>
void read(Source& source, T& value);

template <class T>
void read_record(Source& source, T& value) {
    const std::uint64_t written = source.number();
    if (source.error) return;
    if (written > std::tuple_size_v<decltype(T::fields())>) {
        return source.fail(invalid("was written by a newer version of Homing: it has " +
                                   std::to_string(written) + " fields"));
    }
    std::uint64_t position = 0;
    for_each_field<T>([&](const auto& field) {
        if (position++ < written && !source.error) read(source, value.*field.member);
    });
}

template <class T>
void read_enum(Source& source, T& value) {
    const std::uint64_t number = source.number();
    if (source.error) return;
    if (number >= kEnumNames<T>.size()) {
        return source.fail(invalid("was written by a newer version of Homing: it holds the value " +
                                   std::to_string(number) + " of an enumeration"));
    }
    value = static_cast<T>(number);
}

template <class T>
void read(Source& source, T& value) {
    if constexpr (IsRecord<T>) {
        read_record(source, value);
    } else if constexpr (std::is_same_v<T, bool>) {
        value = source.flag();
    } else if constexpr (std::is_enum_v<T>) {
        read_enum(source, value);
    } else if constexpr (std::is_unsigned_v<T>) {
        const std::uint64_t wide = source.number();
        if (wide > std::numeric_limits<T>::max())
            return source.fail(corrupt("a number is too wide"));
        value = static_cast<T>(wide);
    } else if constexpr (std::is_integral_v<T>) {
        const std::int64_t wide = unzigzag(source.number());
        if (wide > std::numeric_limits<T>::max() || wide < std::numeric_limits<T>::min()) {
            return source.fail(corrupt("a number is too wide"));
        }
        value = static_cast<T>(wide);
    } else if constexpr (std::is_same_v<T, Time>) {
        value = Time(Duration(unzigzag(source.number())));
    } else if constexpr (std::is_same_v<T, Duration>) {
        value = Duration(unzigzag(source.number()));
    } else if constexpr (std::is_same_v<T, std::string>) {
        value = source.bytes();
    } else if constexpr (std::is_same_v<T, Bytes>) {
        const ByteView bytes = as_bytes(source.bytes());
        value.assign(bytes.begin(), bytes.end());
    } else if constexpr (std::is_same_v<T, Amount>) {
        value = source.amount();
    } else if constexpr (std::is_same_v<T, Fingerprint>) {
        read_enum(source, value.key_class);
        read(source, value.payload);
    } else if constexpr (IdOf<T>::value) {
        const ByteView bytes = as_bytes(source.fixed(T::kSize));
        std::copy(bytes.begin(), bytes.end(), value.bytes.begin());
    } else if constexpr (OptionalOf<T>::value) {
        if (!source.flag()) return value.reset();
        read(source, value.emplace());
    } else if constexpr (VectorOf<T>::value) {
        const std::uint64_t count = source.number();
        if (count > source.rest.size())
            return source.fail(corrupt("a list is longer than its bytes"));
        value.clear();
        value.reserve(count);
        while (value.size() < count && !source.error) read(source, value.emplace_back());
    } else {
        const std::string_view text = source.bytes();
        if (text.empty()) {
            value = T();
            return;
        }
        Result<T> parsed = T::parse(text);
        if (!parsed) return source.fail(corrupt(parsed.error().message));
        value = std::move(*parsed);
    }
}

}  // namespace homing::codec

namespace homing {

template <IsRecord Record>
std::string encode_record(const Record& record) {
    std::string out;
    out.reserve(256);
    codec::write(out, record);
    return out;
}

template <IsRecord Record>
Result<Record> decode_record(std::string_view bytes) {
    codec::Source source{bytes, {}};
    Record record{};
    codec::read(source, record);
    if (source.error) return *std::move(source.error);
    if (!source.rest.empty()) {
        return corrupt(std::to_string(source.rest.size()) + " bytes stand behind the record");
    }
    return record;
}

}  // namespace homing
