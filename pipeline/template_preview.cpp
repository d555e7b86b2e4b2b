#include "pipeline/template_preview.h"

#include <algorithm>

#include "core/bytes.h"
#include "core/failures.h"
#include "ocr/pix.h"
#include "pipeline/complement_letter.h"
#include "pipeline/compose.h"
#include "pipeline/intake_hint.h"
#include "store/names.h"
#include "templates/check.h"
#include "templates/data.h"
#include "templates/template_files.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;
using core::Refusal;

core::Outcome<Seen> see_form(const fs::path& templates, const std::string& id, const core::Fields& data) {
    const auto schema = templates::Schema::load(templates / "schema" / "modele.rng");
    const auto form =
        templates::parse_form(templates::read_template(templates / "forms" / (id + ".xml")), id + ".xml", schema);
    if (!form) return form.refusal();
    auto pdf = templates::print_form(*form, data, "");
    if (!pdf) return pdf.refusal();
    return Seen{*std::move(pdf), ""};
}

/// Why nothing can be seen under this name, and what to look at.
Refusal not_alone(const fs::path& templates, const std::string& name, const std::string& own) {
    std::string letters;
    for (const auto& id : templates::list_letters(templates / "letters"))
        if (own == "charte.xml" || templates::files_of_template(templates, id).contains(own)) letters += " " + id;
    if (own.empty() || letters.empty())
        return {core::Reason::data_invalid,
                "« " + name + " » n'est ni une lettre ni un formulaire ; voir « letter list »"};
    return {core::Reason::data_invalid, "« " + name + " » se voit dans une lettre ; montrer l'une de :" + letters};
}

/// `refus` of `refus-integration`, when the dossier is of that procedure.
core::Outcome<std::string> kind_for(const std::string& letter, const store::DossierRow& row) {
    const auto suffix = "-" + std::string{core::to_text(row.dossier.procedure)};
    if (letter.size() > suffix.size() && letter.ends_with(suffix))
        return letter.substr(0, letter.size() - suffix.size());
    return Refusal{core::Reason::data_invalid, "le dossier " + row.dossier.number + " relève de la procédure « " +
                                                   suffix.substr(1) +
                                                   " » ; choisir une lettre dont le nom finit par « " + suffix + " »"};
}

/// The groups of data that only some moments of a dossier's life have.
void complete_from_sample(core::Fields& data, const core::Fields& sample) {
    for (const std::string group : {"decision.", "constat.", "complement."}) {
        const auto begins = [&](const auto& entry) { return entry.first.starts_with(group); };
        if (std::ranges::any_of(data, begins)) continue;
        for (const auto& entry : sample)
            if (begins(entry)) data.insert(entry);
    }
    for (const auto& entry : sample)
        if (entry.first.starts_with("instructeur.") || entry.first.starts_with("signataire.")) data.insert(entry);
}

}  // namespace

core::Outcome<Seen> see_template(const fs::path& templates, const std::string& name,
                                 const std::optional<core::Fields>& data, core::Date date) {
    const auto own = templates::own_file(templates, name);
    if (own.starts_with("forms/")) return see_form(templates, name, data.value_or(core::Fields{}));
    if (!own.starts_with("letters/") || name.starts_with('_')) return not_alone(templates, name, own);
    const auto loaded = templates::TemplateFolder{templates}.letter(name);
    if (!loaded.letter) return templates::refusal_of(loaded.faults);
    const bool message = loaded.letter->is_message();
    core::Fields used;
    if (data) {
        used = *data;
    } else {
        const auto model = templates::DataModel::load(templates / "schema" / "donnees.xml");
        auto sample = templates::sample_data(templates, model, message ? "refus-integration" : name);
        if (!sample) return sample.refusal();
        used = *std::move(sample);
    }
    if (message) {
        const auto text = templates::render_mail_text(*loaded.letter, "refus-integration", used);
        if (!text) return text.refusal();
        return Seen{"", text->subject + "\n\n" + text->body};
    }
    auto pdf = templates::render_letter(*loaded.letter, used, date);
    if (!pdf) return pdf.refusal();
    return Seen{*std::move(pdf), ""};
}

core::Outcome<std::string> see_letter_for(const Installation& office, store::Store& store, const std::string& letter,
                                          const std::string& dossier) {
    const auto row = store.dossiers().find(dossier);
    if (!row) return Refusal{core::Reason::unknown_dossier, dossier};
    const auto kind = kind_for(letter, *row);
    if (!kind) return kind.refusal();
    auto data = letter_data(office, *row);
    if (const auto decision = store.dossiers().decision(dossier))
        add_decision(data, *decision, office, *row);
    else if (const auto proposal = store.proposals().standing(dossier))
        add_decision(data, proposal->decision, office, *row);
    if (const auto complements = store.complements().of(dossier); !complements.empty())
        add_complement(data, complements.back());
    const auto model = templates::DataModel::load(office.catalogue.root / "schema" / "donnees.xml");
    const auto sample = templates::sample_data(office.catalogue.root, model, letter);
    if (!sample) return sample.refusal();
    complete_from_sample(data, *sample);
    return Composer{office, store.spool()}.draft(*kind, *row, data, Carrier::mail_if_possible);
}

core::Outcome<Installation> with_edited(const Installation& office, const std::string& letter) {
    const auto loaded = templates::TemplateFolder{store::templates_path(office.home)}.letter(letter);
    if (!loaded.letter) return templates::refusal_of(loaded.faults);
    auto edited = office;
    edited.catalogue.letters.insert_or_assign(letter, *loaded.letter);
    return edited;
}

core::Outcome<std::vector<core::Raster>> pages_of(const std::string& pdf, DecodeLimits limits, int dpi) {
    limits.render_dpi = dpi;
    std::vector<core::Raster> pages;
    const auto count =
        decode(core::bytes_of(pdf), limits, [&](core::Raster&& page, int) { pages.push_back(std::move(page)); });
    if (!count) return count.refusal();
    return pages;
}

std::string png_of(const core::Raster& page) {
    const auto bytes = ocr::png_bytes(*ocr::to_pix(page));
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};  // NOLINT: bytes are bytes
}

core::Outcome<int> write_pictures(const std::string& pdf, const fs::path& folder, const std::string& name,
                                  const DecodeLimits& limits, int dpi) {
    const auto pages = pages_of(pdf, limits, dpi);
    if (!pages) return pages.refusal();
    fs::create_directories(folder);
    int number = 0;
    const auto file = [&](int page) { return folder / (name + "-" + std::to_string(page) + ".png"); };
    for (const auto& page : *pages) store::write_file_durably(file(++number), png_of(page));
    std::error_code ignored;
    for (int more = number + 1; fs::remove(file(more), ignored);) ++more;
    return number;
}

void watch_templates(const fs::path& templates, const std::function<bool()>& changed) {
    std::vector<fs::path> folders{templates};
    for (const auto& entry : fs::recursive_directory_iterator(templates))
        if (entry.is_directory()) folders.push_back(entry.path());
    IntakeHint hint{folders};
    do {
        while (!hint.wait(std::chrono::seconds{10})) {
        }
    } while (changed());
}

}  // namespace pipeline
