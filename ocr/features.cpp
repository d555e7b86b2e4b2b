#include "ocr/features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "ocr/ink.h"
#include "ocr/stamp.h"

namespace ocr {

namespace {

constexpr int window_px = 5;  ///< Half of the stretch on which a stroke's direction is measured: 1.4 mm in all.
constexpr std::size_t directions = 6;
constexpr double tick_mm = 1;     ///< Smaller pieces are dots and dust.
constexpr double gap_mm = 2;      ///< A gap between words.
constexpr double aligned_mm = 1;  ///< On one writing line.

/// Of all skeletons together.
struct Trace {
    std::array<double, directions> direction{};  ///< Share of the length in each sixth of half a turn.
    double bent = 0;                             ///< Mean of how far a short stretch is from a straight line, 0 to 1.
    double ends = 0, forks = 0, loops = 0;       ///< Numbers.
    double rise = 0;                             ///< Spread of the skeleton up and down, in mm.
};

class Tracer {
  public:
    void add(const Shape& shape) {
        const auto& box = shape.component.box;
        Bits thin(box.width(), box.height());
        for (const auto p : shape.spine) thin.set(p.x - box.x0, p.y - box.y0);
        int ends = 0, forks = 0, sides = 0;
        for (const auto spine : shape.spine) {
            const Pixel p{spine.x - box.x0, spine.y - box.y0};
            const int near = neighbours(thin, p);
            ends += near == 1, forks += near > 2, sides += near;
            direct(thin, p);
            sum_y_ += spine.y, sum_yy_ += static_cast<double>(spine.y) * spine.y;
            ++count_;
        }
        trace_.ends += ends, trace_.forks += forks;
        // Pixels less connections is one less the loops, for a thin line.
        trace_.loops += std::max(0.0, 1 + sides / 2.0 - static_cast<double>(shape.spine.size()) - 0.5 * forks);
    }

    Trace done() const {
        Trace trace = trace_;
        const double all = std::max(1, count_);
        for (auto& share : trace.direction) share /= all;
        trace.bent /= all;
        trace.rise = std::sqrt(std::max(0.0, sum_yy_ / all - sum_y_ / all * sum_y_ / all)) / ink_px_per_mm;
        return trace;
    }

  private:
    static int neighbours(const Bits& thin, Pixel p) {
        int count = -1;
        for (int y = p.y - 1; y <= p.y + 1; ++y)
            for (int x = p.x - 1; x <= p.x + 1; ++x) count += thin.at(x, y);
        return count;
    }

    /// Direction and bend from the second moments of the skeleton around a pixel.
    void direct(const Bits& thin, Pixel p) {
        double n = 0, sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
        for (int y = std::max(0, p.y - window_px); y <= std::min(thin.height - 1, p.y + window_px); ++y)
            for (int x = std::max(0, p.x - window_px); x <= std::min(thin.width - 1, p.x + window_px); ++x) {
                if (!thin.on[thin.index(x, y)]) continue;
                const double dx = x - p.x, dy = y - p.y;
                ++n, sx += dx, sy += dy, xx += dx * dx, yy += dy * dy, xy += dx * dy;
            }
        if (n < 3) return;
        xx -= sx * sx / n, yy -= sy * sy / n, xy -= sx * sy / n;
        const double spread = std::hypot(xx - yy, 2 * xy), sum = xx + yy;
        trace_.bent += sum > 0 ? 1 - spread / sum : 0;
        const double turn = (std::atan2(2 * xy, xx - yy) / (2 * std::numbers::pi) + 0.5) * directions;
        trace_.direction[std::min(directions - 1, static_cast<std::size_t>(turn))] += 1;
    }

    Trace trace_;
    double sum_y_ = 0, sum_yy_ = 0;
    int count_ = 0;
};

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Number of parts side by side with a gap between them, and the width of the widest.
std::pair<int, double> words_across(const std::vector<const Shape*>& strokes) {
    std::vector<std::pair<int, int>> spans;
    spans.reserve(strokes.size());
    for (const auto* s : strokes) spans.emplace_back(s->component.box.x0, s->component.box.x1);
    std::sort(spans.begin(), spans.end());
    int parts = 0, from = 0, to = -1000;
    double widest = 0;
    for (const auto& [x0, x1] : spans) {
        if (x0 > to + gap_mm * ink_px_per_mm) ++parts, from = x0;
        to = std::max(to, x1);
        widest = std::max(widest, (to - from) / ink_px_per_mm);
    }
    return {parts, widest};
}

struct Sums {
    double area = 0, length = 0, outline = 0, straight = 0, stroke = 0, stroke_squares = 0, hull = 0, lettering = 0,
           wide = 0, longest = 0, second = 0, tallest = 0, widest = 0, thickest = 0;
    core::Box box{1 << 20, 1 << 20, 0, 0};

