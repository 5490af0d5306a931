#include "chains/recognise/recognise.h"

#include <algorithm>
#include <cctype>

#include "chains/recognise/mnemonic.h"
#include "chains/recognise/readers.h"

namespace homing {
namespace recognising {

void Found::hint(std::string code, std::string text) {
    if (!has_hint(code)) hints.push_back({std::move(code), std::move(text)});
}

bool Found::has_hint(std::string_view code) const {
    return std::ranges::find(hints, code, &Hint::code) != hints.end();
}

void read_word(std::string_view word, Found& found) {
    if (word.empty()) return;
    read_hex(word, found);
    read_number(word, found);
    read_strkey(word, found);
    if (!found.candidates.empty()) return;
    read_base58(word, found);
    read_bech32(word, found);
    read_base64(word, found);
    if (!found.candidates.empty()) return;
    read_name(word, found);
}

}  // namespace recognising

namespace {

using recognising::Found;

constexpr std::size_t kTextMax = 4096;
constexpr std::size_t kSecretTextMax = 64 * 1024;
constexpr std::size_t kWordsMax = 64;
constexpr std::size_t kLabelsMax = 3;
constexpr std::size_t kTyposMax = 4;  // words of which the place of a typo is sought

// Letters of other scripts that look like Latin ones, by code point.
struct LookAlike {
    char32_t from;
    char to;
};
constexpr LookAlike kLookAlikes[] = {
    {U'а', 'a'}, {U'е', 'e'}, {U'о', 'o'}, {U'р', 'p'}, {U'с', 'c'}, {U'х', 'x'}, {U'у', 'y'},
    {U'і', 'i'}, {U'ј', 'j'}, {U'ѕ', 's'}, {U'ԁ', 'd'}, {U'А', 'A'}, {U'В', 'B'}, {U'Е', 'E'},
    {U'К', 'K'}, {U'М', 'M'}, {U'Н', 'H'}, {U'О', 'O'}, {U'Р', 'P'}, {U'С', 'C'}, {U'Т', 'T'},
    {U'Х', 'X'}, {U'Ѕ', 'S'}, {U'Α', 'A'}, {U'Β', 'B'}, {U'Ε', 'E'}, {U'Η', 'H'}, {U'Κ', 'K'},
    {U'Μ', 'M'}, {U'Ν', 'N'}, {U'Ο', 'O'}, {U'Ρ', 'P'}, {U'Τ', 'T'}, {U'Χ', 'X'}, {U'ο', 'o'}};

bool is_hidden(char32_t c) {
    return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

bool is_space(char32_t c) {
    return c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x3000;
}

// The code point at `at`, which moves behind it; a byte that begins none stands for itself.
char32_t next(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
    if (more == 0 || at + static_cast<std::size_t>(more) > text.size()) return lead;
    char32_t c = lead & (0x3f >> more);
    for (int i = 0; i < more; ++i) c = c << 6 | (static_cast<unsigned char>(text[at++]) & 0x3f);
    return c;
}

// The text in ASCII: look-alikes and full-width forms as the letters they pass for, what does not
// show left out, everything else that is not ASCII as '?'.
std::string cleaned(std::string_view text, Found& found) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next(text, at);
        const auto look = std::ranges::find(kLookAlikes, c, &LookAlike::from);
        if (c == '\t' || c == '\n' || c == '\r') {
            out.push_back(' ');
        } else if (c < 0x20 || c == 0x7f || is_hidden(c)) {
            found.hint("hidden_characters", "Characters that do not show were in it.");
        } else if (c < 0x7f) {
            out.push_back(static_cast<char>(c));
        } else if (is_space(c)) {
            out.push_back(' ');
        } else if (c > 0xff00 && c < 0xff5f) {
            out.push_back(static_cast<char>(c - 0xfee0));
            found.hint("full_width", "Full-width characters were in it.");
        } else if (look != std::end(kLookAlikes)) {
            out.push_back(look->to);
            found.hint("look_alikes",
                       "Letters of another script that look like Latin ones were in it; someone "
                       "may have meant to deceive.");
        } else {
            out.push_back('?');
        }
    }
    return out;
}

bool is_ambiguous(const Candidate& candidate) {
    return candidate.form == "private key in hex";
}

void add_secret(Found& found, std::string form, bool certain) {
    found.candidates.push_back(
        {.kind = PastedKind::kSecret, .form = std::move(form), .certain = certain});
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

// Whether a text calls what follows a secret, and something long follows.
bool is_labelled(const std::string& text) {
    for (const std::string_view label : {"private key", "private_key", "privatekey", "privkey",
                                         "secret key", "secret_key", "secretkey", "mnemonic="}) {
        const std::size_t at = text.find(label);
        if (at == text.npos) continue;
        std::size_t run = 0;
        for (const char c : std::string_view(text).substr(at + label.size())) {
            run = std::isalnum(static_cast<unsigned char>(c)) != 0 ? run + 1 : 0;
            if (run >= 24) return true;
        }
    }
    return false;
}

// 64 numbers below 256 in brackets: how Solana's tools keep a key pair.
bool is_byte_list(std::string_view text) {
    if (!text.starts_with("[") || !text.ends_with("]")) return false;
    if (text.find_first_not_of("[]0123456789, ") != text.npos) return false;
    const auto commas = std::count(text.begin(), text.end(), ',');
    return commas == 63 || commas == 31;
}

// What only the whole text shows.
void find_secrets(std::string_view text, Found& found) {
    switch (recognising::find_mnemonic(text)) {
        case recognising::MnemonicCheck::kChecksum:
            add_secret(found, "recovery phrase (BIP-39)", true);
            break;
        case recognising::MnemonicCheck::kLooksLike:
            add_secret(found, "recovery phrase", false);
            break;
        case recognising::MnemonicCheck::kNone:
            break;
    }
    const std::string small = lower(text);
    if (small.find("private key-----") != small.npos) add_secret(found, "PEM private key", false);
    if (small.find("\"ciphertext\"") != small.npos && small.find("\"kdf") != small.npos) {
        add_secret(found, "keystore file", false);
    }
    if (is_byte_list(text)) add_secret(found, "Solana key file", false);
    if (is_labelled(small)) add_secret(found, "text that is called a private key", false);
    if (small.find("pvt_k1_") != small.npos) add_secret(found, "EOS private key", false);
    if (small.find("age-secret-key-1") != small.npos) add_secret(found, "age secret key", false);
    // Secrets inside other text: every run of letters and digits.
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
        const std::string_view run = text.substr(at, end - at);
        if (run.size() >= 24 && run.size() <= 128) {
            Found inner;
            inner.seek_typos = false;
            recognising::read_word(run, inner);
            for (Candidate& one : inner.candidates) {
                if (one.kind == PastedKind::kSecret && !is_ambiguous(one)) {
                    found.candidates.push_back(std::move(one));
                }
            }
        }
        at = end + 1;
    }
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kAround = " \"'`<>()[]{},;.";
    const std::size_t first = text.find_first_not_of(kAround);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(kAround) - first + 1);
}

