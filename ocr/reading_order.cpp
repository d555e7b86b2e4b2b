#include "ocr/reading_order.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace ocr {

namespace {

using Group = std::vector<std::size_t>;

struct Span {
    double from = 0, to = 0;

    double size() const { return to - from; }
};

constexpr double narrowest_gutter = 1.1;  ///< Heights of the text.

class Cutter {
  public:
    explicit Cutter(std::span<const TextPiece> pieces) : pieces_(pieces) {}

    std::vector<PieceLine> lines() {
        Group all(pieces_.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        order(all);
        return std::move(lines_);
    }

  private:
    /// A horizontal band of a group that no blank runs through, and its blanks from top to bottom: between its pieces,
    /// and what is free beside them.
    struct Band {
        Group group;
        std::vector<Span> gutters;
        std::vector<Span> free;
    };

    void order(const Group& group) {
        if (group.empty()) return;
        const auto bands = bands_of(group);
        if (bands.size() == 1) return order_band(bands.front());
        for (std::size_t from = 0; from < bands.size();) {
            const auto to = end_of_columns(bands, from);
            if (to - from < 2) {
                order_band(bands[from++]);
            } else {
                order_columns(bands, from, to);
                from = to;
            }
        }
    }

    /// Rows of text that no blank parts: side by side when a gutter runs through, else lines.
    void order_band(const Band& band) {
        const auto rows = rows_of(band.group);
        if (rows.size() == 1 || band.gutters.empty()) {
            lines_.insert(lines_.end(), rows.begin(), rows.end());
            return;
        }
        const auto widest = *std::max_element(band.gutters.begin(), band.gutters.end(),
                                              [](const Span& a, const Span& b) { return a.size() < b.size(); });
        const auto [left, right] = parted(band.group, widest);
        order(left);
        order(right);
    }

    /// Bands that share a gutter with prose on both sides of it.
    std::size_t end_of_columns(const std::vector<Band>& bands, std::size_t from) const {
        std::size_t best = from + 1;
        for (const auto& gutter : bands[from].free) {
            Span shared = gutter;
            Group group = bands[from].group;
            for (std::size_t to = from + 1; to < bands.size(); ++to) {
                const auto next = overlap(bands[to].free, shared, height_of(bands[to].group));
                if (!next) break;
                shared = *next;
                group.insert(group.end(), bands[to].group.begin(), bands[to].group.end());
                if (to + 1 > best && are_columns(group, shared)) best = to + 1;
            }
        }
        return best;
    }

    void order_columns(const std::vector<Band>& bands, std::size_t from, std::size_t to) {
        Group group;
        for (std::size_t i = from; i < to; ++i) group.insert(group.end(), bands[i].group.begin(), bands[i].group.end());
        std::optional<Span> best;
        for (const auto& gutter : gutters_of(group))
            if ((!best || gutter.size() > best->size()) && are_columns(group, gutter)) best = gutter;
        if (!best) {  // Each pair of bands shares one, all together do not.
            for (std::size_t i = from; i < to; ++i) order_band(bands[i]);
            return;
        }
        const auto [left, right] = parted(group, *best);
        order(left);
        order(right);
    }

    bool are_columns(const Group& group, const Span& gutter) const {
        const auto [left, right] = parted(group, gutter);
        return is_prose(left) && is_prose(right);
    }

    /// Prose fills its column line after line, without a gap; cells and addresses do not. Columns of prose are prose.
    bool is_prose(const Group& group) const {
        constexpr std::size_t least_rows = 3;
        constexpr double least_characters = 20;
        constexpr double characters_per_height = 1.4;
        const auto rows = rows_of(group);
        if (rows.size() < least_rows) return false;
        const Span side = width_of(group);
        std::vector<double> widths, lengths;
        std::size_t whole = 0;
        for (const auto& row : rows) {
            const Span width = width_of(row);
            widths.push_back(width.size());
            lengths.push_back(characters_per_height * width.size() / pieces_[row.front()].height);
            whole += gutters_of(row).empty();
        }
        if (10 * whole < 8 * rows.size()) {
            const auto gutters = gutters_of(group);
            return std::any_of(gutters.begin(), gutters.end(), [&](const Span& g) { return are_columns(group, g); });
        }
        return median(widths) > 0.8 * side.size() && median(lengths) > least_characters;
    }

    static double median(std::vector<double>& values) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    }

    /// What the first of the blanks that still makes a gutter leaves of `with`.
    static std::optional<Span> overlap(const std::vector<Span>& blanks, const Span& with, double height) {
        for (const auto& blank : blanks) {
            const Span shared{std::max(blank.from, with.from), std::min(blank.to, with.to)};
            if (shared.size() > narrowest_gutter * height) return shared;
        }
        return {};
    }

