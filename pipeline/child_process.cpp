#include "pipeline/child_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "core/failures.h"

namespace pipeline {
namespace {

constexpr int pipe_bytes = 1 << 20;
#ifdef VAGUEMESTRE_SANITIZED
constexpr int last_silent_stream = 1;  // The sanitizers' reports are for whoever runs the tests.
#else
constexpr int last_silent_stream = 2;  // What a decoder says of a hostile file may not fill a log.
#endif

struct ActionsFree {
    void operator()(posix_spawn_file_actions_t* actions) const noexcept { posix_spawn_file_actions_destroy(actions); }
};
struct AttributesFree {
    void operator()(posix_spawnattr_t* attributes) const noexcept { posix_spawnattr_destroy(attributes); }
};

std::vector<std::string> environment_of_child() {
    std::vector<std::string> kept{"LANG=C.UTF-8", "OMP_THREAD_LIMIT=1"};
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LD_LIBRARY_PATH"})
        if (const char* value = std::getenv(name)) kept.push_back(std::string(name) + "=" + value);
    return kept;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (auto& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// A number out of the way of those the child is given.
Descriptor moved_up(const Descriptor& descriptor) {
    return Descriptor(fcntl(descriptor.number(), F_DUPFD_CLOEXEC, 16));
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        reset();
        number_ = other.release();
    }
    return *this;
}
int Descriptor::release() {
    const int number = number_;
    number_ = -1;
    return number;
}
void Descriptor::reset() {
    if (number_ >= 0) close(number_);
    number_ = -1;
}

ChildProcess::ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                           const Descriptor& input) {
    int ends[2]{};
    if (pipe2(ends, O_CLOEXEC) != 0) throw core::TryLater(std::string("tube : ") + std::strerror(errno));
    output_ = Descriptor(ends[0]);
    const Descriptor writing(ends[1]);
    fcntl(ends[0], F_SETPIPE_SZ, pipe_bytes);
    const Descriptor from = moved_up(input), to = moved_up(writing);
    if (!from || !to) throw core::TryLater(std::string("descripteur : ") + std::strerror(errno));

    posix_spawn_file_actions_t actions_storage;
    posix_spawn_file_actions_init(&actions_storage);
    const std::unique_ptr<posix_spawn_file_actions_t, ActionsFree> actions(&actions_storage);
    for (int stream = 0; stream <= last_silent_stream; ++stream)
        posix_spawn_file_actions_addopen(actions.get(), stream, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(actions.get(), from.number(), input_number);
    posix_spawn_file_actions_adddup2(actions.get(), to.number(), output_number);
    posix_spawn_file_actions_addclosefrom_np(actions.get(), output_number + 1);

    posix_spawnattr_t attributes_storage;
    posix_spawnattr_init(&attributes_storage);
    const std::unique_ptr<posix_spawnattr_t, AttributesFree> attributes(&attributes_storage);
    sigset_t none, ordinary;
    sigemptyset(&none);
    sigemptyset(&ordinary);
    for (const int signal : {SIGPIPE, SIGTERM, SIGINT, SIGHUP}) sigaddset(&ordinary, signal);
    posix_spawnattr_setsigmask(attributes.get(), &none);
    posix_spawnattr_setsigdefault(attributes.get(), &ordinary);
    posix_spawnattr_setflags(attributes.get(), POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    auto environment = environment_of_child();
    const int failed = posix_spawn(&id_, program.c_str(), actions.get(), attributes.get(), pointers_to(words).data(),
                                   pointers_to(environment).data());
    if (failed == 0) return;
    id_ = -1;
    const std::string cause = program.string() + " : " + std::strerror(failed);
    if (failed == EAGAIN || failed == ENOMEM) throw core::TryLater(cause);
    throw core::BadSetup(cause);
}

ChildProcess::~ChildProcess() {
    kill();
    wait();
}

void ChildProcess::kill() {
    if (id_ > 0) ::kill(id_, SIGKILL);
}

ProcessEnd ChildProcess::wait() {
    if (id_ <= 0) return {};
    int status = 0;
    while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
    return WIFSIGNALED(status) ? ProcessEnd{.signal = WTERMSIG(status)} : ProcessEnd{.exit_code = WEXITSTATUS(status)};
}

}  // namespace pipeline
