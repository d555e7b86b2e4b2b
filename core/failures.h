#pragma once

#include <stdexcept>

namespace core {

/// The world's fault (disk full, relay away, share gone): the work is put back for later, nobody is refused.
struct TryLater : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The installation's fault (missing font, wrong setting, unsafe file system): the program does not start.
/// The message is in French and says what to do.
struct BadSetup : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace core
