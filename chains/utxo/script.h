#pragma once

#include <optional>

#include "chains/utxo/params.h"
#include "core/bytes.h"
#include "core/model/fingerprint.h"

// Output scripts: what stands in an output, and whose it is.
namespace homing::utxo {

enum class ScriptKind : std::uint8_t {
    kKeyHash,         // P2PKH
    kScriptHash,      // P2SH: 20 bytes, 32 on Bitcoin Cash since 2023
    kWitnessKeyHash,  // P2WPKH
    kWitness,         // every other witness program: P2WSH, P2TR, P2A, versions to come
    kKey,             // P2PK
    kKeys,            // bare multisig
    kData,            // OP_RETURN: nobody's
    kHogAddress,      // the MWEB pool of a HogEx
    kOther,
};

// A script taken apart; views into it.
struct Script {
    ScriptKind kind = ScriptKind::kOther;
    unsigned witness_version = 0;
    ByteView payload;  // hash, program, or key
};

// Kinds are judged by the network: where it has no segwit, a witness program is kOther.
Script read_script(const Params& params, ByteView script);
// The keys of a bare multisig script, in order; empty for any other.
std::vector<ByteView> keys_of(ByteView script);

// Whether the bytes have the shape of a serialized public key (33 or 65 bytes).
bool is_key(ByteView bytes);

// Longest script that can be an identity; a longer one was never issued to anybody.
inline constexpr std::size_t kScriptIdentityMax = 64;

// Who can move what an output holds: hash160 for P2PKH, P2WPKH and P2PK, the script itself for the
// rest. Empty for a script longer than kScriptIdentityMax.
Fingerprint fingerprint_of(const Params& params, ByteView script);

// The scripts behind addresses.
Bytes key_hash_script(ByteView hash);
Bytes script_hash_script(ByteView hash);
Bytes witness_script(unsigned version, ByteView program);

}  // namespace homing::utxo
