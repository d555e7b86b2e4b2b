#include "ocr/stamp.h"

#include <algorithm>
#include <cmath>

#include "ocr/ink.h"

namespace ocr {

namespace {

constexpr double letter_least_mm = 0.8, letter_most_mm = 5.2;
constexpr double word_density = 1.7;  ///< Stroke length to extent of letters run together; a line has 1.
constexpr double dash_length = 1.4;   ///< Stroke length to extent.
constexpr double most_dashes = 0.7;
constexpr double letter_pitch_mm = 2.6;     ///< A joined word counts one letter for each.
constexpr double upright_word_most_mm = 9;  ///< Taller than that and than wide: the loop of a signature, not a word.
constexpr double letters_gap_mm = 6;
constexpr int stamp_letters = 11;  ///< Several lines of them are a stamp; one line is a typed name.
constexpr double stamp_least_height_mm = 7;
constexpr double line_reach_mm = 0.7;     ///< Half of what is taken away with a line of the stamp.
constexpr double crossing_mm = 0.7;       ///< More ink than that across a line: a stroke crosses it.
constexpr double ring_text_from = 0.5;    ///< Of the radius: text around lies beyond.
constexpr int ringed_letters = 4;         ///< Enough inside a ring, an oval or a frame.
constexpr double sure_ring_inked = 0.75;  ///< No hand draws so round: a ring without letters …
constexpr double sure_ring_inside = 0.7;  ///< … of which most is in the box: any large signature follows some arc.
constexpr double doubled_ring_mm = 2;     ///< Two rings about one centre, that far apart, need no letters either.
constexpr double oval_least_mm = 14;
constexpr double oval_outline = 0.6;

double oblique_thickness(const Shape& s) {
    // Least width of the hull over its directions.
    double best = 1e9;
    for (std::size_t i = 0; i < s.hull.size(); ++i) {
        const auto a = s.hull[i], b = s.hull[(i + 1) % s.hull.size()];
        const double dx = b.x - a.x, dy = b.y - a.y, length = std::hypot(dx, dy);
        if (length == 0) continue;
        double most = 0;
        for (const auto p : s.hull) most = std::max(most, std::abs((p.x - a.x) * dy - (p.y - a.y) * dx) / length);
        best = std::min(best, most + 1);
    }
    return best / ink_px_per_mm;
}

/// Letters that stand together: the largest group.
std::vector<const Shape*> lettering(const std::vector<Shape>& shapes) {
    std::vector<const Shape*> letters;
    for (const auto& s : shapes)
        if (is_lettering(s)) letters.push_back(&s);
    const auto gap = [](const core::Box& a, const core::Box& b) {
        return std::max({a.x0 - b.x1, b.x0 - a.x1, a.y0 - b.y1, b.y0 - a.y1, 0});
    };
    std::vector<const Shape*> best;
    std::vector<bool> taken(letters.size(), false);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (taken[i]) continue;
        std::vector<const Shape*> group{letters[i]};
        taken[i] = true;
        for (std::size_t next = 0; next < group.size(); ++next)
            for (std::size_t j = 0; j < letters.size(); ++j)
                if (!taken[j] &&
                    gap(group[next]->component.box, letters[j]->component.box) < letters_gap_mm * ink_px_per_mm) {
                    taken[j] = true;
                    group.push_back(letters[j]);
                }
        if (group.size() > best.size()) best = std::move(group);
    }
    return best;
}

/// Pieces of a thin stroke that a fax broke up are mere dashes; most letters are more.
bool is_broken_line(const std::vector<const Shape*>& letters) {
    const auto dashes = std::count_if(letters.begin(), letters.end(),
                                      [](const Shape* s) { return s->length < dash_length * s->size(); });
    return static_cast<double>(dashes) > most_dashes * static_cast<double>(letters.size());
}

int letter_count(const std::vector<const Shape*>& letters) {
    int count = 0;
    for (const auto* s : letters) count += std::max(1, static_cast<int>(std::lround(s->size() / letter_pitch_mm)));
    return count;
}

int letters_inside(const std::vector<Pixel>& area, const std::vector<Shape>& shapes) {
    int count = 0;
    for (const auto& s : shapes) count += is_lettering(s) && inside_hull(area, s.middle());
    return count;
}

void look_for_ring(const std::vector<Shape>& shapes, const core::Box& interior, StampFound& stamp) {
    std::vector<Pixel> strokes;
    for (const auto& s : shapes) strokes.insert(strokes.end(), s.spine.begin(), s.spine.end());
    const auto ring = find_ring(strokes, interior);
    if (!ring) return;
    const bool sure = ring->inked > sure_ring_inked;
    const bool lettered = letters_inside(polygon(ring->circle), shapes) >= ringed_letters;
    auto radii = concentric_radii(ring->circle, strokes, interior);
    const auto [least, most] = std::minmax_element(radii.begin(), radii.end());
    const bool doubled = *most - *least > doubled_ring_mm * ink_px_per_mm;
    if (sure && (lettered || doubled || ring->inside > sure_ring_inside)) {
        stamp.ring = Circle{ring->circle.x, ring->circle.y, *most};
        stamp.radii = std::move(radii);
    } else if (lettered) {
        stamp.hidden.push_back(polygon(ring->circle));
    }
}

void look_for_ovals(const std::vector<Shape>& shapes, StampFound& stamp) {
    for (const auto& s : shapes)
        if (std::min(s.width, s.height) >= oval_least_mm / 2 && s.size() >= oval_least_mm &&
            s.outline >= oval_outline && letters_inside(s.hull, shapes) >= ringed_letters)
            stamp.hidden.push_back(s.hull);
}

/// Several lines of letters, whatever is around them.
void look_for_lines(const std::vector<const Shape*>& letters, StampFound& stamp) {
    if (stamp.letters < stamp_letters || is_broken_line(letters)) return;
    std::vector<Pixel> all;
    for (const auto* s : letters) all.insert(all.end(), s->hull.begin(), s->hull.end());
    const auto hull = convex_hull(all);
    const auto [top, bottom] =
        std::minmax_element(hull.begin(), hull.end(), [](Pixel a, Pixel b) { return a.y < b.y; });
    if (bottom->y - top->y < stamp_least_height_mm * ink_px_per_mm) return;
    if (stamp.hidden.empty()) stamp.reach_mm = 3.5;  // A frame or ring that was not recognised.
    stamp.hidden.push_back(hull);
}

}  // namespace

