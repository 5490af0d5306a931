#include <algorithm>
#include <cstring>

#include "core/bytes.h"
#include "core/check.h"
#include "core/time.h"

// A parsed time prints to a text that gives it back; printing takes any number at all.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = homing::as_text({data, size});
    if (const auto time = homing::parse_time(text)) {
        CHECK(homing::parse_time(homing::format_time(*time)).value() == *time);
        CHECK(text.starts_with(homing::format_time(*time).substr(0, 19)));
    }
    std::int64_t number = 0;
    std::memcpy(&number, data, std::min(size, sizeof number));
    const homing::Duration duration(number);
    CHECK(homing::format_time(homing::Time(duration)).back() == 'Z');
    CHECK(!homing::format_duration(duration).empty());
    if (const auto time = homing::time_from_unix_seconds(static_cast<std::uint64_t>(number))) {
        CHECK(homing::parse_time(homing::format_time(*time)).value() == *time);
    }
    return 0;
}
