#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace pipeline {

/// An open file descriptor, owned.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor() { reset(); }

    int number() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }
    int release();
    void reset();

  private:
    int number_ = -1;
};

/// How a process went.
struct ProcessEnd {
    int exit_code = -1;  ///< -1 when a signal ended it.
    int signal = 0;
};

/// A child of ours: killed and waited for at the latest when this object goes. Standard streams are /dev/null; the
/// child finds `input` as descriptor 3 and the writing end of a pipe as 4, and nothing else open. It starts with an
/// empty environment, but for what the sanitizers and the locale read.
class ChildProcess {
  public:
    static constexpr int input_number = 3, output_number = 4;

    /// core::TryLater when the machine has no room for a process, core::BadSetup when the program cannot be started.
    ChildProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                 const Descriptor& input);
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();

    int output() const { return output_.number(); }
    pid_t id() const { return id_; }
    void kill();
    ProcessEnd wait();

  private:
    Descriptor output_;
    pid_t id_ = -1;
};

}  // namespace pipeline
