#include "pipeline/intake_hint.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace pipeline {

IntakeHint::IntakeHint(const std::vector<std::filesystem::path>& folders)
    : notify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)), wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    for (const auto& folder : folders)
        if (notify_) inotify_add_watch(notify_.number(), folder.c_str(), IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO);
}

bool IntakeHint::wait(std::chrono::milliseconds longest) {
    pollfd ends[]{{wake_.number(), POLLIN, 0}, {notify_.number(), POLLIN, 0}};  // poll passes over a descriptor of -1.
    const int ready = poll(ends, 2, static_cast<int>(longest.count()));
    if (ready < 0) return errno == EINTR;
    std::array<char, 65536> events{};
    while (notify_ && read(notify_.number(), events.data(), events.size()) > 0) {
    }
    std::uint64_t count = 0;
    if (wake_ && read(wake_.number(), &count, sizeof count) < 0) count = 0;
    return ready > 0;
}

void IntakeHint::wake() const noexcept {
    const std::uint64_t one = 1;
    if (wake_ && write(wake_.number(), &one, sizeof one) < 0) return;  // Full: it will wake all the same.
}

}  // namespace pipeline