bool StampFound::surrounds(Pixel p) const {
    return (ring && std::hypot(p.x - ring->x, p.y - ring->y) < ring->radius) ||
           (frame && inside_hull(frame->corners(), p)) ||
           std::any_of(hidden.begin(), hidden.end(), [&](const auto& area) { return inside_hull(area, p); });
}

core::Box StampFound::extent() const {
    std::vector<Pixel> corners;
    if (ring) corners = polygon(*ring);
    if (frame) corners = frame->corners();
    for (const auto& area : hidden) corners.insert(corners.end(), area.begin(), area.end());
    if (corners.empty()) return {};
    core::Box box{1 << 20, 1 << 20, -(1 << 20), -(1 << 20)};
    for (const auto p : corners)
        box = {std::min(box.x0, p.x), std::min(box.y0, p.y), std::max(box.x1, p.x), std::max(box.y1, p.y)};
    return box;
}

namespace {

/// The direction across the stamp's line that a point lies on.
std::optional<double> across_line(const StampFound& stamp, Pixel p) {
    const double line = line_reach_mm * ink_px_per_mm;
    if (stamp.frame && stamp.frame->distance(p) < line) return stamp.frame->across(p);
    if (!stamp.ring) return std::nullopt;
    const double x = p.x - stamp.ring->x, y = p.y - stamp.ring->y, from_centre = std::hypot(x, y);
    const bool on_one = std::any_of(stamp.radii.begin(), stamp.radii.end(),
                                    [&](double radius) { return std::abs(from_centre - radius) < line; });
    return on_one ? std::optional(std::atan2(y, x)) : std::nullopt;
}

/// How far the ink goes on in a direction and its opposite, px.
int run_length(const Bits& layer, Pixel p, double across) {
    const double dx = std::cos(across), dy = std::sin(across);
    const auto reach = [&](double way) {
        int steps = 0;
        for (;; ++steps) {
            const int x = static_cast<int>(std::lround(p.x + way * dx * (steps + 1)));
            const int y = static_cast<int>(std::lround(p.y + way * dy * (steps + 1)));
            if (x < 0 || y < 0 || x >= layer.width || y >= layer.height || !layer.on[layer.index(x, y)]) break;
        }
        return steps;
    };
    return reach(1) + reach(-1) + 1;
}

/// The stamp's lines, without those places where the ink goes on across them for longer than they are thick: there a
/// stroke crosses.
Bits lines_of(const Bits& layer, const StampFound& stamp) {
    Bits lines(layer.width, layer.height);
    if (!stamp.ring && !stamp.frame) return lines;
    std::vector<std::pair<std::size_t, int>> runs;
    for (int y = 0; y < layer.height; ++y)
        for (int x = 0; x < layer.width; ++x)
            if (layer.on[layer.index(x, y)])
                if (const auto across = across_line(stamp, {x, y}))
                    runs.emplace_back(layer.index(x, y), run_length(layer, {x, y}, *across));
    if (runs.empty()) return lines;
    const auto middle = runs.begin() + static_cast<std::ptrdiff_t>(runs.size() / 2);
    std::nth_element(runs.begin(), middle, runs.end(), [](auto a, auto b) { return a.second < b.second; });
    const double most = middle->second + crossing_mm * ink_px_per_mm;
    for (const auto& [at, length] : runs)
        if (length <= most) lines.on[at] = 1;
    return lines;
}

}  // namespace

