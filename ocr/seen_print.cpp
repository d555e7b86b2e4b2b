#include "ocr/seen_print.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ocr/page_map.h"

namespace ocr {

namespace {

constexpr double least_rule_mm = 6;
constexpr double most_rule_width_mm = 1.2;
constexpr double run_mm = 2;       ///< A straight run of ink: letters hold shorter ones.
constexpr double bridge_mm = 3;    ///< A rule goes on behind such a gap (a stroke taken off, a dropped line of a fax).
constexpr double aside_mm = 0.35;  ///< Its pieces lie that straight.
constexpr double letter_gap_mm = 0.55;
constexpr double accent_gap_mm = 0.35;
constexpr double least_word_mm = 0.9, most_word_mm = 90, least_height_mm = 0.7, most_height_mm = 9;

class Finder {
  public:
    Finder(const Pix& ink, int dpi, double least_mm = least_rule_mm)
        : ink_(ink), px_per_mm_(dpi / 25.4), least_mm_(least_mm) {}

    SeenPrint find() const {
        SeenPrint print;
        const auto level = long_runs(px(run_mm), 1), upright = long_runs(1, px(run_mm));
        print.rules = rules_of(*level, *upright);
        print.words = words_without(*level, *upright);
        return print;
    }

    std::vector<SeenRule> rules() const { return rules_of(*long_runs(px(run_mm), 1), *long_runs(1, px(run_mm))); }

  private:
    std::vector<SeenRule> rules_of(const Pix& level, const Pix& upright) const {
        auto rules = rules_along(level, true);
        for (const auto& rule : rules_along(upright, false)) rules.push_back(rule);
        return rules;
    }

    int px(double mm) const { return std::max(1, static_cast<int>(std::lround(mm * px_per_mm_))); }

    /// Straight ink along one axis, of the length of a rule.
    PixPtr long_runs(int across, int down) const {
        const auto closed = own(pixCloseSafeBrick(nullptr, lept(ink_), across > 1 ? 3 : 1, down > 1 ? 3 : 1), "close");
        const auto runs = own(pixOpenBrick(nullptr, closed.get(), across, down), "pixOpenBrick");
        const int least = px(least_mm_) / 2;
        return own(pixSelectBySize(runs.get(), across > 1 ? least : 0, down > 1 ? least : 0, 8,
                                   across > 1 ? L_SELECT_WIDTH : L_SELECT_HEIGHT, L_SELECT_IF_GTE, nullptr),
                   "pixSelectBySize");
    }

    /// A straight line through one piece of ink; nothing when the piece is no line.
    std::optional<SeenRule> line_through(const Pix& piece, const core::Box& at, bool level) const {
        double n = 0, st = 0, sv = 0, stt = 0, stv = 0, svv = 0;
        const int words = pixGetWpl(&piece);
        for (int y = 0; y < at.height(); ++y) {
            const l_uint32* line = pixGetData(lept(piece)) + static_cast<std::ptrdiff_t>(y) * words;
            for (int x = 0; x < at.width(); ++x) {
                if (!GET_DATA_BIT(line, x)) continue;
                const double t = level ? x : y, v = level ? y : x;
                n += 1, st += t, sv += v, stt += t * t, stv += t * v, svv += v * v;
            }
        }
        const double spread = n * stt - st * st, length = level ? at.width() : at.height();
        if (spread <= 0) return std::nullopt;
        const double slope = (n * stv - st * sv) / spread, offset = (sv - slope * st) / n, width = n / length;
        const double off_line = svv / n - std::pow(sv / n, 2) - slope * slope * spread / (n * n);
        if (width > most_rule_width_mm * px_per_mm_ || off_line > std::pow(width / 2 + aside_mm * px_per_mm_, 2))
            return std::nullopt;
        const auto point = [&](double t) {
            const double v = offset + slope * t + 0.5;
            return level ? core::Point{at.x0 + t, at.y0 + v} : core::Point{at.x0 + v, at.y0 + t};
        };
        return SeenRule{point(0), point(length), width};
    }

    std::vector<SeenRule> rules_along(const Pix& runs, bool level) const {
        Pixa* made = nullptr;
        const BoxaPtr boxes(pixConnComp(lept(runs), &made, 8));
        const PixaPtr pieces(made);
        std::vector<SeenRule> found;
        for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
            int x = 0, y = 0, w = 0, h = 0;
            boxaGetBoxGeometry(boxes.get(), i, &x, &y, &w, &h);
            const PixPtr piece(pixaGetPix(pieces.get(), i, L_CLONE));
            if (const auto rule = line_through(*piece, {x, y, x + w, y + h}, level)) found.push_back(*rule);
        }
        return joined(std::move(found), level);
    }

