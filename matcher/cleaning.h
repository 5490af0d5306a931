#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace homing {

// A text as it may have been meant, and what had to be cleaned for it.
struct CleanText {
    std::string bytes;
    std::uint8_t grade = 0;
    std::vector<std::string> steps;
};

// The text itself and every cleaning of it up to grade 3, lowest grade first, each text once, at
// most 48. A text above 256 bytes, and one that looks like a secret, is left as it is. `address` is
// the one that was paid: people glue it to the memo.
std::vector<CleanText> clean_text(const std::string& bytes, const std::string& address);

// Whether bytes look like a seed, a private key or a recovery phrase: never shown, never matched.
bool looks_secret(const std::string& bytes);

}  // namespace homing
