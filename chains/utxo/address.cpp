#include "chains/utxo/address.h"

#include <algorithm>
#include <cctype>

#include "chains/utxo/bech32.h"
#include "core/base58.h"
#include "core/quote.h"

namespace homing::utxo {
namespace {

constexpr std::size_t kTextMax = 500;

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

Error no_address(const Params& params, std::string_view text, const std::string& why) {
    return invalid(quote(text) + " is no " + std::string(params.name) + " address: " + why);
}

// Names of other networks for which `holds` is true: "it is of Litecoin, Dogecoin".
template <class Holds>
std::string others(Holds&& holds) {
    std::string names;
    for (const Params& other : all_params()) {
        if (holds(other)) names += (names.empty() ? "" : ", ") + std::string(other.name);
    }
    return names.empty() ? "it is of a network we do not know" : "it is of " + names;
}

Result<Bytes> parse_classic(const Params& params, std::string_view text) {
    const Result<Bytes> data = parse_base58check(text, Base58Alphabet::kBitcoin);
    if (!data) return no_address(params, text, data.error().message);
    if (data->size() != 21) return no_address(params, text, "21 bytes are wanted");
    const std::uint8_t version = data->front();
    const ByteView hash = ByteView(*data).subspan(1);
    if (version == params.key_version) return key_hash_script(hash);
    if (version == params.script_version || version == params.old_script_version) {
        return script_hash_script(hash);
    }
    return no_address(params, text, others([version](const Params& other) {
                          return version == other.key_version || version == other.script_version ||
                                 version == other.old_script_version;
                      }));
}

Result<Bytes> parse_segwit(const Params& params, std::string_view text) {
    const Result<Bech32Text> parsed = parse_bech32(text);
    if (!parsed) return no_address(params, text, parsed.error().message);
    if (!params.mweb_hrp.empty() && parsed->hrp == params.mweb_hrp) {
        return no_address(params, text,
                          "it is an MWEB address, whose payments no block shows to others");
    }
    if (parsed->hrp != params.hrp) {
        return no_address(params, text, others([&](const Params& other) {
                              return other.segwit() && parsed->hrp == other.hrp;
                          }));
    }
    if (text.size() > 90 || parsed->digits.empty()) return no_address(params, text, "its length");
    const unsigned version = parsed->digits[0];
    const Result<Bytes> program = bytes_of_digits(std::span(parsed->digits).subspan(1));
    if (!program) return no_address(params, text, program.error().message);
    const std::size_t size = program->size();
    if (version > 16 || size < 2 || size > 40 || (version == 0 && size != 20 && size != 32)) {
        return no_address(params, text, "no witness program has its version and length");
    }
    if ((version == 0) != (parsed->variant == Bech32::kBech32)) {
        return no_address(params, text,
                          "version 0 is written in bech32, later ones in bech32m (BIP-350)");
    }
    return witness_script(version, *program);
}

// CashAddr: a version byte (type in bits 3 to 6, size in 0 to 2) and the hash. Types 2 and 3 are
// the token-aware twins of 0 and 1.
Result<Bytes> parse_cash(const Params& params, std::string_view text) {
    const std::size_t colon = text.find(':');
    const bool prefixed = colon != text.npos;
    const std::string_view body = prefixed ? text.substr(colon + 1) : text;
    const std::string prefix = prefixed ? lower(text.substr(0, colon)) : std::string();
    if (prefixed && prefix != text.substr(0, colon) && lower(body) == body) {
        return no_address(params, text, "it mixes upper and lower case");
    }
    if (prefixed && prefix != params.cash_prefix) {
        return no_address(params, text, "its prefix \"" + prefix + "\" is another network's");
    }
    const auto digits = parse_cash_digits(params.cash_prefix, body);
    if (!digits) return no_address(params, text, digits.error().message);
    const Result<Bytes> data = bytes_of_digits(*digits);
    if (!data) return no_address(params, text, data.error().message);
    const unsigned version = data->empty() ? 0x80 : data->front();
    const unsigned type = version >> 3 & 15;
    const std::size_t size = (version & 7) == 0 ? 20 : 32;
    const bool fits = (version & 0x80) == 0 && ((version & 7) == 0 || (version & 7) == 3) &&
                      data->size() == 1 + size;
    const bool is_key = type == 0 || type == 2;
    if (!fits || type > 3 || (is_key && size != 20)) {
        return no_address(params, text, "no output has its type and length");
    }
    const ByteView hash = ByteView(*data).subspan(1);
    return is_key ? key_hash_script(hash) : script_hash_script(hash);
}

bool looks_like_cash(std::string_view text) {
    return text.size() >= 42 &&
           std::string_view("qpzr").find(lower(text)[0]) != std::string::npos &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) {
               return std::string_view("qpzry9x8gf2tvdw0s3jn54khce6mua7l")
                          .find(static_cast<char>(std::tolower(c))) != std::string_view::npos;
           });
}

