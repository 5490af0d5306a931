#include "store/rocksdb/settings.h"

#include <rocksdb/cache.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <sys/resource.h>

#include <algorithm>

namespace homing {

namespace {

// All files stay open where the process may hold that many; otherwise half of what it may.
int open_files_max() {
    constexpr rlim_t kPlenty = 65536;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= kPlenty) return -1;
    return static_cast<int>(std::max<rlim_t>(64, limit.rlim_cur / 2));
}

rocksdb::BlockBasedTableOptions table_settings(const RocksdbOptions& options) {
    rocksdb::BlockBasedTableOptions table;
    table.block_cache = rocksdb::NewLRUCache(options.cache_bytes);
    table.block_size = 16 << 10;
    table.format_version = 5;
    table.checksum = rocksdb::kXXH3;
    // Bloom where files are short-lived, Ribbon (three tenths smaller) below.
    table.filter_policy.reset(rocksdb::NewRibbonFilterPolicy(10, 1));
    table.whole_key_filtering = true;
    table.optimize_filters_for_memory = true;
    table.cache_index_and_filter_blocks = true;
    table.pin_l0_filter_and_index_blocks_in_cache = true;
    return table;
}

}  // namespace

rocksdb::Options rocksdb_settings(const RocksdbOptions& options) {
    rocksdb::Options settings;
    if (options.env != nullptr) settings.env = options.env;
    settings.create_if_missing = true;
    settings.paranoid_checks = true;
    settings.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    settings.track_and_verify_wals_in_manifest = true;
    settings.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
    // A failed sync is not tried again: the kernel may have dropped the pages.
    settings.max_bgerror_resume_count = 0;
    settings.avoid_flush_during_shutdown = false;
    settings.manual_wal_flush = false;
    settings.recycle_log_file_num = 0;

    settings.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table_settings(options)));
    settings.compression = rocksdb::kLZ4Compression;
    settings.bottommost_compression = rocksdb::kZSTD;
    settings.level_compaction_dynamic_level_bytes = true;
    settings.write_buffer_size = options.write_buffer_bytes;
    settings.max_write_buffer_number = 3;
    // Most keys a commit expects are absent; the memtable says so without a search.
    settings.memtable_whole_key_filtering = true;
    settings.memtable_prefix_bloom_size_ratio = 0.1;
    settings.max_total_wal_size = 512u << 20;
    settings.max_background_jobs = 2;
    settings.max_open_files = open_files_max();
    settings.info_log_level = rocksdb::WARN_LEVEL;
    settings.keep_log_file_num = 4;
    return settings;
}

rocksdb::WriteOptions synced_write() {
    rocksdb::WriteOptions options;
    options.sync = true;
    options.disableWAL = false;
    options.protection_bytes_per_key = 8;
    return options;
}

Error rocksdb_error(const rocksdb::Status& status, const std::string& doing) {
    const std::string message = doing + " failed: " + status.ToString();
    if (status.IsCorruption()) return corrupt(message);
    if (status.IsInvalidArgument() || status.IsNotSupported()) return invalid(message);
    return unavailable(message);
}

}  // namespace homing
