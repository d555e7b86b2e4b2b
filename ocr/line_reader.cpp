#include "ocr/line_reader.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "ocr/line_image.h"
#include "ocr/line_search.h"
#include "ocr/line_text.h"
#include "ocr/reading_order.h"
#include "ocr/strip.h"
#include "ocr/text_pieces.h"

namespace ocr {

namespace {

/// Pieces of one line read as one image: wide blanks are cut short, so that the network sees what stands around a
/// short cell. All in px of the level image.
struct Ribbon {
    struct Part {
        core::Box cut;
        double from = 0;  ///< Where it begins in the ribbon.
    };
    struct Ink {
        double at = 0;  ///< Middle, in the ribbon.
        core::Box box;
    };
    std::vector<Part> parts;
    std::vector<Ink> ink;  ///< From the left.
    double width = 0;
    int line = 0;
};

constexpr double paper_px = 4;        ///< As decoded, around a line: what Tesseract's network was trained with.
constexpr double widest_blank = 0.5;  ///< Heights of the line: next to wider ones the network overlooks true blanks.

/// What capitals and descenders would take above and below the baseline, and what the ink takes.
std::pair<double, double> reach_of(std::span<const TextPiece> pieces, std::span<const std::size_t> members) {
    double up = 0, down = 0;
    for (const auto i : members) {
        const auto& piece = pieces[i];
        up = std::max({up, piece.height, piece.baseline - piece.box.y0});
        down = std::max({down, piece.depth, piece.box.y1 - piece.baseline});
    }
    return {up, down};
}

/// `paper`: room around the ink.
Ribbon ribbon_of(std::span<const TextPiece> pieces, std::span<const std::size_t> members, double paper, int line) {
    const auto [up, down] = reach_of(pieces, members);
    Ribbon ribbon{.line = line};
    for (const auto i : members) {
        const auto& piece = pieces[i];
        core::Box cut{static_cast<int>(std::floor(piece.box.x0 - paper)),
                      static_cast<int>(std::floor(piece.baseline - up - paper)),
                      static_cast<int>(std::ceil(piece.box.x1 + paper)),
                      static_cast<int>(std::ceil(piece.baseline + down + paper))};
        if (!ribbon.parts.empty())
            ribbon.width += std::clamp<double>(cut.x0 - ribbon.parts.back().cut.x1, 0, widest_blank * piece.height);
        for (const auto& box : piece.ink) ribbon.ink.push_back({ribbon.width + (box.x0 + box.x1) / 2.0 - cut.x0, box});
        ribbon.parts.push_back({cut, ribbon.width});
        ribbon.width += cut.width();
    }
    return ribbon;
}

/// Pieces of about one height in one ribbon: each image is scaled as a whole.
std::vector<Ribbon> ribbons_of(std::span<const TextPiece> pieces, const PieceLine& line, double paper, int number) {
    constexpr double alike = 1.35;
    std::vector<Ribbon> ribbons;
    for (std::size_t from = 0; from < line.size();) {
        double low = pieces[line[from]].height, high = low;
        std::size_t to = from + 1;
        for (; to < line.size(); ++to) {
            low = std::min(low, pieces[line[to]].height);
            high = std::max(high, pieces[line[to]].height);
            if (high > alike * low) break;
        }
        ribbons.push_back(ribbon_of(pieces, std::span(line).subspan(from, to - from), paper, number));
        from = to;
    }
    return ribbons;
}

LineImage image_of(const Ribbon& ribbon, const StripCutter& cutter) {
    constexpr int white = 255;
    const auto px = [&](double level) { return static_cast<int>(std::lround(level * cutter.scale())); };
    const int height = px(ribbon.parts.front().cut.height());
    if (px(ribbon.width) < 1 || height < 1) return {};
    const auto whole = own(pixCreate(px(ribbon.width), height, 8), "pixCreate");
    pixSetAllArbitrary(whole.get(), white);
    for (const auto& part : ribbon.parts)
        if (const auto strip = cutter.cut(part.cut))
            pixRasterop(whole.get(), px(part.from), 0, pixGetWidth(strip.get()), height, PIX_SRC, strip.get(), 0, 0);
    return make_line_image(*whole);
}

/// The words of one ribbon, each around the ink that stands at its steps.
std::vector<core::Word> placed(const std::vector<LineWord>& words, const Ribbon& ribbon, const LineImage& image) {
    const double px_per_step = ribbon.width * LineModel::pool / std::max(image.width, 1);
    std::vector<core::Word> result;
    auto ink = ribbon.ink.begin();
    for (std::size_t i = 0; i < words.size(); ++i) {
        const double first = i == 0 ? 0 : (words[i - 1].end_step + words[i].first_step) / 2.0 * px_per_step;
        const double end =
            i + 1 == words.size() ? ribbon.width : (words[i].end_step + words[i + 1].first_step) / 2.0 * px_per_step;
        std::optional<core::Box> box;
        for (; ink != ribbon.ink.end() && (ink->at < end || i + 1 == words.size()); ++ink)
            box = box ? core::Box{std::min(box->x0, ink->box.x0), std::min(box->y0, ink->box.y0),
                                  std::max(box->x1, ink->box.x1), std::max(box->y1, ink->box.y1)}
                      : ink->box;
        if (!box) {  // It shares its ink with a neighbour.
            auto part = std::find_if(ribbon.parts.rbegin(), ribbon.parts.rend(),
                                     [&](const Ribbon::Part& p) { return p.from <= (first + end) / 2; });
            if (part == ribbon.parts.rend()) --part;
            const int x0 = part->cut.x0 + static_cast<int>(first - part->from);
            box = {x0, part->cut.y0, x0 + std::max(static_cast<int>(end - first), 1), part->cut.y1};
        }
        result.push_back({.text = words[i].text, .confidence = words[i].confidence, .box = *box, .line = ribbon.line});
    }
    return result;
}

/// The longest lines.
std::vector<PieceLine> sample_of(std::vector<PieceLine> lines, std::span<const TextPiece> pieces) {
    constexpr std::size_t enough = 4;
    const auto length = [&](const PieceLine& line) {
        return std::accumulate(line.begin(), line.end(), std::size_t{0},
                               [&](std::size_t sum, std::size_t i) { return sum + pieces[i].ink.size(); });
    };
    std::stable_sort(lines.begin(), lines.end(),
                     [&](const PieceLine& a, const PieceLine& b) { return length(a) > length(b); });
    lines.resize(std::min(lines.size(), enough));
    return lines;
}

}  // namespace

LineReader::LineReader(LineModel model) : model_(std::move(model)), network_(model_) {}

Recognition LineReader::read(const Pix& grey, const Pix& ink, const PageMap& map, Extent extent,
                             const Deadline& deadline) const {
    const auto pieces = find_text_pieces(ink).pieces;
    auto lines = reading_order(pieces);
    if (extent == Extent::sample) lines = sample_of(std::move(lines), pieces);

    const StripCutter cutter(grey, map);
    std::vector<Ribbon> ribbons;
    std::vector<LineImage> images;
    const double paper = paper_px * map.scale;
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (auto& ribbon : ribbons_of(pieces, lines[i], paper, static_cast<int>(i))) {
            images.push_back(image_of(ribbon, cutter));
            ribbons.push_back(std::move(ribbon));
        }
    const auto outputs = network_.run(images, deadline);
    if (!outputs) return {.timed_out = true};

    Recognition result;
    LineSearch search(model_);
    for (std::size_t i = 0; i < ribbons.size(); ++i) {
        auto words = placed(words_of(search.best((*outputs)[i]), model_), ribbons[i], images[i]);
        result.words.insert(result.words.end(), std::make_move_iterator(words.begin()),
                            std::make_move_iterator(words.end()));
    }
    number_lines(result.words);
    result.confidence = mean_confidence(result.words);
    return result;
}

}  // namespace ocr
