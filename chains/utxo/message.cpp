#include "chains/utxo/message.h"

#include <algorithm>

#include "chains/utxo/address.h"
#include "core/base64.h"
#include "core/crypto/hash.h"
#include "core/crypto/secp256k1.h"

namespace homing::utxo {
namespace {

// What a signature's first byte says: which key form, and which addresses it may stand for. The
// middle range is BIP-137's P2PKH, which segwit wallets without a range of their own write as well.
struct Header {
    unsigned first;
    bool compressed;
    bool key_hash, nested, segwit;
};
constexpr Header kHeaders[] = {{27, false, true, false, false},
                               {31, true, true, true, true},
                               {35, true, false, true, true},
                               {39, true, false, false, true}};

void put_size(std::string* out, std::size_t size) {
    const auto byte = [&](std::size_t value) { out->push_back(static_cast<char>(value & 0xff)); };
    if (size < 0xfd) return byte(size);
    byte(size <= 0xffff ? 0xfd : 0xfe);
    for (unsigned shift = 0; shift < (size <= 0xffff ? 16u : 32u); shift += 8) byte(size >> shift);
}

ByteArray<32> digest_of(std::string_view magic, std::string_view text) {
    std::string whole;
    put_size(&whole, magic.size());
    whole += magic;
    put_size(&whole, text.size());
    whole += text;
    return sha256(sha256(as_bytes(whole)));
}

struct Signature {
    RecoverableSignature ecdsa;
    const Header* header = nullptr;
};

Result<Signature> parse_signature(std::string_view text) {
    const Result<Bytes> bytes = parse_base64(text);
    if (!bytes) return bytes.error();
    if (bytes->size() != 65) return invalid("a BIP-137 signature has 65 bytes in base64");
    Signature signature;
    for (const Header& header : kHeaders) {
        if (bytes->front() >= header.first && bytes->front() < header.first + 4) {
            signature.header = &header;
            signature.ecdsa.recovery_id = static_cast<std::uint8_t>(bytes->front() - header.first);
        }
    }
    if (signature.header == nullptr) return invalid("the signature's header is not 27 to 42");
    std::copy_n(bytes->begin() + 1, 64, signature.ecdsa.r_s.begin());
    return signature;
}

ByteArray<20> key_hash(const Secp256k1UncompressedKey& key, bool compressed) {
    if (compressed) return hash160(secp256k1_compress(key));
    Bytes whole = {4};
    whole.insert(whole.end(), key.begin(), key.end());
    return hash160(whole);
}

// The scripts that the header lets a key stand for.
std::vector<Bytes> scripts_of(const Params& params, const Header& header, ByteView hash) {
    std::vector<Bytes> scripts;
    if (header.key_hash) scripts.push_back(key_hash_script(hash));
    if (!params.segwit()) return scripts;
    const Bytes program = witness_script(0, hash);
    if (header.segwit) scripts.push_back(program);
    if (header.nested) scripts.push_back(script_hash_script(hash160(program)));
    return scripts;
}

bool is_signable(const Params& params, const Script& script) {
    return script.kind == ScriptKind::kKeyHash || script.kind == ScriptKind::kWitnessKeyHash ||
           (script.kind == ScriptKind::kScriptHash && params.segwit());
}

std::string standard_of(const Header& header, ScriptKind kind) {
    const bool electrum = header.first == 31 && kind != ScriptKind::kKeyHash;
    return electrum ? "bip137/electrum-header" : "bip137";
}

}  // namespace

ProofVerdict verify_message(const SignedMessage& message, const std::optional<AccountSigners>&) {
    const auto answer = [](ProofOutcome outcome, std::string standard, std::string reason) {
        return ProofVerdict{outcome, std::move(standard), std::move(reason)};
    };
    const auto refuse = [&](std::string reason) {
        return answer(ProofOutcome::kInvalid, "bip137", std::move(reason));
    };
    const Result<const Params*> params = find_params(message.network);
    if (!params) return refuse(params.error().message);
    const Result<Bytes> wanted = parse_address_text(**params, message.address);
    if (!wanted) return refuse(wanted.error().message);
    const Script script = read_script(**params, *wanted);
    if (!is_signable(**params, script)) {
        return answer(ProofOutcome::kInconclusive, "bip137",
                      "BIP-137 knows no signature of such a script; it needs BIP-322");
    }
    const Result<Signature> signature = parse_signature(message.signature);
    if (!signature) return refuse(signature.error().message);
    std::vector<std::string_view> magics = {(*params)->message_magic};
    const Params& bitcoin = all_params().front();
    if ((*params)->mweb) magics.push_back(bitcoin.message_magic);
    for (const std::string_view magic : magics) {
        const auto key = secp256k1_recover(digest_of(magic, message.text), signature->ecdsa);
        if (!key) continue;
        const ByteArray<20> hash = key_hash(*key, signature->header->compressed);
        const auto scripts = scripts_of(**params, *signature->header, hash);
        if (std::find(scripts.begin(), scripts.end(), *wanted) == scripts.end()) continue;
        return answer(ProofOutcome::kValid, standard_of(*signature->header, script.kind),
                      "the key of the address signed the text");
    }
    return refuse("the signature is another key's");
}

std::vector<std::string> message_standards(const NetworkId& network, std::string_view address) {
    const Result<const Params*> params = find_params(network);
    if (!params) return {};
    const Result<Bytes> script = parse_address_text(**params, address);
    if (!script || !is_signable(**params, read_script(**params, *script))) return {};
    return {"bip137"};
}

}  // namespace homing::utxo
