#include "app/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace homing {

namespace {

Error failed(const std::string& what, const std::filesystem::path& path) {
    return unavailable("cannot " + what + " " + path.string() + ": " + std::strerror(errno));
}

Result<void> sync_path(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return failed("open", path);
    const bool synced = ::fsync(fd) == 0;
    ::close(fd);
    if (!synced) return failed("sync", path);
    return {};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return not_found("cannot read " + path.string());
    std::string text;
    std::string part(1 << 16, '\0');
    while (in.read(part.data(), static_cast<std::streamsize>(part.size())) || in.gcount() > 0) {
        text.append(part, 0, static_cast<std::size_t>(in.gcount()));
        if (text.size() > max_bytes) {
            return invalid(path.string() + " is larger than " + std::to_string(max_bytes) +
                           " bytes");
        }
    }
    return text;
}

Result<std::string> read_secret(const std::filesystem::path& path) {
    Result<std::string> text = read_file(path, 4096);
    if (!text) return text.error();
    text->erase(text->find_last_not_of(" \t\r\n") + 1);
    if (text->empty()) return invalid(path.string() + " is empty");
    return text;
}

Result<void> replace_file(const std::filesystem::path& path, const std::string& text,
                          unsigned mode) {
    const std::filesystem::path beside = path.string() + ".new";
    const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0) return failed("write", beside);
    const bool written =
        ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(fd) == 0;
    ::close(fd);
    if (!written) return failed("write", beside);
    if (::rename(beside.c_str(), path.c_str()) != 0) return failed("rename", beside);
    return sync_path(path.has_parent_path() ? path.parent_path() : ".");
}

}  // namespace homing
