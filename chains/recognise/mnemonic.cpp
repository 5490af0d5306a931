#include "chains/recognise/mnemonic.h"

#include <cctype>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/crypto/hash.h"

namespace homing::recognising {
namespace {

constexpr std::size_t kShortest = 12;

template <class Take>
void each_word(std::string_view text, Take take) {
    std::string word;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalpha(byte) != 0 || byte >= 0x80) {
            word.push_back(static_cast<char>(std::tolower(byte)));
        } else if (!word.empty()) {
            take(word);
            word.clear();
        }
    }
    if (!word.empty()) take(word);
}

std::optional<unsigned> number_of(const std::string& word) {
    static const auto kNumbers = [] {
        std::unordered_map<std::string, unsigned> numbers;
        each_word(bip39_words(), [&](const std::string& one) {
            numbers.emplace(one, static_cast<unsigned>(numbers.size()));
        });
        return numbers;
    }();
    const auto found = kNumbers.find(word);
    if (found == kNumbers.end()) return std::nullopt;
    return found->second;
}

bool checksum_holds(const std::vector<unsigned>& words, std::size_t from, std::size_t count) {
    Bytes bytes;
    unsigned held = 0;
    unsigned bits = 0;
    for (std::size_t i = from; i < from + count; ++i) {
        held = (held << 11 | words[i]) & 0xfffff;
        for (bits += 11; bits >= 8; bits -= 8) {
            bytes.push_back(static_cast<std::uint8_t>(held >> (bits - 8)));
        }
    }
    // 12 to 21 words end in a part of a byte; 24 words in a whole one.
    unsigned sum = held & ((1u << bits) - 1);
    if (bits == 0) {
        sum = bytes.back();
        bytes.pop_back();
        bits = 8;
    }
    return static_cast<unsigned>(sha256(bytes)[0]) >> (8 - bits) == sum;
}

MnemonicCheck check_run(const std::vector<unsigned>& run) {
    if (run.size() < kShortest) return MnemonicCheck::kNone;
    for (std::size_t count = kShortest; count <= 24; count += 3) {
        for (std::size_t from = 0; from + count <= run.size(); ++from) {
            if (checksum_holds(run, from, count)) return MnemonicCheck::kChecksum;
        }
    }
    return MnemonicCheck::kLooksLike;
}

}  // namespace

MnemonicCheck find_mnemonic(std::string_view text) {
    std::vector<unsigned> run;
    MnemonicCheck best = MnemonicCheck::kNone;
    std::size_t words = 0;
    std::size_t listed = 0;
    each_word(text, [&](const std::string& word) {
        ++words;
        if (const auto number = number_of(word)) {
            ++listed;
            run.push_back(*number);
            return;
        }
        best = std::max(best, check_run(run));
        run.clear();
    });
    best = std::max(best, check_run(run));
    // A phrase of the right length with a word or two mistyped.
    const bool is_length = words >= kShortest && words <= 25 && (words % 3 == 0 || words == 25);
    if (best == MnemonicCheck::kNone && is_length && listed * 6 >= words * 5) {
        return MnemonicCheck::kLooksLike;
    }
    return best;
}

}  // namespace homing::recognising
