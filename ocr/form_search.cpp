#include "ocr/form_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "ocr/print_features.h"

namespace ocr {

namespace {

constexpr double least_scale = 0.5, scale_step = 1.05;  ///< Of what the size of the page says.
constexpr int scales = 17;                              ///< Up to 1.15.
constexpr double cell_mm = 8;
constexpr int columns = 54,
              rows = 76;  ///< Of the middle of the sheet around that of the page, as far as it may lie off.
constexpr double least_word_mm = 3.5, least_rule_mm = 12;
constexpr float rule_votes = 3;
constexpr double least_agreement = 0.22;  ///< Chance gives half of it.
constexpr std::size_t most_candidates = 3;

/// Something of a certain length that lies level or upright.
struct Bar {
    core::Point middle;
    double length = 0, height = 0;  ///< `height` of words only.
    enum class Kind { word, level, upright } kind = Kind::word;
};

std::vector<Bar> bars_of(const core::FormPageLayout& page) {
    std::vector<Bar> bars;
    for (const auto& w : page.print.words)
        if (w.width() > least_word_mm)
            bars.push_back({{(w.x0 + w.x1) / 2, (w.y0 + w.y1) / 2}, w.width(), w.height(), Bar::Kind::word});
    for (const auto& rule : printed_rules(page)) {
        const bool level = std::abs(rule.to.x - rule.from.x) > std::abs(rule.to.y - rule.from.y);
        const double length = distance(rule.from, rule.to);
        if (length > least_rule_mm)
            bars.push_back({{(rule.from.x + rule.to.x) / 2, (rule.from.y + rule.to.y) / 2},
                            length,
                            0,
                            level ? Bar::Kind::level : Bar::Kind::upright});
    }
    return bars;
}

/// The page turned upright about its middle, which becomes the origin.
struct Upright {
    double c, s;
    core::Point origin;
    core::Point operator()(core::Point px) const {
        const double x = px.x - origin.x, y = px.y - origin.y;
        return {c * x + s * y, -s * x + c * y};
    }
    /// From mm of a sheet whose middle lies at `middle`, `scale` px to a mm, to px.
    Homography map(core::Point middle, double scale) const {
        const double a = c * scale, b = s * scale;
        const core::Point at{origin.x + c * middle.x - s * middle.y, origin.y + s * middle.x + c * middle.y};
        return {{a, -b, at.x - a * 105 + b * 148.5, b, a, at.y - b * 105 - a * 148.5, 0, 0, 1}};
    }
};

std::vector<Bar> bars_of(const SeenPrint& print, const Upright& upright) {
    std::vector<Bar> bars;
    for (const auto& w : print.words) bars.push_back({upright(w.centre), w.width, w.height, Bar::Kind::word});
    for (const auto& rule : print.rules) {
        const auto a = upright(rule.from), b = upright(rule.to);
        const bool level = std::abs(b.x - a.x) > std::abs(b.y - a.y);
        bars.push_back(
            {{(a.x + b.x) / 2, (a.y + b.y) / 2}, distance(a, b), 0, level ? Bar::Kind::level : Bar::Kind::upright});
    }
    return bars;
}

struct Peak {
    double votes = 0, scale = 0;
    core::Point middle;
};

/// Votes for size and middle of one page of a form.
class Ballot {
  public:
    explicit Ballot(double px_per_mm) : px_per_mm_(px_per_mm), votes_(scales * columns * rows) {}

    void vote(const std::vector<Bar>& seen, const std::vector<Bar>& printed) {
        for (const auto& bar : seen)
            for (const auto& of : printed) {
                if (bar.kind != of.kind) continue;
                const double scale = bar.length / of.length, share = scale / px_per_mm_;
                const int at = static_cast<int>(std::lround(std::log(share / least_scale) / std::log(scale_step)));
                if (share < least_scale || at >= scales) continue;
                if (bar.kind == Bar::Kind::word && std::abs(bar.height / scale - of.height) > 0.9) continue;
                const double cell = cell_mm * scale;
                const int column =
                    static_cast<int>(std::floor((bar.middle.x - scale * (of.middle.x - 105)) / cell)) + columns / 2;
                const int row =
                    static_cast<int>(std::floor((bar.middle.y - scale * (of.middle.y - 148.5)) / cell)) + rows / 2;
                if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
                votes_[index(at, column, row)] += bar.kind == Bar::Kind::word ? 1.0F : rule_votes;
            }
    }