bool looks_like_segwit(std::string_view text) {
    const std::size_t one = text.rfind('1');
    if (one == text.npos || one == 0) return false;
    const std::string hrp = lower(text.substr(0, one));
    return std::any_of(all_params().begin(), all_params().end(), [&](const Params& params) {
        return (params.segwit() && hrp == params.hrp) ||
               (!params.mweb_hrp.empty() && hrp == params.mweb_hrp);
    });
}

std::string base58_address(std::uint8_t version, ByteView hash) {
    Bytes data = {version};
    data.insert(data.end(), hash.begin(), hash.end());
    return to_base58check(data, Base58Alphabet::kBitcoin);
}

std::string cash_address(const Params& params, unsigned type, ByteView hash) {
    Bytes data = {static_cast<std::uint8_t>(type << 3 | (hash.size() == 32 ? 3 : 0))};
    data.insert(data.end(), hash.begin(), hash.end());
    return to_cash_text(params.cash_prefix, digits_of_bytes(data));
}

std::string segwit_address(const Params& params, unsigned version, ByteView program) {
    Bech32Text text{std::string(params.hrp),
                    {static_cast<std::uint8_t>(version)},
                    version == 0 ? Bech32::kBech32 : Bech32::kBech32m};
    const auto digits = digits_of_bytes(program);
    text.digits.insert(text.digits.end(), digits.begin(), digits.end());
    return to_bech32(text);
}

}  // namespace

Result<Bytes> parse_address_text(const Params& params, std::string_view text) {
    if (text.size() > kTextMax) return invalid("an address of more than 500 characters");
    const std::size_t colon = text.find(':');
    const bool is_cash = !params.cash_prefix.empty();
    std::string_view address = text.substr(0, text.find('?'));
    if (colon != text.npos && !is_cash) {
        if (lower(text.substr(0, colon)) != params.scheme) {
            return no_address(params, text, "its scheme is another network's");
        }
        address.remove_prefix(colon + 1);
    }
    if (is_cash && (address.find(':') != address.npos || looks_like_cash(address))) {
        return parse_cash(params, address);
    }
    if (looks_like_segwit(address)) return parse_segwit(params, address);
    return parse_classic(params, address);
}

std::string address_of(const Params& params, ByteView script) {
    const Script read = read_script(params, script);
    const bool is_cash = !params.cash_prefix.empty();
    switch (read.kind) {
        case ScriptKind::kKeyHash:
            return is_cash ? cash_address(params, 0, read.payload)
                           : base58_address(params.key_version, read.payload);
        case ScriptKind::kScriptHash:
            return is_cash ? cash_address(params, 1, read.payload)
                           : base58_address(params.script_version, read.payload);
        case ScriptKind::kWitnessKeyHash:
        case ScriptKind::kWitness:
            return segwit_address(params, read.witness_version, read.payload);
        case ScriptKind::kKey:
        case ScriptKind::kKeys:
        case ScriptKind::kData:
        case ScriptKind::kHogAddress:
        case ScriptKind::kOther:
            return {};
    }
    return {};
}

Result<std::string> format_fingerprint(const Params& params, const Fingerprint& fingerprint) {
    std::string address;
    if (fingerprint.key_class == KeyClass::kHash160 && fingerprint.payload.size() == 20) {
        address = address_of(params, key_hash_script(fingerprint.payload));
    } else if (fingerprint.key_class == KeyClass::kScript) {
        address = address_of(params, fingerprint.payload);
    }
    if (!address.empty()) return address;
    return invalid("\"" + fingerprint.str() + "\" has no " + std::string(params.name) + " address");
}

}  // namespace homing::utxo
