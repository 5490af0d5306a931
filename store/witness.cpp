#include "store/witness.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/crypto/hash.h"
#include "core/record_json.h"
#include "store/merkle.h"

namespace homing {

namespace {

constexpr std::size_t kFileBytesMax = 4096;

// A file descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

  private:
    int number_;
};

Error failed(const std::string& doing, const std::filesystem::path& file) {
    return unavailable(doing + " " + file.string() + " failed: " + std::strerror(errno));
}

// SHA-256 over the rest, so that a damaged file is not taken for an older head.
std::string checksum(const Witness& witness) {
    return HashBuilder()
        .add("homing witness")
        .add(witness.store.bytes)
        .add(std::to_string(witness.head.size))
        .add(witness.head.root.bytes)
        .finish()
        .str();
}

std::string witness_text(const Witness& witness) {
    Json json;
    json["store"] = witness.store.str();
    json["size"] = witness.head.size;
    json["root"] = witness.head.root.str();
    json["checksum"] = checksum(witness);
    return canonical_json(json) + "\n";
}

Result<Witness> parse_witness(std::string_view text) {
    Result<Json> json = parse_json(text);
    if (!json) return json.error();
    Witness witness;
    for (const char* name : {"store", "root", "checksum"}) {
        if (!json->is_object() || !json->contains(name) || !(*json)[name].is_string()) {
            return corrupt(std::string(name) + " is missing");
        }
    }
    Result<StoreId> store = StoreId::parse((*json)["store"].get<std::string>());
    Result<Hash> root = Hash::parse((*json)["root"].get<std::string>());
    if (!store || !root || !json->contains("size") || !(*json)["size"].is_number_unsigned()) {
        return corrupt("store, size or root is not one");
    }
    witness = {*store, {(*json)["size"].get<std::uint64_t>(), *root}};
    if ((*json)["checksum"] != checksum(witness)) return corrupt("its checksum does not hold");
    return witness;
}

Result<void> write_synced(const std::filesystem::path& file, std::string_view text) {
    const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (out.number() < 0) return failed("opening", file);
    while (!text.empty()) {
        const ssize_t written = ::write(out.number(), text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed("writing", file);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(out.number()) != 0) return failed("syncing", file);
    return {};
}

}  // namespace

Result<std::optional<Witness>> read_witness(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::optional<Witness>();
    std::ifstream in(file, std::ios::binary);
    std::string text(kFileBytesMax + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad() || !in.is_open())
        return unavailable("the witness " + file.string() + " cannot be read");
    text.resize(static_cast<std::size_t>(in.gcount()));
    Result<Witness> witness = text.size() > kFileBytesMax
                                  ? Result<Witness>(corrupt("it is too long"))
                                  : parse_witness(text);
    if (!witness) {
        return corrupt("the witness " + file.string() + " is damaged: " + witness.error().message);
    }
    return std::optional(*witness);
}

Result<void> write_witness(const std::filesystem::path& file, const Witness& witness) {
    const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const std::filesystem::path fresh = file.string() + ".new";
    if (Result<void> written = write_synced(fresh, witness_text(witness)); !written) return written;
    if (::rename(fresh.c_str(), file.c_str()) != 0) return failed("renaming", fresh);
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.number() < 0 || ::fsync(directory.number()) != 0)
        return failed("syncing", folder);
    return {};
}

Result<void> check_witness(const Store& store, const Witness& witness) {
    if (store.id() != witness.store) {
        return corrupt("the witness is of store " + witness.store.str() + ", but this is store " +
                       store.id().str());
    }
    Result<LogHead> head = store.log_head();
    if (!head) return head.error();
    if (head->size < witness.head.size) {
        return corrupt("the store is behind its witness: its audit log has " +
                       std::to_string(head->size) + " entries, the witness saw " +
                       std::to_string(witness.head.size) +
                       "; acknowledged commits were lost, restore a newer copy");
    }
    const Error differs =
        corrupt("the store's audit log is not the one its witness saw: the first " +
                std::to_string(witness.head.size) + " entries differ");
    if (witness.head.size == 0) return {};
    Result<std::vector<Hash>> proof = store.consistency_proof(witness.head.size, head->size);
    if (!proof) return proof.error();
    if (!verify_consistency(witness.head.size, witness.head.root, head->size, head->root, *proof)) {
        return differs;
    }
    return {};
}

WitnessKeeper::WitnessKeeper(const Store& store, std::filesystem::path file, Duration every)
    : store_(store), file_(std::move(file)), every_(every) {}

Result<void> WitnessKeeper::tick(Time now) {
    if (last_ && now - *last_ < every_) return {};
    last_ = now;
    return write();
}

Result<void> WitnessKeeper::write() {
    Result<LogHead> head = store_.log_head();
    if (!head) return head.error();
    if (written_ == *head) return {};
    Result<void> written = write_witness(file_, {store_.id(), *head});
    if (written) written_ = *head;
    return written;
}

}  // namespace homing
