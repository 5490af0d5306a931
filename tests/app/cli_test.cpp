#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "app/files.h"
#include "app/http_server.h"
#include "core/json.h"
#include "tests/app/scratch.h"

// The program itself, as people start it.
namespace homing {
namespace {

using namespace std::chrono_literals;

struct Ended {
    int code = -1;
    std::string out;
    std::string err;
};

class Cli : public testing::Test {
  protected:
    void SetUp() override {
        // A node that nobody listens on: the network pauses, all else works.
        scratch_.write("homing.toml", R"(witness_file = "witness"
log_key_file = "log.key"
[[network]]
id = "eip155:31337"
genesis = "0x0000000000000000000000000000000000000000000000000000000000000001"
endpoints = ["http://127.0.0.1:1"]
symbol = "ETH"
retries = 0
deadline = "200ms"
)");
        scratch_.write("log.key", std::string(64, '7') + "\n");
        scratch_.write("policy.json", R"({"version":1,"mode":"act","finality":[
            {"network":"eip155:31337","rule":"finalized","depth":0}],
            "automatic_credit_max_micro_usd":"1","two_person_min_micro_usd":"1",
            "price_age_max_ms":1,"answer_within_ms":1,"decision_within_ms":1,
            "pause_after_undo_depth":1,"claims_per_day_max":5,
            "unproven_claims_max":5})");
    }
    void TearDown() override {
        if (child_ > 0) stop(SIGKILL);
    }

