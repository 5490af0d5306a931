#pragma once

#include <string>
#include <vector>

#include "core/crypto/ed25519.h"
#include "store/store.h"

// Texts of the audit log that others can check without us: signed checkpoints and proofs in the
// formats of C2SP (tlog-checkpoint, signed-note, tlog-proof).
namespace homing {

// A head under the log's name, signed by its key.
std::string format_checkpoint(const std::string& origin, const LogHead& head,
                              const Ed25519KeyPair& key);

struct Checkpoint {
    std::string origin;
    LogHead head;
};
// kInvalid when it is no checkpoint or no signature of it is this key's.
Result<Checkpoint> parse_checkpoint(std::string_view text, const Ed25519PublicKey& key);

// That an entry is in the log under a checkpoint; the entry itself stands in the "extra" line.
struct LogProof {
    std::string entry;
    std::uint64_t index = 0;
    std::vector<Hash> hashes;
    std::string checkpoint;
};
std::string format_proof(const LogProof& proof);
// kInvalid when it is no proof; says nothing about whether it holds.
Result<LogProof> parse_proof(std::string_view text);

// Standard base64 with padding (RFC 4648 §4).
std::string to_base64(ByteView bytes);
Result<Bytes> parse_base64(std::string_view text);

}  // namespace homing
