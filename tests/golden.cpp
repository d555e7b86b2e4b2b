#include "tests/golden.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "ocr/decode.h"
#include "ocr/pix.h"
#include "tests/printed.h"

namespace golden {
namespace {

namespace fs = std::filesystem;

constexpr double widest_space = 5, same_line = 0.3;  // mm
constexpr int grey_step = 32;                        // Few greys: small files.
constexpr int block = 4;                             // px, 2.5 mm.
constexpr double most_difference = 20;               // Mean of a block, of 255.

fs::path picture_path(const fs::path& folder, const std::string& name, std::size_t page) {
    return folder / fmt::format("{}-{}.png", name, page);
}

fs::path text_path(const fs::path& folder, const std::string& name) { return folder / (name + ".txt"); }

std::vector<Line> lines_of(const printed::File& file, int page) {
    std::vector<Line> lines;
    for (const auto& word : file.words(page)) {
        const bool goes_on = !lines.empty() && std::abs(lines.back().y - word.box.y1) < same_line &&
                             word.box.x0 > lines.back().x1 - 1 && word.box.x0 < lines.back().x1 + widest_space;
        if (goes_on) {
            lines.back().x1 = word.box.x1;
            lines.back().text += " " + word.text;
        } else {
            lines.push_back({.page = page, .x0 = word.box.x0, .x1 = word.box.x1, .y = word.box.y1, .text = word.text});
        }
    }
    return lines;
}

std::string place_of(const Line& line) {
    return fmt::format("page {}, x {:.1f}, y {:.1f} mm: « {} »", line.page, line.x0, line.y, line.text);
}

std::string way(double mm, const char* towards, const char* away) {
    return std::abs(mm) < moved_mm ? std::string{}
                                   : fmt::format(" {:.2f} mm {}", std::abs(mm), mm > 0 ? towards : away);
}

std::string move_of(const Line& was, const Line& is) {
    if (was.page != is.page) return fmt::format("{} went to page {}", place_of(was), is.page);
    const auto moves = way(is.x0 - was.x0, "to the right", "to the left") + way(is.y - was.y, "down", "up");
    const auto width = way((is.x1 - is.x0) - (was.x1 - was.x0), "wider", "narrower");
    if (moves.empty() && width.empty()) return {};
    return place_of(was) + (moves.empty() ? "" : " moved" + moves) + (width.empty() ? "" : " is" + width);
}

/// The longest common run of texts: what is left stands in one of the two only.
class Alignment {
  public:
    Alignment(const std::vector<Line>& was, const std::vector<Line>& is) : was_(was), is_(is) {
        length_.assign((was.size() + 1) * (is.size() + 1), 0);
        for (std::size_t i = was.size(); i-- > 0;)
            for (std::size_t j = is.size(); j-- > 0;)
                at(i, j) = same(i, j) ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    }

    std::vector<std::string> differences() {
        std::vector<std::string> found;
        std::size_t i = 0, j = 0;
        while (i < was_.size() || j < is_.size()) {
            if (i < was_.size() && j < is_.size() && same(i, j)) {
                if (auto move = move_of(was_[i], is_[j]); !move.empty()) found.push_back(std::move(move));
                ++i;
                ++j;
            } else if (j == is_.size() || (i < was_.size() && at(i + 1, j) >= at(i, j + 1))) {
                found.push_back("gone: " + place_of(was_[i++]));
            } else {
                found.push_back("new: " + place_of(is_[j++]));
            }
        }
        return found;
    }

  private:
    int& at(std::size_t i, std::size_t j) { return length_[i * (is_.size() + 1) + j]; }
    bool same(std::size_t i, std::size_t j) const { return was_[i].text == is_[j].text; }

