#pragma once

#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "mail/smtp.h"
#include "tests/temporary_folder.h"

namespace smtp_fixture {

namespace fs = std::filesystem;

inline std::string content(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline pid_t start(std::vector<std::string> words) {
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t pid = 0;
    if (posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), environ) != 0) throw std::runtime_error(words[0]);
    return pid;
}

inline int finish(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    return status;
}

/// tests/smtp_server.py on a free port of 127.0.0.1, with its mailbox; stopped by its process id.
class SmtpServer {
  public:
    SmtpServer(const fs::path& mailbox, std::vector<std::string> options = {}) : mailbox_(mailbox) {
        const auto port_file = fs::path{mailbox.string() + ".port"};
        fs::remove(port_file);
        std::vector<std::string> words{"/usr/bin/python3", TEST_SOURCE_DIR "/tests/smtp_server.py",
                                       "--port-file",      port_file.string(),
                                       "--mailbox",        mailbox.string()};
        words.insert(words.end(), options.begin(), options.end());
        pid_ = start(words);
        for (int i = 0; i < 2000 && !fs::exists(port_file); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        std::ifstream{port_file} >> port_;
        if (port_ == 0) throw std::runtime_error("smtp_server.py did not start");
    }
    ~SmtpServer() {
        kill(pid_, SIGTERM);
        finish(pid_);
    }
    SmtpServer(const SmtpServer&) = delete;
    SmtpServer& operator=(const SmtpServer&) = delete;

    std::uint16_t port() const { return port_; }
    mail::SmtpSettings settings(mail::Security security = mail::Security::none) const {
        return {.host = "127.0.0.1", .port = port_, .security = security};
    }
    /// Messages it has taken charge of, in order.
    std::vector<std::string> messages() const {
        std::vector<fs::path> paths;
        for (const auto& entry : fs::directory_iterator{mailbox_})
            if (entry.path().extension() == ".eml") paths.push_back(entry.path());
        std::sort(paths.begin(), paths.end());
        std::vector<std::string> all;
        for (const auto& path : paths) all.push_back(content(path));
        return all;
    }
    /// mail_from, rcpt_tos, tls, login, bare_lf of the message of this rank (from 1).
    nlohmann::json envelope(int rank) const {
        const auto digits = std::to_string(rank);
        return nlohmann::json::parse(content(mailbox_ / (std::string(4 - digits.size(), '0') + digits + ".json")));
    }

  private:
    fs::path mailbox_;
    pid_t pid_ = 0;
    std::uint16_t port_ = 0;
};

/// What Python's email package says of a message (tests/parse_mail.py).
inline nlohmann::json parsed_by_python(const TemporaryFolder& scratch, const std::string& bytes) {
    const auto in = scratch / "parsed.eml", out = scratch / "parsed.json";
    std::ofstream{in, std::ios::binary} << bytes;
    const int status =
        finish(start({"/usr/bin/python3", TEST_SOURCE_DIR "/tests/parse_mail.py", in.string(), out.string()}));
    if (status != 0) throw std::runtime_error("parse_mail.py");
    return nlohmann::json::parse(content(out));
}

}  // namespace smtp_fixture
