// Confines itself as the decoder does, then tries what a hostile document might make it do. One line an act: `name ok`
// when it succeeded, `name refused` when not; then `useful work ok`. Arguments: a readable file, a folder to write in.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "pipeline/sandbox.h"

namespace {

std::string file, folder;
int opened = -1;

bool closes(int descriptor) {
    if (descriptor < 0) return false;
    close(descriptor);
    return true;
}
bool forks() {
    const pid_t child = fork();
    if (child == 0) _exit(0);
    return child > 0;
}
bool executes() {
    char name[] = "/bin/true";
    char* const words[]{name, nullptr};
    execv(name, words);
    return false;  // It would not come back.
}
bool connects() {
    const int end = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    return end >= 0 && connect(end, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
}
bool reads_parent() {
    char byte = 0;
    iovec here{&byte, 1}, there{&byte, 1};
    return process_vm_readv(getppid(), &here, 1, &there, 1, 0) >= 0;
}
bool raises_limit() {
    const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
    return setrlimit(RLIMIT_NOFILE, &more) == 0;
}
bool maps(int protection) {
    void* const place = mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return place != MAP_FAILED;
}
bool allocates_much() {
    void* const place = mmap(nullptr, std::size_t{4} << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return place != MAP_FAILED;
}
bool opens_many() {
    int count = 0;
    while (count < 64 && open("/usr/share", O_RDONLY | O_DIRECTORY) >= 0) ++count;
    return count >= 64;
}

struct Act {
    const char* name;
    bool (*tries)();
};
const Act acts[]{
    {"read_other_file", [] { return closes(open("/etc/passwd", O_RDONLY)); }},
    {"read_environment_of_parent",
     [] { return closes(open(("/proc/" + std::to_string(getppid()) + "/environ").c_str(), O_RDONLY)); }},
    {"write_file", [] { return closes(open(file.c_str(), O_WRONLY)); }},
    {"create_file", [] { return closes(open((folder + "/new").c_str(), O_CREAT | O_RDWR, 0600)); }},
    {"create_without_name", [] { return closes(open(folder.c_str(), O_TMPFILE | O_RDWR, 0600)); }},
    {"truncate", [] { return truncate(file.c_str(), 0) == 0; }},
    {"truncate_opened", [] { return ftruncate(opened, 0) == 0; }},
    {"write_opened", [] { return write(opened, "x", 1) == 1; }},
    {"unlink", [] { return unlink(file.c_str()) == 0; }},
    {"rename", [] { return rename(file.c_str(), (folder + "/moved").c_str()) == 0; }},
    {"mkdir", [] { return mkdir((folder + "/d").c_str(), 0700) == 0; }},
    {"symlink", [] { return symlink("/etc", (folder + "/l").c_str()) == 0; }},
    {"chmod", [] { return chmod(file.c_str(), 0777) == 0; }},
    {"memory_file", [] { return closes(memfd_create("x", 0)); }},
    {"socket_inet", [] { return closes(socket(AF_INET, SOCK_STREAM, 0)); }},
    {"socket_connect", connects},
    {"fork", forks},
    {"execute", executes},
    {"trace", [] { return ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0; }},
    {"read_parent_memory", reads_parent},
    {"kill_parent", [] { return kill(getppid(), 0) == 0; }},
    {"raise_limit", raises_limit},
    {"executable_memory", [] { return maps(PROT_READ | PROT_WRITE | PROT_EXEC); }},
    {"much_memory", allocates_much},
    {"many_files", opens_many},
    {"become_root", [] { return setuid(0) == 0; }},
    {"mount", [] { return mount("none", "/mnt", "tmpfs", 0, nullptr) == 0; }},
    {"new_namespace", [] { return syscall(SYS_unshare, 0x10000000) == 0; }},
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    file = argv[1];
    folder = argv[2];
    opened = open(file.c_str(), O_RDWR);
    std::signal(SIGXFSZ, SIG_IGN);  // The limit on file size kills; here it shall answer.
    const auto notes = pipeline::enter_sandbox({});
    for (const auto& note : notes) std::printf("note %s\n", note.c_str());
    for (const Act& act : acts) {
        const bool done = act.tries();
        std::printf("%s %s\n", act.name, done ? "ok" : "refused");
        std::fflush(stdout);
    }
    std::printf("useful_work %s\n", maps(PROT_READ | PROT_WRITE) && std::malloc(1000) != nullptr ? "ok" : "refused");
    std::fflush(stdout);
    _exit(0);
}
