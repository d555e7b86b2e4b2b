#include "templates/procedure.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "core/failures.h"
#include "templates/schema.h"
#include "templates/schema_paths.h"

namespace templates {
namespace {

namespace fs = std::filesystem;
using core::TestKind;

core::Severity severity_of(const std::string& word) {
    return word == "bloquant" ? core::Severity::blocking
           : word == "note"   ? core::Severity::note
                              : core::Severity::warning;
}

core::SettledBy settler_of(const std::string& word) {
    static const std::map<std::string, core::SettledBy> words{
        {"donnee", core::SettledBy::data},       {"piece", core::SettledBy::piece},
        {"page", core::SettledBy::page},         {"examen", core::SettledBy::look},
        {"decision", core::SettledBy::decision}, {"transmission", core::SettledBy::transfer}};
    return words.at(word);
}

/// `piece_missing` gives `piece_doubtful`; other codes stay.
std::string doubt_code(const std::string& code) {
    constexpr std::string_view missing = "_missing";
    return code.ends_with(missing) ? code.substr(0, code.size() - missing.size()) + "_doubtful" : code;
}

/// The rules of one file, then of those it includes, where they are included.
class Loader {
  public:
    Loader(fs::path folder, const Schema& schema, const RuleWords& words)
        : folder_(std::move(folder)), schema_(schema), words_(words) {}

    core::Outcome<core::Procedure> load(const std::string& file) {
        auto doc = valid(file);
        if (!doc) return doc.refusal();
        const auto root = doc->root();
        if (root.name() != "procedure")
            return doc->refuse(core::Reason::template_invalid, root, "un fragment n'est pas une procédure");
        core::Procedure made{.kind = *core::from_text<core::ProcedureKind>(root.attribute_or("nom", "")),
                             .training = *core::Training::parse(trimmed(root.attribute_or("type", ""))),
                             .title = root.child("titre").text(),
                             .form = root.attribute_or("formulaire", ""),
                             .source = root.attribute_or("source", "")};
        has_form_ = !made.form.empty();
        if (auto refusal = take(*doc)) return *std::move(refusal);
        made.requirements = std::move(rules_);
        return made;
    }

  private:
    core::Outcome<XmlDoc> valid(const std::string& file) const {
        auto doc = parse_xml(read_template(folder_ / file), file, {}, core::Reason::template_invalid);
        if (!doc) return doc;
        if (auto fault = schema_.validate(*doc, core::Reason::template_invalid)) return *fault;
        return doc;
    }

    std::optional<core::Refusal> take(const XmlDoc& doc) {
        doc_ = &doc;
        faults_.clear();
        for (const auto& element : doc.root().children()) {
            if (element.name() == "regle") add(element);
            if (element.name() != "inclure") continue;
            if (!faults_.empty()) break;
            if (auto refusal = include(doc, element)) return refusal;
        }
        if (faults_.empty()) return std::nullopt;
        return refusal_of(doc, std::move(faults_), core::Reason::template_invalid);
    }

    std::optional<core::Refusal> include(const XmlDoc& doc, Element element) {
        const auto file = element.attribute_or("fragment", "");
        if (std::find(open_.begin(), open_.end(), file) != open_.end())
            return doc.refuse(core::Reason::template_invalid, element,
                              "fragment « " + file + " » : inclusions en cercle");
        if (!fs::exists(folder_ / file))
            return doc.refuse(
                core::Reason::template_invalid, element,
                "fragment « " + file + " » absent de " + folder_.string() + " ; le créer, ou corriger le nom");
        auto fragment = valid(file);
        if (!fragment) return fragment.refusal();
        if (fragment->root().name() != "regles")
            return doc.refuse(core::Reason::template_invalid, element,
                              "« " + file + " » n'est pas un fragment (<regles>)");
        open_.push_back(file);
        auto refusal = take(*fragment);
        open_.pop_back();
        doc_ = &doc;
        return refusal;
    }

    void fault(Element where, const std::string& cause) { faults_.push_back({where.line(), cause}); }

    template <class Value>
    Value take_or_fault(Element where, std::variant<Value, Fault> parsed) {
        if (const auto* cause = std::get_if<Fault>(&parsed)) {
            fault(where, *cause);
            return {};
        }
        return std::get<Value>(std::move(parsed));
    }

    void add(Element element) {
        const auto text = [&](const char* name) { return trimmed(element.attribute_or(name, "")); };
        for_each_ = text("pour-chaque");
        core::Requirement rule{.code = text("code"),
                               .doubt_code = trimmed(element.attribute_or("code-en-doute", doubt_code(text("code")))),
                               .subject = text("sujet"),
                               .severity = severity_of(text("gravite")),
                               .source = text("source"),
                               .label = text("libelle"),
                               .settled_by = settler_of(text("se-regle-par")),
                               .proposes = core::from_text<core::DecisionOutcome>(text("propose")),
                               .for_each = for_each_,
                               .origin = doc_->name() + ", ligne " + std::to_string(element.line())};
        const bool blocking = rule.severity == core::Severity::blocking;
        rule.tells_doubt = blocking || text("en-doute") == "dire";
        if (blocking && text("en-doute") == "taire") fault(element, "une règle bloquante dit toujours ses doutes");
        check_scope(element, rule, text("natures"));
        if (const auto condition = element.child("si")) rule.when = test(condition.children().front());
        rule.demand = test(element.child("exige").children().front());
        rule.sentence = take_or_fault(element.child("phrase"),
                                      parse_sentence(one_line(element.child("phrase").text()), for_each_, words_));
        rules_.push_back(std::move(rule));
    }

