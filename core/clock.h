#pragma once

#include <chrono>
#include <functional>

#include "core/date.h"

namespace core {

/// The time, passed in wherever it is needed. Safe to call from several threads.
using Clock = std::function<Instant()>;

inline Instant system_now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

}  // namespace core
