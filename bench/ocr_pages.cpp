/// Seconds of processor time a page and character errors, against `tesseract -l fra` on the same pages in the same run.
///
///     ocr_pages [PAGES]     6 by default; each in another font, degraded as scanners do
///
/// The peer is the program of Debian's package tesseract-ocr; without it only our own column is printed.
#include <sys/resource.h>
#include <unistd.h>

#include <fmt/format.h>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ocr/pix.h"
#include "ocr/reader.h"
#include "tests/drawn_page.h"

namespace {

struct Case {
    const char* title;
    const char* font;
    double size_pt;
    drawn::Scan scan;
};

constexpr std::array<Case, 6> cases{{
    {"Helvetica 11, clean", "Helvetica", 11, {.noise = 3}},
    {"Times 11, skew, noise", "Times-Roman", 11, {.skew_deg = 1.2, .noise = 10}},
    {"Courier 9.5, skew, blur", "Courier", 9.5, {.skew_deg = -2, .noise = 10, .blur = 1, .jpeg = 60}},
    {"Helvetica 9, uneven light", "Helvetica", 9, {.skew_deg = 0.5, .noise = 8, .shade = 0.5, .jpeg = 60}},
    {"Times 11, worn", "Times-Roman", 11, {.skew_deg = -0.7, .noise = 14, .blur = 1, .shade = 0.6, .jpeg = 40}},
    {"Helvetica bold 10, skew", "Helvetica-Bold", 10, {.skew_deg = 3, .noise = 10, .shade = 0.3, .jpeg = 50}},
}};

double seconds(int who) {
    rusage usage{};
    getrusage(who, &usage);
    const auto of = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

struct Result {
    std::string text;
    double seconds = 0;
};

Result read_ours(ocr::Reader& reader, const core::Raster& page) {
    const double before = seconds(RUSAGE_SELF);
    auto text = reader.read(page, {}).page.text;
    return {std::move(text), seconds(RUSAGE_SELF) - before};
}

Result read_peer(const core::Raster& page, const std::filesystem::path& folder) {
    const auto bytes = ocr::png_bytes(*ocr::to_pix(page));
    std::ofstream(folder / "page.png", std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    const double before = seconds(RUSAGE_CHILDREN);
    const auto command =
        fmt::format("cd '{}' && OMP_THREAD_LIMIT=1 tesseract page.png page -l fra >/dev/null 2>&1", folder.string());
    if (std::system(command.c_str()) != 0) return {};
    std::stringstream text;
    text << std::ifstream(folder / "page.txt").rdbuf();
    return {text.str(), seconds(RUSAGE_CHILDREN) - before};
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += line + '\n';
    return text;
}

}  // namespace

int main(int argc, char** argv) {
    const int pages = argc > 1 ? std::atoi(argv[1]) : static_cast<int>(cases.size());
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("ocr_pages-{}", getpid());
    std::filesystem::create_directories(folder);
    const bool peer = std::system("command -v tesseract >/dev/null 2>&1") == 0;
    ocr::Reader reader;
    double our_seconds = 0, our_errors = 0, peer_seconds = 0, peer_errors = 0;
    fmt::print("{:<28} {:>8} {:>9} {:>8} {:>9}\n", "page (A4, 300 dpi, 41 lines)", "ours s", "errors", "peer s",
               "errors");
    for (int i = 0; i < pages; ++i) {
        const auto& one = cases[static_cast<std::size_t>(i) % cases.size()];
        const auto lines = drawn::prose(41, static_cast<unsigned>(i));
        const auto page =
            drawn::scanned(drawn::Sheet().lines(20, 25, lines, one.size_pt, one.font).render(300), one.scan);
        const auto ours = read_ours(reader, page);
        const auto theirs = peer ? read_peer(page, folder) : Result{};
        const double our_error = drawn::character_error(joined(lines), ours.text);
        const double peer_error = drawn::character_error(joined(lines), theirs.text);
        fmt::print("{:<28} {:8.2f} {:8.2f}% {:8.2f} {:8.2f}%\n", one.title, ours.seconds, our_error * 100,
                   theirs.seconds, peer_error * 100);
        our_seconds += ours.seconds;
        peer_seconds += theirs.seconds;
        our_errors += our_error;
        peer_errors += peer_error;
    }
    std::filesystem::remove_all(folder);
    fmt::print("{:<28} {:8.2f} {:8.2f}% {:8.2f} {:8.2f}%\n", "mean", our_seconds / pages, our_errors / pages * 100,
               peer_seconds / pages, peer_errors / pages * 100);
    if (peer)
        fmt::print("ratio of processor time, ours to peer: {:.2f}\n", our_seconds / peer_seconds);
    else
        fmt::print("peer not installed (package tesseract-ocr)\n");
}
