#include "recovery/refusal_codes.h"

#include <algorithm>
#include <array>

namespace homing {
namespace {

constexpr auto kCodes = std::to_array<RefusalCode>({
    {"not_our_address",
     "The address that was paid is not one of ours, so we do not hold the funds.",
     "A transaction that pays an address you were shown in your account.", true},
    {"other_users_address", "The address that was paid was given to another customer.",
     "The other customer's consent, which we can ask for if you prove that you sent the payment.",
     true},
    {"other_users_memo", "The memo on the payment names another customer.",
     "The other customer's consent, which we can ask for if you prove that you sent the payment.",
     true},
    {"sender_not_claimant", "Nothing shows that the payment was sent by you or for you.",
     "A proof that fits the sending address: a signature with its key, or the sending platform's "
     "confirmation that the withdrawal was yours.",
     true},
    {"third_party_claim", "The request was made for a payment that is somebody else's to ask for.",
     "A request from the account that the payment was meant for.", true},
    {"transaction_failed", "The transaction failed on its network and moved nothing.",
     "Another transaction that succeeded. Funds that never left are still with the sender.", true},
    {"transaction_not_found", "The network knows no transaction with this id.",
     "The id exactly as the sending wallet or platform shows it, and the network it was sent on.",
     true},
    {"is_a_withdrawal", "The transaction is a payment from us, not one to us.",
     "The id of a transaction that pays an address of ours.", true},
    {"network_not_listed", "The payment was made on a network that we cannot reach.",
     "Support for the network. We keep the request and look at it again when that comes.", true},
    {"network_excluded", "We do not recover payments on this network.",
     "A change of our list of networks, which is published with our terms.", true},
    {"token_worthless", "No market gives the token a price that covers moving it.",
     "A price from a market that we can check.", true},
    {"rebasing_token", "The token changes balances by itself, so the amount cannot be credited.",
     "Nothing on your side; the funds stay where they are until they can be sent back.", true},
    {"no_replay_protection",
     "Moving the payment on this network would repeat the move on its sister network.",
     "A way to split the coins of the two networks safely, which we look for from time to time.",
     true},
    {"contract_without_key", "The payment went to a contract that nobody holds a key for.",
     "A way out that the contract's own code offers; tell us if you know of one.", true},
    {"network_not_verifiable",
     "The payment was made on a test network, or one whose records we cannot check.",
     "The id of a payment on a public main network.", true},
    {"several_sources", "The payment was put together from several senders, so no one owns it all.",
     "A proof for each of the sending addresses.", true},
    {"source_cannot_receive",
     "The funds can only go back, and the sending address cannot take them.",
     "An address of your own on the same network, with a proof that its key is yours.", true},
    {"too_old", "The request came after the time that our terms allow for it.",
     "A reason why it could not be made in time.", true},
    {"below_minimum", "The payment is smaller than the smallest deposit we accept.",
     "Further payments to the same address: they are added up and credited together once they "
     "reach the smallest deposit.",
     true},
    {"fee_above_value", "Moving the payment would cost more than it is worth.",
     "A lower cost on the network, or a higher value of what was sent.", true},
    {"jurisdiction", "The law where you live does not let us recover this payment for you.",
     "A change of your place of residence or of the law.", true},
    {"account_class", "Recovery is not part of the agreement for this kind of account.",
     "A word with whoever looks after your account with us.", true},
    {"wallet_type", "The wallet behind the address cannot sign on the network that was used.",
     "A change of the wallet's software, after which we look at it again.", true},
    {"already_spent", "What was paid has left the address before we could recover it.",
     "Records that show where it went and that it should be replaced.", true},
    {"airdrop", "The tokens were handed out to the address by their issuer, not sent by you.",
     "A transaction that shows that you sent them.", true},
    {"mixed_funds", "The payment came through a service that hides where it comes from.",
     "Records that show where the funds came from before.", true},
    {"sanctions", "We are not allowed to move this payment.",
     "A decision of the authority concerned; we cannot make it ourselves.", false},
    {"falsified_evidence", "What was handed in as proof is not genuine.",
     "A genuine proof, looked at by somebody else.", true},
    {"already_credited", "The payment was credited to your account before.",
     "Nothing is needed; the credit stands in your account's history.", true},
    {"duplicate", "You asked for the same payment before, and that request is still looked at.",
     "Nothing is needed; follow the first request.", false},
});

}  // namespace

std::span<const RefusalCode> refusal_codes() {
    return kCodes;
}

const RefusalCode* find_refusal_code(std::string_view code) {
    const auto found = std::find_if(kCodes.begin(), kCodes.end(),
                                    [&](const RefusalCode& one) { return one.code == code; });
    return found == kCodes.end() ? nullptr : &*found;
}

}  // namespace homing
