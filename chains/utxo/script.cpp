#include "chains/utxo/script.h"

#include "core/crypto/hash.h"

namespace homing::utxo {
namespace {

constexpr std::uint8_t kDup = 0x76;
constexpr std::uint8_t kHash160 = 0xa9;
constexpr std::uint8_t kHash256 = 0xaa;
constexpr std::uint8_t kEqual = 0x87;
constexpr std::uint8_t kEqualVerify = 0x88;
constexpr std::uint8_t kCheckSig = 0xac;
constexpr std::uint8_t kCheckMultisig = 0xae;
constexpr std::uint8_t kReturn = 0x6a;
constexpr std::uint8_t kOne = 0x51;
constexpr std::uint8_t kSixteen = 0x60;
// Litecoin's LIP-0003: the integrated address of the extension block is a version 8 program.
constexpr unsigned kHogVersion = 8;

bool is_key_hash(ByteView s) {
    return s.size() == 25 && s[0] == kDup && s[1] == kHash160 && s[2] == 20 &&
           s[23] == kEqualVerify && s[24] == kCheckSig;
}

bool is_script_hash(const Params& params, ByteView s) {
    if (s.size() == 23 && s[0] == kHash160 && s[1] == 20 && s[22] == kEqual) return true;
    return !params.cash_prefix.empty() && s.size() == 35 && s[0] == kHash256 && s[1] == 32 &&
           s[34] == kEqual;
}

// BIP-141: one version opcode and one push of 2 to 40 bytes.
bool is_witness(ByteView s) {
    if (s.size() < 4 || s.size() > 42 || s[1] != s.size() - 2) return false;
    return s[0] == 0 || (s[0] >= kOne && s[0] <= kSixteen);
}

bool is_key_script(ByteView s) {
    return (s.size() == 35 || s.size() == 67) && s[0] == s.size() - 2 && s.back() == kCheckSig &&
           is_key(s.subspan(1, s.size() - 2));
}

}  // namespace

bool is_key(ByteView bytes) {
    if (bytes.size() == 33) return bytes[0] == 2 || bytes[0] == 3;
    return bytes.size() == 65 && bytes[0] == 4;
}

std::vector<ByteView> keys_of(ByteView s) {
    if (s.size() < 37 || s.back() != kCheckMultisig || s[0] < kOne || s[0] > kSixteen) return {};
    std::vector<ByteView> keys;
    std::size_t at = 1;
    while (at < s.size() && (s[at] == 33 || s[at] == 65)) {
        const std::size_t size = s[at];
        if (at + 1 + size > s.size() || !is_key(s.subspan(at + 1, size))) return {};
        keys.push_back(s.subspan(at + 1, size));
        at += 1 + size;
    }
    const bool ends_well = at + 2 == s.size() && s[at] == kOne - 1 + keys.size();
    if (!ends_well || keys.empty() || keys.size() > 16) return {};
    return keys;
}

Script read_script(const Params& params, ByteView s) {
    if (is_key_hash(s)) return {ScriptKind::kKeyHash, 0, s.subspan(3, 20)};
    if (is_script_hash(params, s)) return {ScriptKind::kScriptHash, 0, s.subspan(2, s.size() - 3)};
    if (!s.empty() && s[0] == kReturn) return {ScriptKind::kData, 0, s.subspan(1)};
    if (params.segwit() && is_witness(s)) {
        const unsigned version = s[0] == 0 ? 0 : s[0] - kOne + 1u;
        const ByteView program = s.subspan(2);
        if (version == 0 && program.size() == 20) return {ScriptKind::kWitnessKeyHash, 0, program};
        if (params.mweb && version == kHogVersion) return {ScriptKind::kHogAddress, 0, program};
        const bool is_known = version != 0 || program.size() == 32;
        return {is_known ? ScriptKind::kWitness : ScriptKind::kOther, version, program};
    }
    if (is_key_script(s)) return {ScriptKind::kKey, 0, s.subspan(1, s.size() - 2)};
    if (!keys_of(s).empty()) return {ScriptKind::kKeys, 0, s};
    return {ScriptKind::kOther, 0, s};
}

Fingerprint fingerprint_of(const Params& params, ByteView script) {
    const Script read = read_script(params, script);
    if (read.kind == ScriptKind::kKeyHash || read.kind == ScriptKind::kWitnessKeyHash) {
        return {KeyClass::kHash160, Bytes(read.payload.begin(), read.payload.end())};
    }
    if (read.kind == ScriptKind::kKey) {
        const ByteArray<20> hash = hash160(read.payload);
        return {KeyClass::kHash160, Bytes(hash.begin(), hash.end())};
    }
    if (script.empty() || script.size() > kScriptIdentityMax) return {};
    return {KeyClass::kScript, Bytes(script.begin(), script.end())};
}

Bytes key_hash_script(ByteView hash) {
    Bytes script = {kDup, kHash160, static_cast<std::uint8_t>(hash.size())};
    script.insert(script.end(), hash.begin(), hash.end());
    script.insert(script.end(), {kEqualVerify, kCheckSig});
    return script;
}

Bytes script_hash_script(ByteView hash) {
    Bytes script = {hash.size() == 32 ? kHash256 : kHash160,
                    static_cast<std::uint8_t>(hash.size())};
    script.insert(script.end(), hash.begin(), hash.end());
    script.push_back(kEqual);
    return script;
}

Bytes witness_script(unsigned version, ByteView program) {
    Bytes script = {static_cast<std::uint8_t>(version == 0 ? 0 : kOne - 1 + version),
                    static_cast<std::uint8_t>(program.size())};
    script.insert(script.end(), program.begin(), program.end());
    return script;
}

}  // namespace homing::utxo
