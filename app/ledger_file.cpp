#include "app/ledger_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "app/files.h"
#include "core/json.h"

namespace homing {

namespace {

Error failed(const std::string& what, const std::filesystem::path& file) {
    return unavailable("cannot " + what + " the ledger file " + file.string() + ": " +
                       std::strerror(errno));
}

}  // namespace

Result<std::unique_ptr<FileLedger>> FileLedger::open(const std::filesystem::path& file) {
    std::unique_ptr<FileLedger> ledger(new FileLedger(file));
    ledger->fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (ledger->fd_ < 0) return failed("open", file);
    if (::flock(ledger->fd_, LOCK_EX | LOCK_NB) != 0) return failed("lock", file);
    if (Result<void> read = ledger->read(); !read) return read.error();
    return ledger;
}

FileLedger::~FileLedger() {
    if (fd_ >= 0) ::close(fd_);
}

Result<void> FileLedger::read() {
    const Result<std::string> text = read_file(file_, 1u << 30);
    if (!text) return text.error();
    const std::size_t whole = text->rfind('\n') + 1;  // 0 where there is no line feed
    if (whole != text->size() && ::ftruncate(fd_, static_cast<off_t>(whole)) != 0) {
        return failed("repair", file_);
    }
    std::size_t number = 0;
    for (std::size_t at = 0; at < whole;) {
        const std::size_t end = text->find('\n', at);
        ++number;
        const Result<Json> json = parse_json(std::string_view(*text).substr(at, end - at));
        at = end + 1;
        const bool readable = json && json->is_object() && json->contains("key") &&
                              json->contains("id") && json->contains("body") &&
                              (*json)["key"].is_string() && (*json)["id"].is_string();
        if (!readable) {
            return corrupt(file_.string() + ":" + std::to_string(number) + " is no credit");
        }
        lines_[(*json)["key"].get<std::string>()] = {(*json)["id"].get<std::string>(),
                                                     canonical_json((*json)["body"])};
    }
    return {};
}

Result<LedgerAnswer> FileLedger::ask(const LedgerSubject& subject) {
    for (const auto& [key, line] : lines_) {
        if (subject_of(line.body) == subject) return LedgerAnswer{Answer::kYes, key, line.id};
    }
    return LedgerAnswer{.credited = Answer::kNo};
}

Result<std::string> FileLedger::deliver(const OutboxMessage& message) {
    const Result<Json> body = parse_json(message.body);
    if (!body) return within("credit " + message.key, body.error());
    const std::string text = canonical_json(*body);
    if (const auto known = lines_.find(message.key); known != lines_.end()) {
        if (known->second.body == text) return known->second.id;
        return conflict("credit " + message.key + " stands in " + file_.string() +
                        " with another body");
    }
    const std::string id = "line-" + std::to_string(lines_.size() + 1);
    const Result<void> appended =
        append(canonical_json({{"key", message.key}, {"id", id}, {"body", *body}}) + "\n");
    if (!appended) return appended.error();
    lines_[message.key] = {id, text};
    return id;
}

Result<void> FileLedger::append(const std::string& line) {
    const off_t before = ::lseek(fd_, 0, SEEK_END);
    const bool written =
        ::write(fd_, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
        ::fdatasync(fd_) == 0;
    if (written) return {};
    const Error error = failed("write", file_);
    if (::ftruncate(fd_, before) != 0) return corrupt(file_.string() + " ends in half a line");
    return error;
}

}  // namespace homing