    pid_t start(const std::vector<std::string>& args, const std::string& out) {
        std::vector<std::string> all = {HOMING_BINARY};
        all.insert(all.end(), args.begin(), args.end());
        const pid_t child = ::fork();
        if (child != 0) return child;
        ::chdir(scratch_.path().c_str());
        (void)!::freopen((out + ".out").c_str(), "w", stdout);
        (void)!::freopen((out + ".err").c_str(), "w", stderr);
        std::vector<char*> argv;
        for (std::string& arg : all) argv.push_back(arg.data());
        argv.push_back(nullptr);
        ::execv(HOMING_BINARY, argv.data());
        ::_exit(127);
    }
    Ended run(const std::vector<std::string>& args) {
        const pid_t child = start(args, "last");
        Ended ended{wait_for(child)};
        ended.out = *read_file(scratch_.path() / "last.out", 1 << 24);
        ended.err = *read_file(scratch_.path() / "last.err", 1 << 24);
        return ended;
    }
    static int wait_for(pid_t child) {
        int status = 0;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    void start_run() {
        child_ = start({"run"}, "run");
        for (int i = 0; i < 200 && !is_listening(scratch_.path() / "data/homing.sock"); ++i) {
            std::this_thread::sleep_for(50ms);
        }
        ASSERT_TRUE(is_listening(scratch_.path() / "data/homing.sock"))
            << *read_file(scratch_.path() / "run.err", 1 << 20);
    }
    int stop(int signal) {
        ::kill(child_, signal);
        return wait_for(std::exchange(child_, 0));
    }

    Scratch scratch_;
    pid_t child_ = 0;
};

TEST_F(Cli, exit_codes_say_what_to_do_next) {
    EXPECT_EQ(run({"--help"}).code, 0);
    EXPECT_EQ(run({}).code, 2);
    EXPECT_EQ(run({"fly"}).code, 2);
    EXPECT_EQ(run({"rescan", "eip155:31337", "x"}).code, 2);
    EXPECT_EQ(run({"status", "--config", "nowhere.toml"}).code, 3);
    EXPECT_EQ(run({"deposit", "show", "abcdef"}).code, 3);
    EXPECT_EQ(run({"audit", "check"}).code, 0);
    EXPECT_EQ(run({"audit", "verify", "policy.json", "--log-key", std::string(64, 'a')}).code, 2);
}

TEST_F(Cli, help_names_every_command_and_shows_examples) {
    const std::string help = run({"--help"}).out;
    for (const char* name : {"run", "import", "rescan", "claim", "match", "case", "deposit", "hold",
                             "release", "audit", "backup", "restore", "status"}) {
        EXPECT_NE(help.find(std::string("\n  ") + name), std::string::npos) << name << "\n" << help;
    }
    EXPECT_NE(run({"import", "--help"}).out.find("homing import --kind routes"), std::string::npos);
    EXPECT_EQ(run({"import", "--help"}).out.find("import rows"), std::string::npos);
}

TEST_F(Cli, an_import_names_bad_lines_and_twice_the_same_changes_nothing) {
    scratch_.write("accounts.csv",
                   "id,created,closed\nalice,2026-01-01T00:00:00Z,\nbob,yesterday,\n");
    scratch_.write(
        "routes.csv",
        "account,network,address,since\n"
        "alice,eip155:31337,0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf,2026-01-01T00:00:00Z\n"
        "carol,eip155:31337,0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF,2026-01-01T00:00:00Z\n"
        "alice,eip155:31337,0x2B5,2026-01-01T00:00:00Z\n");
    const Ended first = run({"import", "routes.csv", "accounts.csv", "--json"});
    EXPECT_EQ(first.code, 1) << first.err;
    const Json files = (*parse_json(first.out))["files"];
    EXPECT_EQ(files[0]["kind"], "accounts");
    EXPECT_EQ(files[0]["added"], 1);
    EXPECT_EQ(files[0]["rejected_lines"][0]["line"], 3);
    EXPECT_EQ(files[1]["added"], 1);
    EXPECT_EQ(files[1]["rejected"], 2);
    const Ended again = run({"import", "accounts.csv", "routes.csv", "--json"});
    const Json same = (*parse_json(again.out))["files"];
    EXPECT_EQ(same[0]["added"], 0);
    EXPECT_EQ(same[0]["unchanged"], 1);
    EXPECT_EQ(same[1]["unchanged"], 1);
}

TEST_F(Cli, a_long_document_is_loaded_by_slices_and_only_once) {
    std::string text = "id,created\n";
    const std::string padding(170, 'x');
    for (int i = 0; i < 22'000; ++i) {
        text += padding + std::to_string(i * 7919 % 22'000) + ",2026-01-01T00:00:00Z\n";
    }
    text += "late,yesterday\n";
    ASSERT_GT(text.size(), std::size_t{4} << 20);
    scratch_.write("accounts.csv", text);
    start_run();
    const Json first = (*parse_json(run({"import", "accounts.csv", "--json"}).out))["files"][0];
    EXPECT_EQ(first["added"], 22'000);
    EXPECT_EQ(first["rejected_lines"][0]["line"], 22'002);
    EXPECT_EQ(stop(SIGKILL), 128 + SIGKILL);
    const Json again = (*parse_json(run({"import", "accounts.csv", "--json"}).out))["files"][0];
    EXPECT_EQ(again["added"], 0);
    EXPECT_EQ(again["unchanged"], 22'000);
    EXPECT_EQ(run({"audit", "check"}).code, 0);
}

TEST_F(Cli, while_run_holds_the_store_others_speak_to_it_and_sigterm_drains) {
    start_run();
    const Ended status = run({"status", "--json"});
    ASSERT_EQ(status.code, 0) << status.err;
    EXPECT_TRUE((*parse_json(status.out))["running"].get<bool>());
    scratch_.write("accounts.csv", "id,created\nalice,2026-01-01T00:00:00Z\n");
    EXPECT_EQ(run({"import", "accounts.csv"}).code, 0);
    EXPECT_EQ(run({"run"}).code, 4) << "a second run";
    const auto started = std::chrono::steady_clock::now();
    EXPECT_EQ(stop(SIGTERM), 0) << *read_file(scratch_.path() / "run.err", 1 << 20);
    EXPECT_LT(std::chrono::steady_clock::now() - started, 5s);
    EXPECT_EQ((*parse_json(run({"import", "accounts.csv", "--json"}).out))["files"][0]["unchanged"],
              1);
}

TEST_F(Cli, what_was_acknowledged_is_there_after_kill_9) {
    start_run();
    scratch_.write("accounts.csv", "id,created\nalice,2026-01-01T00:00:00Z\n");
    ASSERT_EQ(run({"import", "accounts.csv"}).code, 0);
    EXPECT_EQ(stop(SIGKILL), 128 + SIGKILL);
    start_run();
    EXPECT_EQ((*parse_json(run({"import", "accounts.csv", "--json"}).out))["files"][0]["unchanged"],
              1);
}

TEST_F(Cli, a_backup_is_restored_and_nothing_is_overwritten) {
    scratch_.write("accounts.csv", "id,created\nalice,2026-01-01T00:00:00Z\n");
    ASSERT_EQ(run({"import", "accounts.csv"}).code, 0);
    ASSERT_EQ(run({"backup", "copy"}).code, 0);
    EXPECT_EQ(run({"backup", "copy"}).code, 4) << "the folder is not empty";
    EXPECT_EQ(run({"restore", "copy"}).code, 4) << "the store is there";
    std::filesystem::remove_all(scratch_.path() / "data");
    const Ended restored = run({"restore", "copy"});
    EXPECT_EQ(restored.code, 0) << restored.err;
    EXPECT_EQ((*parse_json(run({"import", "accounts.csv", "--json"}).out))["files"][0]["unchanged"],
              1);
}

}  // namespace
}  // namespace homing
