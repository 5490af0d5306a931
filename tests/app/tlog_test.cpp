#include "app/tlog.h"

#include <gtest/gtest.h>

#include "store/merkle.h"

namespace homing {
namespace {

TEST(Tlog, a_checkpoint_is_read_back_and_no_byte_of_it_may_change) {
    const Ed25519KeyPair key = ed25519_from_seed({9});
    const LogHead head{3, merkle_leaf("x")};
    const std::string text = format_checkpoint("demo.example", head, key);
    const Result<Checkpoint> read = parse_checkpoint(text, key.public_key);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->head, head);
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        std::string changed = text;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(parse_checkpoint(changed, key.public_key)) << i;
    }
    EXPECT_FALSE(parse_checkpoint(text, ed25519_from_seed({8}).public_key));
}

TEST(Tlog, a_proof_is_read_back) {
    const LogProof proof{"{\"a\":1}", 1, {merkle_leaf("a"), merkle_leaf("b")}, "checkpoint\n"};
    const Result<LogProof> read = parse_proof(format_proof(proof));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->entry, proof.entry);
    EXPECT_EQ(read->index, 1u);
    EXPECT_EQ(read->hashes, proof.hashes);
    EXPECT_EQ(read->checkpoint, proof.checkpoint);
    EXPECT_FALSE(parse_proof(""));
    EXPECT_FALSE(parse_proof("c2sp.org/tlog-proof@v1\nextra !\n"));
}

TEST(Base64, reads_only_what_it_writes) {
    for (const char* text : {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYmFy"}) {  // RFC 4648 §10
        ASSERT_TRUE(parse_base64(text)) << text;
        EXPECT_EQ(to_base64(*parse_base64(text)), text);
    }
    EXPECT_EQ(to_base64(as_bytes("fooba")), "Zm9vYmE=");
    for (const char* bad : {"Z", "Zh==", "Zg=", "Zg=a", "=Zg=", "Zm9v\n", "Zg==Zg=="}) {
        EXPECT_FALSE(parse_base64(bad)) << bad;
    }
}

}  // namespace
}  // namespace homing
