#include "store/merkle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <map>

#include "core/crypto/hash.h"

namespace homing {
namespace {

using Hashes = std::vector<Hash>;

// A log in memory that keeps the nodes merkle_append hands out and nothing else.
class Log {
  public:
    void append(std::string_view entry) {
        const Hash leaf = merkle_leaf(entry);
        Result<std::vector<MerkleNode>> nodes = merkle_append(leaves_.size(), leaf, reader());
        ASSERT_TRUE(nodes.has_value());
        for (const MerkleNode& node : *nodes) nodes_[{node.level, node.index}] = node.hash;
        leaves_.push_back(leaf);
    }
    MerkleReader reader() const {
        return [this](unsigned level, std::uint64_t index) -> Result<Hash> {
            const auto found = nodes_.find({level, index});
            if (found == nodes_.end()) {
                return not_found("node " + std::to_string(index) + " of level " +
                                 std::to_string(level));
            }
            return found->second;
        };
    }
    const Hashes& leaves() const { return leaves_; }
    Hash root(std::uint64_t size) const { return *merkle_root(size, reader()); }
    Hashes inclusion(std::uint64_t index, std::uint64_t size) const {
        return *merkle_inclusion_proof(index, size, reader());
    }
    Hashes consistency(std::uint64_t from, std::uint64_t to) const {
        return *merkle_consistency_proof(from, to, reader());
    }

  private:
    Hashes leaves_;
    std::map<std::pair<unsigned, std::uint64_t>, Hash> nodes_;
};

Log log_of(const std::vector<std::string>& entries) {
    Log log;
    for (const std::string& entry : entries) log.append(entry);
    return log;
}

constexpr std::uint64_t kLargest = 64;

const Log& log_of_64() {
    static const Log log = [] {
        std::vector<std::string> entries;
        for (std::uint64_t i = 0; i < kLargest; ++i)
            entries.push_back("entry " + std::to_string(i));
        return log_of(entries);
    }();
    return log;
}

// RFC 9162 §2.1 word for word, over the leaves themselves: what the node arithmetic must agree
// with.
Hash tree_hash(const Hashes& leaves, std::size_t begin, std::size_t size) {
    if (size == 0) return Hash{sha256({})};
    if (size == 1) return leaves[begin];
    const std::size_t k = std::bit_floor(size - 1);
    return merkle_parent(tree_hash(leaves, begin, k), tree_hash(leaves, begin + k, size - k));
}

Hashes path(const Hashes& leaves, std::size_t index, std::size_t begin, std::size_t size) {
    if (size == 1) return {};
    const std::size_t k = std::bit_floor(size - 1);
    Hashes hashes =
        index < k ? path(leaves, index, begin, k) : path(leaves, index - k, begin + k, size - k);
    hashes.push_back(index < k ? tree_hash(leaves, begin + k, size - k)
                               : tree_hash(leaves, begin, k));
    return hashes;
}

Hashes subproof(const Hashes& leaves, std::size_t from, std::size_t begin, std::size_t size,
                bool is_known) {
    if (from == size) return is_known ? Hashes() : Hashes{tree_hash(leaves, begin, size)};
    const std::size_t k = std::bit_floor(size - 1);
    Hashes hashes = from <= k ? subproof(leaves, from, begin, k, is_known)
                              : subproof(leaves, from - k, begin + k, size - k, false);
    hashes.push_back(from <= k ? tree_hash(leaves, begin + k, size - k)
                               : tree_hash(leaves, begin, k));
    return hashes;
}

// Every proof one step away from a right one: a hash cut off, doubled, added, changed or swapped.
std::vector<Hashes> damaged(const Hashes& proof) {
    std::vector<Hashes> all;
    const Hash stranger = merkle_leaf("stranger");
    for (std::size_t i = 0; i < proof.size(); ++i) {
        Hashes without = proof;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        all.push_back(without);
        Hashes flipped = proof;
        flipped[i].bytes[i % 32] ^= 1;
        all.push_back(flipped);
        Hashes twice = proof;
        twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), proof[i]);
        all.push_back(twice);
        if (i > 0) {
            Hashes swapped = proof;
            std::swap(swapped[i - 1], swapped[i]);
            all.push_back(swapped);
        }
    }
    Hashes longer = proof;
    longer.push_back(stranger);
    all.push_back(longer);
    Hashes shifted = proof;
    shifted.insert(shifted.begin(), stranger);
    all.push_back(shifted);
    return all;
}

// google/certificate-transparency: cpp/merkletree/merkle_tree_test.cc, the eight inputs and roots.
const std::vector<std::string> kPublishedEntries = {"",
                                                    "00",
                                                    "10",
                                                    "2021",
                                                    "3031",
                                                    "40414243",
                                                    "5051525354555657",
                                                    "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> kPublishedRoots = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Log published_log() {
    Log log;
    for (const std::string& entry : kPublishedEntries) log.append(as_text(*parse_hex(entry)));
    return log;
}

