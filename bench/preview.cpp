// How long `template preview --watch` takes from the save of a template to the new PDF, in a program of its own.
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::string read(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

/// True when the file holds something else than `before`, within ten seconds.
bool changed(const fs::path& file, const std::string& before) {
    for (const auto end = Clock::now() + std::chrono::seconds{10}; Clock::now() < end;) {
        if (fs::exists(file) && read(file) != before) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return fmt::print(stderr, "usage: preview PROGRAM TEMPLATES [SAVES [LIMIT_MS]]\n"), 2;
    const int saves = argc > 3 ? std::stoi(argv[3]) : 30;
    const double limit = argc > 4 ? std::stod(argv[4]) : 200;
    const auto folder = fs::temp_directory_path() / fmt::format("preview-{}", getpid());
    fs::create_directories(folder);
    fs::copy(argv[2], folder / "templates", fs::copy_options::recursive);
    const auto letter = folder / "templates" / "letters" / "refus-integration.xml";
    const auto pdf = folder / "vu.pdf";
    const auto child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stderr)) _exit(127);
        execl(argv[1], argv[1], "template", "preview", letter.c_str(), "-o", pdf.c_str(), "--watch", nullptr);
        _exit(127);
    }
    std::vector<double> took;
    bool seen = changed(pdf, "");
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
    const auto text = read(letter);
    const auto at = text.find("<objet>") + 7;
    for (int i = 0; seen && i < saves; ++i) {
        const auto before = read(pdf);
        const auto start = Clock::now();
        std::ofstream{letter, std::ios::binary} << text.substr(0, at) << "Essai " << i << " : " << text.substr(at);
        seen = changed(pdf, before);
        took.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
        std::this_thread::sleep_for(std::chrono::milliseconds{300});
    }
    kill(child, SIGTERM);
    waitpid(child, nullptr, 0);
    fs::remove_all(folder);
    if (!seen) return fmt::print(stderr, "no new PDF within ten seconds\n"), 1;
    std::ranges::sort(took);
    fmt::print("saves {}   median {:.0f} ms   slowest {:.0f} ms   limit {:.0f} ms\n", took.size(),
               took[took.size() / 2], took.back(), limit);
    return took[took.size() / 2] < limit ? 0 : 1;
}