    /// The best block of two cells each way.
    Peak peak() const {
        Peak best;
        for (int at = 0; at + 1 < scales; ++at)
            for (int row = 0; row + 1 < rows; ++row)
                for (int column = 0; column + 1 < columns; ++column) {
                    double sum = 0;
                    for (int k = 0; k < 8; ++k)
                        sum += votes_[index(at + (k >> 2), column + (k & 1), row + ((k >> 1) & 1))];
                    if (sum <= best.votes) continue;
                    const double scale = px_per_mm_ * least_scale * std::pow(scale_step, at + 0.5);
                    best = {sum,
                            scale,
                            {(column + 1 - columns / 2) * cell_mm * scale, (row + 1 - rows / 2) * cell_mm * scale}};
                }
        return best;
    }

  private:
    static std::size_t index(int at, int column, int row) {
        return static_cast<std::size_t>((at * rows + row) * columns + column);
    }

    double px_per_mm_;
    std::vector<float> votes_;
};

/// Words of the form next to words of their size: step by step nearer. What is left is where the map is sure.
std::optional<Start> settled(const RegistrationView& view, Homography map, const core::FormPageLayout& page) {
    std::vector<Sighting> seen;
    for (const double reach_mm : {14.0, 9.0, 6.0, 4.0, 3.0, 2.5}) {
        seen.clear();
        for (const auto& word : page.print.words) {
            if (word.width() < least_word_mm) continue;
            const core::Point middle{(word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2};
            const double scale = map.px_per_mm(middle);
            const auto at = map(middle);
            const SeenWord* best = nullptr;
            double nearest = reach_mm * scale;
            for (const auto& candidate : view.print.words) {
                if (std::abs(candidate.width / scale - word.width()) > 0.5 + 0.07 * word.width()) continue;
                if (std::abs(candidate.height / scale - word.height()) > 0.7) continue;
                const double far = distance(candidate.centre, at);
                if (far < nearest) nearest = far, best = &candidate;
            }
            if (best != nullptr)
                for (const auto axis : {Axis::x, Axis::y}) seen.push_back({middle, best->centre, axis});
        }
        if (seen.size() < 12) return std::nullopt;
        const auto next =
            fit_sightings(seen, map, reach_mm > 5 ? Freedom::similarity : Freedom::affine, 1.5 * reach_mm);
        if (!next) return std::nullopt;
        map = *next;
    }
    // Around the word that most others agree with.
    Start start{.map = map};
    std::size_t most = 0;
    for (std::size_t i = 0; i < seen.size(); i += 2) {
        std::size_t agree = 0;
        for (const auto& other : seen)
            agree += distance(other.mm, seen[i].mm) < 50 && std::abs(miss_mm(map, other)) < 1.0;
        if (agree > most) most = agree, start.sure_mm = seen[i].mm;
    }
    return start;
}

}  // namespace

std::vector<FormCandidate> search_forms(const RegistrationView& view, int rotated, double skew_deg,
                                        std::span<const core::FormLayout> forms) {
    std::vector<FormCandidate> found;
    const double across = std::min(view.grey.width, view.grey.height),
                 down = std::max(view.grey.width, view.grey.height);
    for (const int turn : {rotated, (rotated + 180) % 360}) {
        const double angle = (turn + skew_deg) * std::numbers::pi / 180;
        const Upright upright{std::cos(angle), std::sin(angle), {view.grey.width / 2.0, view.grey.height / 2.0}};
        const auto seen = bars_of(view.print, upright);
        for (const auto& form : forms) {
            // A sheet is as large as its page, or smaller when a table shows around it; a scan may be cut.
            const double px_per_mm = std::max(across / std::min(form.width_mm, form.height_mm),
                                              down / std::max(form.width_mm, form.height_mm));
            for (std::size_t i = 0; i < form.pages.size(); ++i) {
                const auto printed = bars_of(form.pages[i]);
                double all = 0;
                for (const auto& bar : printed) all += bar.kind == Bar::Kind::word ? 1.0F : rule_votes;
                Ballot ballot(px_per_mm);
                ballot.vote(seen, printed);
                const auto peak = ballot.peak();
                if (peak.votes < least_agreement * all || peak.votes < 12) continue;
                found.push_back({&form,
                                 static_cast<int>(i) + 1,
                                 turn,
                                 {upright.map(peak.middle, peak.scale), {105, 148.5}},
                                 peak.votes / all});
            }
        }
    }
    std::sort(found.begin(), found.end(),
              [](const FormCandidate& a, const FormCandidate& b) { return a.agreement > b.agreement; });
    if (found.size() > most_candidates) found.resize(most_candidates);
    std::vector<FormCandidate> settled_ones;
    for (auto& candidate : found)
        if (const auto start = settled(view, candidate.start.map,
                                       candidate.form->pages[static_cast<std::size_t>(candidate.page - 1)])) {
            candidate.start = *start;
            settled_ones.push_back(candidate);
        }
    return settled_ones;
}

}  // namespace ocr
