#include "app/tlog.h"

#include <algorithm>

#include "app/config_value.h"
#include "core/crypto/hash.h"

namespace homing {

namespace {

constexpr std::string_view kProofHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kSignatureStart = "\xe2\x80\x94 ";  // an em dash and a space
constexpr std::uint8_t kAlgorithmEd25519 = 1;
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The first four bytes of SHA-256 over name, line feed, algorithm and key (C2SP signed-note).
ByteArray<4> key_id(const std::string& name, const Ed25519PublicKey& key) {
    Bytes preimage(as_bytes(name).begin(), as_bytes(name).end());
    preimage.push_back('\n');
    preimage.push_back(kAlgorithmEd25519);
    preimage.insert(preimage.end(), key.bytes.begin(), key.bytes.end());
    const ByteArray<32> hash = sha256(preimage);
    return {hash[0], hash[1], hash[2], hash[3]};
}

// Takes the first line off the text; false when there is no whole line.
bool take_line(std::string_view& text, std::string_view& line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return false;
    line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return true;
}

Result<Hash> parse_hash(std::string_view line) {
    const Result<Bytes> bytes = parse_base64(line);
    if (!bytes || bytes->size() != Hash::kSize) return invalid("a line is not a hash in base64");
    Hash hash;
    std::ranges::copy(*bytes, hash.bytes.begin());
    return hash;
}

}  // namespace

std::string to_base64(ByteView bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = std::uint32_t(bytes[i]) << 16;
        if (i + 1 < bytes.size()) group |= std::uint32_t(bytes[i + 1]) << 8;
        if (i + 2 < bytes.size()) group |= bytes[i + 2];
        out += kAlphabet[group >> 18];
        out += kAlphabet[group >> 12 & 63];
        out += i + 1 < bytes.size() ? kAlphabet[group >> 6 & 63] : '=';
        out += i + 2 < bytes.size() ? kAlphabet[group & 63] : '=';
    }
    return out;
}

Result<Bytes> parse_base64(std::string_view text) {
    const Error wrong = invalid("not base64");
    if (text.size() % 4 != 0) return wrong;
    Bytes out;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t group = 0;
        std::size_t digits = 0;
        for (std::size_t j = 0; j < 4; ++j) {
            const std::size_t value = kAlphabet.find(text[i + j]);
            if (value == std::string_view::npos) break;
            group |= static_cast<std::uint32_t>(value) << (18 - 6 * j);
            ++digits;
        }
        const bool is_last = i + 4 == text.size();
        if (digits < 4 && (!is_last || digits < 2 ||
                           text.substr(i + digits) != std::string_view("==").substr(digits - 2))) {
            return wrong;
        }
        for (std::size_t byte = 0; byte + 1 < digits; ++byte) {
            out.push_back(static_cast<std::uint8_t>(group >> (16 - 8 * byte) & 255));
        }
    }
    if (to_base64(out) != text) return wrong;  // stray bits behind the last byte
    return out;
}

std::string format_checkpoint(const std::string& origin, const LogHead& head,
                              const Ed25519KeyPair& key) {
    const std::string text =
        origin + "\n" + std::to_string(head.size) + "\n" + to_base64(head.root.bytes) + "\n";
    const ByteArray<4> id = key_id(origin, key.public_key);
    const Ed25519Signature signature = ed25519_sign(as_bytes(text), key.secret_key);
    Bytes blob(id.begin(), id.end());
    blob.insert(blob.end(), signature.begin(), signature.end());
    return text + "\n" + std::string(kSignatureStart) + origin + " " + to_base64(blob) + "\n";
}

Result<Checkpoint> parse_checkpoint(std::string_view text, const Ed25519PublicKey& key) {
    const std::string_view whole = text;
    std::string_view origin;
    std::string_view size;
    std::string_view root;
    if (!take_line(text, origin) || !take_line(text, size) || !take_line(text, root)) {
        return invalid("checkpoint: is not origin, size and root");
    }
    const Result<std::uint64_t> leaves = parse_whole(size);
    if (origin.empty() || !leaves) return invalid("checkpoint: origin or size is no such thing");
    const Result<Hash> hash = parse_hash(root);
    if (!hash) return within("checkpoint", hash.error());
    std::string_view line;
    while (take_line(text, line) && !line.empty()) {  // extension lines are signed and ignored
    }
    const std::string_view signed_text = whole.substr(0, whole.size() - text.size() - 1);
    const Checkpoint checkpoint{std::string(origin), {*leaves, *hash}};
    const ByteArray<4> id = key_id(checkpoint.origin, key);
    const std::string start = std::string(kSignatureStart) + checkpoint.origin + " ";
    while (take_line(text, line)) {
        if (!line.starts_with(start)) continue;
        const Result<Bytes> blob = parse_base64(line.substr(start.size()));
        if (!blob || blob->size() != 68 || !std::equal(id.begin(), id.end(), blob->begin()))
            continue;
        Ed25519Signature signature{};
        std::copy(blob->begin() + 4, blob->end(), signature.begin());
        if (ed25519_verify(as_bytes(signed_text), signature, key)) return checkpoint;
    }
    return invalid("checkpoint: no signature of it is this key's");
}

std::string format_proof(const LogProof& proof) {
    std::string text = std::string(kProofHeader) + "\nextra " + to_base64(as_bytes(proof.entry)) +
                       "\nindex " + std::to_string(proof.index) + "\n";
    for (const Hash& hash : proof.hashes) text += to_base64(hash.bytes) + "\n";
    return text + "\n" + proof.checkpoint;
}

Result<LogProof> parse_proof(std::string_view text) {
    LogProof proof;
    std::string_view line;
    if (!take_line(text, line) || line != kProofHeader) {
        return invalid("line 1: is not \"" + std::string(kProofHeader) + "\"");
    }
    if (!take_line(text, line) || !line.starts_with("extra ")) {
        return invalid("line 2: must be \"extra\" and the entry");
    }
    const Result<Bytes> entry = parse_base64(line.substr(6));
    if (!entry) return within("line 2", entry.error());
    proof.entry = as_text(*entry);
    if (!take_line(text, line) || !line.starts_with("index ")) {
        return invalid("line 3: must be \"index\" and a number");
    }
    const Result<std::uint64_t> index = parse_whole(line.substr(6));
    if (!index) return within("line 3", index.error());
    proof.index = *index;
    while (take_line(text, line) && !line.empty()) {
        const Result<Hash> hash = parse_hash(line);
        if (!hash) return hash.error();
        if (proof.hashes.size() == 64) return invalid("has more than 64 hashes");
        proof.hashes.push_back(*hash);
    }
    proof.checkpoint = text;
    return proof;
}

}  // namespace homing
