#include "templates/form_field.h"

#include <algorithm>

#include "templates/form_grid.h"
#include "templates/text.h"
#include "templates/typography.h"
#include "templates/utf8.h"

namespace templates {

using namespace grid;  // NOLINT(google-build-using-namespace): the measures are this file's vocabulary.

namespace {

std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> found;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        if (end > at) found.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return found;
}

/// `agent.nom` -> `agent_nom`; `A+` -> `a_plus`.
std::string id_from(std::string text) {
    std::string id;
    for (const char c : text) {
        if (c == '+')
            id += "_plus";
        else if (c == '.' || c == '-' || c == ' ')
            id += '_';
        else
            id += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return id;
}

std::string type_of(Element field) { return field.attribute_or("type", ""); }
bool is_tall_text(Element field) { return type_of(field) == "texte" && field.attribute("lignes"); }

core::ZoneKind kind_of(Element field) {
    const auto type = type_of(field);
    if (is_tall_text(field) || type == "bloc") return core::ZoneKind::block;
    if (type == "date") return core::ZoneKind::date;
    if (type == "peigne") return core::ZoneKind::comb;
    if (type == "signature") return core::ZoneKind::signature;
    return type == "cachet" ? core::ZoneKind::stamp : core::ZoneKind::text;
}

core::FieldCheck check_of(Element field) {
    if (type_of(field) == "date") return core::FieldCheck::date;
    if (field.attribute_or("format", "") == "jours") return core::FieldCheck::jours;
    return core::from_text<core::FieldCheck>(field.attribute_or("controle", "none")).value_or(core::FieldCheck::none);
}

}  // namespace

std::vector<std::string> grid::lines_of(std::string_view utf8, const TextStyle& style, double width) {
    std::vector<std::string> lines;
    for (const auto& line : break_lines(shaper_of(fonts_of()), {{decode_utf8(french(utf8)), style}},
                                        {.width = width, .alignment = Alignment::left})) {
        lines.push_back(text_of(line));
        if (lines.back().ends_with(' ')) lines.back().pop_back();
    }
    return lines;
}

double millimetres(Element element, const char* name, double otherwise) {
    const auto text = element.attribute(name);
    return text ? std::stod(*text) : otherwise;
}

int count(Element element, const char* name, int otherwise) {
    const auto text = element.attribute(name);
    return text ? std::stoi(*text) : otherwise;
}

void FieldPlacer::write(double x, double baseline, const std::string& text, const TextStyle& style) {
    page_.texts.push_back({.x = x, .baseline = baseline, .text = french(text), .style = style});
}

/// Labels above, then the zone; returns the height of both.
double FieldPlacer::place(Element field, Span span, double y) {
    if (field.name() == "vide") return 0;
    if (field.name() == "choix") return place_choice(field, span, y);
    write_label(field, span, y);
    const double height = height_of(field);
    add_zone(field, {span.x0, y + label_height, span.x1, y + label_height + height}, field.attribute_or("libelle", ""));
    return label_height + height;
}

void FieldPlacer::write_label(Element field, Span span, double y) {
    const auto text = french(field.attribute_or("libelle", ""));
    write(span.x0, y + 2.5, text, label);
    const auto help = french(field.attribute_or("aide", ""));
    const double x = span.x0 + width_of(text, label) + 1.5;
    if (!help.empty()) write(x, y + 2.5, help, hint);
    if ((help.empty() ? x - 1.5 : x + width_of(help, hint)) > span.x1 + gap - 1)
        fault(field, "le libellé « " + text + " » est plus large que sa zone ; le raccourcir, ou donner une largeur");
}

double FieldPlacer::height_of(Element field) {
    const auto kind = kind_of(field);
    if (is_tall_text(field)) return block_pitch * count(field, "lignes", 1) + 1;
    if (kind == core::ZoneKind::block) return block_pitch * count(field, "lignes", 3) + 1.5;
    if (kind == core::ZoneKind::signature || kind == core::ZoneKind::stamp)
        return millimetres(field, "hauteur", signature_height);
    return field_height;
}

void FieldPlacer::add_zone(Element field, core::BoxMm box, const std::string& title, const std::string& prefix) {
    FormZone zone{.line = field.line()};
    zone.paths = words(field.attribute_or("chemin", ""));
    for (auto& path : zone.paths) path.insert(0, prefix);
    const auto own_id = field.attribute("id");
    if (!own_id && zone.paths.size() != 1) fault(field, "il faut un « id » ou un seul « chemin » ; écrire id=\"…\"");
    zone.layout = {.id = own_id               ? *own_id
                         : zone.paths.empty() ? ""
                                              : id_from(zone.paths[0]),
                   .kind = kind_of(field),
                   .box = box,
                   .label = title,
                   .field = zone.paths.size() == 1 ? zone.paths[0] : std::string{},
                   .cells = count(field, "cellules", 0),
                   .check = check_of(field)};
    if (type_of(field) == "date") zone.format = ValueFormat::date;
    if (field.attribute_or("format", "") == "jours") zone.format = ValueFormat::days;
    zone.ruled = is_tall_text(field);
    draw_around(zone);
    page_.zones.push_back(std::move(zone));
}

/// The lines that show the pen where to write: on or outside the edge of the zone, never inside.
void FieldPlacer::draw_around(const FormZone& zone) {
    const auto& box = zone.layout.box;
    const auto rule_below = [&] { page_.rules.push_back({box.x0, box.y1 + 0.2, box.x1, box.y1 + 0.2, 0.2, faint}); };
    switch (zone.layout.kind) {
        case core::ZoneKind::text:
        case core::ZoneKind::date:
            rule_below();
            break;
        case core::ZoneKind::comb:
            rule_below();
            draw_comb(zone.layout);
            break;
        case core::ZoneKind::block:
            if (zone.ruled)
                rule_below();
            else
                page_.frames.push_back({{box.x0 - 0.1, box.y0 - 0.1, box.x1 + 0.1, box.y1 + 0.1}, 0.2, faint});
            break;
        case core::ZoneKind::checkbox:
        case core::ZoneKind::signature:
        case core::ZoneKind::stamp:
            page_.frames.push_back({box, 0.3, {}});
            break;
    }
}

void FieldPlacer::draw_comb(const core::ZoneLayout& zone) {
    const auto& box = zone.box;
    for (int i = 0; i <= zone.cells; ++i) {
        const double x = box.x0 + box.width() * i / zone.cells;
        page_.rules.push_back({x, box.y1 - 1.4, x, box.y1 + 0.2, 0.2, faint});
    }
}

double FieldPlacer::place_choice(Element question, Span span, double y) {
    const auto cases = question.children("case");
    const int columns = count(question, "colonnes", 0);
    const auto title = question.attribute_or("libelle", "");
    double top = y;
    if (!title.empty()) {
        write_label(question, span, y);
        top += label_height;
    }
    double x = span.x0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto text = french(cases[i].attribute_or("libelle", ""));
        const double wide = check_side + 1.8 + width_of(text, choice);
        double line_top = top;
        if (columns > 0) {
            const int at = static_cast<int>(i);
            x = span.x0 + span.width() * (at % columns) / columns;
            line_top += check_pitch * (at / columns);
        }
        const double limit = columns > 0 ? x + span.width() / columns - 1 : span.x1 + 0.01;
        if (x + wide > limit)
            fault(cases[i], "la case « " + text +
                                " » ne tient pas sur la ligne ; raccourcir les libellés, ou mettre colonnes=\"2\"");
        add_case(cases[i], question, {x, line_top + 0.9, x + check_side, line_top + 0.9 + check_side}, title, text);
        x += wide + 5;
    }
    const int lines = columns > 0 ? (static_cast<int>(cases.size()) + columns - 1) / columns : 1;
    return top - y + check_pitch * lines - (check_pitch - field_height);
}

void FieldPlacer::add_case(Element answer, Element question, core::BoxMm box, const std::string& title,
                           const std::string& text) {
    FormZone zone{.line = answer.line()};
    const auto path = answer.attribute_or("chemin", question.attribute_or("chemin", ""));
    zone.ticked_by = answer.attribute_or("valeur", "");
    if (!path.empty()) zone.paths = {path};
    const auto last = path.substr(path.rfind('.') + 1);
    const auto own_id = answer.attribute("id");
    if (!own_id && zone.ticked_by.empty()) fault(answer, "il faut un « id » ou une « valeur » ; écrire valeur=\"…\"");
    zone.layout = {.id = own_id ? *own_id : id_from(last + "_" + zone.ticked_by),
                   .kind = core::ZoneKind::checkbox,
                   .box = box,
                   .label = title.empty() ? text : title + " : " + text,
                   .field = path,
                   .value = zone.ticked_by};
    write(box.x1 + 1.8, box.y1 - 0.8, text, choice);
    draw_around(zone);
    page_.zones.push_back(std::move(zone));
}

}  // namespace templates
