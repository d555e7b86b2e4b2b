#include "templates/check_sample.h"

#include <algorithm>

#include "core/date.h"
#include "templates/check.h"
#include "templates/check_nodes.h"
#include "templates/compile.h"
#include "templates/data.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

namespace fs = std::filesystem;

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

using Type = DataField::Type;

/// What is wrong with a value, and what to write; empty when it may be.
std::string value_fault(const DataField& field, const std::string& value) {
    if (!field.values.empty() && std::ranges::find(field.values, value) == field.values.end())
        return meant(value, field.values, "valeurs");
    if (field.type == Type::date && !core::parse_date(value)) return " ; écrire une date comme 2026-11-25";
    if (field.type == Type::instant && !core::parse_instant(value) && !core::parse_date(value))
        return " ; écrire un instant comme 2026-11-25T09:30:00.000Z";
    const bool figures = std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    if (field.type == Type::siret && (!figures || value.size() != 14)) return " ; écrire les 14 chiffres, sans espace";
    return {};
}

/// The element of the model a key names, step by step; a step it does not know is told by `unknown(step, where)`.
template <class Unknown>
const DataField* field_of(const std::string& key, const DataModel& model, const Unknown& unknown) {
    const auto* at = &model.letter;
    for (std::size_t from = 0; from <= key.size() && at != nullptr;) {
        const auto end = std::min(key.find('.', from), key.size());
        const auto step = key.substr(from, end - from);
        from = end + 1;
        if (step.empty() || (step.front() >= '0' && step.front() <= '9') || step.front() == '@') continue;
        const auto* const next = at->child(step);
        if (next == nullptr) unknown(step, *at);
        at = next;
    }
    return at;
}

}  // namespace

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

TemplateFault fault_of(const core::Refusal& refusal, const fs::path& templates, const std::string& id) {
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

void check_sample(const core::Fields& data, const DataModel& model, const fs::path& templates, const std::string& id,
                  std::vector<TemplateFault>& faults) {
    std::error_code missing;
    const auto path = sample_path(templates, id);
    if (!fs::is_regular_file(path, missing)) return;
    const auto bytes = read_template(path);
    const auto say = [&](const std::string& written, std::string cause) {
        const auto found = std::min(bytes.find(written), bytes.size());
        faults.push_back({"samples/" + id + ".xml", line_at(bytes, found), std::move(cause), column_at(bytes, found)});
    };
    std::string last;
    for (const auto& [key, value] : data) {
        const auto* const field = field_of(key, model, [&](const std::string& step, const DataField& at) {
            std::vector<std::string> names;
            for (const auto& child : at.children) names.push_back(child.name);
            if (step != last) say("<" + step, "donnée « " + step + " » inconnue" + meant(step, names));
            last = step;
        });
        if (field == nullptr || value.empty()) continue;
        if (const auto fault = value_fault(*field, value); !fault.empty())
            say("<" + field->name + ">" + value + "<",
                in_quotes(field->path) + " ne peut pas valoir " + in_quotes(value) + fault);
    }
}

}  // namespace templates
