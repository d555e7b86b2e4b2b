#include "pipeline/register_pages.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/cadres.h"

namespace pipeline {
namespace {

constexpr double sure_enough = 0.6;  ///< Mean word confidence from which a typed value is taken.

bool is_of(const core::PageRef& ref, const std::string& arrival) { return ref.arrival == arrival; }

/// Pieces of this arrival replace those it gave before; pieces of other arrivals stay.
void set_pieces(store::Store& store, const std::string& arrival, const std::string& dossier, const Assembly& assembly) {
    auto pieces = store.dossiers().pieces(dossier);
    std::erase_if(pieces, [&](const core::Piece& piece) { return is_of(piece.pages.front(), arrival); });
    for (const auto& [owner, piece] : assembly.pieces)
        if (owner == dossier) pieces.push_back(piece);
    store.dossiers().set_pieces(dossier, pieces);
}

std::vector<core::Page> form_pages(const std::vector<core::Page>& pages, const std::string& dossier) {
    std::vector<core::Page> own;
    for (const auto& page : pages)
        if (page.form && page.form->dossier == dossier) own.push_back(page);
    return own;
}

/// False when the file shows no page of its form: then nobody knows whose it is.
bool open_from_form(const Installation& office, store::Store& store, const core::Arrival& arrival,
                    const std::string& dossier) {
    const auto pages = form_pages(store.readings().pages(arrival.sha256), dossier);
    if (pages.empty()) return false;
    const auto* layout = office.catalogue.layout(pages.front().form->id);
    const auto* procedure = office.catalogue.procedure_of_form(pages.front().form->id);
    if (layout == nullptr || procedure == nullptr) return false;
    store.dossiers().add({.number = dossier,
                          .procedure = procedure->kind,
                          .training = procedure->training,
                          .data = fields_read(*layout, pages)},
                         arrival.channel, arrival.id, store::program);
    return true;
}

/// As the data of a request has it: dates and days are written otherwise on paper.
std::string as_data(const std::string& value, core::FieldCheck check) {
    if (check == core::FieldCheck::date && value.size() == 10)  // 12/04/1989
        return value.substr(6) + "-" + value.substr(3, 2) + "-" + value.substr(0, 2);
    return value;
}

const core::ZoneLayout* layout_of(const core::FormLayout& form, const std::string& id) {
    for (const auto& page : form.pages)
        for (const auto& zone : page.zones)
            if (zone.id == id) return &zone;
    return nullptr;
}

/// The lines of a block are the numbered values of its field.
void take_lines(core::Fields& fields, const std::string& path, const std::string& text) {
    int number = 0;
    for (const auto& line : core::split_fields(text, '\n'))
        if (!line.empty()) fields[path + "." + std::to_string(++number)] = line;
}

bool is_repeated(const std::string& path) {
    return std::find(std::begin(core::repeatable_elements), std::end(core::repeatable_elements),
                     path.substr(path.rfind('.') + 1)) != std::end(core::repeatable_elements);
}

}  // namespace

core::Fields fields_read(const core::FormLayout& layout, const std::vector<core::Page>& pages) {
    core::Fields fields;
    std::map<std::string, std::set<std::string>> ticked;
    for (const auto& page : pages)
        for (const auto& zone : page.zones) {
            const auto* place = layout_of(layout, zone.id);
            if (place == nullptr || place->field.empty() || zone.score < sure_enough) continue;
            if (zone.kind == core::ZoneKind::checkbox && zone.state == core::ZoneState::checked)
                ticked[place->field].insert(place->value);
            if (zone.state != core::ZoneState::read || zone.kind == core::ZoneKind::stamp || zone.value.empty())
                continue;
            if (is_repeated(place->field))
                take_lines(fields, place->field, zone.value);
            else
                fields[place->field] = as_data(zone.value, place->check);
        }
    for (const auto& [path, values] : ticked)  // Two ticks are no answer; `*` stands for several.
        if (values.size() == 1 && path.find('*') == std::string::npos) fields[path] = *values.begin();
    return fields;
}

std::vector<std::string> register_pages(const Installation& office, store::Store& store, const core::Arrival& arrival,
                                        const Assembly& assembly) {
    std::set<std::string> named;
    for (const auto& page : assembly.pages)
        if (!page.dossier.empty()) named.insert(page.dossier);

    std::vector<std::string> touched;
    for (const auto& dossier : named)
        if (store.dossiers().find(dossier) || open_from_form(office, store, arrival, dossier))
            touched.push_back(dossier);

    const auto known = [&](const std::string& dossier) {
        return std::find(touched.begin(), touched.end(), dossier) != touched.end();
    };
    for (const auto& batch : assembly.batches) store.batches().record(batch);
    for (const auto& page : assembly.pages)
        store.dossiers().assign_page(page.page, known(page.dossier) ? page.dossier : std::string{});
    for (const auto& dossier : touched) set_pieces(store, arrival.id, dossier, assembly);
    return touched;
}

}  // namespace pipeline