    const std::vector<Line>& was_;
    const std::vector<Line>& is_;
    std::vector<int> length_;
};

double difference(const core::Raster& a, const core::Raster& b, int left, int top) {
    int sum = 0, count = 0;
    for (int y = top; y < std::min(top + block, a.height); ++y)
        for (int x = left; x < std::min(left + block, a.width); ++x, ++count) {
            const auto at =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(a.width) + static_cast<std::size_t>(x);
            sum += std::abs(a.pixels[at] - b.pixels[at]);
        }
    return static_cast<double>(sum) / std::max(1, count);
}

/// Says where ink differs: the box around all blocks that do.
std::string picture_difference(const core::Raster& was, const core::Raster& is, std::size_t page) {
    if (was.width != is.width || was.height != is.height || was.channels != is.channels)
        return fmt::format("page {}: another size", page);
    core::Box box{was.width, was.height, 0, 0};
    int blocks = 0;
    for (int y = 0; y < was.height; y += block)
        for (int x = 0; x < was.width; x += block) {
            if (difference(was, is, x, y) <= most_difference) continue;
            ++blocks;
            box = {std::min(box.x0, x), std::min(box.y0, y), std::max(box.x1, x + block), std::max(box.y1, y + block)};
        }
    if (blocks == 0) return {};
    const auto mm = [](int px) { return px * 25.4 / picture_dpi; };
    return fmt::format("page {}: other ink in {} places between x {:.0f} and {:.0f}, y {:.0f} and {:.0f} mm", page,
                       blocks, mm(box.x0), mm(box.x1), mm(box.y0), mm(box.y1));
}

core::Raster in_few_greys(core::Raster raster) {
    for (auto& pixel : raster.pixels)
        pixel = static_cast<std::uint8_t>(std::min(255, (pixel + grey_step / 2) / grey_step * grey_step));
    return raster;
}

core::Raster read_picture(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>{in}, {}};
    core::Raster picture;
    const auto decoded = ocr::decode_pages(bytes, {}, [&](core::Raster&& raster) { picture = std::move(raster); });
    if (!decoded) throw std::runtime_error{path.string() + ": " + core::describe(decoded.refusal())};
    return picture;
}

}  // namespace

Document look_at(const std::string& pdf) {
    const printed::File file{pdf};
    Document document;
    for (int page = 1; page <= file.pages(); ++page) {
        const auto lines = lines_of(file, page);
        document.lines.insert(document.lines.end(), lines.begin(), lines.end());
        document.pages.push_back(in_few_greys(file.render(page, picture_dpi)));
    }
    return document;
}

std::vector<std::string> differences(const Document& kept, const Document& seen) {
    std::vector<std::string> found;
    if (kept.pages.size() != seen.pages.size())
        found.push_back(fmt::format("{} pages instead of {}", seen.pages.size(), kept.pages.size()));
    for (auto& moved : Alignment{kept.lines, seen.lines}.differences()) found.push_back(std::move(moved));
    for (std::size_t page = 0; page < std::min(kept.pages.size(), seen.pages.size()); ++page)
        if (auto other = picture_difference(kept.pages[page], seen.pages[page], page + 1); !other.empty())
            found.push_back(std::move(other));
    return found;
}

std::optional<Document> load(const fs::path& folder, const std::string& name) {
    std::ifstream in{text_path(folder, name)};
    if (!in) return {};
    Document document;
    std::size_t pages = 0;
    in >> pages;
    in.ignore(16, '\n');
    for (std::string row; std::getline(in, row);) {
        std::istringstream words{row};
        Line line;
        if (!(words >> line.page >> line.x0 >> line.x1 >> line.y)) throw std::runtime_error{name + ".txt: " + row};
        words.ignore(2);
        std::getline(words, line.text);
        document.lines.push_back(std::move(line));
    }
    for (std::size_t page = 1; page <= pages; ++page)
        document.pages.push_back(read_picture(picture_path(folder, name, page)));
    return document;
}

void keep(const fs::path& folder, const std::string& name, const Document& document) {
    fs::create_directories(folder);
    forget(folder, name);
    std::ofstream out{text_path(folder, name)};
    out << fmt::format("{} pages\n", document.pages.size());
    for (const auto& line : document.lines)
        out << fmt::format("{} {:6.1f} {:6.1f} {:6.1f}  {}\n", line.page, line.x0, line.x1, line.y, line.text);
    for (std::size_t page = 1; page <= document.pages.size(); ++page) {
        const auto png = ocr::png_bytes(*ocr::to_pix(document.pages[page - 1]));
        std::ofstream{picture_path(folder, name, page), std::ios::binary}.write(
            reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
    }
}

void forget(const fs::path& folder, const std::string& name) {
    fs::remove(text_path(folder, name));
    for (std::size_t page = 1; fs::remove(picture_path(folder, name, page)); ++page) continue;
}

std::vector<std::string> names(const fs::path& folder) {
    std::vector<std::string> found;
    if (!fs::exists(folder)) return found;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".txt") found.push_back(entry.path().stem().string());
    std::ranges::sort(found);
    return found;
}

}  // namespace golden
