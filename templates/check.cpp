#include "templates/check.h"

#include <algorithm>

#include "core/failures.h"
#include "templates/check_nodes.h"
#include "templates/check_papers.h"
#include "templates/compile.h"
#include "templates/data.h"
#include "templates/form.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

namespace fs = std::filesystem;

constexpr core::Date sample_date{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{25}};

fs::path sample_path(const fs::path& templates, const std::string& id) {
    return templates / "letters" / "samples" / (id + ".xml");
}

/// `FILE, ligne N : cause`, as refusals of a letter being made have it.
std::optional<TemplateFault> placed(const std::string& detail) {
    const auto at = detail.find(", ligne "), colon = detail.find(" : ");
    if (at == detail.npos || colon == detail.npos || at > colon) return std::nullopt;
    const auto file = detail.substr(0, at);
    if (!file.ends_with(".xml") || file.find(' ') != file.npos) return std::nullopt;
    return TemplateFault{file, std::atoi(detail.c_str() + at + 8), detail.substr(colon + 3)};
}

/// What to write, for each reason a letter is refused with.
std::string remedy_of(const core::Refusal& refusal) {
    switch (refusal.reason) {
        case core::Reason::field_missing:
            return "ajouter sinon=\"…\" ou facultatif=\"oui\", ou compléter les données d'exemple";
        case core::Reason::address_overflow:
            return "raccourcir cette ligne de l'adresse dans les données d'exemple (38 caractères, six lignes)";
        case core::Reason::glyph_missing:
            return "écrire ce caractère autrement, ou changer la police de la charte";
        case core::Reason::data_invalid:
            return "corriger les données d'exemple, ou le format de la valeur";
        default:
            return "déplacer ou raccourcir ce texte, ou corriger le gabarit de la charte";
    }
}

/// A value of the sample that is not what it should be: told where it is written.
std::optional<TemplateFault> in_sample(const core::Refusal& refusal, const fs::path& templates, const std::string& id) {
    std::error_code missing;
    const auto path = sample_path(templates, id);
    if (refusal.reason != core::Reason::data_invalid || !fs::is_regular_file(path, missing)) return std::nullopt;
    const auto bytes = read_template(path);
    for (const auto word : quoted_words(refusal.detail)) {
        const auto at = bytes.find(">" + std::string{word} + "<");
        if (word.empty() || at == bytes.npos) continue;
        const auto known = placed(refusal.detail);
        auto cause = known ? known->cause : core::describe(refusal);
        for (auto colon = cause.find(" ; "); colon != cause.npos; colon = cause.find(" ; ", colon + 1))
            cause.replace(colon, 3, ", ");
        return TemplateFault{"samples/" + id + ".xml", line_at(bytes, at + 1),
                             cause + " ; corriger cette donnée d'exemple", column_at(bytes, at + 1)};
    }
    return std::nullopt;
}

/// Where the first quoted text of a refusal stands: in the sample, the letter, the charter; the letter's top otherwise.
TemplateFault located(const core::Refusal& refusal, const fs::path& templates, const std::string& id) {
    auto cause = core::describe(refusal);
    if (auto value = in_sample(refusal, templates, id)) return *std::move(value);
    if (auto known = placed(refusal.detail)) {
        if (known->cause.find(" ; ") == std::string::npos) known->cause += " ; " + remedy_of(refusal);
        return *std::move(known);
    }
    if (cause.find(" ; ") == std::string::npos) cause += " ; " + remedy_of(refusal);
    const auto sample = fs::path{"samples"} / (id + ".xml");
    for (const auto& file : {sample, fs::path{id + ".xml"}, fs::path{"../charte.xml"}}) {
        std::error_code missing;
        if (!fs::is_regular_file(templates / "letters" / file, missing)) continue;
        const auto bytes = read_template(templates / "letters" / file);
        for (const auto word : quoted_words(refusal.detail)) {
            const auto at = word.size() < 2 ? bytes.npos : bytes.find(word);
            if (at == bytes.npos) continue;
            const auto name = file == sample ? file.string() : file.filename().string();
            return {name, line_at(bytes, at), cause, column_at(bytes, at)};
        }
    }
    return {id + ".xml", 1, cause};
}

