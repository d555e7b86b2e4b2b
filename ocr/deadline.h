#pragma once

#include <chrono>
#include <ctime>

namespace ocr {

/// The share of work one page may take of the calling thread, however busy the machine is. To be asked by the thread
/// that made it.
class Deadline {
  public:
    explicit Deadline(std::chrono::nanoseconds work) : at_(worked() + work) {}

    bool passed() const { return worked() > at_; }

  private:
    static std::chrono::nanoseconds worked() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }

    std::chrono::nanoseconds at_;
};

}  // namespace ocr