    void check_scope(Element element, core::Requirement& rule, const std::string& natures) {
        const bool names_itself = for_each_ == "pages" || for_each_ == "pieces";
        if (rule.subject.empty() && !names_itself) fault(element, "il manque l'attribut « sujet » à « regle »");
        if (for_each_ == "pieces" && natures.empty())
            fault(element, "une règle pour-chaque=\"pieces\" dit de quelles « natures »");
        if (for_each_ != "pieces" && !natures.empty())
            fault(element, "« natures » n'a de sens ici qu'avec pour-chaque=\"pieces\"");
        if (for_each_ == "pages" && !has_form_) fault(element, "la procédure n'a pas de « formulaire »");
        if (!natures.empty()) rule.natures = take_or_fault(element, parse_natures(natures, ' ', words_));
        const auto same = std::find_if(rules_.begin(), rules_.end(), [&](const core::Requirement& other) {
            return other.code == rule.code && other.subject == rule.subject && other.for_each == rule.for_each;
        });
        if (same != rules_.end())
            fault(element, "deux règles ont le code « " + rule.code + " » et le sujet « " + rule.subject +
                               " » (l'autre : " + same->origin + ")");
    }

    core::Test test(Element element) {
        core::Test made{.kind = *core::from_text<TestKind>(element.name())};
        for (const char* name : {"champ", "valeur", "a", "limite", "cadre"})
            if (const auto value = element.attribute(name))
                made.operands.push_back(take_or_fault(element, parse_operand(trimmed(*value), for_each_, words_)));
        if (const auto format = element.attribute("format")) made.words = {*format};
        if (const auto list = element.attribute("liste")) made.words = words_in(*list);
        if (const auto zone = element.attribute("zone")) made.words = {*zone};
        if (const auto natures = element.attribute("natures"))
            made.words = take_or_fault(element, parse_natures(trimmed(*natures), ' ', words_));
        for (const auto& part : element.children()) made.parts.push_back(test(part));
        check_test(element, made);
        return made;
    }

    void check_test(Element element, const core::Test& made) {
        const bool on_field = made.kind == TestKind::rempli || made.kind == TestKind::valable;
        if (on_field && made.operands.front().kind != core::Operand::Kind::field)
            fault(element, "<" + element.name() + "> porte sur un champ de la demande");
        const bool on_form = made.kind == TestKind::signature || made.kind == TestKind::cachet;
        if (on_form && !has_form_) fault(element, "la procédure n'a pas de « formulaire »");
        if (made.kind == TestKind::page_recue && for_each_ != "pages")
            fault(element, "<page-recue> n'a de sens que dans une règle pour-chaque=\"pages\"");
    }

    static std::vector<std::string> words_in(const std::string& list) {
        std::istringstream stream{list};
        std::vector<std::string> words;
        for (std::string word; stream >> word;) words.push_back(word);
        return words;
    }

    static std::string one_line(const std::string& text) {
        std::string line;
        for (const auto& word : words_in(text)) line += (line.empty() ? "" : " ") + word;
        return line;
    }

    fs::path folder_;
    const Schema& schema_;
    const RuleWords& words_;
    const XmlDoc* doc_ = nullptr;
    bool has_form_ = false;
    std::string for_each_;  ///< Of the rule being read.
    std::vector<std::string> open_;
    std::vector<SchemaFault> faults_;  ///< Of the file being read.
    std::vector<core::Requirement> rules_;
};

XmlDoc parsed(const fs::path& file) {
    auto doc = parse_xml(read_template(file), file.filename().string());
    if (!doc) throw core::BadSetup(core::describe(doc.refusal()));
    return *std::move(doc);
}

}  // namespace

RuleWords rule_words(const fs::path& root) {
    RuleWords words{.paths = paths_of(parsed(root / "schema" / "demande.rng"))};
    for (const auto& name : core::EnumNames<core::Kind>::names) words.natures.emplace_back(name);
    const auto kinds = parsed(root / "pieces" / "kinds.xml");
    for (const auto& kind : kinds.root().children("nature"))
        if (const auto detail = kind.attribute("detail")) words.natures.push_back(*detail);
    return words;
}

core::Outcome<core::Procedure> load_procedure(const fs::path& root, const std::string& file, const RuleWords& words) {
    const auto schema = Schema::load(root / "schema" / "procedure.rng");
    return Loader{root / "procedures", schema, words}.load(file);
}

}  // namespace templates
