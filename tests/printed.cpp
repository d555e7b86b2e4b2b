#include "printed.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace printed {
namespace {

std::string plain(std::string text) {
    for (const auto& [entity, sign] :
         {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&#39;", "'"}, {"&amp;", "&"}})
        for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1))
            text.replace(at, std::string_view{entity}.size(), sign);
    return text;
}

}  // namespace

File::File(const std::string& pdf) { std::ofstream{path_, std::ios::binary} << pdf; }

std::string File::through(std::string command) const {
    const auto quoted = "'" + path_ + "'";
    for (auto at = command.find('@'); at != std::string::npos; at = command.find('@', at + quoted.size()))
        command.replace(at, 1, quoted);
    auto* const pipe = popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error{command};
    std::string out;
    std::array<char, 65536> buffer{};
    while (const auto count = fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), count);
    return pclose(pipe) == 0 ? out : "FAILED: " + out;
}

int File::pages() const { return std::stoi(through("qpdf --show-npages @")); }

std::string File::text(const std::string& options) const { return through("pdftotext " + options + " @ -"); }

std::vector<std::string> File::fonts() const {
    std::istringstream lines{through("pdffonts @")};
    std::vector<std::string> fonts;
    std::string line;
    for (int number = 0; std::getline(lines, line); ++number)
        if (number >= 2) fonts.push_back(line);  // After two lines of titles.
    return fonts;
}

std::vector<Word> File::words(int page) const {
    const auto number = std::to_string(page);
    std::istringstream lines{through("pdftotext -bbox -f " + number + " -l " + number + " @ -")};
    static const std::regex shape{
        R"re(<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>)re"};
    std::vector<Word> found;
    std::smatch match;
    const auto mm = [&](std::size_t i) { return std::stod(match[i].str()) * 25.4 / 72; };
    for (std::string line; std::getline(lines, line);)
        if (std::regex_search(line, match, shape))
            found.push_back({plain(match[5].str()), {mm(1), mm(2), mm(3), mm(4)}});
    return found;
}

core::Raster File::render(int page, int dpi) const {
    const auto number = std::to_string(page);
    const auto pgm = through("pdftoppm -gray -r " + std::to_string(dpi) + " -f " + number + " -l " + number + " @");
    std::istringstream head{pgm};
    std::string magic;
    core::Raster raster{.dpi = dpi};
    int most = 0;
    head >> magic >> raster.width >> raster.height >> most;
    if (magic != "P5" || most != 255) throw std::runtime_error{"pdftoppm: " + pgm.substr(0, 200)};
    const auto start = static_cast<std::size_t>(head.tellg()) + 1;
    raster.pixels.assign(pgm.begin() + static_cast<std::ptrdiff_t>(start), pgm.end());
    return raster;
}

double ink(const core::Raster& page, const core::BoxMm& box) {
    const auto px = [&](double mm) { return static_cast<int>(std::lround(mm / 25.4 * page.dpi)); };
    int dark = 0, all = 0;
    for (int y = std::max(0, px(box.y0)); y < std::min(page.height, px(box.y1)); ++y)
        for (int x = std::max(0, px(box.x0)); x < std::min(page.width, px(box.x1)); ++x, ++all)
            dark += page.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) +
                                static_cast<std::size_t>(x)] < 128
                        ? 1
                        : 0;
    return all == 0 ? 0 : static_cast<double>(dark) / all;
}

std::string fault_of(const File& file) {
    auto check = file.through("qpdf --check @");
    if (check.starts_with("FAILED") || check.find("WARNING") != std::string::npos) return check;
    for (const auto& font : file.fonts())
        if (!std::regex_search(font, std::regex{R"(\byes yes yes\b)"})) return font;
    return {};
}

}  // namespace printed
