#include "pipeline/progress.h"

#include <unistd.h>

#include <iostream>

namespace pipeline {

Progress::Progress() : terminal_(isatty(STDERR_FILENO) != 0) {}
Progress::~Progress() { clear(); }

void Progress::show(const std::string& what, long long done, long long total) {
    if (!terminal_) return;
    const std::lock_guard lock{mutex_};
    std::cerr << "\r\033[K" << what << " : " << done << (total > 0 ? " / " + std::to_string(total) : "") << std::flush;
    shown_ = true;
}

void Progress::clear() {
    const std::lock_guard lock{mutex_};
    if (shown_) std::cerr << "\r\033[K" << std::flush;
    shown_ = false;
}

}  // namespace pipeline
