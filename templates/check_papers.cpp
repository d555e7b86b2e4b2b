#include "templates/check_papers.h"

#include <algorithm>
#include <iterator>
#include <sstream>

#include "core/closest.h"
#include "templates/check.h"
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

    /// A path of the request that ends with this name, as forms write it.
    std::optional<std::string> in_request(const std::string& name) const {
        for (auto path : model_.paths_ending(name)) {
            if (model_.request.below(path) == nullptr) continue;
            std::ranges::replace(path, '/', '.');
            return path;
        }
        return std::nullopt;
    }

    void say_unknown(Element where, const std::string& path, const std::string& gone, const std::string& step,
                     const DataField& at) {
        std::vector<std::string> all;
        for (const auto& child : at.children) all.push_back(child.name);
        auto cause = "champ " + in_quotes(path) + " inconnu ; ";
        if (const auto near = core::closest(step, all)) {
            cause += "vouliez-vous dire " + in_quotes((gone.empty() ? "" : gone + ".") + *near) + " ?";
        } else if (auto elsewhere = in_request(step)) {
            cause += "vouliez-vous dire " + in_quotes(*elsewhere) + " ?";
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

/// A box whose value the data cannot hold would be ticked in vain.
void check_cases(PaperChecker& checker, Element choice, const DataModel& model) {
    auto path = choice.attribute_or("chemin", "");
    std::ranges::replace(path, '.', '/');
    const auto* const field = path.empty() ? nullptr : model.request.below(path);
    if (field == nullptr || field->values.empty()) return;
    for (const auto box : choice.children("case"))
        if (const auto value = box.attribute_or("valeur", "");
            std::ranges::find(field->values, value) == field->values.end())
            checker.say(box, "valeur " + in_quotes(value) + " impossible pour « " + choice.attribute_or("chemin", "") +
                                 " »" + meant(value, field->values, "valeurs"));
}

void check_form_paths(PaperChecker& checker, Element element, const DataModel& model, const std::string& prefix) {
    auto inside = prefix;
    const auto path = element.attribute("chemin");
    if (path && element.name() == "grille") {
        checker.check_path(element, *path, {}, true);
        inside = *path;
    } else if (path) {
        for (const auto& one : parts_of(*path, ' ')) checker.check_path(element, one, prefix);
    }
    if (element.name() == "choix" && prefix.empty()) check_cases(checker, element, model);
    for (const auto child : element.children()) check_form_paths(checker, child, model, inside);
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

/// Rules hold in themselves: what they compare with, and the boxes of the form they ask about.
class RuleChecker {
  public:
    RuleChecker(const DataModel& model, std::vector<std::string> zones, std::vector<TemplateFault>& faults)
        : model_(model), zones_(std::move(zones)), faults_(faults) {}

    void check(const core::Requirement& rule) {
        if (rule.when) check(*rule.when, rule);
        check(rule.demand, rule);
    }

  private:
    void say(const core::Requirement& rule, const std::string& cause) {
        for (auto& fault : faults_in(rule.origin + " : " + cause, "")) faults_.push_back(std::move(fault));
    }

    void check(const core::Test& test, const core::Requirement& rule) {
        for (const auto& part : test.parts) check(part, rule);
        const bool on_zone = test.kind == core::TestKind::signature || test.kind == core::TestKind::cachet;
        if (on_zone && !zones_.empty() && std::ranges::find(zones_, test.words.front()) == zones_.end())
            say(rule, "zone " + in_quotes(test.words.front()) + " absente du formulaire" +
                          meant(test.words.front(), zones_, "ses zones"));
        if (test.operands.size() == 2 && test.operands[0] == test.operands[1])
            say(rule, in_quotes(test.operands[0].name) +
                          " est comparé à lui-même ; écrire l'autre donnée, ou enlever la règle");
        if (test.kind != core::TestKind::egal && test.kind != core::TestKind::parmi) return;
        auto compared = test.words;
        for (const auto& operand : test.operands)
            if (operand.kind == core::Operand::Kind::literal) compared.push_back(operand.name);
        for (const auto& operand : test.operands) check_words(compared, values_of(operand), operand, rule);
    }

    void check_words(const std::vector<std::string>& compared, const std::vector<std::string>& values,
                     const core::Operand& operand, const core::Requirement& rule) {
        if (values.empty()) return;
        for (const auto& word : compared)
            if (std::ranges::find(values, word) == values.end())
                say(rule, in_quotes(word) + " n'est pas une valeur de " + in_quotes(operand.name) +
                              meant(word, values, "valeurs"));
    }

    /// Empty when any text will do.
    std::vector<std::string> values_of(const core::Operand& operand) const {
        if (operand.kind == core::Operand::Kind::function && operand.function == core::Function::canal)
            return {"post", "online", "mail"};
        if (operand.kind != core::Operand::Kind::field) return {};
        auto path = operand.name;
        std::ranges::replace(path, '.', '/');
        const auto* const field = model_.request.below(path);
        return field == nullptr ? std::vector<std::string>{} : field->values;
    }

    const DataModel& model_;
    std::vector<std::string> zones_;  ///< Signatures and stamps; empty when there is no form.
    std::vector<TemplateFault>& faults_;
};

/// A training that no duration is known for is a misspelt one.
void check_training(const fs::path& root, const std::string& file, const std::string& training,
                    std::vector<TemplateFault>& faults) {
    const auto durations = parse_xml(read_template(root / "reference" / "durees.xml"), "durees.xml");
    if (!durations) return;
    std::vector<std::string> known;
    for (const auto row : durations->root().children("duree"))
        if (const auto type = row.attribute_or("type", ""); known.empty() || known.back() != type)
            known.push_back(type);
    if (std::ranges::find(known, training) != known.end()) return;
    const auto bytes = read_template(root / "procedures" / file);
    const auto at = std::min(bytes.find("type=\""), bytes.size());
    faults.push_back({file, line_at(bytes, at),
                      "type " + in_quotes(training) + " sans durée dans reference/durees.xml" + meant(training, known),
                      column_at(bytes, at)});
}

/// What a signature or a stamp can be asked of.
std::vector<std::string> signed_zones(const fs::path& root, const std::string& form) {
    std::vector<std::string> zones;
    for (const auto& page : load_form(root, form).pages)
        for (const auto& zone : page.zones)
            if (zone.layout.kind == core::ZoneKind::signature || zone.layout.kind == core::ZoneKind::stamp)
                zones.push_back(zone.layout.id);
    return zones;
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
    check_form_paths(checker, root, model, "");
    checker.check_characters(root);
    std::vector<SchemaFault> placing;
    const auto form = place_form(*doc, placing);
    check_form(form, placing);
    add(std::move(placing));
    return faults;
}

std::vector<TemplateFault> check_procedure_file(const fs::path& path, const DataModel& model) {
    const auto root = path.parent_path().parent_path();
    const auto file = path.filename().string();
    const auto procedure = load_procedure(root, file, rule_words(root));
    if (!procedure) {
        auto faults = faults_in(procedure.refusal().detail, file);
        for (auto& fault : faults)
            if (said(fault).remedy.empty()) fault.cause += " ; corriger cette règle (docs/procedures.md les décrit)";
        return faults;
    }
    std::vector<TemplateFault> faults;
    check_training(root, file, std::string{procedure->training.text()}, faults);
    std::vector<std::string> zones;
    if (!procedure->form.empty()) {
        const auto forms = form_ids(root);
        if (std::ranges::find(forms, procedure->form) == forms.end())
            return {{file, 2, "formulaire " + in_quotes(procedure->form) + " inconnu" + meant(procedure->form, forms)}};
        zones = signed_zones(root, procedure->form);
    }
    RuleChecker checker{model, std::move(zones), faults};
    for (const auto& rule : procedure->requirements) checker.check(rule);
    return faults;
}

}  // namespace templates
