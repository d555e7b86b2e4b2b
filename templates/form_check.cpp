#include <algorithm>
#include <map>
#include <string>

#include "templates/form_grid.h"
#include "templates/form_place.h"

namespace templates {
namespace {

bool meet(const core::BoxMm& a, const core::BoxMm& b) {
    constexpr double touch = 0.001;
    return a.x0 < b.x1 - touch && b.x0 < a.x1 - touch && a.y0 < b.y1 - touch && b.y0 < a.y1 - touch;
}

core::BoxMm grown(const core::BoxMm& box, double by) { return {box.x0 - by, box.y0 - by, box.x1 + by, box.y1 + by}; }

core::BoxMm around_mark(core::Point centre) {
    constexpr double half = grid::mark_side / 2 + grid::mark_clearance;
    return {centre.x - half, centre.y - half, centre.x + half, centre.y + half};
}

core::BoxMm box_of(const FormText& text) {
    const double width = grid::width_of(text.text, text.style), size = text.style.size * 25.4 / 72;
    double x = text.x;
    if (text.align == FormText::Align::centre) x -= width / 2;
    if (text.align == FormText::Align::right) x -= width;
    return {x, text.baseline - 0.75 * size, x + width, text.baseline + 0.2 * size};
}

std::string named(const FormZone& zone) { return "la zone « " + zone.layout.id + " »"; }

class Checker {
  public:
    explicit Checker(std::vector<SchemaFault>& faults) : faults_(faults) {}

    void check_page(const FormPage& page) {
        for (std::size_t i = 0; i < page.zones.size(); ++i) {
            const auto& zone = page.zones[i];
            check_id(zone);
            check_place(zone);
            check_size(zone);
            for (std::size_t j = 0; j < i; ++j)
                if (meet(zone.layout.box, page.zones[j].layout.box))
                    say(zone, named(zone) + " recouvre " + named(page.zones[j]) + " (ligne " +
                                  std::to_string(page.zones[j].line) + ") ; réduire sa largeur, ou la déplacer");
            for (const auto& text : page.texts)
                if (meet(zone.layout.box, box_of(text)))
                    say(zone, "le texte « " + text.text + " » empiète sur " + named(zone) + " ; le raccourcir");
        }
        for (const auto& text : page.texts) check_text(text);
    }

  private:
    void say(const FormZone& zone, const std::string& cause) { faults_.push_back({zone.line, cause}); }

    void check_id(const FormZone& zone) {
        const auto [first, fresh] = lines_.emplace(zone.layout.id, zone.line);
        if (!fresh)
            say(zone, "deux zones ont l'identifiant « " + zone.layout.id + " » (l'autre : ligne " +
                          std::to_string(first->second) + ") ; donner à chacune son id");
    }

    void check_place(const FormZone& zone) {
        const auto& box = zone.layout.box;
        constexpr double margin = 5;  // What printers and scanners cut.
        if (box.x0 < margin || box.y0 < margin || box.x1 > grid::page_width - margin ||
            box.y1 > grid::page_height - margin)
            say(zone, named(zone) + " sort de la page ; la réduire ou la déplacer");
        for (const auto& mark : grid::marks)
            if (meet(box, around_mark(mark)))
                say(zone, named(zone) + " est trop près d'un repère d'angle ; la déplacer");
        if (meet(box, grown(grid::code, grid::code_clearance)))
            say(zone, named(zone) + " est trop près du code QR ; la déplacer");
    }

    void check_size(const FormZone& zone) {
        const bool signs = zone.layout.kind == core::ZoneKind::signature || zone.layout.kind == core::ZoneKind::stamp;
        if (signs && (zone.layout.box.width() < grid::signature_width - 0.001 ||
                      zone.layout.box.height() < grid::signature_height - 0.001))
            say(zone, named(zone) + " doit faire au moins 60 mm sur 22 mm ; l'agrandir");
        if (zone.layout.kind == core::ZoneKind::comb && zone.layout.box.width() < 4.0 * zone.layout.cells)
            say(zone, "les cellules de " + named(zone) + " font moins de 4 mm ; élargir la zone, ou en mettre moins");
    }

    void check_text(const FormText& text) {
        const auto box = box_of(text);
        const bool out = box.x1 > grid::page_width - 5 || box.y1 > grid::page_height - 5;
        const bool near_mark = std::any_of(std::begin(grid::marks), std::end(grid::marks),
                                           [&](core::Point mark) { return meet(box, around_mark(mark)); });
        if (out || near_mark || meet(box, grown(grid::code, grid::code_clearance)))
            faults_.push_back(
                {1, "le texte « " + text.text +
                        " » sort de la page ou touche un repère ou le code QR ; le raccourcir ou le déplacer"});
    }

    std::vector<SchemaFault>& faults_;
    std::map<std::string, int> lines_;
};

}  // namespace

void check_form(const Form& form, std::vector<SchemaFault>& faults) {
    constexpr double beside_code = grid::code.x0 - grid::code_clearance - grid::left;
    if (grid::width_of(form.title, grid::form_title) > 1.9 * grid::title_width ||
        grid::width_of(form.title, grid::running) > beside_code)
        faults.push_back({1, "le titre est trop long pour l'en-tête ; le raccourcir"});
    if (grid::width_of(form.legal_basis, grid::basis) > beside_code)
        faults.push_back({1, "la base légale est trop longue pour l'en-tête ; la raccourcir"});
    Checker checker{faults};
    for (const auto& page : form.pages) checker.check_page(page);
}

}  // namespace templates
