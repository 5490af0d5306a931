#include "tests/store/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <vector>

#include "core/check.h"

namespace homing {

namespace {

namespace fs = std::filesystem;

// Debian keeps each version's programs here; the newest one wins.
fs::path find_programs() {
    fs::path newest;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
        if (fs::exists(entry.path() / "bin/postgres")) newest = std::max(newest, entry.path());
    }
    return newest.empty() ? newest : newest / "bin";
}

// In the child: PostgreSQL refuses to run as root.
void become_postgres() {
    if (geteuid() != 0) return;
    const passwd* user = getpwnam("postgres");
    if (user == nullptr || setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 ||
        setuid(user->pw_uid) != 0) {
        _exit(126);
    }
}

// Starts a program that dies with us; its output goes to a file.
pid_t spawn(const std::vector<std::string>& words, const fs::path& output) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid != 0) return pid;
    become_postgres();
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (getppid() != parent) _exit(125);
    const int out = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    const int in = open("/dev/null", O_RDONLY);
    dup2(in, 0);
    dup2(out, 1);
    dup2(out, 2);
    execv(arguments[0], arguments.data());
    _exit(127);
}

int wait_for(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

std::string tail_of(const fs::path& file) {
    std::ifstream in(file);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    return text.size() > 600 ? text.substr(text.size() - 600) : text;
}

bool answers(const fs::path& socket_path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    CHECK(socket_path.native().size() < sizeof(address.sun_path));
    socket_path.native().copy(address.sun_path, sizeof(address.sun_path) - 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool up = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    close(fd);
    return up;
}

// The janitor's whole life: waits until the other end of the pipe is closed, by us or by our death,
// then stops what still runs in the folder and removes it.
[[noreturn]] void sweep_after(int pipe_end, const fs::path& folder) {
    setsid();
    // What it inherited must not keep another janitor's pipe open.
    const auto own = static_cast<unsigned>(pipe_end);
    if (own > 3) close_range(3, own - 1, 0);
    close_range(own + 1, ~0U, 0);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    char byte = 0;
    while (read(pipe_end, &byte, 1) < 0 && errno == EINTR) {
    }
    std::ifstream in(folder / "data/postmaster.pid");
    pid_t server = 0;
    if (in >> server && server > 1) {
        kill(server, SIGQUIT);
        for (int i = 0; i < 500 && kill(server, 0) == 0; ++i) usleep(10'000);
    }
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    _exit(0);
}

}  // namespace

Result<std::unique_ptr<PostgresServer>> PostgresServer::start(Place place, bool fsync) {
    const fs::path programs = find_programs();
    if (programs.empty()) {
        return not_found("no PostgreSQL server in /usr/lib/postgresql: apt-get install postgresql");
    }
    const bool in_memory = place == Place::kMemory && access("/dev/shm", W_OK) == 0;
    std::string folder = in_memory ? "/dev/shm/homing-pg-XXXXXX" : "/var/tmp/homing-pg-XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) return unavailable("cannot make a folder " + folder);
    std::unique_ptr<PostgresServer> server(new PostgresServer(folder, fsync));
    server->watch_over();
    if (geteuid() == 0) {
        const passwd* user = getpwnam("postgres");
        if (user == nullptr || chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0) {
            return unavailable("root cannot hand " + folder + " to the user postgres");
        }
    }
    const fs::path log = server->folder_ / "initdb.log";
    const int status =
        wait_for(spawn({programs / "initdb", "-D", folder + "/data", "-U", "homing", "-A", "trust",
                        "-E", "UTF8", "--locale=C", "--data-checksums", "--no-sync"},
                       log));
    if (status != 0) return unavailable("initdb failed: " + tail_of(log));
    if (Result<void> up = server->start_again(); !up) return up.error();
    return server;
}

Result<void> PostgresServer::start_again() {
    CHECK(server_ < 0);
    const fs::path log = folder_ / "server.log";
    server_ = spawn({find_programs() / "postgres", "-D", folder_ / "data", "-k", folder_, "-c",
                     "listen_addresses=", "-c", "max_connections=200", "-c",
                     std::string("fsync=") + (fsync_ ? "on" : "off"), "-c", "shared_buffers=64MB",
                     "-c", "log_min_messages=fatal", "-c", "max_wal_size=256MB"},
                    log);
    // The socket is there before recovery ends; who connects meanwhile is told to wait, so a real
    // login decides.
    for (int i = 0; i < 1000; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        int status = 0;
        if (waitpid(server_, &status, WNOHANG) == server_) {
            server_ = -1;
            return unavailable("PostgreSQL ended at its start: " + tail_of(log));
        }
        std::ifstream in(folder_ / "data/postmaster.pid");
        std::string last;
        for (std::string line; std::getline(in, line);) last = line;
        if (last.starts_with("ready") && answers(socket())) return {};
    }
    return unavailable("PostgreSQL is not ready after 10 s: " + tail_of(log));
}

void PostgresServer::watch_over() {
    int ends[2];
    CHECK(pipe2(ends, O_CLOEXEC) == 0);
    janitor_ = fork();
    if (janitor_ == 0) {
        close(ends[1]);
        sweep_after(ends[0], folder_);
    }
    close(ends[0]);
    janitor_pipe_ = ends[1];
}

void PostgresServer::stop_immediately() {
    CHECK(server_ > 0);
    kill(server_, SIGQUIT);
    wait_for(server_);
    server_ = -1;
}

PostgresServer::~PostgresServer() {
    if (server_ > 0) stop_immediately();
    if (janitor_pipe_ >= 0) close(janitor_pipe_);
    if (janitor_ > 0) wait_for(janitor_);
}

std::string PostgresServer::conninfo_at(const fs::path& socket_folder) const {
    return "host=" + socket_folder.string() + " port=5432 user=homing dbname=postgres";
}

}  // namespace homing
