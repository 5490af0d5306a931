#pragma once

#include <span>
#include <string_view>

namespace homing {

// One reason a person may refuse with, as desks use them, and what the claimant reads: plain, and
// without a word about anybody else's deposit, account or claim.
struct RefusalCode {
    std::string_view code;         // stored in rulings; never renamed
    std::string_view explanation;  // what is the matter
    std::string_view change;       // what would change the answer
    bool appealable = true;        // whether somebody else may be asked to look at it again
};
std::span<const RefusalCode> refusal_codes();

// nullptr when it is none.
const RefusalCode* find_refusal_code(std::string_view code);

}  // namespace homing
