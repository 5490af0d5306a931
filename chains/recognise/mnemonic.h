#pragma once

#include <string_view>

namespace homing::recognising {

// The 2,048 English words of BIP-39 in order, separated by spaces and line feeds.
std::string_view bip39_words();

enum class MnemonicCheck { kNone, kLooksLike, kChecksum };

// Whether 12 or more words of the list follow each other; kChecksum when 12, 15, 18, 21 or 24 of
// them fit BIP-39's checksum. Case, numbering and punctuation between the words do not matter.
MnemonicCheck find_mnemonic(std::string_view text);

}  // namespace homing::recognising