    /// Pieces that follow each other on one line become one rule; short ones are dropped.
    std::vector<SeenRule> joined(std::vector<SeenRule> pieces, bool level) const {
        const auto along = [&](core::Point p) { return level ? p.x : p.y; };
        const auto across = [&](core::Point p) { return level ? p.y : p.x; };
        std::sort(pieces.begin(), pieces.end(),
                  [&](const SeenRule& a, const SeenRule& b) { return along(a.from) < along(b.from); });
        std::vector<SeenRule> rules;
        for (const auto& piece : pieces) {
            const auto before = std::find_if(rules.begin(), rules.end(), [&](const SeenRule& rule) {
                const double gap = along(piece.from) - along(rule.to);
                const double slope = (across(rule.to) - across(rule.from)) / (along(rule.to) - along(rule.from));
                const double aside = across(piece.from) - (across(rule.to) + slope * gap);
                return gap > -px_per_mm_ && gap < bridge_mm * px_per_mm_ && std::abs(aside) < aside_mm * px_per_mm_;
            });
            if (before == rules.end()) {
                rules.push_back(piece);
            } else {
                before->to = piece.to;
                before->width = std::max(before->width, piece.width);
            }
        }
        std::erase_if(rules, [&](const SeenRule& rule) {
            return std::hypot(rule.to.x - rule.from.x, rule.to.y - rule.from.y) < least_mm_ * px_per_mm_;
        });
        return rules;
    }

    std::vector<SeenWord> words_without(const Pix& level, const Pix& upright) const {
        const auto rules = own(pixOr(nullptr, lept(level), lept(upright)), "pixOr");
        const auto wide = own(pixDilateBrick(nullptr, rules.get(), 3, 3), "pixDilateBrick");
        const auto text = own(pixSubtract(nullptr, lept(ink_), wide.get()), "pixSubtract");
        const auto closed =
            own(pixCloseSafeBrick(nullptr, text.get(), px(letter_gap_mm) + 1, px(accent_gap_mm) + 1), "close");
        const BoxaPtr boxes(pixConnCompBB(closed.get(), 8));
        std::vector<SeenWord> words;
        for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
            int x = 0, y = 0, w = 0, h = 0;
            boxaGetBoxGeometry(boxes.get(), i, &x, &y, &w, &h);
            const double width = w / px_per_mm_, height = h / px_per_mm_;
            if (width < least_word_mm || width > most_word_mm || height < least_height_mm || height > most_height_mm)
                continue;
            words.push_back({{x + w / 2.0, y + h / 2.0}, static_cast<double>(w), static_cast<double>(h)});
        }
        return words;
    }

    const Pix& ink_;
    double px_per_mm_;
    double least_mm_;
};

}  // namespace

SeenPrint see_level_print(const Pix& ink, int dpi) { return Finder(ink, dpi).find(); }

std::vector<SeenRule> see_level_rules(const Pix& ink, int dpi, double least_mm) {
    return Finder(ink, dpi, least_mm).rules();
}

SeenPrint see_print(const WorkingPage& page, int rotated, double skew_deg) {
    constexpr double level_enough_deg = 0.4;
    const double skew = std::abs(skew_deg) < level_enough_deg ? 0 : skew_deg;
    auto ink = upright(*page.ink, rotated);
    const int width = pixGetWidth(ink.get()), height = pixGetHeight(ink.get());
    if (skew != 0)
        ink = own(pixRotate(ink.get(), static_cast<float>(-skew * std::numbers::pi / 180), L_ROTATE_SAMPLING,
                            L_BRING_IN_WHITE, width, height),
                  "pixRotate");
    const PageMap map{.decoded_width = pixGetWidth(page.ink.get()),
                      .decoded_height = pixGetHeight(page.ink.get()),
                      .rotated = rotated,
                      .skew_deg = skew,
                      .level_width = pixGetWidth(ink.get()),
                      .level_height = pixGetHeight(ink.get())};
    auto print = see_level_print(*ink, pixGetXRes(page.ink.get()));
    for (auto& rule : print.rules) rule.from = map.as_decoded(rule.from), rule.to = map.as_decoded(rule.to);
    for (auto& word : print.words) word.centre = map.as_decoded(word.centre);
    return print;
}

}  // namespace ocr
