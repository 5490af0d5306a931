#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/amount.h"
#include "core/bytes.h"
#include "core/id.h"
#include "core/model/fingerprint.h"
#include "core/record.h"
#include "core/result.h"
#include "core/time.h"

// The stored form of records: fields in declared order, LEB128 integers, length-prefixed bytes. A
// record's body starts with its number of fields, so that one written before a field was added
// reads with that field at its default; one with more fields than we know is kInvalid (a newer
// schema).
namespace homing {

template <IsRecord Record>
std::string encode_record(const Record& record);

// kCorrupt when the bytes are not one whole record.
template <IsRecord Record>
Result<Record> decode_record(std::string_view bytes);

// A value as it lies on disk: schema (2 bytes, big-endian) ‖ version (8, big-endian) ‖ body ‖
// CRC-32C over key and value (4, big-endian), so that a value under a wrong key is caught.
std::string seal_value(std::string_view key, std::uint16_t schema, std::uint64_t version,
                       std::string_view body);

struct OpenedValue {
    std::uint16_t schema = 0;
    std::uint64_t version = 0;
    std::string_view body;  // into the bytes given
};
Result<OpenedValue> open_value(std::string_view key, std::string_view bytes);

}  // namespace homing

#include "store/codec_impl.h"
