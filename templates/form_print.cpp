#include "core/identifiers.h"
#include "core/page_code.h"
#include "templates/form.h"
#include "templates/form_grid.h"
#include "templates/form_values.h"
#include "templates/qr.h"
#include "templates/typography.h"

#include <stdexcept>

namespace templates {
namespace {

std::string dossier_line(const std::string& dossier) {
    return dossier.empty() ? "Dossier n° attribué à la réception" : "Dossier n° " + dossier;
}

class Printer {
  public:
    Printer(const Form& form, const core::Fields& data, const std::string& dossier)
        : form_(form), data_(data), dossier_(dossier), pdf_(fonts_of(), info()) {}

    core::Outcome<std::string> print() {
        if (auto refusal = row_missing(form_, data_)) return *std::move(refusal);
        for (int number = 1; number <= static_cast<int>(form_.pages.size()); ++number) {
            const auto& page = form_.pages[static_cast<std::size_t>(number - 1)];
            pdf_.add_page(grid::page_width, grid::page_height);
            draw_marks_and_code(number);
            if (number == 1)
                draw_first_header();
            else
                draw_next_header();
            draw_footer();
            draw_fixed(page);
            for (const auto& zone : page.zones)
                if (auto refusal = draw_value(zone)) return *std::move(refusal);
        }
        return pdf_.bytes();
    }

  private:
    DocumentInfo info() const {
        return {
            .title = form_.title, .author = "Vaguemestre", .subject = dossier_line(dossier_), .date = form_.edition};
    }

    void draw_marks_and_code(int number) {
        for (const auto& mark : grid::marks)
            pdf_.fill_rectangle(mark.x - grid::mark_side / 2, mark.y - grid::mark_side / 2, grid::mark_side,
                                grid::mark_side);
        const core::PageCode code{.form = form_.id, .version = form_.version, .dossier = dossier_, .page = number};
        draw_code(pdf_, make_qr(code.text()), grid::code);
    }

    void draw_first_header() {
        const TextStyle number{.face = Face::sans_bold, .size = 10};
        pdf_.text(grid::left, form_.dossier_baseline, french(dossier_line(dossier_)), number);
    }

    void draw_next_header() {
        const TextStyle number{.face = Face::sans, .size = 9, .colour = grid::soft};
        const auto who = one_line(core::field(data_, "agent.prenom") + " " + core::field(data_, "agent.nom"));
        const auto line = french(dossier_line(dossier_)) + (who == " " ? "" : "  ·  " + who);
        const bool fits = grid::width_of(line, number) < grid::title_width;
        pdf_.text(grid::left, 25, fits ? line : french(dossier_line(dossier_)), number);
    }

    void draw_footer() {
        pdf_.text_centred((grid::left + grid::right) / 2, grid::foot, french(dossier_line(dossier_)), grid::footer);
    }

    void draw_fixed(const FormPage& page) {
        for (const auto& frame : page.frames)
            pdf_.rectangle(frame.box.x0, frame.box.y0, frame.box.width(), frame.box.height(), frame.border,
                           frame.colour);
        for (const auto& rule : page.rules) pdf_.line(rule.x0, rule.y0, rule.x1, rule.y1, rule.width, rule.colour);
        for (const auto& text : page.texts) {
            if (text.align == FormText::Align::left) pdf_.text(text.x, text.baseline, text.text, text.style);
            if (text.align == FormText::Align::centre) pdf_.text_centred(text.x, text.baseline, text.text, text.style);
            if (text.align == FormText::Align::right) pdf_.text_right(text.x, text.baseline, text.text, text.style);
        }
    }

    std::optional<core::Refusal> draw_value(const FormZone& zone) {
        auto value = fitted_value(zone, data_);
        if (!value) return value.refusal();
        const auto& box = zone.layout.box;
        if (value->crossed) draw_cross(box);
        auto style = grid::value;
        style.size = value->size;
        if (zone.layout.kind == core::ZoneKind::comb) {
            const double cell = box.width() / zone.layout.cells;
            for (std::size_t i = 0; i < value->lines.size(); ++i)
                pdf_.text_centred(box.x0 + cell * (static_cast<double>(i) + 0.5), box.y1 - grid::text_foot,
                                  value->lines[i], style);
            return std::nullopt;
        }
        const double lines = static_cast<double>(value->lines.size());
        double y = zone.layout.kind == core::ZoneKind::block && !zone.ruled
                       ? box.y0 + 0.9 + grid::leading(style.size) - 1.1
                       : box.y1 - grid::text_foot - (lines - 1) * grid::leading(style.size);
        for (const auto& line : value->lines) {
            pdf_.text(box.x0 + 0.8, y, line, style);
            y += grid::leading(style.size);
        }
        return std::nullopt;
    }

    /// As a pen would do it, clear of the border.
    void draw_cross(const core::BoxMm& box) {
        constexpr double inset = 0.8, width = 0.5;
        pdf_.line(box.x0 + inset, box.y0 + inset, box.x1 - inset, box.y1 - inset, width);
        pdf_.line(box.x0 + inset, box.y1 - inset, box.x1 - inset, box.y0 + inset, width);
    }

    const Form& form_;
    const core::Fields& data_;
    const std::string& dossier_;
    HaruDoc pdf_;
};

}  // namespace

core::Outcome<std::string> print_form(const Form& form, const core::Fields& data, const std::string& dossier) {
    if (!dossier.empty() && !core::DossierNumber::parse(dossier))
        return core::Refusal{core::Reason::unknown_dossier, "« " + dossier + " » n'est pas un numéro de dossier"};
    return Printer{form, data, dossier}.print();
}

}  // namespace templates
