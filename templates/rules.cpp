#include "templates/rules.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "core/failures.h"
#include "core/fuzzy.h"
#include "core/normalise.h"
#include "templates/procedure.h"
#include "templates/schema.h"
#include "templates/xml.h"

namespace templates {
namespace {

namespace fs = std::filesystem;

std::string file_bytes(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw core::BadSetup("fichier illisible : " + path.string());
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

template <class T>
T require(core::Outcome<T> outcome) {
    if (!outcome) throw core::BadSetup(core::describe(outcome.refusal()));
    return *std::move(outcome);
}

XmlDoc load(const fs::path& file, const fs::path& schema) {
    auto doc = require(parse_xml(file_bytes(file), file.filename().string()));
    if (const auto fault = Schema::load(schema).validate(doc)) throw core::BadSetup(core::describe(*fault));
    return doc;
}

[[noreturn]] void refuse(const XmlDoc& doc, const Element& where, const std::string& cause) {
    throw core::BadSetup(core::describe(doc.refuse(core::Reason::data_invalid, where, cause)));
}

template <class Enum>
Enum code(const XmlDoc& doc, const Element& where, const std::string& text) {
    const auto value = core::from_text<Enum>(text);
    if (!value) refuse(doc, where, "code inconnu « " + text + " »");
    return *value;
}

/// The schema has checked that it is a decimal number.
double number(const Element& element, const char* attribute) {
    const auto text = element.attribute_or(attribute, "0");
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// The phrases of an element, normalised; one without letters or figures, or too long to be sought, is refused by name.
std::vector<std::string> phrases(const XmlDoc& doc, const Element& group) {
    std::vector<std::string> found;
    for (const auto& phrase : core::split_fields(group.text(), '|')) {
        auto plain = core::normalised(phrase);
        if (plain.empty()) refuse(doc, group, "formule vide entre deux barres");
        if (plain.size() + 2 > core::FuzzyText::longest_phrase)
            refuse(doc, group, "formule trop longue : « " + phrase + " »");
        found.push_back(std::move(plain));
    }
    return found;
}

void add_cues(const XmlDoc& doc, const Element& kind, const char* name, core::Cue::Role role,
              std::vector<core::Cue>& cues) {
    for (const auto& group : kind.children(name))
        for (auto& phrase : phrases(doc, group)) cues.push_back({std::move(phrase), number(group, "poids"), role});
}

void add_phrases(const XmlDoc& doc, const Element& of, const char* name, std::vector<std::string>& into) {
    for (const auto& group : of.children(name))
        for (auto& phrase : phrases(doc, group)) into.push_back(std::move(phrase));
}

}  // namespace

std::vector<core::Procedure> load_procedures(const fs::path& root) {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator{root / "procedures"})
        if (const auto name = entry.path().filename().string(); name.ends_with(".xml") && name.front() != '_')
            files.push_back(name);
    std::sort(files.begin(), files.end());

    const auto words = rule_words(root);
    std::vector<core::Procedure> procedures;
    for (const auto& file : files) {
        procedures.push_back(require(load_procedure(root, file, words)));
        for (std::size_t i = 0; i + 1 < procedures.size(); ++i)
            if (procedures[i].training == procedures.back().training)
                throw core::BadSetup("deux procédures pour « " + std::string{procedures[i].training.text()} +
                                     " » : " + files[i] + " et " + file);
    }
    if (procedures.empty()) throw core::BadSetup("aucune procédure dans " + (root / "procedures").string());
    return procedures;
}

core::KindRules load_kind_rules(const fs::path& root) {
    const auto doc = load(root / "pieces" / "kinds.xml", root / "schema" / "kinds.rng");
    const auto top = doc.root();
    core::KindRules rules{.title_zone = number(top, "zone-titre"),
                          .title_factor = number(top, "facteur-titre"),
                          .mention = number(top, "mention"),
                          .in_sentence = number(top, "en-phrase"),
                          .body_cap = number(top, "plafond"),
                          .floor = number(top, "fond"),
                          .floor_untitled = number(top, "fond-sans-titre"),
                          .temperature = number(top, "temperature"),
                          .recognised_at = number(top, "reconnu"),
                          .uncertain_at = number(top, "incertain")};
    for (const auto& kind : top.children("nature")) {
        core::KindRule rule{.kind = code<core::Kind>(doc, kind, kind.attribute_or("code", "")),
                            .detail = kind.attribute_or("detail", "")};
        add_cues(doc, kind, "titres", core::Cue::Role::title, rule.cues);
        add_cues(doc, kind, "libelles", core::Cue::Role::label, rule.cues);
        add_cues(doc, kind, "indices", core::Cue::Role::phrase, rule.cues);
        rules.kinds.push_back(std::move(rule));
    }
    return rules;
}

core::FactRules load_fact_rules(const fs::path& root) {
    const auto doc = load(root / "pieces" / "facts.xml", root / "schema" / "facts.rng");
    core::FactRules rules;
    for (const auto& fact : doc.root().children("fait")) {
        core::FactRule rule{.name = code<core::FactName>(doc, fact, fact.attribute_or("code", ""))};
        add_phrases(doc, fact, "libelles", rule.labels);
        add_phrases(doc, fact, "amorces", rule.leads);
        rules.facts.push_back(std::move(rule));
    }
    add_phrases(doc, doc.root(), "autres-libelles", rules.other_labels);
    add_phrases(doc, doc.root(), "diplomes", rules.diplomas);
    for (const auto& access : doc.root().children("acces"))
        rules.access.push_back({access.attribute_or("code", ""), phrases(doc, access)});
    for (const auto& alias : doc.root().children("grade"))
        rules.grades.push_back({alias.attribute_or("nom", ""), phrases(doc, alias)});
    return rules;
}

core::ReferenceTables load_reference_tables(const fs::path& root) {
    const auto folder = root / "reference";
    core::ReferenceTables tables{.cadres = require(core::parse_cadres(file_bytes(folder / "cadres_emplois.csv")))};
    const auto doc = load(folder / "durees.xml", root / "schema" / "durees.rng");
    const auto paths = rule_words(root).paths;
    const auto field = [&](const Element& row, const char* attribute) {
        auto path = row.attribute_or(attribute, "");
        if (!path.empty() && !paths.contains(path)) refuse(doc, row, unknown_field(path, paths));
        return path;
    };
    for (const auto& row : doc.root().children("duree")) {
        const auto least = core::HalfDays::parse(row.attribute_or("min", ""));
        const auto most = core::HalfDays::parse(row.attribute_or("max", ""));
        if (!least || !most || *most < *least)
            refuse(doc, row, "min et max vont par demi-journées, min au plus égal à max");
        tables.durations.push_back({.training = code<core::Training>(doc, row, row.attribute_or("type", "")),
                                    .category = row.attribute_or("categorie", ""),
                                    .least = *least,
                                    .most = *most,
                                    .limit_months = static_cast<int>(number(row, "mois")),
                                    .since = field(row, "depuis"),
                                    .raised_by = field(row, "majoration"),
                                    .source = row.attribute_or("source", "")});
    }
    return tables;
}

}  // namespace templates
