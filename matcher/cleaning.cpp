#include "matcher/cleaning.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "core/base58.h"
#include "core/base64.h"
#include "core/hex.h"
#include "core/utf8.h"

namespace homing {
namespace {

using Cleaned = std::optional<std::string>;

constexpr std::size_t kTextsMax = 48;
constexpr std::size_t kCleanedLengthMax = 256;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_number_text(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}
bool is_printable(const std::string& text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}
std::string folded(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}
std::string from_bytes(const Bytes& bytes) {
    return {bytes.begin(), bytes.end()};
}

Cleaned trim(const std::string& text, const std::string&) {
    const auto first = std::find_if_not(text.begin(), text.end(), is_space);
    const auto last = std::find_if_not(text.rbegin(), std::make_reverse_iterator(first), is_space);
    return std::string(first, last.base());
}

Cleaned drop_nul(const std::string& text, const std::string&) {
    if (text.empty() || text.back() != '\0') return {};
    return text.substr(0, text.size() - 1);
}

Cleaned to_nfkc(const std::string& text, const std::string&) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
    if (U_FAILURE(status) || !is_utf8(text)) return {};
    std::string out;
    nfkc->normalize(icu::UnicodeString::fromUTF8(text), status).toUTF8String(out);
    return U_SUCCESS(status) ? Cleaned(out) : Cleaned();
}

// Each code point by a function that may drop it (0) or change it.
template <class Change>
Cleaned by_code_point(const std::string& text, Change change) {
    if (!is_utf8(text)) return {};
    const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(text);
    icu::UnicodeString out;
    for (std::int32_t i = 0; i < wide.length(); i = wide.moveIndex32(i, 1)) {
        const UChar32 to = change(wide.char32At(i));
        if (to != 0) out.append(to);
    }
    std::string bytes;
    out.toUTF8String(bytes);
    return bytes;
}

Cleaned drop_invisible(const std::string& text, const std::string&) {
    return by_code_point(text, [](UChar32 c) {
        const bool hidden = u_charType(c) == U_FORMAT_CHAR ||
                            u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
        return hidden ? 0 : c;
    });
}

Cleaned to_ascii_digits(const std::string& text, const std::string&) {
    return by_code_point(text, [](UChar32 c) {
        const std::int32_t digit = u_charDigitValue(c);
        return digit >= 0 ? UChar32{'0'} + digit : c;
    });
}

Cleaned drop_separators(const std::string& text, const std::string&) {
    std::string digits = text;
    std::erase_if(digits, [](char c) { return c == ' ' || c == ',' || c == '-'; });
    if (!is_number_text(digits) || !is_digit(text.front()) || !is_digit(text.back())) return {};
    return digits;
}

Cleaned drop_leading_zeros(const std::string& text, const std::string&) {
    if (!is_number_text(text) || text.front() != '0') return {};
    const std::size_t first = text.find_first_not_of('0');
    return first == text.npos ? std::string("0") : text.substr(first);
}

constexpr std::array kLabels = std::to_array<std::string_view>(
    {"destinationtag", "destination tag", "destination_tag", "deposit tag", "memo id", "memo_id",
     "memoid", "memo", "user id", "userid", "uid", "tag", "dt", "id", "#"});

Cleaned drop_label(const std::string& text, const std::string&) {
    const std::string low = folded(text);
    for (const std::string_view label : kLabels) {
        if (!low.starts_with(label)) continue;
        const std::size_t rest = text.find_first_not_of(" :=#-\t", label.size());
        if (rest == text.npos) continue;
        if (rest > label.size() || is_digit(text[rest])) return text.substr(rest);
    }
    return {};
}

Cleaned drop_quotes(const std::string& text, const std::string&) {
    static const std::array pairs =
        std::to_array<std::pair<std::string_view, std::string_view>>({{"\"", "\""},
                                                                      {"'", "'"},
                                                                      {"`", "`"},
                                                                      {"(", ")"},
                                                                      {"[", "]"},
                                                                      {"<", ">"},
                                                                      {"\u201c", "\u201d"},
                                                                      {"\u2018", "\u2019"},
                                                                      {"\u00ab", "\u00bb"}});
    for (const auto& [open, close] : pairs) {
        if (text.size() > open.size() + close.size() && text.starts_with(open) &&
            text.ends_with(close)) {
            return text.substr(open.size(), text.size() - open.size() - close.size());
        }
    }
    return {};
}

Cleaned decode_url(const std::string& text, const std::string&) {
    if (text.find('%') == text.npos) return {};
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const auto byte = parse_hex(text.substr(i + 1, 2));
        if (!byte || byte->size() != 1) return {};
        out += from_bytes(*byte);
        i += 2;
    }
    return out;
}

