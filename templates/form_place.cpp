#include "templates/form_place.h"

#include <algorithm>
#include <cmath>

#include "templates/form_field.h"
#include "templates/form_grid.h"
#include "templates/typography.h"

namespace templates {
namespace {

using namespace grid;  // NOLINT(google-build-using-namespace): the measures are this file's vocabulary.

class Placer {
  public:
    Placer(Form& form, std::vector<SchemaFault>& faults) : form_(form), faults_(faults) {}

    void place_page(Element page) {
        form_.pages.emplace_back();
        const double top = form_.pages.size() == 1 ? first_top : next_top;
        const double end = flow(page, {left, right}, top);
        if (end - line_gap > bottom + 0.01)
            fault(page, "la page est trop pleine : il manque " + rounded(end - line_gap - bottom) +
                            " mm en bas ; passer une section à la page suivante");
    }

  private:
    FormPage& page() { return form_.pages.back(); }
    void fault(Element where, const std::string& cause) { faults_.push_back({where, cause}); }
    static std::string rounded(double value) { return std::to_string(static_cast<int>(std::ceil(value))); }

    /// Places the children of a container one below the other; returns where the next thing may start.
    double flow(Element container, Span span, double y) {
        for (const auto child : container.children()) y = place(child, span, y);
        return y;
    }

    double place(Element element, Span span, double y) {
        const auto name = element.name();
        if (name == "section") return place_section(element, span, y);
        if (name == "cadre") return place_frame(element, span, y);
        if (name == "ligne") return place_line(element, span, y);
        if (name == "colonnes") return place_columns(element, span, y);
        if (name == "grille") return place_table(element, span, y);
        if (name == "paragraphe") return place_note(element, span, y);
        if (name == "libre") return place_free(element, y);
        return y + millimetres(element, "hauteur", 0);  // espace
    }

    FieldPlacer placer() { return {page(), faults_}; }
    void write(double x, double baseline, const std::string& text, const TextStyle& style) {
        placer().write(x, baseline, text, style);
    }

    double place_section(Element element, Span span, double y) {
        y += 2;
        write(span.x0, y + 3.8, element.attribute_or("titre", ""), section);
        page().rules.push_back({span.x0, y + 5.4, span.x1, y + 5.4, 0.4, ink});
        return flow(element, span, y + 8) + 0.6;
    }

    double place_frame(Element element, Span span, double y) {
        constexpr double padding = 3;
        y += 1.2;
        write(span.x0 + padding, y + 5.2, element.attribute_or("titre", ""), column);
        const double end = flow(element, {span.x0 + padding, span.x1 - padding}, y + 7.8) - line_gap + padding;
        page().frames.push_back({{span.x0, y, span.x1, end}, 0.35, soft});
        return end + line_gap;
    }

    double place_columns(Element element, Span span, double y) {
        const auto columns = element.children("colonne");
        const auto widths = share(element, columns, span.width());
        double x = span.x0, end = y;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            double top = y;
            if (const auto title = columns[i].attribute("titre")) {
                write(x, top + 3.4, *title, column);
                top += 5.6;
            }
            end = std::max(end, flow(columns[i], {x, x + widths[i]}, top));
            x += widths[i] + gap;
        }
        return end;
    }

    double place_note(Element element, Span span, double y) {
        auto style = note;
        if (element.attribute_or("style", "") == "fort") style.face = Face::sans_bold;
        const double pitch = style.size * 0.42;
        for (const auto& line : lines_of(element.text(), style, span.width())) {
            y += pitch;
            page().texts.push_back({.x = span.x0, .baseline = y - 0.6, .text = line, .style = style});
        }
        return y + line_gap;
    }

