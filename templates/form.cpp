#include "templates/form.h"

#include <algorithm>
#include <iterator>

#include "core/failures.h"
#include "templates/form_grid.h"
#include "templates/form_place.h"
#include "templates/form_structure.h"

namespace templates {

core::Outcome<Form> parse_form(std::string_view bytes, std::string name, const Schema& schema) {
    const auto doc = parse_xml(bytes, std::move(name), {}, core::Reason::template_invalid);
    if (!doc) return doc.refusal();
    if (auto refusal = schema.validate(*doc, core::Reason::template_invalid)) return *std::move(refusal);

    std::vector<SchemaFault> faults;
    auto form = place_form(*doc, faults);
    check_form(form, faults);
    if (faults.empty()) return form;
    return refusal_of(*doc, faults, core::Reason::template_invalid);
}

Form load_form(const std::filesystem::path& templates, const std::string& id) {
    const auto schema = Schema::load(templates / "schema" / "modele.rng");
    auto form = parse_form(read_template(templates / "forms" / (id + ".xml")), id + ".xml", schema);
    if (!form) throw core::BadSetup{core::describe(form.refusal())};
    if (form->id != id) throw core::BadSetup{"Le formulaire " + id + ".xml porte l'identifiant « " + form->id + " »."};
    return *std::move(form);
}

std::vector<std::string> form_ids(const std::filesystem::path& templates) {
    std::vector<std::string> ids;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{templates / "forms", error})
        if (entry.path().extension() == ".xml") ids.push_back(entry.path().stem().string());
    if (error) throw core::BadSetup{"Impossible de lire le dossier " + (templates / "forms").string() + "."};
    std::sort(ids.begin(), ids.end());
    return ids;
}

core::FormLayout layout(const Form& form) {
    core::FormLayout result{
        .id = form.id, .version = form.version, .width_mm = grid::page_width, .height_mm = grid::page_height};
    for (const auto& page : form.pages) {
        core::FormPageLayout placed{.marks = {std::begin(grid::marks), std::end(grid::marks)},
                                    .mark_side_mm = grid::mark_side,
                                    .code = grid::code};
        for (const auto& zone : page.zones) placed.zones.push_back(zone.layout);
        placed.print = print_of(page);
        result.pages.push_back(std::move(placed));
    }
    return result;
}

}  // namespace templates
