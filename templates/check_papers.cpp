#include "templates/check_papers.h"

#include <algorithm>
#include <iterator>
#include <sstream>

#include "core/closest.h"
#include "templates/check_nodes.h"
#include "templates/compile.h"
#include "templates/fonts.h"
#include "templates/form_place.h"
#include "templates/procedure.h"
#include "templates/utf8.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> parts_of(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream{text};
    for (std::string part; std::getline(stream, part, separator);)
        if (!part.empty()) parts.push_back(part);
    return parts;
}

bool names_a_copy(const std::string& step) {
    return step == "*" || std::ranges::all_of(step, [](char c) { return c >= '0' && c <= '9'; });
}

class PaperChecker {
  public:
    PaperChecker(std::string file, const DataModel& model, std::vector<TemplateFault>& faults)
        : file_(std::move(file)), model_(model), faults_(faults) {}

    void say(Element where, const std::string& cause) { faults_.push_back(fault_at(file_, where, cause)); }

    /// `agent.nom`, `motifs.formation.*.intitule`: an element of a request that holds no other, unless `any`.
    void check_path(Element where, const std::string& path, const std::string& prefix = {}, bool any = false) {
        const auto* at = &model_.request;
        std::string gone;
        const auto whole = prefix.empty() ? path : prefix + "." + path;
        for (const auto& step : parts_of(whole, '.')) {
            if (names_a_copy(step) || step.starts_with('@')) continue;
            const auto* const next = at->child(step);
            if (next == nullptr) return say_unknown(where, path, gone, step, *at);
            at = next;
            gone += (gone.empty() ? "" : ".") + step;
        }
        if (!at->children.empty() && !any && at->name != "adresse")
            say(where, "chemin " + in_quotes(path) + " incomplet ; il contient : " + names(*at));
    }

    /// Texts a form prints.
    void check_characters(Element element) {
        for (const auto* attribute : {"titre", "libelle", "aide", "base"})
            if (const auto text = element.attribute(attribute)) check_text(element, *text);
        if (element.name() == "paragraphe") check_text(element, element.text());
        for (const auto child : element.children()) check_characters(child);
    }

  private:
    static std::string names(const DataField& field) {
        std::vector<std::string> all;
        for (const auto& child : field.children) all.push_back(child.name);
        return listed(all, 40);
    }

    void say_unknown(Element where, const std::string& path, const std::string& gone, const std::string& step,
                     const DataField& at) {
        std::vector<std::string> all;
        for (const auto& child : at.children) all.push_back(child.name);
        auto cause = "champ " + in_quotes(path) + " inconnu ; ";
        if (const auto near = core::closest(step, all)) {
            cause += "vouliez-vous dire " + in_quotes((gone.empty() ? "" : gone + ".") + *near) + " ?";
        } else if (auto elsewhere = model_.paths_ending(step); !elsewhere.empty()) {
            std::ranges::replace(elsewhere.front(), '/', '.');
            cause += "vouliez-vous dire " + in_quotes(elsewhere.front()) + " ?";
        } else {
            cause += "connus ici : " + names(at);
        }
        say(where, cause);
    }

    void check_text(Element where, const std::string& text) {
        for (const auto code : composed(decode_utf8(text))) {
            if (code < U' ' || code == U'\u00A0' || code == U'\u202F' || fonts_of().face(Face::sans).has(code))
                continue;
            const auto written = encode_utf8({&code, 1});
            const auto spot = where.spot_inside(written);
            auto cause = "caractère " + in_quotes(written) + " absent de la police ; l'écrire autrement";
            const bool inside = where.name() == "paragraphe";
            if (inside)
                faults_.push_back({file_, spot.line, cause, spot.column});
            else
                say(where, cause);
            return;
        }
    }

    std::string file_;
    const DataModel& model_;
    std::vector<TemplateFault>& faults_;
};

