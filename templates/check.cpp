#include "templates/check.h"

#include <algorithm>

#include "templates/check_charter.h"
#include "templates/check_nodes.h"
#include "templates/check_papers.h"
#include "templates/check_sample.h"
#include "templates/compile.h"
#include "templates/data.h"
#include "templates/form.h"
#include "templates/template_files.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

namespace fs = std::filesystem;

constexpr core::Date sample_date{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{25}};

void sort_and_thin(std::vector<TemplateFault>& faults) {
    std::ranges::stable_sort(faults, [](const TemplateFault& a, const TemplateFault& b) {
        return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
    const auto end = std::unique(faults.begin(), faults.end());
    faults.erase(end, faults.end());
}

}  // namespace

SaidFault said(const TemplateFault& fault) {
    const auto at = fault.cause.find(" ; ");
    if (at == std::string::npos) return {fault.cause, ""};
    return {fault.cause.substr(0, at), fault.cause.substr(at + 3)};
}

TemplateCheck::TemplateCheck(fs::path templates)
    : templates_(std::move(templates)),
      folder_(templates_),
      model_(DataModel::load(templates_ / "schema" / "donnees.xml")) {}

std::vector<std::string> TemplateCheck::names() const {
    std::vector<std::string> all{"charte"};
    for (const auto& id : list_letters(templates_ / "letters")) all.push_back(id);
    all.emplace_back("courriel");
    for (const auto& id : form_ids(templates_)) all.push_back(id);
    std::vector<std::string> procedures;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(templates_ / "procedures", missing))
        if (entry.path().extension() == ".xml" && !entry.path().filename().string().starts_with('_'))
            procedures.push_back("procedures/" + entry.path().stem().string());
    std::ranges::sort(procedures);
    all.insert(all.end(), procedures.begin(), procedures.end());
    return all;
}

std::vector<TemplateFault> TemplateCheck::faults(const std::string& name) const {
    std::vector<TemplateFault> found;
    std::error_code missing;
    if (name == "charte") {
        found = charter();
    } else if (name.starts_with('_') && fs::is_regular_file(templates_ / "letters" / (name + ".xml"), missing)) {
        found = fragment(name);
    } else if (fs::is_regular_file(templates_ / "letters" / (name + ".xml"), missing)) {
        found = letter(name);
    } else if (name.starts_with("procedures/")) {
        found = procedure(name.substr(name.find('/') + 1));
    } else if (fs::is_regular_file(templates_ / "forms" / (name + ".xml"), missing)) {
        found = form(name);
    } else {
        found.push_back({name, 1, "modèle inconnu" + meant(name, names())});
    }
    sort_and_thin(found);
    return found;
}

std::vector<TemplateFault> TemplateCheck::all() const {
    std::vector<TemplateFault> found;
    for (const auto& name : names())
        for (auto& fault : faults(name)) found.push_back(std::move(fault));
    sort_and_thin(found);
    return found;
}

std::vector<TemplateFault> TemplateCheck::form(const std::string& id) const {
    return check_form_file(templates_ / "forms" / (id + ".xml"), folder_.schema(), model_);
}

std::vector<TemplateFault> TemplateCheck::procedure(const std::string& id) const {
    return check_procedure_file(templates_ / "procedures" / (id + ".xml"), model_);
}

std::vector<TemplateFault> TemplateCheck::charter() const {
    auto found = folder_.charter_faults();
    if (!found.empty()) return found;
    TemplateSources sources{templates_};
    fonts_or_fault(*folder_.charter(), sources, found);
    check_charter(*folder_.charter(), sources, found);
    const auto letters = list_letters(templates_ / "letters");
    if (!found.empty() || letters.empty()) return found;
    for (auto& fault : letter(letters.front()))  // Composing shows what crosses the window.
        if (fault.file == "charte.xml") found.push_back(std::move(fault));
    return found;
}

/// Checked where it is included: alone, it has neither data nor place.
std::vector<TemplateFault> TemplateCheck::fragment(const std::string& name) const {
    std::vector<TemplateFault> found;
    const auto file = "letters/" + name + ".xml";
    auto users = list_letters(templates_ / "letters");
    users.emplace_back("courriel");
    if (!files_of_template(templates_, "charte").contains(file))
        std::erase_if(users, [&](const auto& id) { return !files_of_template(templates_, id).contains(file); });
    for (const auto& id : users)
        for (auto& fault : letter(id))
            if (fault.file == name + ".xml") found.push_back(std::move(fault));
    if (users.empty())
        found.push_back({name + ".xml", 1,
                         "aucune lettre n'inclut ce fragment : il n'a pas pu être vérifié ; l'inclure par <inclure "
                         "fragment=\"" +
                             name + ".xml\"/>, ou enlever le fichier"});
    return found;
}

std::vector<TemplateFault> TemplateCheck::letter(const std::string& id) const {
    auto loaded = folder_.letter(id);
    auto faults = std::move(loaded.faults);
    if (!loaded.letter) return faults;
    const auto& content = loaded.letter->content();
    TemplateSources sources{templates_};
    const auto* const fonts = fonts_or_fault(*content.charter, sources, faults);
    if (fonts == nullptr) return faults;
    const CheckedLetter checked{content, model_, model_.kind_of(id), list_letters(templates_ / "letters")};
    check_nodes(checked, sources, *fonts, faults);
    const Place top{std::make_shared<const std::string>(id + ".xml"), 1, 1};
    for (const std::string kind : {"integration", "professionnalisation"})
        if (id.ends_with("-" + kind) && content.procedure != kind)
            faults.push_back(sources.fault(
                top, content.procedure.empty() ? "<lettre" : "procedure=",
                "la lettre est celle de la procédure « " + kind + " » ; écrire procedure=\"" + kind + "\"", true));
    if (!content.has_object && checked.kind != "courriel")
        faults.push_back(
            sources.fault(top, "<corps", "la lettre n'a pas d'objet ; écrire <objet>…</objet> avant <corps>", true));
    if (content.body.empty())
        faults.push_back(sources.fault(top, "<corps", "la lettre n'a pas de texte ; l'écrire dans <corps>", true));

    // A mail is written with the data of the letter it carries: one of them stands for all.
    const auto sample_id = content.master == nullptr && !checked.letters.empty() ? checked.letters.front() : id;
    const auto data = sample_data(templates_, model_, sample_id);
    if (!data) {
        faults.push_back(fault_of(data.refusal(), templates_, sample_id));
        return faults;
    }
    check_sample(*data, model_, templates_, sample_id, faults);
    if (!faults.empty()) return faults;
    if (content.master == nullptr) {
        const auto text = render_mail_text(*loaded.letter, sample_id, *data);
        if (!text) faults.push_back(fault_of(text.refusal(), templates_, sample_id));
        return faults;
    }
    const auto pdf = render_letter(*loaded.letter, *data, sample_date);
    if (!pdf) faults.push_back(fault_of(pdf.refusal(), templates_, id));
    return faults;
}

}  // namespace templates
