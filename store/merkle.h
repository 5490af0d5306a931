#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "core/id.h"
#include "core/result.h"

// The Merkle tree of RFC 9162 §2.1: leaf = SHA-256(00 ‖ entry), node = SHA-256(01 ‖ left ‖ right).
// Pure; nodes of complete subtrees come from and go to whoever stores them.
namespace homing {

// A complete subtree: `level` 0 is a leaf, `index` counts subtrees of that level from the left.
struct MerkleNode {
    unsigned level = 0;
    std::uint64_t index = 0;
    Hash hash;
};

using MerkleReader = std::function<Result<Hash>(unsigned level, std::uint64_t index)>;

Hash merkle_leaf(std::string_view entry);
Hash merkle_parent(const Hash& left, const Hash& right);

// The complete subtrees that leaf number `size` completes, leaf first. Reads those to its left.
Result<std::vector<MerkleNode>> merkle_append(std::uint64_t size, const Hash& leaf,
                                              const MerkleReader& read);

// Root over the first `size` leaves; of zero leaves, SHA-256 of nothing.
Result<Hash> merkle_root(std::uint64_t size, const MerkleReader& read);

// kInvalid unless index < size.
Result<std::vector<Hash>> merkle_inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                 const MerkleReader& read);
// kInvalid unless 1 <= from <= to (from == to: empty).
Result<std::vector<Hash>> merkle_consistency_proof(std::uint64_t from, std::uint64_t to,
                                                   const MerkleReader& read);

bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                      const std::vector<Hash>& proof, const Hash& root);
bool verify_consistency(std::uint64_t from, const Hash& from_root, std::uint64_t to,
                        const Hash& to_root, const std::vector<Hash>& proof);

}  // namespace homing
