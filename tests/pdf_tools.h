#pragma once

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

/// PDF files looked at by tools that are not ours: poppler's and qpdf.
namespace tests {

/// What a command prints; begins with "FAILED: " when it does not end well.
inline std::string output_of(const std::string& command) {
    std::string out;
    auto* const pipe = popen((command + " 2>&1").c_str(), "r");
    std::array<char, 4096> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), count);
    return pclose(pipe) == 0 ? out : "FAILED: " + out;
}

/// A word of a page and where it stands, in mm from the top left.
struct PlacedWord {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    std::string text;
};

/// A file of its own, gone with the object.
class PdfFile {
  public:
    explicit PdfFile(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }
    ~PdfFile() { std::filesystem::remove(path_); }
    PdfFile(const PdfFile&) = delete;
    PdfFile& operator=(const PdfFile&) = delete;

    std::string text(const std::string& options = "-layout") const { return through("pdftotext " + options, "-"); }
    /// Nothing when qpdf finds nothing wrong; else what it says.
    std::string faults() const {
        const auto said = through("qpdf --check");
        return said.find("No syntax or stream encoding errors") != std::string::npos ? "" : said;
    }
    int pages() const { return std::stoi(through("qpdf --show-npages")); }
    /// A line per font after two lines of titles: name, type, encoding, emb, sub, uni …
    std::vector<std::string> fonts() const {
        auto lines = lines_of(through("pdffonts"));
        lines.erase(lines.begin(),
                    lines.begin() + std::min<std::ptrdiff_t>(2, static_cast<std::ptrdiff_t>(lines.size())));
        return lines;
    }
    std::vector<PlacedWord> words(int page) const {
        std::vector<PlacedWord> words;
        const auto number = std::to_string(page);
        for (const auto& line : lines_of(through("pdftotext -bbox -f " + number + " -l " + number, "-"))) {
            PlacedWord word;
            std::array<char, 512> text{};
            const auto found =
                std::sscanf(line.c_str(), " <word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">%511[^<]",
                            &word.x0, &word.y0, &word.x1, &word.y1, text.data());
            if (found != 5) continue;
            for (auto* side : {&word.x0, &word.y0, &word.x1, &word.y1}) *side *= 25.4 / 72;
            word.text = text.data();
            words.push_back(word);
        }
        return words;
    }

  private:
    static std::filesystem::path fresh_path() {
        static std::atomic<int> count{0};
        return std::filesystem::temp_directory_path() /
               ("vaguemestre_" + std::to_string(getpid()) + "_" + std::to_string(++count) + ".pdf");
    }
    static std::vector<std::string> lines_of(const std::string& text) {
        std::vector<std::string> lines;
        for (std::size_t at = 0; at < text.size();) {
            const auto end = std::min(text.find('\n', at), text.size());
            lines.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        return lines;
    }
    std::string through(const std::string& before, const std::string& after = "") const {
        return output_of(before + " " + path_.string() + " " + after);
    }

    std::filesystem::path path_ = fresh_path();
};

}  // namespace tests
