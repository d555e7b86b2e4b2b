#include "tests/drawing/check_marks.h"

#include <cmath>
#include <numbers>

#include "tests/drawing/pens.h"

namespace drawing {

namespace {

/// One kind of hand: how straight, how far, how thick.
class CheckHand {
  public:
    CheckHand(Canvas& canvas, const core::BoxMm& box, unsigned style, Random& random)
        : canvas_(canvas),
          box_(box),
          random_(random),
          curved_(style / 2 % 2 == 0),
          shaky_(style / 4 % 2 == 0 ? 0.05 : 0.16) {
        colour_ = style % 4 < 2 ? (chance(random, 0.5) ? blue : black)
                                : (chance(random, 0.6) ? Colour{0.1, 0.1, 0.45} : black);
        width_ = uniform(random, style % 2 == 0 ? 0.35 : 0.3, style % 2 == 0 ? 0.55 : 0.6);
    }

    void pen(Colour colour, double width, double opacity = 1) { colour_ = colour, width_ = width, opacity_ = opacity; }

    /// Points in shares of the box, from its top left corner; beyond it under 0 and over 1.
    void stroke(std::initializer_list<core::Point> shares) {
        Stroke line;
        const core::Point* before = nullptr;
        for (const auto& share : shares) {
            const auto to = place(share);
            if (before != nullptr) {
                const auto from = place(*before);
                const double bulge = curved_ ? uniform(random_, -0.12, 0.12) : 0;
                for (int i = 1; i <= 6; ++i) {
                    const double t = i / 6.0, bow = 4 * t * (1 - t) * bulge;
                    line.push_back({from.x + (to.x - from.x) * t - (to.y - from.y) * bow + shake(),
                                    from.y + (to.y - from.y) * t + (to.x - from.x) * bow + shake()});
                }
            } else {
                line.push_back(to);
            }
            before = &share;
        }
        canvas_.stroke(line, width_, colour_, opacity_);
    }

    void cross(double from, double to) {
        stroke({{from + wobble(), from + wobble()}, {to + wobble(), to + wobble()}});
        stroke({{to + wobble(), from + wobble()}, {from + wobble(), to + wobble()}});
    }

    void tick(double size, double up = 0) {
        const double x = 0.5 - size * 0.45, y = 0.55;
        stroke({{x + wobble(), y + wobble()},
                {0.42 + wobble(), 0.5 + size * 0.35},
                {0.5 + size * 0.5 + wobble() + up, 0.5 - size * 0.5 - up}});
    }

    /// To and fro over the box.
    void scribble(double from, double to, int ways) {
        Stroke line;
        for (int i = 0; i <= ways; ++i) {
            const double t = from + (to - from) * i / ways;
            line.push_back(place({i % 2 == 0 ? from + wobble() : to + wobble(), t + wobble() / 2}));
        }
        canvas_.stroke(line, width_, colour_, opacity_);
    }

    core::Point place(core::Point share) const {
        return {box_.x0 + box_.width() * share.x, box_.y0 + box_.height() * share.y};
    }

  private:
    double wobble() { return uniform(random_, -0.1, 0.1); }
    double shake() { return uniform(random_, -shaky_, shaky_); }

