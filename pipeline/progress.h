#pragma once

#include <mutex>
#include <string>

namespace pipeline {

/// One line on a terminal that tells how far long work is; nothing elsewhere. Safe from several threads.
class Progress {
  public:
    Progress();
    ~Progress();

    /// `total` 0: unknown.
    void show(const std::string& what, long long done, long long total);
    void clear();

  private:
    const bool terminal_;
    std::mutex mutex_;
    bool shown_ = false;  ///< Guarded by mutex_.
};

}  // namespace pipeline