void read_one(std::string_view word, Found& found) {
    if (!recognising::read_link(word, found)) recognising::read_word(word, found);
}

void read_text(std::string_view text, Found& found) {
    const std::string_view whole = trimmed(text);
    if (whole.find(' ') == whole.npos) {
        read_one(whole, found);
        if (!found.candidates.empty()) return;
    }
    std::size_t words = 0;
    for (std::size_t at = 0; at < whole.size() && words < kWordsMax;) {
        const std::size_t end = std::min(whole.find_first_of(" ,;|\"'<>()[]{}", at), whole.size());
        std::string_view word = trimmed(whole.substr(at, end - at));
        at = end + 1;
        Found one;
        one.seek_typos = words < kTyposMax;
        read_one(word, one);
        // "Address:0x…", "memo=123", CAIP-10's "eip155:1:0x…"
        for (std::size_t label = 0; one.candidates.empty() && label < kLabelsMax; ++label) {
            const std::size_t sign = word.find_first_of(":=#");
            if (sign == word.npos) break;
            word.remove_prefix(sign + 1);
            read_one(word, one);
        }
        ++words;
        for (Candidate& candidate : one.candidates) {
            found.candidates.push_back(std::move(candidate));
        }
        for (Hint& hint : one.hints) found.hint(std::move(hint.code), std::move(hint.text));
    }
}

void keep_secrets(Found& found) {
    std::erase_if(found.candidates, [](const Candidate& c) {
        return c.kind != PastedKind::kSecret || is_ambiguous(c);
    });
    std::vector<Candidate> once;
    for (Candidate& one : found.candidates) {
        const bool is_known =
            std::ranges::any_of(once, [&](const Candidate& c) { return c.form == one.form; });
        if (!is_known) once.push_back(std::move(one));
    }
    found.candidates = std::move(once);
    found.hints.clear();
    found.hint("secret",
               "Whoever has it can take the funds. It was not kept or sent. Move the funds to a "
               "new wallet now, and never paste it anywhere again.");
}

}  // namespace

Recognition recognise(std::string_view pasted) {
    Found found;
    const std::string text = cleaned(pasted.substr(0, kSecretTextMax), found);
    Found secrets;
    find_secrets(text, secrets);
    if (pasted.size() > kTextMax) {
        found.hint("too_long", "It is longer than 4,096 bytes; paste one thing at a time.");
    } else {
        read_text(text, found);
    }
    for (Candidate& one : secrets.candidates) found.candidates.push_back(std::move(one));
    Recognition recognition;
    recognition.holds_secret = std::ranges::any_of(found.candidates, [](const Candidate& c) {
        return c.kind == PastedKind::kSecret && !is_ambiguous(c);
    });
    if (recognition.holds_secret) keep_secrets(found);
    for (const bool certain : {true, false}) {
        for (Candidate& one : found.candidates) {
            if (one.certain == certain) recognition.candidates.push_back(std::move(one));
        }
    }
    recognition.hints = std::move(found.hints);
    return recognition;
}

bool holds_secret(std::string_view text) {
    Found found;
    const std::string ascii = cleaned(text.substr(0, kSecretTextMax), found);
    find_secrets(ascii, found);
    return !found.candidates.empty();
}

}  // namespace homing