Cleaned decode_hex(const std::string& text, const std::string&) {
    const auto bytes = parse_hex(without_0x(text));
    if (!bytes || !is_printable(from_bytes(*bytes))) return {};
    return from_bytes(*bytes);
}

Cleaned decode_base64(const std::string& text, const std::string&) {
    const auto bytes = parse_base64(text);
    if (!bytes || !is_printable(from_bytes(*bytes))) return {};
    return from_bytes(*bytes);
}

// ASCII written in two bytes a character, either end first.
Cleaned decode_utf16(const std::string& text, const std::string&) {
    if (text.empty() || text.size() % 2 != 0) return {};
    for (const std::size_t zero : {0U, 1U}) {
        std::string out;
        for (std::size_t i = 0; i < text.size(); i += 2) {
            if (text[i + zero] == '\0') out += text[i + 1 - zero];
        }
        if (out.size() == text.size() / 2 && is_printable(out)) return out;
    }
    return {};
}

// "123.0" and "1.23E+9": what a spreadsheet makes of a number, where no digit is lost.
Cleaned read_spreadsheet(const std::string& text, const std::string&) {
    const std::string low = folded(text);
    const std::size_t e = low.find('e');
    std::string mantissa = low.substr(0, e);
    std::size_t exponent = 0;
    if (e != low.npos) {
        const std::string digits = low.substr(low.find_first_not_of('+', e + 1) == low.npos
                                                  ? low.size()
                                                  : low.find_first_not_of('+', e + 1));
        if (!is_number_text(digits) || digits.size() > 2) return {};
        exponent = static_cast<std::size_t>(std::stoul(digits));
    }
    const std::size_t point = mantissa.find('.');
    if ((e == low.npos && point == mantissa.npos) || exponent > 20) return {};
    std::string fraction = point == mantissa.npos ? "" : mantissa.substr(point + 1);
    const std::string whole = mantissa.substr(0, point);
    if (!is_number_text(whole) || (!fraction.empty() && !is_number_text(fraction))) return {};
    while (fraction.size() > exponent && fraction.back() == '0') fraction.pop_back();
    if (fraction.size() > exponent) return {};
    return whole + fraction + std::string(exponent - fraction.size(), '0');
}

// Letters that look like digits, where nothing but digits is left then.
Cleaned read_digit_shapes(const std::string& text, const std::string&) {
    const Cleaned out = by_code_point(text, [](UChar32 c) -> UChar32 {
        switch (c) {
            case 'O':
            case 'o':
            case 0x041E:
            case 0x043E:
            case 0x039F:
            case 0x03BF:
                return '0';
            case 'l':
            case 'I':
            case 'i':
            case '|':
            case 0x0406:
            case 0x0456:
                return '1';
            case 0x0417:
                return '3';
            default:
                return c;
        }
    });
    const bool had_digit = std::any_of(text.begin(), text.end(), is_digit);
    return out && had_digit && is_number_text(*out) ? out : Cleaned();
}

// Cyrillic letters in the shape of Latin ones.
Cleaned read_latin_shapes(const std::string& text, const std::string&) {
    static const std::u32string from = U"АВЕКМНОРСТХаеорсухі";
    static const std::string to = "ABEKMHOPCTXaeopcyxi";
    return by_code_point(text, [](UChar32 c) -> UChar32 {
        const std::size_t at = from.find(static_cast<char32_t>(c));
        return at == from.npos ? c : to[at];
    });
}

Cleaned to_lower(const std::string& text, const std::string&) {
    return folded(text);
}

Cleaned to_upper(const std::string& text, const std::string&) {
    std::string out = text;
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return out;
}