    std::pair<Group, Group> parted(const Group& group, const Span& gutter) const {
        std::pair<Group, Group> sides;
        const double x = (gutter.from + gutter.to) / 2;
        for (const auto i : group) {
            const auto& box = pieces_[i].box;
            (box.x0 + box.x1 < 2 * x ? sides.first : sides.second).push_back(i);
        }
        return sides;
    }

    Span width_of(const Group& group) const {
        Span width{pieces_[group.front()].box.x0 * 1.0, pieces_[group.front()].box.x1 * 1.0};
        for (const auto i : group)
            width = {std::min<double>(width.from, pieces_[i].box.x0), std::max<double>(width.to, pieces_[i].box.x1)};
        return width;
    }

    double height_of(const Group& group) const {
        std::vector<double> heights;
        for (const auto i : group) heights.push_back(pieces_[i].height);
        return median(heights);
    }

    /// Blanks between the pieces' extents on one axis, at least `least` wide.
    template <class Extent>
    static std::vector<Span> blanks(Group group, double least, const Extent& extent) {
        std::sort(group.begin(), group.end(),
                  [&](std::size_t a, std::size_t b) { return extent(a).from < extent(b).from; });
        std::vector<Span> found;
        double end = extent(group.front()).to;
        for (const auto i : group) {
            const Span span = extent(i);
            if (span.from - end >= least) found.push_back({end, span.from});
            end = std::max(end, span.to);
        }
        return found;
    }

    std::vector<Span> gutters_of(const Group& group) const {
        return blanks(group, narrowest_gutter * height_of(group), [&](std::size_t i) {
            return Span{pieces_[i].box.x0 * 1.0, pieces_[i].box.x1 * 1.0};
        });
    }

    std::vector<Band> bands_of(const Group& group) const {
        // Between baseline and the height of a small letter: tight lines overlap with the rest.
        const auto core = [&](std::size_t i) {
            return Span{pieces_[i].baseline - 0.75 * pieces_[i].height, pieces_[i].baseline};
        };
        std::vector<double> cuts;
        for (const auto& blank : blanks(group, 0.5, core)) cuts.push_back((blank.from + blank.to) / 2);
        std::vector<Band> bands(cuts.size() + 1);
        for (const auto i : group) {
            const auto at = std::upper_bound(cuts.begin(), cuts.end(), pieces_[i].middle()) - cuts.begin();
            bands[static_cast<std::size_t>(at)].group.push_back(i);
        }
        std::erase_if(bands, [](const Band& band) { return band.group.empty(); });
        constexpr double far = 1e9;
        for (auto& band : bands) {
            const Span width = width_of(band.group);
            band.gutters = gutters_of(band.group);
            band.free = band.gutters;
            band.free.insert(band.free.begin(), {-far, width.from});
            band.free.push_back({width.to, far});
        }
        return bands;
    }

    /// Pieces on one level are one row, whatever lies between them; rows from the top, pieces from the left.
    std::vector<PieceLine> rows_of(Group group) const {
        std::sort(group.begin(), group.end(),
                  [&](std::size_t a, std::size_t b) { return pieces_[a].middle() < pieces_[b].middle(); });
        std::vector<PieceLine> rows;
        for (const auto i : group) {
            const auto fits = [&](const PieceLine& row) {
                return std::all_of(row.begin(), row.end(), [&](std::size_t other) { return side_by_side(i, other); });
            };
            const auto row = std::find_if(rows.rbegin(), rows.rend(), fits);
            if (row == rows.rend())
                rows.push_back({i});
            else
                row->push_back(i);
        }
        for (auto& row : rows)
            std::sort(row.begin(), row.end(),
                      [&](std::size_t a, std::size_t b) { return pieces_[a].box.x0 < pieces_[b].box.x0; });
        return rows;
    }

    bool side_by_side(std::size_t a, std::size_t b) const {
        const auto& one = pieces_[a];
        const auto& other = pieces_[b];
        const double shared =
            std::min(one.baseline, other.baseline) - std::max(one.baseline - one.height, other.baseline - other.height);
        const double across = std::min(one.box.x1, other.box.x1) - std::max(one.box.x0, other.box.x0);
        return shared > 0.5 * std::min(one.height, other.height) && across < 0.5 * std::min(one.height, other.height);
    }

    std::span<const TextPiece> pieces_;
    std::vector<PieceLine> lines_;
};

}  // namespace

std::vector<PieceLine> reading_order(std::span<const TextPiece> pieces) { return Cutter(pieces).lines(); }

}  // namespace ocr
