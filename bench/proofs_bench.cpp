#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <sodium.h>

#include <algorithm>
#include <string>
#include <vector>

#include "bench/report.h"
#include "core/check.h"
#include "core/crypto/ed25519.h"
#include "core/crypto/hash.h"
#include "core/crypto/secp256k1.h"

// Signature proofs beside the libraries' own loops: what our range checks and copies cost.
namespace homing::bench {
namespace {

constexpr int kRounds = 15;

ByteArray<32> number(std::string_view what, std::size_t i) {
    return HashBuilder().add(what).add(std::to_string(i)).finish().bytes;
}

struct Recovery {
    ByteArray<32> digest;
    RecoverableSignature signature;
};

std::vector<Recovery> make_recoveries(std::size_t count) {
    std::vector<Recovery> all;
    for (std::size_t i = 0; i < count; ++i) {
        const ByteArray<32> digest = number("digest", i);
        all.push_back({digest, *secp256k1_sign(digest, number("secret", i))});
    }
    return all;
}

void compare_recovery(Report& report, std::size_t count) {
    const std::vector<Recovery> input = make_recoveries(count);
    std::vector<Secp256k1UncompressedKey> ours(count);
    std::vector<Secp256k1UncompressedKey> theirs(count);
    secp256k1_context* context =
        secp256k1_context_create(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY);
    const Lane our_lane = {"homing", [&] {
                               for (std::size_t i = 0; i < count; ++i) {
                                   ours[i] =
                                       *secp256k1_recover(input[i].digest, input[i].signature);
                               }
                           }};
    const Lane their_lane = {
        "libsecp256k1", [&] {
            for (std::size_t i = 0; i < count; ++i) {
                secp256k1_ecdsa_recoverable_signature parsed;
                secp256k1_pubkey key;
                ByteArray<65> bytes;
                std::size_t size = bytes.size();
                CHECK(secp256k1_ecdsa_recoverable_signature_parse_compact(
                          context, &parsed, input[i].signature.r_s.data(),
                          input[i].signature.recovery_id) == 1);
                CHECK(secp256k1_ecdsa_recover(context, &key, &parsed, input[i].digest.data()) == 1);
                secp256k1_ec_pubkey_serialize(context, bytes.data(), &size, &key,
                                              SECP256K1_EC_UNCOMPRESSED);
                std::copy(bytes.begin() + 1, bytes.end(), theirs[i].begin());
            }
        }};
    const auto times = interleaved_medians({our_lane, their_lane}, kRounds, Clock::kThreadCpu);
    CHECK(ours == theirs);
    secp256k1_context_destroy(context);
    report.figure("secp256k1_recover", static_cast<double>(count) / times[0], "/s/core");
    report.figure("libsecp256k1_loop", static_cast<double>(count) / times[1], "/s/core");
    report.ratio("secp256k1_recover_to_loop", times[1] / times[0], Wanted::at_least(0.95));
}

struct Verification {
    std::string message;
    Ed25519PublicKey key;
    Ed25519Signature signature;
};

void compare_verification(Report& report, std::size_t count) {
    std::vector<Verification> input;
    for (std::size_t i = 0; i < count; ++i) {
        const Ed25519KeyPair pair = ed25519_from_seed(number("seed", i));
        const std::string message = "claim " + std::to_string(i);
        input.push_back(
            {message, pair.public_key, ed25519_sign(as_bytes(message), pair.secret_key)});
        // Every eighth is a wrong one, so that a loop that always says yes would be seen.
        if (i % 8 == 7) input.back().signature[5] ^= 1;
    }
    std::vector<char> ours(count);
    std::vector<char> theirs(count);
    const Lane our_lane = {"homing", [&] {
                               for (std::size_t i = 0; i < count; ++i) {
                                   ours[i] = ed25519_verify(as_bytes(input[i].message),
                                                            input[i].signature, input[i].key);
                               }
                           }};
    const Lane their_lane = {"libsodium", [&] {
                                 for (std::size_t i = 0; i < count; ++i) {
                                     const ByteView message = as_bytes(input[i].message);
                                     theirs[i] =
                                         crypto_sign_verify_detached(
                                             input[i].signature.data(), message.data(),
                                             message.size(), input[i].key.bytes.data()) == 0;
                                 }
                             }};
    const auto times = interleaved_medians({our_lane, their_lane}, kRounds, Clock::kThreadCpu);
    CHECK(ours == theirs);
    CHECK(std::ranges::count(ours, 0) == static_cast<std::ptrdiff_t>(count / 8));
    report.figure("ed25519_verify", static_cast<double>(count) / times[0], "/s/core");
    report.figure("libsodium_loop", static_cast<double>(count) / times[1], "/s/core");
    report.ratio("ed25519_verify_to_loop", times[1] / times[0], Wanted::at_least(0.95));
}

void run() {
    const std::size_t count = size_from_environment("HOMING_BENCH_PROOFS", 2000);
    Report report("proofs");
    compare_recovery(report, count);
    compare_verification(report, count);
    report.note("Thread CPU time, median of " + std::to_string(kRounds) + " rounds of " +
                std::to_string(count) + "; both sides gave the same answers.");
    report.print();
}

}  // namespace
}  // namespace homing::bench

int main() {
    homing::bench::run();
}