    void add(const Shape& s) {
        area += s.area, length += s.length, hull += s.hull_area;
        outline += s.outline * s.length, straight += s.straight * s.length;
        stroke += s.stroke * s.length, stroke_squares += s.stroke * s.stroke * s.length;
        if (is_lettering(s)) lettering += s.length;
        if (s.width > 1.3 * s.height) wide += s.length;
        second = std::max(second, std::min(longest, s.length)), longest = std::max(longest, s.length);
        tallest = std::max(tallest, s.height), widest = std::max(widest, s.width);
        thickest = std::max(thickest, s.size() > 3 ? s.stroke : 0);
        const auto& b = s.component.box;
        box = {std::min(box.x0, b.x0), std::min(box.y0, b.y0), std::max(box.x1, b.x1), std::max(box.y1, b.y1)};
    }
};

}  // namespace

std::vector<std::string> Features::names() const {
    std::vector<std::string> names;
    for (const auto& [part, name] : names_) {
        auto& word = names.emplace_back(part);
        word += '.';
        word += name;
        word += '.' + std::to_string(names.size());
        std::replace(word.begin(), word.end(), ' ', '-');
    }
    return names;
}

void add_stroke_features(const std::vector<const Shape*>& strokes, Features& f) {
    Sums sums;
    Tracer tracer;
    const Shape* longest = nullptr;
    std::vector<double> heights, bottoms;
    for (const auto* s : strokes) {
        sums.add(*s);
        tracer.add(*s);
        if (!longest || s->length > longest->length) longest = s;
        if (s->size() < tick_mm) continue;
        heights.push_back(s->height);
        bottoms.push_back(s->component.box.y1 / ink_px_per_mm);
    }
    const double length = std::max(0.01, sums.length);
    const bool any = !strokes.empty();
    const double width = any ? sums.box.width() / ink_px_per_mm : 0,
                 height = any ? sums.box.height() / ink_px_per_mm : 0;
    const double line = median(bottoms), usual = median(heights);
    double aligned = 0, alike = 0;
    for (const auto* s : strokes) {
        if (std::abs(s->component.box.y1 / ink_px_per_mm - line) < aligned_mm) aligned += s->length;
        if (std::abs(s->height - usual) < 0.25 * usual) alike += s->length;
    }
    const auto [parts, widest_part] = words_across(strokes);
    const auto trace = tracer.done();
    f.add("pieces", static_cast<double>(heights.size()));
    f.add("area", sums.area);
    f.add("length", sums.length);
    f.add("longest", sums.longest);
    f.add("second", sums.second);
    f.add("width", width);
    f.add("height", height);
    f.add("tallest", sums.tallest);
    f.add("widest", sums.widest);
    f.add("usual height", usual);
    f.add("outline", sums.outline / length);
    f.add("straight", sums.straight / length);
    f.add("lettering", sums.lettering / length);
    f.add("flat pieces", sums.wide / length);
    f.add("stroke", sums.stroke / length);
    f.add("stroke spread", std::sqrt(std::max(0.0, sums.stroke_squares / length - std::pow(sums.stroke / length, 2))));
    f.add("thickest", sums.thickest);
    f.add("density", sums.length / std::max(1.0, width * height));
    f.add("hulls", sums.hull / std::max(1.0, width * height));
    f.add("longest turns", longest ? longest->turns : 0);
    f.add("longest outline", longest ? longest->outline : 0);
    f.add("longest enclosed", longest ? longest->enclosed : 0);
    f.add("longest width", longest ? longest->width : 0);
    f.add("longest height", longest ? longest->height : 0);
    f.add("on one line", aligned / length);
    f.add("of one height", alike / length);
    f.add("parts", parts);
    f.add("widest part", widest_part);
    f.add("bent", trace.bent);
    f.add("ends", 10 * trace.ends / length);
    f.add("forks", 10 * trace.forks / length);
    f.add("loops", trace.loops);
    f.add("rise", trace.rise);
    for (const double share : trace.direction) f.add("direction", share);
}

}  // namespace ocr
