#include "store/merkle.h"

#include <algorithm>
#include <bit>
#include <string>

#include "core/crypto/hash.h"

namespace homing {
namespace {

// The leaves [begin, begin + size), where begin is a multiple of the smallest power of two that is
// not below size: every range that halving a tree as RFC 9162 §2.1.1 does can meet.
struct Range {
    std::uint64_t begin = 0;
    std::uint64_t size = 0;

    // The largest power of two below size: how many leaves the left half has.
    std::uint64_t split() const { return std::bit_floor(size - 1); }
    Range left() const { return {begin, split()}; }
    Range right() const { return {begin + split(), size - split()}; }
};

// The hash over a range that is not empty: its complete subtrees, folded from the right.
Result<Hash> range_hash(Range range, const MerkleReader& read) {
    Hash hash;
    bool is_first = true;
    while (range.size > 0) {
        const auto level = static_cast<unsigned>(std::countr_zero(range.size));
        const std::uint64_t leaves = std::uint64_t{1} << level;
        range.size -= leaves;
        Result<Hash> subtree = read(level, (range.begin + range.size) >> level);
        if (!subtree) return subtree;
        hash = is_first ? *subtree : merkle_parent(*subtree, hash);
        is_first = false;
    }
    return hash;
}

// Hashes of ranges, in their order.
Result<std::vector<Hash>> range_hashes(const std::vector<Range>& ranges, const MerkleReader& read) {
    std::vector<Hash> hashes;
    for (const Range& range : ranges) {
        Result<Hash> hash = range_hash(range, read);
        if (!hash) return hash.error();
        hashes.push_back(*hash);
    }
    return hashes;
}

// Where a leaf and the last leaf stand on one level, both counted from the left.
struct Position {
    std::uint64_t node;
    std::uint64_t last;

    void rise() {
        node >>= 1;
        last >>= 1;
    }
    // Whether the next hash of a proof belongs to the left; then also skips the levels on which
    // the node is the last one and has no sibling.
    bool takes_left() {
        if ((node & 1) == 0 && node != last) return false;
        while ((node & 1) == 0 && node != 0) rise();
        return true;
    }
};

}  // namespace

Hash merkle_leaf(std::string_view entry) {
    Bytes preimage;
    preimage.reserve(1 + entry.size());
    preimage.push_back(0x00);
    preimage.insert(preimage.end(), entry.begin(), entry.end());
    return Hash{sha256(preimage)};
}

Hash merkle_parent(const Hash& left, const Hash& right) {
    ByteArray<1 + 2 * Hash::kSize> preimage;
    preimage[0] = 0x01;
    std::ranges::copy(left.bytes, preimage.begin() + 1);
    std::ranges::copy(right.bytes, preimage.begin() + 1 + Hash::kSize);
    return Hash{sha256(preimage)};
}

Result<std::vector<MerkleNode>> merkle_append(std::uint64_t size, const Hash& leaf,
                                              const MerkleReader& read) {
    std::vector<MerkleNode> nodes = {{0, size, leaf}};
    for (MerkleNode node = nodes.back(); (node.index & 1) != 0; nodes.push_back(node)) {
        Result<Hash> left = read(node.level, node.index - 1);
        if (!left) return left.error();
        node = {node.level + 1, node.index >> 1, merkle_parent(*left, node.hash)};
    }
    return nodes;
}

Result<Hash> merkle_root(std::uint64_t size, const MerkleReader& read) {
    if (size == 0) return Hash{sha256({})};
    return range_hash({0, size}, read);
}

Result<std::vector<Hash>> merkle_inclusion_proof(std::uint64_t index, std::uint64_t size,
                                                 const MerkleReader& read) {
    if (index >= size) {
        return invalid("the log of " + std::to_string(size) + " entries has no entry " +
                       std::to_string(index));
    }
    std::vector<Range> siblings;
    for (Range range = {0, size}; range.size > 1;) {
        const bool is_left = index < range.right().begin;
        siblings.push_back(is_left ? range.right() : range.left());
        range = is_left ? range.left() : range.right();
    }
    std::ranges::reverse(siblings);
    return range_hashes(siblings, read);
}

Result<std::vector<Hash>> merkle_consistency_proof(std::uint64_t from, std::uint64_t to,
                                                   const MerkleReader& read) {
    if (from < 1 || from > to) {
        return invalid("no consistency proof leads from " + std::to_string(from) + " to " +
                       std::to_string(to) + " entries; 1 <= from <= to is needed");
    }
    std::vector<Range> ranges;
    Range range = {0, to};
    while (range.begin + range.size != from) {
        const bool ends_left = from <= range.right().begin;
        ranges.push_back(ends_left ? range.right() : range.left());
        range = ends_left ? range.left() : range.right();
    }
    // A range from the first leaf is the old tree itself, whose root the verifier has.
    if (range.begin != 0) ranges.push_back(range);
    std::ranges::reverse(ranges);
    return range_hashes(ranges, read);
}

// RFC 9162 §2.1.3.2.
bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                      const std::vector<Hash>& proof, const Hash& root) {
    if (index >= size) return false;
    Position at = {index, size - 1};
    Hash hash = leaf;
    for (const Hash& sibling : proof) {
        if (at.last == 0) return false;
        hash = at.takes_left() ? merkle_parent(sibling, hash) : merkle_parent(hash, sibling);
        at.rise();
    }
    return at.last == 0 && hash == root;
}

// RFC 9162 §2.1.4.2.
bool verify_consistency(std::uint64_t from, const Hash& from_root, std::uint64_t to,
                        const Hash& to_root, const std::vector<Hash>& proof) {
    if (from < 1 || from > to) return false;
    if (from == to) return proof.empty() && from_root == to_root;
    if (proof.empty()) return false;
    Position at = {from - 1, to - 1};
    while ((at.node & 1) != 0) at.rise();
    const bool starts_at_old_root = std::has_single_bit(from);
    Hash old_hash = starts_at_old_root ? from_root : proof[0];
    Hash new_hash = old_hash;
    for (std::size_t i = starts_at_old_root ? 0 : 1; i < proof.size(); ++i) {
        if (at.last == 0) return false;
        if (at.takes_left()) {
            old_hash = merkle_parent(proof[i], old_hash);
            new_hash = merkle_parent(proof[i], new_hash);
        } else {
            new_hash = merkle_parent(new_hash, proof[i]);
        }
        at.rise();
    }
    return at.last == 0 && old_hash == from_root && new_hash == to_root;
}

}  // namespace homing