std::vector<std::string> texts(const Hashes& hashes) {
    std::vector<std::string> all;
    for (const Hash& hash : hashes) all.push_back(hash.str());
    return all;
}

TEST(Merkle, has_the_published_roots_of_eight_leaves) {
    const Log log = published_log();
    EXPECT_EQ(log.root(0).str(), to_hex(sha256({})));
    for (std::size_t size = 1; size <= 8; ++size) {
        EXPECT_EQ(log.root(size).str(), kPublishedRoots[size - 1]) << size << " leaves";
    }
}

// transparency-dev/merkle: proof/verify_test.go, over the same eight entries.
TEST(Merkle, has_the_published_inclusion_proofs) {
    struct Case {
        std::uint64_t index;
        std::uint64_t size;
        std::vector<std::string> proof;
    };
    const Case cases[] = {
        {0, 1, {}},
        {0,
         8,
         {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
        {5,
         8,
         {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
        {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
        {1,
         5,
         {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
    };
    const Log log = published_log();
    for (const auto& [index, size, proof] : cases) {
        EXPECT_EQ(texts(log.inclusion(index, size)), proof) << index << " of " << size;
    }
}

TEST(Merkle, has_the_published_consistency_proofs) {
    struct Case {
        std::uint64_t from;
        std::uint64_t to;
        std::vector<std::string> proof;
    };
    const Case cases[] = {
        {1, 1, {}},
        {1,
         8,
         {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
        {6,
         8,
         {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
        {2,
         5,
         {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
        {6,
         7,
         {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
          "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
    };
    const Log log = published_log();
    for (const auto& [from, to, proof] : cases) {
        EXPECT_EQ(texts(log.consistency(from, to)), proof) << from << " to " << to;
    }
}

TEST(Merkle, roots_and_proofs_equal_the_recursion_of_the_rfc_for_every_size_to_64) {
    const Log& log = log_of_64();
    for (std::uint64_t size = 1; size <= kLargest; ++size) {
        ASSERT_EQ(log.root(size), tree_hash(log.leaves(), 0, size)) << size;
        for (std::uint64_t i = 0; i < size; ++i) {
            ASSERT_EQ(log.inclusion(i, size), path(log.leaves(), i, 0, size))
                << i << " of " << size;
            ASSERT_EQ(log.consistency(i + 1, size), subproof(log.leaves(), i + 1, 0, size, true))
                << i + 1 << " to " << size;
        }
    }
}

TEST(Merkle, a_right_inclusion_proof_is_accepted_and_every_damaged_one_refused) {
    const Log& log = log_of_64();
    for (std::uint64_t size = 1; size <= kLargest; ++size) {
        const Hash root = log.root(size);
        for (std::uint64_t index = 0; index < size; ++index) {
            const Hash& leaf = log.leaves()[index];
            const Hashes proof = log.inclusion(index, size);
            ASSERT_TRUE(verify_inclusion(leaf, index, size, proof, root)) << index << "/" << size;
            for (const Hashes& wrong : damaged(proof)) {
                ASSERT_FALSE(verify_inclusion(leaf, index, size, wrong, root))
                    << index << "/" << size;
            }
        }
    }
}

TEST(Merkle, an_inclusion_proof_holds_for_no_other_index_leaf_size_or_root) {
    const Log& log = log_of_64();
    for (std::uint64_t size = 1; size <= kLargest; ++size) {
        const Hash root = log.root(size);
        for (std::uint64_t index = 0; index < size; ++index) {
            const Hash& leaf = log.leaves()[index];
            const Hashes proof = log.inclusion(index, size);
            for (std::uint64_t other = 0; other <= size; ++other) {
                if (other == index) continue;
                ASSERT_FALSE(verify_inclusion(leaf, other, size, proof, root));
                if (other == size) continue;
                ASSERT_FALSE(verify_inclusion(log.leaves()[other], index, size, proof, root));
            }
            ASSERT_FALSE(verify_inclusion(leaf, index, 2 * size, proof, root));
            ASSERT_FALSE(verify_inclusion(leaf, index, size / 2, proof, root));
            ASSERT_FALSE(verify_inclusion(leaf, index, 0, proof, root));
            const std::uint64_t grown = size % kLargest + 1;
            ASSERT_FALSE(verify_inclusion(leaf, index, grown, proof, log.root(grown)));
            ASSERT_FALSE(verify_inclusion(leaf, index, size, proof, Hash()));
        }
    }
}

TEST(Merkle, a_right_consistency_proof_is_accepted_and_every_damaged_one_refused) {
    const Log& log = log_of_64();
    for (std::uint64_t to = 1; to <= kLargest; ++to) {
        for (std::uint64_t from = 1; from <= to; ++from) {
            const Hash old_root = log.root(from);
            const Hash root = log.root(to);
            const Hashes proof = log.consistency(from, to);
            ASSERT_TRUE(verify_consistency(from, old_root, to, root, proof)) << from << "-" << to;
            for (const Hashes& wrong : damaged(proof)) {
                ASSERT_FALSE(verify_consistency(from, old_root, to, root, wrong))
                    << from << "-" << to;
            }
        }
    }
}

TEST(Merkle, a_consistency_proof_holds_for_no_other_roots_or_sizes) {
    const Log& log = log_of_64();
    for (std::uint64_t to = 2; to <= kLargest; ++to) {
        for (std::uint64_t from = 1; from < to; ++from) {
            const Hash old_root = log.root(from);
            const Hash root = log.root(to);
            const Hashes proof = log.consistency(from, to);
            ASSERT_FALSE(verify_consistency(from, root, to, old_root, proof));
            ASSERT_FALSE(verify_consistency(from, Hash(), to, root, proof));
            ASSERT_FALSE(verify_consistency(from, old_root, to, Hash(), proof));
            ASSERT_FALSE(verify_consistency(from, old_root, to, root, {}));
            ASSERT_FALSE(verify_consistency(0, old_root, to, root, proof));
            ASSERT_FALSE(verify_consistency(to, old_root, from, root, proof));
            ASSERT_FALSE(verify_consistency(from, old_root, 2 * to, root, proof));
            for (std::uint64_t other = 1; other <= to; ++other) {
                if (other == from) continue;
                ASSERT_FALSE(verify_consistency(other, old_root, to, root, proof))
                    << other << " for " << from << "-" << to;
            }
        }
    }
}

TEST(Merkle, a_log_whose_past_was_rewritten_has_no_consistency_proof) {
    std::vector<std::string> entries;
    for (int i = 0; i < 13; ++i) entries.push_back(std::to_string(i));
    const Log honest = log_of(entries);
    entries[2] = "rewritten";
    const Log forged = log_of(entries);
    for (std::uint64_t from = 3; from < 13; ++from) {
        EXPECT_FALSE(verify_consistency(from, honest.root(from), 13, forged.root(13),
                                        forged.consistency(from, 13)));
    }
}

TEST(Merkle, refuses_proofs_of_what_the_log_does_not_have) {
    const MerkleReader read = log_of_64().reader();
    const Result<Hashes> beyond = merkle_inclusion_proof(5, 5, read);
    ASSERT_FALSE(beyond.has_value());
    EXPECT_EQ(beyond.error(), invalid("the log of 5 entries has no entry 5"));
    EXPECT_EQ(merkle_inclusion_proof(0, 0, read).error().code, Code::kInvalid);
    EXPECT_EQ(merkle_consistency_proof(0, 5, read).error().code, Code::kInvalid);
    EXPECT_EQ(merkle_consistency_proof(6, 5, read).error().code, Code::kInvalid);
}

TEST(Merkle, hands_on_the_error_of_its_reader) {
    const Error gone = corrupt("the node is gone");
    const MerkleReader read = [&](unsigned, std::uint64_t) -> Result<Hash> { return gone; };
    EXPECT_EQ(merkle_append(1, Hash(), read).error(), gone);
    EXPECT_EQ(merkle_root(3, read).error(), gone);
    EXPECT_EQ(merkle_inclusion_proof(0, 2, read).error(), gone);
    EXPECT_EQ(merkle_consistency_proof(1, 2, read).error(), gone);
}

TEST(Merkle, reads_one_node_a_level_however_large_the_log) {
    std::uint64_t reads = 0;
    const MerkleReader read = [&](unsigned level, std::uint64_t index) -> Result<Hash> {
        ++reads;
        return merkle_leaf(std::to_string(level) + "/" + std::to_string(index));
    };
    const std::uint64_t size = (std::uint64_t{1} << 63) + 12345;
    ASSERT_TRUE(merkle_append(~std::uint64_t{0} - 1, Hash(), read).has_value());
    EXPECT_EQ(reads, 0u);
    ASSERT_TRUE(merkle_append(~std::uint64_t{0} >> 1, Hash(), read).has_value());
    EXPECT_EQ(reads, 63u);
    reads = 0;
    const Result<Hashes> proof = merkle_inclusion_proof(77, size, read);
    ASSERT_TRUE(proof.has_value());
    EXPECT_LT(reads, 80u);
    EXPECT_EQ(proof->size(), 64u);
}

}  // namespace
}  // namespace homing