    Canvas& canvas_;
    const core::BoxMm& box_;
    Random& random_;
    bool curved_;
    double shaky_;
    Colour colour_{};
    double width_ = 0.4, opacity_ = 1;
};

void wear(Canvas& canvas, const core::BoxMm& box, CheckMark mark, CheckHand& hand, Random& random) {
    const core::Point centre{(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2};
    if (mark == CheckMark::dust)
        for (int i = 0; i < 4; ++i)
            canvas.disc({uniform(random, box.x0, box.x1), uniform(random, box.y0, box.y1)}, uniform(random, 0.05, 0.14),
                        black, uniform(random, 0.4, 0.9));
    if (mark == CheckMark::shadow) canvas.smear(centre, uniform(random, 4, 9), uniform(random, 0.1, 0.35));
    if (mark == CheckMark::show_through)
        write(canvas, printed("MENTION", {box.x0 - 2, box.y0 + 0.6}, 2.6), 0.5, {0.85, 0.85, 0.86}, 0.7);
    if (mark == CheckMark::label_near)
        write(canvas, printed("OUI", {box.x1 + uniform(random, 0.15, 0.5), box.y0 + 0.5}, 2.8), 0.3, print_black);
    if (mark == CheckMark::neighbours_tail) {
        const bool left = chance(random, 0.5);
        hand.stroke({{left ? -1.2 : 2.2, 1.4}, {left ? 0.16 : 0.84, uniform(random, 0.62, 0.86)}});
    }
    if (mark == CheckMark::pen_rest)
        canvas.disc({uniform(random, box.x0 + 0.8, box.x1 - 0.8), uniform(random, box.y0 + 0.8, box.y1 - 0.8)},
                    uniform(random, 0.15, 0.3), black);
}

void tick_it(CheckMark mark, CheckHand& hand, Random& random) {
    if (mark == CheckMark::cross) hand.cross(0.14, 0.86);
    if (mark == CheckMark::tick) hand.tick(uniform(random, 0.7, 0.95));
    if (mark == CheckMark::large_tick) hand.tick(1.1, uniform(random, 0.3, 1.2));
    if (mark == CheckMark::large_cross) hand.cross(uniform(random, -0.6, -0.15), uniform(random, 1.15, 1.6));
    if (mark == CheckMark::small_tick) hand.tick(uniform(random, 0.42, 0.55));
    if (mark == CheckMark::pencil_tick) {
        hand.pen(pencil, uniform(random, 0.3, 0.5), uniform(random, 0.55, 0.8));
        chance(random, 0.5) ? hand.tick(0.9) : hand.cross(0.15, 0.85);
    }
    if (mark == CheckMark::felt_tick) {
        hand.pen(chance(random, 0.5) ? black : blue, uniform(random, 0.9, 1.4));
        chance(random, 0.5) ? hand.tick(0.95, 0.2) : hand.cross(0.15, 0.85);
    }
    if (mark == CheckMark::filled) hand.scribble(0.12, 0.88, 9);
    if (mark == CheckMark::felt_filled) {
        hand.pen(black, uniform(random, 1, 1.4));
        hand.scribble(0.2, 0.8, 5);
    }
    if (mark == CheckMark::printed_cross) {
        hand.pen(print_black, 0.5);
        hand.stroke({{0.2, 0.2}, {0.8, 0.8}});
        hand.stroke({{0.2, 0.8}, {0.8, 0.2}});
    }
}

void undo_it(CheckMark mark, CheckHand& hand, Random& random) {
    if (mark == CheckMark::struck_out) {
        hand.scribble(0.12, 0.88, 9);
        const double from = uniform(random, -1.2, -0.5), to = uniform(random, 1.5, 2.2),
                     tilt = uniform(random, -0.4, 0.4);
        hand.stroke({{from, 0.5 + tilt}, {to, 0.5 - tilt}});
        if (chance(random, 0.6)) hand.stroke({{from, 0.8 + tilt}, {to, 0.2 - tilt}});
    }
    if (mark == CheckMark::scribbled_out) {
        hand.cross(0.14, 0.86);
        hand.scribble(uniform(random, -0.5, -0.25), uniform(random, 1.25, 1.5), 11);
    }
    if (mark == CheckMark::line_across) {
        const double y = uniform(random, 0.25, 0.75), tilt = uniform(random, -0.15, 0.15);
        hand.stroke({{-1.5, y - tilt}, {2.5, y + tilt}});
    }
}

}  // namespace

void draw_check(Canvas& canvas, const core::BoxMm& box, CheckMark mark, unsigned style, Random& random) {
    CheckHand hand(canvas, box, style, random);
    if (is_checked(mark))
        tick_it(mark, hand, random);
    else if (is_doubtful(mark))
        undo_it(mark, hand, random);
    else
        wear(canvas, box, mark, hand, random);
}

core::FormLayout checkbox_sheet() {
    core::FormPageLayout page{.marks = {{10, 10}, {200, 10}, {200, 287}, {10, 287}}, .code = {172, 14, 192, 34}};
    for (int row = 0; row < 22; ++row)
        for (int column = 0; column < 6; ++column) {
            const double x = 20 + 29 * column, y = 48 + 10.4 * row;
            page.zones.push_back({.id = "case_" + std::to_string(row) + "_" + std::to_string(column),
                                  .kind = core::ZoneKind::checkbox,
                                  .box = {x, y, x + 4, y + 4}});
        }
    return {.id = "integration", .version = 1, .pages = {page}};
}

}  // namespace drawing