    /// Widths of the fields of a line: those said, the others in equal parts of what is left.
    std::vector<double> share(Element container, const std::vector<Element>& fields, double width) {
        double taken = gap * static_cast<double>(fields.size() - 1);
        int open = 0;
        std::vector<double> widths;
        for (const auto field : fields) {
            const double natural =
                field.attribute_or("type", "") == "peigne" ? comb_cell * count(field, "cellules", 1) : 0;
            widths.push_back(millimetres(field, "largeur", natural));
            taken += widths.back();
            open += widths.back() == 0 ? 1 : 0;
        }
        if (taken > width + 0.01 || (open > 0 && (width - taken) / open < 10))
            fault(container,
                  "les éléments ne tiennent pas sur " + rounded(width) + " mm de large ; réduire une largeur");
        for (auto& w : widths)
            if (w == 0) w = std::max(10.0, (width - taken) / open);
        return widths;
    }

    double place_line(Element element, Span span, double y) {
        const auto fields = element.children();
        const auto widths = share(element, fields, span.width());
        double x = span.x0, height = 0;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            height = std::max(height, placer().place(fields[i], {x, x + widths[i]}, y));
            x += widths[i] + gap;
        }
        return y + height + line_gap;
    }

    double place_table(Element table, Span span, double y) {
        const auto columns = table.children();
        const auto widths = share(table, columns, span.width());
        const auto path = table.attribute_or("chemin", "");
        const int rows = count(table, "rangees", 1);
        form_.tables.push_back({.path = path, .rows = rows});
        if (const auto title = table.attribute("titre")) {
            write(span.x0, y + 3.2, *title, column);
            y += 5.2;
        }
        double x = span.x0;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            placer().write_label(columns[i], {x, x + widths[i]}, y);
            x += widths[i] + gap;
        }
        y += label_height;
        double height = 0;
        for (const auto column_of : columns) height = std::max(height, FieldPlacer::height_of(column_of));
        for (int row = 1; row <= rows; ++row, y += height + 1) {
            x = span.x0;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const auto title = columns[i].attribute_or("libelle", "") + " (" + std::to_string(row) + ")";
                placer().add_zone(columns[i], {x, y, x + widths[i], y + height}, title,
                                  path + "." + std::to_string(row) + ".");
                x += widths[i] + gap;
            }
        }
        return y + 0.6 + line_gap - 1;
    }

    double place_free(Element element, double y) {
        for (const auto field : element.children()) {
            const double x = millimetres(field, "x", 0), top = millimetres(field, "y", 0);
            placer().place(field, {x, x + millimetres(field, "largeur", 10)}, top - label_height);
        }
        return y;
    }

    Form& form_;
    std::vector<SchemaFault>& faults_;
};

/// Title and legal basis on the first page, a running title on the others, the foot of each; the dossier's number is
/// the printer's.
void write_headers(Form& form) {
    for (std::size_t i = 0; i < form.pages.size(); ++i) {
        auto& texts = form.pages[i].texts;
        texts.push_back({.x = left,
                         .baseline = foot,
                         .text = "Formulaire " + form.id + ", version " + std::to_string(form.version),
                         .style = footer});
        texts.push_back({.x = right,
                         .baseline = foot,
                         .text = "page " + std::to_string(i + 1) + "/" + std::to_string(form.pages.size()),
                         .style = footer,
                         .align = FormText::Align::right});
        if (i > 0) texts.push_back({.x = left, .baseline = 20, .text = french(form.title), .style = running});
    }
    if (form.pages.empty()) return;
    auto& texts = form.pages.front().texts;
    double y = 20.5;
    for (const auto& line : lines_of(form.title, form_title, title_width)) {
        texts.push_back({.x = left, .baseline = y, .text = line, .style = form_title});
        y += 7;
    }
    texts.push_back({.x = left, .baseline = y - 1.2, .text = french(form.legal_basis), .style = basis});
    form.dossier_baseline = y + 5.2;
}

}  // namespace

Form place_form(const XmlDoc& doc, std::vector<SchemaFault>& faults) {
    const auto root = doc.root();
    Form form{.id = root.attribute_or("id", ""),
              .version = count(root, "version", 1),
              .title = root.attribute_or("titre", ""),
              .legal_basis = root.attribute_or("base", ""),
              .edition = core::parse_date(root.attribute_or("edition", "")).value_or(core::Date{})};
    Placer placer{form, faults};
    for (const auto page : root.children("page")) placer.place_page(page);
    write_headers(form);
    return form;
}

}  // namespace templates