/// Data of an example that no letter can ask for: a misspelt element would pass unseen.
void check_sample_fields(const core::Fields& data, const DataModel& model, const std::string& bytes,
                         const std::string& file, std::vector<TemplateFault>& faults) {
    std::string last;
    for (const auto& [key, value] : data) {
        const auto* at = &model.letter;
        for (std::size_t from = 0; from <= key.size() && at != nullptr;) {
            const auto end = std::min(key.find('.', from), key.size());
            const auto step = key.substr(from, end - from);
            from = end + 1;
            if (step.empty() || (step.front() >= '0' && step.front() <= '9') || step.front() == '@') continue;
            const auto* const next = at->child(step);
            if (next == nullptr && step != last) {
                std::vector<std::string> names;
                for (const auto& child : at->children) names.push_back(child.name);
                const auto found = std::min(bytes.find("<" + step), bytes.size());
                faults.push_back({file, line_at(bytes, found), "donnée « " + step + " » inconnue" + meant(step, names),
                                  column_at(bytes, found)});
                last = step;
            }
            at = next;
        }
    }
}

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

core::Outcome<core::Fields> sample_data(const fs::path& templates, const DataModel& model, const std::string& id) {
    const auto path = sample_path(templates, id);
    std::error_code missing;
    if (fs::is_regular_file(path, missing))
        return fields_from_xml(read_template(path), "samples/" + path.filename().string());
    auto data = example_data(model.letter, model.kind_of(id), 1);
    const bool online = id.ends_with("-professionnalisation");
    data["procedure"] = online ? "professionnalisation" : "integration";
    // An address that can be posted: the examples of its lines are all alike.
    data["destinataire.adresse.ligne.1"] = "COMMUNE DE VALMER SUR ORNE";
    data["destinataire.adresse.ligne.2"] = "14999 VALMER SUR ORNE";
    return data;
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
        found = folder_.charter_faults();
        if (found.empty()) try {
                fonts_of(folder_.charter()->fonts);
            } catch (const core::BadSetup& absent) {
                found.push_back(
                    {"charte.xml", 1, std::string{absent.what()} + " ; la mettre dans le dossier « fonts »"});
            }
    } else if (name.starts_with('_')) {
        for (const auto& id : list_letters(templates_ / "letters"))
            for (auto& fault : letter(id))
                if (fault.file == name + ".xml") found.push_back(std::move(fault));
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
    return check_procedure_file(templates_ / "procedures" / (id + ".xml"));
}

std::vector<TemplateFault> TemplateCheck::letter(const std::string& id) const {
    auto loaded = folder_.letter(id);
    auto faults = std::move(loaded.faults);
    if (!loaded.letter) return faults;
    const auto& content = loaded.letter->content();
    const Fonts* fonts = nullptr;
    try {
        fonts = &fonts_of(content.charter->fonts);
    } catch (const core::BadSetup& absent) {
        faults.push_back({"charte.xml", 1, std::string{absent.what()} + " ; la mettre dans le dossier « fonts »"});
        return faults;
    }
    TemplateSources sources{templates_};
    const CheckedLetter checked{content, model_, model_.kind_of(id), list_letters(templates_ / "letters")};
    check_nodes(checked, sources, *fonts, faults);

    // A mail is written with the data of the letter it carries: one of them stands for all.
    const auto sample_id = content.master == nullptr && !checked.letters.empty() ? checked.letters.front() : id;
    const auto data = sample_data(templates_, model_, sample_id);
    if (!data) {
        faults.push_back(located(data.refusal(), templates_, sample_id));
        return faults;
    }
    std::error_code missing;
    if (const auto path = sample_path(templates_, sample_id); fs::is_regular_file(path, missing))
        check_sample_fields(*data, model_, read_template(path), "samples/" + sample_id + ".xml", faults);
    if (!faults.empty()) return faults;
    if (content.master == nullptr) {
        const auto text = render_mail_text(*loaded.letter, sample_id, *data);
        if (!text) faults.push_back(located(text.refusal(), templates_, sample_id));
        return faults;
    }
    const auto pdf = render_letter(*loaded.letter, *data, sample_date);
    if (!pdf) faults.push_back(located(pdf.refusal(), templates_, id));
    return faults;
}

}  // namespace templates
