#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <sstream>

#include "templates/letter.h"
#include "templates/schema.h"

namespace templates {
namespace {

constexpr int deepest_include = 4;

std::optional<std::string> file_bytes(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    if (!in || !(out << in.rdbuf())) return std::nullopt;
    return std::move(out).str();
}

core::Refusal invalid(const std::string& detail) { return {core::Reason::template_invalid, detail}; }

core::Outcome<XmlDoc> read_valid(const std::filesystem::path& file, const Schema& schema) {
    const auto name = file.filename().string();
    const auto bytes = file_bytes(file);
    if (!bytes) return invalid(name + " : fichier illisible dans " + file.parent_path().string());
    auto doc = parse_xml(*bytes, name, {}, core::Reason::template_invalid);
    if (!doc) return doc;
    if (auto fault = schema.validate(*doc, core::Reason::template_invalid)) return *fault;
    return doc;
}

/// What may stand somewhere: blocks, points of a list, a sentence, references.
enum class Place { blocks, points, phrase, references };

/// Walks a template as it will be read, into the fragments: what the schema cannot say (the right fragment in the right
/// place, expressions that compile).
class Checker {
  public:
    Checker(std::filesystem::path directory, const Schema& schema, LetterTemplate::Fragments& fragments)
        : directory_(std::move(directory)), schema_(schema), fragments_(fragments) {}

    std::optional<core::Refusal> check(const XmlDoc& doc) {
        const auto root = doc.root();
        walk_children(doc, root.child("references"), Place::references, 0);
        walk_children(doc, root.child("objet"), Place::phrase, 0);
        walk_children(doc, root.child("sujet"), Place::phrase, 0);
        walk_children(doc, root.child("corps"), Place::blocks, 0);
        return refusal_;
    }

  private:
    void refuse(const XmlDoc& doc, Element where, const std::string& cause) {
        if (!refusal_) refusal_ = doc.refuse(core::Reason::template_invalid, where, cause);
    }

    void walk_children(const XmlDoc& doc, Element parent, Place place, int depth) {
        for (const auto& part : parent.parts()) {
            if (refusal_) return;
            if (part.element)
                walk(doc, part.element, place, depth);
            else if (place != Place::phrase && !trimmed(part.text).empty())
                refuse(doc, parent,
                       "texte « " + trimmed(part.text).substr(0, 40) +
                           " » hors d'un paragraphe ; le mettre dans <paragraphe>");
        }
    }

    void walk(const XmlDoc& doc, Element element, Place place, int depth) {
        const auto name = element.name();
        if (!suits(name, place)) return refuse(doc, element, "<" + name + "> n'a pas sa place ici" + place_hint(place));
        for (const auto* attribute : {"de", "test", "chemin"})
            if (const auto expression = element.attribute(attribute))
                if (const auto fault = xpath_fault(*expression)) return refuse(doc, element, *fault);
        if (name == "inclure") return include(doc, element, place, depth);
        const bool leads_to_text = std::ranges::find(text_blocks, name) != text_blocks.end();
        walk_children(doc, element, leads_to_text ? Place::phrase : name == "liste" ? Place::points : place, depth);
    }

    void include(const XmlDoc& doc, Element element, Place place, int depth) {
        const auto file = element.attribute_or("fragment", "");
        if (file.empty() || file.front() != '_' || file.find('/') != std::string::npos)
            return refuse(doc, element,
                          "fragment « " + file + " » : un nom de fichier qui commence par « _ », sans dossier");
        if (depth >= deepest_include)
            return refuse(doc, element, "fragment « " + file + " » : inclusions en cercle ou trop profondes");
        auto found = fragments_.find(file);
        if (found == fragments_.end()) {
            auto fragment = read_valid(directory_ / file, schema_);
            if (!fragment) return refuse(doc, element, "fragment « " + file + " » : " + fragment.refusal().detail);
            if (fragment->root().name() != "fragment")
                return refuse(doc, element, "« " + file + " » n'est pas un fragment");
            found = fragments_.emplace(file, *std::move(fragment)).first;
        }
        walk_children(found->second, found->second.root(), place, depth + 1);
    }

    static constexpr std::array<std::string_view, 7> text_blocks{"paragraphe",   "titre", "enonce",   "copie",
                                                                 "piece-jointe", "point", "reference"};

    static bool suits(std::string_view name, Place place) {
        constexpr std::array<std::string_view, 6> anywhere{"si", "choisir", "quand", "sinon", "pour-chaque", "inclure"};
        constexpr std::array<std::string_view, 4> in_phrase{"valeur", "gras", "italique", "saut"};
        constexpr std::array<std::string_view, 9> blocks{"appel",        "paragraphe", "titre",  "enonce",   "copie",
                                                         "piece-jointe", "liste",      "encart", "signature"};
        const auto among = [name](const auto& names) { return std::ranges::find(names, name) != names.end(); };
        if (among(anywhere)) return true;
        switch (place) {
            case Place::blocks:
                return among(blocks);
            case Place::points:
                return name == "point";
            case Place::phrase:
                return among(in_phrase);
            case Place::references:
                return name == "reference";
        }
        return false;
    }

    static std::string place_hint(Place place) {
        switch (place) {
            case Place::blocks:
                return " : on attend un bloc (paragraphe, liste, enonce …)";
            case Place::points:
                return " : on attend <point>";
            case Place::phrase:
                return " : on attend du texte ou <valeur>";
            case Place::references:
                return " : on attend <reference>";
        }
        return {};
    }

    std::filesystem::path directory_;
    const Schema& schema_;
    LetterTemplate::Fragments& fragments_;
    std::optional<core::Refusal> refusal_;
};

}  // namespace

core::Outcome<LetterTemplate> load_letter(const std::filesystem::path& file) {
    const auto schema = Schema::load(file.parent_path().parent_path() / "schema" / "letter.rng");
    auto doc = read_valid(file, schema);
    if (!doc) return doc.refusal();
    if (doc->root().name() == "fragment")
        return doc->refuse(core::Reason::template_invalid, doc->root(), "un fragment n'est pas une lettre");
    if (doc->root().attribute_or("nom", "") != file.stem().string())
        return doc->refuse(core::Reason::template_invalid, doc->root(),
                           "l'attribut nom doit être « " + file.stem().string() + " », comme le fichier");
    LetterTemplate::Fragments fragments;
    if (auto fault = Checker(file.parent_path(), schema, fragments).check(*doc)) return *fault;
    return LetterTemplate(*std::move(doc), std::move(fragments));
}

std::vector<std::string> list_letters(const std::filesystem::path& directory) {
    std::vector<std::string> ids;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(directory, missing)) {
        const auto& path = entry.path();
        if (path.extension() == ".xml" && path.stem() != "courriel" && !path.filename().string().starts_with('_'))
            ids.push_back(path.stem().string());
    }
    std::ranges::sort(ids);
    return ids;
}

}  // namespace templates
