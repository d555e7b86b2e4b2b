#include "ocr/form_learn.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "core/normalise.h"
#include "ocr/ruled_boxes.h"
#include "ocr/seen_print.h"

namespace ocr {

namespace {

constexpr double least_side_mm = 3.5;  ///< Of a cell.
constexpr double snap_mm = 2;          ///< A field lies in its box, a little smaller.
constexpr double tall_mm = 13;         ///< A cell to sign, stamp or write several lines in.
constexpr double label_aside_mm = 60, label_above_mm = 5;
constexpr int least_cells = 4;  ///< Of a comb.
constexpr double most_comb_cell_mm = 8;

core::Point middle(const core::BoxMm& b) { return {(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2}; }

bool holds(const core::BoxMm& box, core::Point p) {
    return p.x > box.x0 && p.x < box.x1 && p.y > box.y0 && p.y < box.y1;
}

bool close(const core::BoxMm& a, const core::BoxMm& b, double by) {
    return std::abs(a.x0 - b.x0) < by && std::abs(a.y0 - b.y0) < by && std::abs(a.x1 - b.x1) < by &&
           std::abs(a.y1 - b.y1) < by;
}

struct Label {
    std::string text;
    core::BoxMm box;
    int line = 0;
};

std::vector<Label> labels_of(const core::Raster& page) {
    const double mm = 25.4 / page.dpi;
    std::vector<Label> labels;
    for (const auto& word : page.layer)
        labels.push_back(
            {word.text, {word.box.x0 * mm, word.box.y0 * mm, word.box.x1 * mm, word.box.y1 * mm}, word.line});
    return labels;
}

/// `Nom de naissance :` -> `nom_de_naissance`.
std::string id_of(const std::string& text) {
    constexpr std::size_t longest = 40;
    std::string id;
    for (const char c : core::normalised(text)) {
        if (c == ' ' && !id.empty() && id.back() != '_') id += '_';
        if (c != ' ') id += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (id.size() > longest) id.resize(longest);
    while (!id.empty() && id.back() == '_') id.pop_back();
    if (id.empty() || !(id.front() >= 'a' && id.front() <= 'z')) id.insert(0, id.empty() ? "zone" : "zone_");
    return id;
}

/// `topmostSubform[0].Page1[0].nom_agent[0]` -> `nom agent`
std::string last_name(const std::string& name) {
    auto last = name.substr(name.rfind('.') + 1);
    const auto bracket = last.find('[');
    if (bracket != std::string::npos) last.resize(bracket);
    std::replace(last.begin(), last.end(), '_', ' ');
    return last;
}

class Learner {
  public:
    explicit Learner(const core::Raster& page) : labels_(labels_of(page)) {
        const auto ink = own(pixThresholdToBinary(to_grey(*to_pix(page)).get(), 196), "pixThresholdToBinary");
        const double mm = 25.4 / page.dpi;
        const auto print = see_level_print(*ink, page.dpi);
        for (const auto& r : print.rules) rules_.push_back(straight(r, mm));
        for (const auto& w : print.words)
            words_.push_back({(w.centre.x - w.width / 2) * mm, (w.centre.y - w.height / 2) * mm,
                              (w.centre.x + w.width / 2) * mm, (w.centre.y + w.height / 2) * mm});
        std::vector<core::Rule> sides;  // Of low boxes too.
        for (const auto& r : see_level_rules(*ink, page.dpi, least_side_mm)) sides.push_back(straight(r, mm));
        cells_ = cells_of(sides);
        std::erase_if(cells_, [&](const core::BoxMm& cell) { return is_of_letters(cell); });
        squares_ = squares_of(*ink, page.dpi);
    }

    core::FormPageLayout learn(std::span<const PdfField> fields) {
        core::FormPageLayout layout;
        for (const auto& field : fields) add_field(field);
        fields.empty() ? draft_from_rules() : draft_what_is_signed();
        std::stable_sort(zones_.begin(), zones_.end(), [](const core::ZoneLayout& a, const core::ZoneLayout& b) {
            return std::pair(std::lround(a.box.y0), a.box.x0) < std::pair(std::lround(b.box.y0), b.box.x0);
        });
        layout.zones = std::move(zones_);
        layout.print.rules = rules_;
        for (const auto& word : words_)
            if (!is_square(word)) layout.print.words.push_back(word);
        return layout;
    }

  private:
    static core::Rule straight(const SeenRule& r, double mm) {
        const bool level = std::abs(r.to.x - r.from.x) > std::abs(r.to.y - r.from.y);
        core::Rule rule{{r.from.x * mm, r.from.y * mm}, {r.to.x * mm, r.to.y * mm}, r.width * mm};
        if (level)
            rule.from.y = rule.to.y = (rule.from.y + rule.to.y) / 2;
        else
            rule.from.x = rule.to.x = (rule.from.x + rule.to.x) / 2;
        return rule;
    }

    /// The strokes of large letters enclose cells too, but words go on beyond them.
    bool is_of_letters(const core::BoxMm& cell) const {
        constexpr double beyond_mm = 0.7;
        return std::any_of(labels_.begin(), labels_.end(), [&](const Label& label) {
            const auto& b = label.box;
            const bool in_row = middle(b).y > cell.y0 && middle(b).y < cell.y1;
            const bool over_left = b.x0 < cell.x0 - beyond_mm && b.x1 > cell.x0 + beyond_mm;
            const bool over_right = b.x0 < cell.x1 - beyond_mm && b.x1 > cell.x1 + beyond_mm;
            return in_row && (over_left || over_right);
        });
    }

    bool is_square(const core::BoxMm& word) const {
        return std::any_of(squares_.begin(), squares_.end(), [&](const auto& s) { return close(s, word, 0.5); });
    }

    /// The printed box around a field; the field itself where there is none.
    core::BoxMm snapped(const core::BoxMm& box) const {
        for (const auto* boxes : {&squares_, &cells_})
            for (const auto& candidate : *boxes)
                if (close(candidate, box, snap_mm)) return candidate;
        return box;
    }

    void add_field(const PdfField& field) {
        const auto box = snapped(field.box);
        const auto label = field.label.empty() ? label_of(box, field.kind == PdfField::Kind::checkbox) : field.label;
        auto kind = core::from_text<core::ZoneKind>(core::to_text(field.kind)).value_or(core::ZoneKind::text);
        const auto name = core::normalised(label + " " + last_name(field.name));
        if (kind == core::ZoneKind::text && name.find("DATE") != std::string::npos) kind = core::ZoneKind::date;
        add(kind, box, label, field.cells, id_of(last_name(field.name)));
    }

    /// Boxes that a fillable form leaves to the pen.
    void draft_what_is_signed() {
        for (const auto& cell : cells_) {
            const auto label = label_of(cell, false);
            const auto kind = kind_of(cell, label);
            const bool taken = std::any_of(zones_.begin(), zones_.end(), [&](const core::ZoneLayout& zone) {
                return holds(cell, middle(zone.box)) || holds(zone.box, middle(cell));
            });
            if (!taken && (kind == core::ZoneKind::signature || kind == core::ZoneKind::stamp)) add(kind, cell, label);
        }
    }

    void draft_from_rules() {
        for (const auto& square : squares_) add(core::ZoneKind::checkbox, square, label_of(square, true));
        std::vector<core::BoxMm> rest;
        for (const auto& cell : cells_)
            if (!is_square(cell)) rest.push_back(cell);
        take_combs(rest);
        for (const auto& cell : rest) {
            const auto label = label_of(cell, false);
            add(kind_of(cell, label), cell, label);
        }
        for (const auto& room : writing_lines(rules_, cells_, words_)) {
            const auto label = label_of(room, false);
            add(kind_of(room, label), room, label);
        }
    }

    static core::ZoneKind kind_of(const core::BoxMm& box, const std::string& label) {
        const auto name = core::normalised(label);
        const auto says = [&](const char* word) { return name.find(word) != std::string::npos; };
        if (box.height() >= tall_mm && says("CACHET") && !says("SIGNATURE")) return core::ZoneKind::stamp;
        if (box.height() >= tall_mm && (says("SIGNATURE") || says("SIGNE"))) return core::ZoneKind::signature;
        if (box.height() >= tall_mm) return core::ZoneKind::block;
        return says("DATE") ? core::ZoneKind::date : core::ZoneKind::text;
    }

    /// Cells of one size side by side, one character each, become one zone.
    void take_combs(std::vector<core::BoxMm>& cells) {
        std::sort(cells.begin(), cells.end(), [](const core::BoxMm& a, const core::BoxMm& b) {
            return std::pair(std::lround(a.y0), a.x0) < std::pair(std::lround(b.y0), b.x0);
        });
        std::vector<core::BoxMm> left;
        for (std::size_t i = 0; i < cells.size();) {
            std::size_t end = i + 1;
            while (end < cells.size() && cells[i].width() < most_comb_cell_mm &&
                   close({cells[end - 1].x1, cells[i].y0, cells[end - 1].x1 + cells[i].width(), cells[i].y1},
                         cells[end], 0.7))
                ++end;
            if (end - i >= least_cells) {
                const core::BoxMm comb{cells[i].x0, cells[i].y0, cells[end - 1].x1, cells[i].y1};
                add(core::ZoneKind::comb, comb, label_of(comb, false), static_cast<int>(end - i));
            } else {
                left.insert(left.end(), cells.begin() + static_cast<std::ptrdiff_t>(i),
                            cells.begin() + static_cast<std::ptrdiff_t>(end));
            }
            i = end;
        }
        cells = std::move(left);
    }

    void add(core::ZoneKind kind, const core::BoxMm& box, const std::string& label, int cells = 0,
             std::string id = {}) {
        if (id.empty()) id = id_of(label);
        const auto plain = id;
        for (int i = 2; !ids_.insert(id).second; ++i) id = plain + "_" + std::to_string(i);
        const core::BoxMm on_page{std::max(0.0, box.x0), std::max(0.0, box.y0), box.x1, box.y1};
        zones_.push_back({.id = id, .kind = kind, .box = on_page, .label = label, .cells = cells});
    }

    /// Check boxes have their label on the right; others in themselves, on the left, or above.
    std::string label_of(const core::BoxMm& box, bool right) const {
        std::vector<const Label*> own;
        const auto collect = [&](const core::BoxMm& area) {
            for (const auto& label : labels_)
                if (own.size() < 12 && holds(area, middle(label.box))) own.push_back(&label);
        };
        if (right) {
            collect({box.x1, box.y0 - 1, box.x1 + label_aside_mm, box.y1 + 1});
            cut_at_gap(own);
        } else {
            collect(box);
            if (own.empty()) collect({box.x0 - 1, box.y0 - label_above_mm, box.x1 + 1, box.y0 + 0.5});
            if (own.empty()) collect({box.x0 - label_aside_mm, box.y0, box.x0, box.y1});
        }
        std::string text;
        for (const auto* label : own) text += (text.empty() ? "" : " ") + label->text;
        constexpr std::size_t longest = 120;
        if (text.size() > longest)
            text.resize(text.rfind(' ', longest) == std::string::npos ? 0 : text.rfind(' ', longest));
        return text;
    }

    /// The label of a box ends where the next box or a wide gap comes.
    static void cut_at_gap(std::vector<const Label*>& row) {
        constexpr double gap_mm = 5;
        std::sort(row.begin(), row.end(), [](const Label* a, const Label* b) { return a->box.x0 < b->box.x0; });
        for (std::size_t i = 1; i < row.size(); ++i)
            if (row[i]->box.x0 - row[i - 1]->box.x1 > gap_mm) row.resize(i);
    }

    std::vector<Label> labels_;
    std::vector<core::Rule> rules_;
    std::vector<core::BoxMm> words_, cells_, squares_;
    std::vector<core::ZoneLayout> zones_;
    std::set<std::string> ids_;
};

}  // namespace

core::FormPageLayout learn_page(const core::Raster& page, std::span<const PdfField> fields) {
    return Learner(page).learn(fields);
}

}  // namespace ocr
