#include "ocr/ink_facts.h"

#include <algorithm>
#include <cmath>

#include "ocr/zone_strokes.h"

namespace ocr {

namespace {

constexpr double px2_per_mm2 = ink_px_per_mm * ink_px_per_mm;

core::Box around(const core::Box& a, const core::Box& b) {
    if (a.width() == 0) return b;
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

std::vector<const Shape*> pointers(const std::vector<Shape>& shapes) {
    std::vector<const Shape*> all;
    all.reserve(shapes.size());
    for (const auto& s : shapes) all.push_back(&s);
    return all;
}

/// Mean light taken and hue of the ink of a layer: black is without hue.
void add_colour(const Bits& bits, const ZoneInk& ink, Features& f) {
    double n = 0, depth = 0, deep = 0, red = 0, green = 0, blue = 0;
    for (std::size_t i = 0; i < bits.on.size(); ++i) {
        if (!bits.on[i]) continue;
        ++n, depth += static_cast<double>(ink.taken[i]), deep += ink.taken[i] > 0.6F;
        if (ink.colour.empty()) continue;
        red += static_cast<double>(ink.colour[i][0]), green += static_cast<double>(ink.colour[i][1]);
        blue += static_cast<double>(ink.colour[i][2]);
    }
    const double sum = std::max(1e-6, red + green + blue);
    f.add("depth", n > 0 ? depth / n : 0);
    f.add("deep", n > 0 ? deep / n : 0);
    f.add("red", ink.colour.empty() ? 0.333 : red / sum);
    f.add("blue", ink.colour.empty() ? 0.333 : blue / sum);
}

void add_pen(const PenStrokes& pen, Features& f) {
    add_stroke_features(pen.strokes, f);
    f.add("foreign", pen.foreign_mm);
    f.add("capitals", pen.capitals);
    f.add("closed", pen.closed);
}

/// The stamp and what is around the strokes.
void add_box(const std::vector<InkLayer>& layers, const ZoneInk& ink, Features& f) {
    double area = 0, faint = 0, letters = 0, hidden = 0, reach = 0;
    int dust = 0, rings = 0, frames = 0;
    for (const auto& layer : layers) {
        area += layer.area_mm2, dust += layer.dust;
        letters = std::max(letters, static_cast<double>(layer.stamp.letters));
        hidden += static_cast<double>(layer.stamp.hidden.size());
        rings = std::max(rings, static_cast<int>(layer.stamp.radii.size()));
        frames += layer.stamp.frame.has_value();
        if (layer.stamp.ring) reach = std::max(reach, layer.stamp.ring->radius / ink_px_per_mm);
    }
    for (const auto& piece : components(ink.faint)) {
        const double size = std::max(piece.box.width(), piece.box.height()) / ink_px_per_mm;
        const double piece_area = static_cast<double>(piece.pixels.size()) / px2_per_mm2;
        if (size > 3 && piece_area < size) faint += piece_area;  // Long and thin.
    }
    f.add("layers", static_cast<double>(layers.size()));
    f.add("area", area);
    f.add("dust", dust);
    f.add("faint", faint);
    f.add("outside", static_cast<double>(ink.outside.count()) / px2_per_mm2);
    f.add("letters", letters);
    f.add("hidden", hidden);
    f.add("rings", rings);
    f.add("radius", reach);
    f.add("frames", frames);
    f.add("width", ink.interior.width() / ink_px_per_mm);
    f.add("height", ink.interior.height() / ink_px_per_mm);
}

}  // namespace

InkFacts facts_of(const ZoneInk& ink) {
    const Surroundings outside(ink);
    const auto layers = layers_of(ink);
    PenStrokes pen, over;
    const InkLayer* of = &layers.front();
    InkFacts facts;
    for (const auto& layer : layers) {
        auto found = pen_beside_stamp(layer, ink, outside);
        auto darker = pen_over_paler(layer, ink, outside);
        if (found.length_mm >= pen.length_mm) pen = std::move(found), of = &layer;
        if (darker.length_mm > over.length_mm) over = std::move(darker);
        if (const auto box = layer.stamp.extent(); box.width() > 0) facts.stamp = box;
    }
    for (const auto* s : pen.strokes) facts.pen = around(facts.pen, s->component.box);
    auto& f = facts.features;
    f.part("pen");
    add_pen(pen, f);
    add_colour(of->bits, ink, f);
    f.part("over");
    add_pen(over, f);
    f.part("all");
    const auto all = layers.size() > 1 ? shapes_of(ink.inside) : std::vector<Shape>{};
    add_stroke_features(pointers(layers.size() > 1 ? all : layers.front().shapes), f);
    add_colour(ink.inside, ink, f);
    f.part("box");
    add_box(layers, ink, f);
    return facts;
}

}  // namespace ocr