Bits without_stamp(const Bits& layer, const StampFound& stamp) {
    const double line = line_reach_mm * ink_px_per_mm, reach = stamp.reach_mm * ink_px_per_mm;
    const Bits lines = lines_of(layer, stamp);
    const auto is_stamp = [&](Pixel p) {
        return lines.on[lines.index(p.x, p.y)] ||
               std::any_of(stamp.hidden.begin(), stamp.hidden.end(), [&](const auto& area) {
                   return inside_hull(area, p) || distance_to_outline(area, p) < reach;
               });
    };
    Bits rest = layer;
    for (int y = 0; y < layer.height; ++y)
        for (int x = 0; x < layer.width; ++x)
            if (layer.on[layer.index(x, y)] && is_stamp({x, y})) rest.on[rest.index(x, y)] = 0;
    if (!stamp.ring) return rest;

    // What stays between the circles is the text around.
    const double inner = ring_text_from * stamp.ring->radius;
    for (const auto& piece : components(rest)) {
        const bool around = std::all_of(piece.pixels.begin(), piece.pixels.end(), [&](Pixel p) {
            const double from_centre = std::hypot(p.x - stamp.ring->x, p.y - stamp.ring->y);
            return from_centre > inner && from_centre < stamp.ring->radius + line;
        });
        if (!around) continue;
        for (const auto p : piece.pixels) rest.on[rest.index(p.x, p.y)] = 0;
    }
    return rest;
}

bool is_lettering(const Shape& s) {
    if (s.size() < letter_least_mm) return false;
    if (s.height <= letter_most_mm && s.width <= letter_most_mm) return true;
    if (s.height > s.width && s.size() > upright_word_most_mm) return false;
    return s.length > word_density * s.size() && s.size() < 40 && oblique_thickness(s) <= letter_most_mm;
}

StampFound find_stamp(const Bits& layer, const std::vector<Shape>& shapes, const core::Box& interior) {
    StampFound stamp{.reach_mm = 1.2};
    const auto letters = lettering(shapes);
    stamp.letters = letter_count(letters);
    stamp.frame = find_frame(layer);
    if (stamp.frame && letters_inside(stamp.frame->corners(), shapes) < ringed_letters) stamp.frame.reset();
    if (stamp.frame) return stamp;
    look_for_ring(shapes, interior, stamp);
    if (stamp.ring) return stamp;
    look_for_ovals(shapes, stamp);
    look_for_lines(letters, stamp);
    return stamp;
}

}  // namespace ocr