void check_form_paths(PaperChecker& checker, Element element, const std::string& prefix) {
    auto inside = prefix;
    const auto path = element.attribute("chemin");
    if (path && element.name() == "grille") {
        checker.check_path(element, *path, {}, true);
        inside = *path;
    } else if (path) {
        for (const auto& one : parts_of(*path, ' ')) checker.check_path(element, one, prefix);
    }
    for (const auto child : element.children()) check_form_paths(checker, child, inside);
}

/// A refusal whose detail holds one fault a line, `FILE, ligne N : cause`.
std::vector<TemplateFault> faults_in(const std::string& detail, const std::string& otherwise) {
    std::vector<TemplateFault> faults;
    for (const auto& line : parts_of(detail, '\n')) {
        const auto at = line.find(", ligne "), colon = line.find(" : ");
        if (at == line.npos || colon == line.npos || colon < at)
            faults.push_back({otherwise, 1, line});
        else
            faults.push_back({line.substr(0, at), std::atoi(line.c_str() + at + 8), line.substr(colon + 3)});
    }
    return faults;
}

/// The boxes of the form that a rule asks about.
void check_zones(const core::Test& test, const core::Requirement& rule, const std::vector<std::string>& zones,
                 std::vector<TemplateFault>& faults) {
    for (const auto& part : test.parts) check_zones(part, rule, zones, faults);
    if (test.kind != core::TestKind::signature && test.kind != core::TestKind::cachet) return;
    const auto& wanted = test.words.front();
    if (std::ranges::find(zones, wanted) != zones.end()) return;
    for (auto& fault : faults_in(rule.origin + " : zone " + in_quotes(wanted) + " absente du formulaire" +
                                     meant(wanted, zones, "ses zones"),
                                 ""))
        faults.push_back(std::move(fault));
}

}  // namespace

std::vector<TemplateFault> check_form_file(const fs::path& path, const Schema& schema, const DataModel& model) {
    std::vector<TemplateFault> faults;
    const auto file = path.filename().string();
    const auto doc = read_doc(path, file, faults);
    if (!doc) return faults;
    const auto add = [&](std::vector<SchemaFault> found) {
        for (auto& fault : found) faults.push_back({file, fault.line, std::move(fault.cause), fault.column});
    };
    add(schema.faults(*doc));
    if (!faults.empty()) return faults;

    PaperChecker checker{file, model, faults};
    const auto root = doc->root();
    if (root.name() != "formulaire") {
        checker.say(root, in_quotes(root.name()) + " n'est pas un formulaire ; la racine est <formulaire>");
        return faults;
    }
    if (root.attribute_or("id", "") != path.stem().string())
        checker.say(root, "« id » : le formulaire doit porter le nom de son fichier ; écrire id=\"" +
                              path.stem().string() + "\"");
    check_form_paths(checker, root, "");
    checker.check_characters(root);
    std::vector<SchemaFault> placing;
    const auto form = place_form(*doc, placing);
    check_form(form, placing);
    add(std::move(placing));
    return faults;
}

std::vector<TemplateFault> check_procedure_file(const fs::path& path) {
    const auto root = path.parent_path().parent_path();
    const auto file = path.filename().string();
    const auto procedure = load_procedure(root, file, rule_words(root));
    if (!procedure) return faults_in(procedure.refusal().detail, file);
    if (procedure->form.empty()) return {};
    const auto forms = form_ids(root);
    if (std::ranges::find(forms, procedure->form) == forms.end())
        return {{file, 2, "formulaire " + in_quotes(procedure->form) + " inconnu" + meant(procedure->form, forms)}};
    std::vector<std::string> zones;
    for (const auto& page : load_form(root, procedure->form).pages)
        for (const auto& zone : page.zones)
            if (zone.layout.kind == core::ZoneKind::signature || zone.layout.kind == core::ZoneKind::stamp)
                zones.push_back(zone.layout.id);
    std::vector<TemplateFault> faults;
    for (const auto& rule : procedure->requirements) {
        if (rule.when) check_zones(*rule.when, rule, zones, faults);
        check_zones(rule.demand, rule, zones, faults);
    }
    return faults;
}

}  // namespace templates
