#include "pipeline/sandbox.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <seccomp.h>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>

#include "core/failures.h"

namespace pipeline {
namespace {

#ifdef VAGUEMESTRE_SANITIZED
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

void must(bool done, const char* what) {
    if (!done) throw core::BadSetup(std::string("bac à sable : ") + what + " : " + std::strerror(errno));
}

void limit(__rlimit_resource resource, std::uint64_t soft, std::uint64_t hard, const char* what) {
    const rlimit values{soft, hard};
    must(setrlimit(resource, &values) == 0, what);
}

void limit_resources(const SandboxLimits& limits) {
    if (!sanitized) limit(RLIMIT_AS, limits.address_space, limits.address_space, "mémoire");
    limit(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_most, "temps de calcul");
    limit(RLIMIT_FSIZE, 0, 0, "taille de fichier");
    limit(RLIMIT_NPROC, 0, 0, "processus");
    limit(RLIMIT_NOFILE, limits.open_files, limits.open_files, "fichiers ouverts");
    limit(RLIMIT_CORE, 0, 0, "image mémoire");
}

void drop_privileges(const SandboxLimits& limits) {
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "privilèges");
    must(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, "image mémoire");
    must(prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0, "mort du parent");
    errno = ESRCH;  // The parent may have died before the line above.
    must(limits.parent == 0 || getppid() == limits.parent, "parent disparu");
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    const __user_cap_data_struct none[2]{};
    must(syscall(SYS_capset, &header, none) == 0, "capacités");
}

/// False when this kernel has no Landlock.
bool confine_files() {
    const auto version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return false;
    // The header may be older than the kernel: 1 << 13 is REFER (version 2), 1 << 14 TRUNCATE (3), 1 << 15 IOCTL_DEV
    // (5).
    std::uint64_t handled = (1ULL << 13) - 1;
    if (version >= 2) handled |= 1ULL << 13;
    if (version >= 3) handled |= 1ULL << 14;
    if (version >= 5) handled |= 1ULL << 15;
    const landlock_ruleset_attr rules{.handled_access_fs = handled};
    const int ruleset = static_cast<int>(syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0));
    if (ruleset < 0) return false;
    static constexpr const char* readable[]{
        "/usr/share",          "/usr/local/share", "/etc/fonts",     "/var/cache/fontconfig",
        "/var/lib/fontconfig", "/usr/lib",         "/proc/self/maps"};
    for (const char* path : readable) {
        const int folder = open(path, O_PATH | O_CLOEXEC);
        if (folder < 0) continue;
        const bool is_file = std::strncmp(path, "/proc/", 6) == 0;
        landlock_path_beneath_attr rule{
            .allowed_access =
                is_file ? LANDLOCK_ACCESS_FS_READ_FILE : LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
            .parent_fd = folder};
        syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
        close(folder);
    }
    const bool done = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return done;
}

struct FilterFree {
    void operator()(void* filter) const noexcept { seccomp_release(filter); }
};

/// Calls that need no look at their arguments: they touch only memory, time and what is already open.
constexpr int harmless[]{
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(statx),
    SCMP_SYS(statfs),
    SCMP_SYS(fstatfs),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(getcwd),
    SCMP_SYS(fadvise64),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getpid),
    SCMP_SYS(getppid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),
    SCMP_SYS(getrlimit),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    SCMP_SYS(times),
    SCMP_SYS(time),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

void allow(scmp_filter_ctx filter, int call) { must(seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0, "filtre"); }
void allow(scmp_filter_ctx filter, int call, scmp_arg_cmp condition) {
    must(seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, condition) == 0, "filtre");
}

/// Everything not named answers EPERM: libraries take that for a file they may not use, and go on.
void filter_calls() {
    const std::unique_ptr<void, FilterFree> filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)));
    must(filter != nullptr, "filtre");
    for (const int call : harmless) allow(filter.get(), call);
    constexpr std::uint64_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    allow(filter.get(), SCMP_SYS(open), {1, SCMP_CMP_MASKED_EQ, writing, O_RDONLY});
    allow(filter.get(), SCMP_SYS(openat), {2, SCMP_CMP_MASKED_EQ, writing, O_RDONLY});
    allow(filter.get(), SCMP_SYS(mmap), {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0});
    allow(filter.get(), SCMP_SYS(mprotect), {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0});
    allow(filter.get(), SCMP_SYS(fcntl), {1, SCMP_CMP_EQ, F_GETFD});
    allow(filter.get(), SCMP_SYS(fcntl), {1, SCMP_CMP_EQ, F_SETFD});
    allow(filter.get(), SCMP_SYS(fcntl), {1, SCMP_CMP_EQ, F_GETFL});
    allow(filter.get(), SCMP_SYS(prlimit64), {2, SCMP_CMP_EQ, 0});  // Asking, not setting.
    allow(filter.get(), SCMP_SYS(tgkill), {0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid())});  // abort()
    if (sanitized)  // The runtime names its mappings, and asks a pipe whether memory can be read.
        for (const int call : {SCMP_SYS(prctl), SCMP_SYS(pipe), SCMP_SYS(pipe2)}) allow(filter.get(), call);
    must(seccomp_load(filter.get()) == 0, "filtre");
}

}  // namespace

std::vector<std::string> enter_sandbox(const SandboxLimits& limits) {
    std::vector<std::string> notes;
    drop_privileges(limits);
    if (!confine_files()) notes.emplace_back("landlock absent");
    limit_resources(limits);
    filter_calls();
    return notes;
}

}  // namespace pipeline
