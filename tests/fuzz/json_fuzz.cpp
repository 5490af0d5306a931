#include "core/check.h"
#include "core/json.h"
#include "core/model/deposit.h"
#include "core/model/policy.h"
#include "core/record_json.h"
#include "core/utf8.h"

// What we accept, nlohmann's own parser reads as the same value, and its canonical text gives it
// back; a record that is read is written as it was.
namespace homing {
namespace {

template <class Record>
void read_record(const Json& json) {
    const Result<Record> record = record_from_json<Record>(json);
    if (!record) {
        CHECK(record.error().message.size() < 2000);
        return;
    }
    const Result<Record> again = record_from_json<Record>(record_to_json(*record));
    CHECK(again.has_value() && *again == *record);
}

}  // namespace
}  // namespace homing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = homing::as_text({data, size});
    const homing::Result<homing::Json> parsed = homing::parse_json(text);
    if (!parsed) {
        // An error is itself put into JSON replies and logs.
        const std::string& message = parsed.error().message;
        CHECK(homing::is_utf8(message) && message.find('\x1b') == std::string::npos);
        return 0;
    }
    CHECK(homing::Json::parse(text) == *parsed);
    const std::string canonical = homing::canonical_json(*parsed);
    const homing::Result<homing::Json> again = homing::parse_json(canonical);
    CHECK(again.has_value() && *again == *parsed);
    CHECK(homing::canonical_json(*again) == canonical);
    homing::read_record<homing::Block>(*parsed);
    homing::read_record<homing::Deposit>(*parsed);
    homing::read_record<homing::Policy>(*parsed);
    return 0;
}
