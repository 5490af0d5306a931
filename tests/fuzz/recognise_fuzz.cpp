#include <algorithm>
#include <cstdlib>

#include "chains/recognise/recognise.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace homing;
    const std::string_view text = as_text({data, size});
    const Recognition first = recognise(text);
    for (const Candidate& one : first.candidates) {
        const bool is_secret = one.kind == PastedKind::kSecret;
        if (first.holds_secret && !is_secret) std::abort();
        if (is_secret && (!one.normalised.empty() || !one.fingerprint.empty())) std::abort();
        if (!one.certain || one.kind != PastedKind::kAddress) continue;
        // What it writes is read again as the same address.
        const Recognition again = recognise(one.normalised);
        const bool same = std::ranges::any_of(again.candidates, [&](const Candidate& c) {
            return c.kind == one.kind && c.fingerprint == one.fingerprint;
        });
        if (!same) std::abort();
    }
    return 0;
}
