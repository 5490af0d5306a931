// Commits to a store without end, until it is killed; says on stdout, as 8 bytes each, what was
// answered kOk. `store_writer FOLDER FIRST_NUMBER`; see rocksdb_kill_test.cpp.
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "store/rocksdb/rocksdb_store.h"
#include "tests/store/kill_rows.h"

int main(int count, char** arguments) {
    using namespace homing;
    if (count != 3) return 2;
    RocksdbOptions options;
    options.write_buffer_bytes = 256 << 10;  // so that flushes happen within a second
    Result<std::unique_ptr<Store>> store = open_rocksdb(arguments[1], options);
    if (!store) return 3;
    std::atomic<std::uint64_t> next = std::strtoull(arguments[2], nullptr, 10);
    const auto work = [&] {
        for (;;) {
            const std::uint64_t number = next++;
            const bool ok = number % 64 == 0
                                ? (*store)->ingest("load", {load_of(number)}).has_value()
                                : (*store)->commit(commit_of(number)).ok();
            if (!ok || ::write(STDOUT_FILENO, &number, sizeof number) != sizeof number) _exit(4);
        }
    };
    std::thread first(work);
    std::thread second(work);
    std::thread third(work);
    work();
}
