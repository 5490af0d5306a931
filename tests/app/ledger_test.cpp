#include "app/ledger.h"

#include <gtest/gtest.h>

#include <future>

#include "app/ledger_file.h"
#include "app/ledger_http.h"
#include "app/run/ledger_worker.h"
#include "store/store.h"
#include "tests/app/ledger_receiver.h"
#include "tests/app/scratch.h"

namespace homing {
namespace {

using namespace std::chrono_literals;
using Fault = LedgerReceiver::Fault;

OutboxMessage message(const std::string& key, Time created = SystemClock().now()) {
    return {OutboxTarget::kLedger, key,
            R"({"account":"alice","index":"tx","network":"eip155:1","txid":"0x)" + key + R"("})",
            created};
}

const LedgerSubject kSubject = {*NetworkId::parse("eip155:1"), "0xk1", "tx"};

TEST(HttpLedger, every_fault_on_the_way_books_a_credit_exactly_once) {
    for (const Fault fault : {Fault::kHangAfterEffect, Fault::kDropAfterEffect, Fault::kDropBefore,
                              Fault::kError500, Fault::kGarbage}) {
        LedgerReceiver receiver;
        HttpLedger ledger(receiver.url(), "", 150ms);
        receiver.fail_next({fault});
        const Result<std::string> first = ledger.deliver(message("k1"));
        ASSERT_FALSE(first);
        EXPECT_EQ(first.error().code, Code::kUnavailable);
        Result<std::string> again = ledger.deliver(message("k1"));
        for (int i = 0; i < 5 && !again; ++i) again = ledger.deliver(message("k1"));
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_EQ(receiver.booked(), (std::map<std::string, int>{{"k1", 1}}));
        EXPECT_EQ(ledger.ask(kSubject)->credited, Answer::kYes);
    }
}

TEST(HttpLedger, answers_no_yes_and_unknown_and_is_never_sure_of_a_silent_ledger) {
    LedgerReceiver receiver;
    HttpLedger ledger(receiver.url(), "", 500ms);
    EXPECT_EQ(ledger.ask(kSubject)->credited, Answer::kNo);
    receiver.say_unknown(true);
    EXPECT_EQ(ledger.ask(kSubject)->credited, Answer::kUnknown);
    HttpLedger nobody("http://127.0.0.1:1", "", 200ms);
    EXPECT_EQ(nobody.ask(kSubject).error().code, Code::kUnavailable);
}

TEST(HttpLedger, a_key_with_another_body_is_a_conflict) {
    LedgerReceiver receiver;
    HttpLedger ledger(receiver.url(), "", 500ms);
    ASSERT_TRUE(ledger.deliver(message("k1")));
    OutboxMessage other = message("k1");
    other.body = R"({"account":"mallory"})";
    EXPECT_EQ(ledger.deliver(other).error().code, Code::kConflict);
}

TEST(FileLedger, keeps_each_key_once_and_survives_a_half_written_line) {
    const Scratch scratch;
    const auto file = scratch.path() / "ledger.jsonl";
    {
        auto ledger = FileLedger::open(file);
        ASSERT_TRUE(ledger) << ledger.error().message;
        EXPECT_EQ(*(*ledger)->deliver(message("k1")), "line-1");
        EXPECT_EQ(*(*ledger)->deliver(message("k1")), "line-1");
        EXPECT_FALSE(FileLedger::open(file)) << "two processes on one ledger file";
    }
    std::ofstream(file, std::ios::app) << R"({"key":"k2","id":"li)";
    auto ledger = FileLedger::open(file);
    ASSERT_TRUE(ledger) << ledger.error().message;
    EXPECT_EQ((*ledger)->ask(kSubject)->credited, Answer::kYes);
    EXPECT_EQ(*(*ledger)->deliver(message("k2")), "line-2");
    const LedgerSubject never{kSubject.network, "0xk9", "tx"};
    EXPECT_EQ((*ledger)->ask(never)->credited, Answer::kNo);
}

TEST(FileLedger, refuses_a_damaged_line) {
    const Scratch scratch;
    const auto ledger = FileLedger::open(scratch.write("ledger.jsonl", "nonsense\n"));
    ASSERT_FALSE(ledger);
    EXPECT_EQ(ledger.error().code, Code::kCorrupt);
}

// The outbox of a store delivered by the worker, through faults, until it is acknowledged.
void deliver_through(LedgerReceiver& receiver, Time created) {
    const std::unique_ptr<Store> store = make_memory_store(StoreId());
    Commit commit;
    commit.op_id.bytes[0] = 1;
    commit.puts.push_back({"\x10test", 0x1001, "body"});
    commit.outbox.push_back(message("k1", created));
    ASSERT_TRUE(store->commit(std::move(commit)).ok());
    std::promise<std::string> acknowledged;
    LedgerWorker worker(
        std::make_unique<HttpLedger>(receiver.url(), "", 150ms), *store, 1h,
        {[](const DepositId&, std::optional<Evidence>) {},
         [&, done = false](const std::string&, const std::string& id) mutable -> Result<void> {
             if (!done) acknowledged.set_value(id);
             done = true;
             return {};
         }});
    worker.start();
    std::future<std::string> id = acknowledged.get_future();
    ASSERT_EQ(id.wait_for(10s), std::future_status::ready);
    EXPECT_EQ(id.get(), "r-k1");
}

TEST(LedgerWorker, delivers_through_faults_exactly_once) {
    LedgerReceiver receiver;
    receiver.fail_next({Fault::kError500, Fault::kDropAfterEffect});
    deliver_through(receiver, SystemClock().now());
    EXPECT_EQ(receiver.booked(), (std::map<std::string, int>{{"k1", 1}}));
}

TEST(LedgerWorker, asks_before_it_repeats_past_the_idempotency_window) {
    LedgerReceiver receiver;
    HttpLedger before(receiver.url(), "", 500ms);
    ASSERT_TRUE(before.deliver(message("k1")));
    receiver.fail_next({Fault::kGarbage, Fault::kGarbage, Fault::kGarbage, Fault::kGarbage});
    deliver_through(receiver, SystemClock().now() - 2h);  // by asking alone: no POST would be heard
}

}  // namespace
}  // namespace homing
