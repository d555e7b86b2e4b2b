#include "core/deadline.h"

#include <algorithm>

namespace core {
namespace {

using std::chrono::milliseconds;

/// Walks the marks in order.
class Count {
  public:
    Count(const Delay& delay, const OfficeCalendar& calendar)
        : delay_(delay), calendar_(calendar), allowed_(delay.allowed) {
        for (const auto& mark : delay.marks) take(mark);
    }

    std::optional<Instant> deadline() const {
        if (ran_out_) return carried(*ran_out_);
        if (!running_) return std::nullopt;
        return carried(calendar_.after(since_, allowed_ - spent_, delay_.counting));
    }

    milliseconds left(Instant now) const {
        const auto running = running_ ? calendar_.between(since_, now, delay_.counting) : milliseconds{0};
        return std::max(allowed_ - spent_ - running, milliseconds{0});
    }

  private:
    void take(const ClockMark& mark) {
        if (!first_ && mark.act == ClockAct::start) first_ = mark.at;
        if (!first_) return;
        const auto at = std::max(mark.at, *first_);
        if (running_) spend(at);
        switch (mark.act) {
            case ClockAct::start:
                running_ = true;
                break;
            case ClockAct::stop:
                running_ = false;
                break;
            case ClockAct::extend:
                if (ran_out_) since_ = std::max(at, carried(*ran_out_));
                allowed_ += mark.by;
                ran_out_.reset();
                return;
        }
        since_ = std::max(since_, at);
    }

    /// What is counted after the delay ran out is not held against an extension.
    void spend(Instant until) {
        const auto counted = calendar_.between(since_, until, delay_.counting);
        if (!ran_out_ && spent_ + counted >= allowed_)
            ran_out_ = calendar_.after(since_, allowed_ - spent_, delay_.counting);
        spent_ = std::min(allowed_, spent_ + counted);
        since_ = std::max(since_, until);
    }

    Instant carried(Instant due) const { return delay_.to_open_day ? calendar_.on_open_day(due) : due; }

    const Delay& delay_;
    const OfficeCalendar& calendar_;
    milliseconds allowed_;
    milliseconds spent_{};
    std::optional<Instant> first_;
    std::optional<Instant> ran_out_;
    Instant since_{};
    bool running_ = false;
};

}  // namespace

std::optional<Instant> deadline(const Delay& delay, const OfficeCalendar& calendar) {
    return Count{delay, calendar}.deadline();
}

bool is_over(const Delay& delay, const OfficeCalendar& calendar, Instant at) {
    const auto due = deadline(delay, calendar);
    return due && at > *due;
}

milliseconds time_left(const Delay& delay, const OfficeCalendar& calendar, Instant now) {
    return Count{delay, calendar}.left(now);
}

bool is_running(const Delay& delay) {
    for (auto mark = delay.marks.rbegin(); mark != delay.marks.rend(); ++mark)
        if (mark->act != ClockAct::extend) return mark->act == ClockAct::start;
    return false;
}

}  // namespace core