// "<address>:123", "123 <address>", "…?dt=123".
Cleaned drop_address(const std::string& text, const std::string& address) {
    for (const std::string_view name : {"?dt=", "&dt=", "?memo=", "&memo=", "?tag=", "&tag="}) {
        const std::size_t at = text.find(name);
        if (at != text.npos) {
            return text.substr(at + name.size(), text.find('&', at + 1) - at - name.size());
        }
    }
    const std::size_t at = address.empty() ? text.npos : text.find(address);
    if (at == text.npos) return {};
    std::string rest = text;
    rest.erase(at, address.size());
    const std::size_t first = rest.find_first_not_of(" :;,/|+-\t\r\n");
    if (first == rest.npos) return {};
    return rest.substr(first, rest.find_last_not_of(" :;,/|+-\t\r\n") - first + 1);
}

struct Step {
    std::string_view name;
    std::uint8_t grade;
    Cleaned (*clean)(const std::string&, const std::string& address);
};

constexpr std::array kSteps = {
    Step{"outer white space", 1, trim},
    Step{"trailing NUL", 1, drop_nul},
    Step{"compatibility forms", 2, to_nfkc},
    Step{"invisible characters", 2, drop_invisible},
    Step{"digits of another script", 2, to_ascii_digits},
    Step{"separators in digits", 2, drop_separators},
    Step{"leading zeros", 2, drop_leading_zeros},
    Step{"label", 2, drop_label},
    Step{"quotes", 2, drop_quotes},
    Step{"URL encoding", 2, decode_url},
    Step{"hex of ASCII", 2, decode_hex},
    Step{"base64 of ASCII", 2, decode_base64},
    Step{"UTF-16", 2, decode_utf16},
    Step{"spreadsheet number", 3, read_spreadsheet},
    Step{"letters for digits", 3, read_digit_shapes},
    Step{"letters of another script", 3, read_latin_shapes},
    Step{"memo glued to an address", 3, drop_address},
    Step{"lower case", 3, to_lower},
    Step{"upper case", 3, to_upper},
};

bool is_phrase(const std::string& text) {
    std::size_t words = 0;
    std::size_t length = 0;
    for (const char c : text + " ") {
        if (c >= 'a' && c <= 'z') {
            ++length;
        } else if (c == ' ') {
            if (length > 8 || (length > 0 && length < 3)) return false;
            words += length > 0 ? 1 : 0;
            length = 0;
        } else {
            return false;
        }
    }
    return words >= 12 && words <= 24 && words % 3 == 0;
}

}  // namespace

bool looks_secret(const std::string& bytes) {
    if (bytes.size() > 1024) return false;
    const std::string text = *trim(bytes, {});
    const std::string digits(without_0x(text));
    if (digits.size() == 64 && parse_hex(digits)) return true;
    const bool is_base32 = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7');
    });
    if (text.size() == 56 && text.front() == 'S' && is_base32) return true;
    if (text.starts_with("xprv") || is_phrase(folded(text))) return true;
    if (text.size() >= 26 && text.front() == 's') {
        const auto seed = parse_base58check(text, Base58Alphabet::kRipple);
        if (seed && (seed->size() == 17 || seed->size() == 19)) return true;
    }
    const auto wif = text.size() == 51 || text.size() == 52
                         ? parse_base58check(text, Base58Alphabet::kBitcoin)
                         : Result<Bytes>(invalid("no key"));
    return wif && (wif->size() == 33 || wif->size() == 34);
}

std::vector<CleanText> clean_text(const std::string& bytes, const std::string& address) {
    std::vector<CleanText> found = {{bytes, 0, {}}};
    if (bytes.size() > kCleanedLengthMax || looks_secret(bytes)) return found;
    std::set<std::string> known = {bytes};
    for (std::uint8_t grade = 1; grade <= 3; ++grade) {
        for (std::size_t i = 0; i < found.size(); ++i) {
            for (const Step& step : kSteps) {
                if (step.grade > grade || found.size() >= kTextsMax) continue;
                Cleaned clean = step.clean(found[i].bytes, address);
                if (!clean || clean->empty() || looks_secret(*clean) ||
                    !known.insert(*clean).second) {
                    continue;
                }
                CleanText next{std::move(*clean), std::max(found[i].grade, step.grade),
                               found[i].steps};
                next.steps.emplace_back(step.name);
                found.push_back(std::move(next));
            }
        }
    }
    return found;
}

}  // namespace homing
