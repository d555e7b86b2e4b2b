#include "templates/schema_reference.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "templates/xml_text.h"

namespace templates {
namespace {

struct Attribute {
    std::string name, says, values;
    bool required = false;
};

/// An element of the language; those of one name and the same attributes are one entry.
struct Entry {
    std::string name, says;
    std::vector<Attribute> attributes;
    std::set<std::string> children;
    bool text = false;

    std::string signature() const {
        auto text_of = name;
        for (const auto& attribute : attributes) text_of += " " + attribute.name + "=" + attribute.values;
        return text_of;
    }
};

void add_word(std::string& list, const std::string& word) { list += (list.empty() ? "" : ", ") + word; }

std::string in_table(std::string text) {
    for (auto at = text.find('|'); at != text.npos; at = text.find('|', at + 2)) text.insert(at, 1, '\\');
    for (auto at = text.find('<'); at != text.npos; at = text.find('<', at + 4)) text.replace(at, 1, "&lt;");
    return text;
}

class Reader {
  public:
    explicit Reader(Element grammar) {
        for (const auto define : grammar.children("define")) defines_[define.attribute_or("name", "")] = define;
        for (const auto define : grammar.children("define")) find_elements(define);
    }
    std::vector<Entry> entries() && { return std::move(entries_); }

  private:
    void find_elements(Element pattern) {
        for (const auto child : pattern.children()) {
            if (child.name() == "element") add(child);
            find_elements(child);
        }
    }

    void add(Element pattern) {
        Entry entry{.name = pattern.attribute_or("name", ""), .says = pattern.child("documentation").text()};
        std::set<std::string> open;
        collect(pattern, true, entry, open);
        const auto known = std::ranges::find(entries_, entry.signature(), &Entry::signature);
        if (known == entries_.end()) return entries_.push_back(std::move(entry));
        known->children.merge(entry.children);
        known->text = known->text || entry.text;
    }

    void collect(Element pattern, bool required, Entry& entry, std::set<std::string>& open) {
        for (const auto child : pattern.children()) {
            const auto kind = child.name();
            if (kind == "attribute") {
                Attribute attribute{child.attribute_or("name", ""), child.child("documentation").text(), "", required};
                add_values(child, attribute.values, open);
                entry.attributes.push_back(std::move(attribute));
            } else if (kind == "element") {
                entry.children.insert(child.attribute_or("name", ""));
            } else if (kind == "ref") {
                const auto name = child.attribute_or("name", "");
                if (!open.insert(name).second) continue;
                collect(defines_[name], required, entry, open);
                open.erase(name);
            } else {
                entry.text = entry.text || kind == "mixed" || kind == "text";
                const bool may_miss = kind == "optional" || kind == "choice" || kind == "zeroOrMore";
                collect(child, required && !may_miss, entry, open);
            }
        }
    }

    /// What an attribute may be: its values, or the words of the type.
    void add_values(Element pattern, std::string& values, std::set<std::string>& open) {
        for (const auto child : pattern.children()) {
            const auto kind = child.name();
            if (kind == "value") add_word(values, "`" + child.text() + "`");
            if (kind == "data") add_word(values, words_of(child));
            if (kind == "text") add_word(values, "un texte, vide ou non");
            if (kind == "ref") {
                const auto name = child.attribute_or("name", "");
                if (open.insert(name).second) add_values(defines_[name], values, open), open.erase(name);
            }
            if (kind == "choice") add_values(child, values, open);
        }
    }
    static std::string words_of(Element data) {
        auto says = data.child("documentation").text();
        if (!says.empty()) return says;
        return data.attribute_or("type", "") == "NCName" ? "un nom" : "une valeur";
    }

    std::map<std::string, Element> defines_;
    std::vector<Entry> entries_;
};

void write(const Entry& entry, std::string& out) {
    out += "\n### `<" + entry.name + ">`\n\n" + in_table(entry.says) + "\n";
    std::string inside = entry.text ? "du texte" : "";
    for (const auto& child : entry.children) add_word(inside, "`<" + child + ">`");
    out += "\nContient : " + (inside.empty() ? "rien" : inside) + ".\n";
    if (entry.attributes.empty()) return;
    out += "\n| attribut | | valeur | |\n|---|---|---|---|\n";
    for (const auto& attribute : entry.attributes)
        out += "| `" + attribute.name + "` | " + (attribute.required ? "obligatoire" : "") + " | " +
               in_table(attribute.values) + " | " + in_table(attribute.says) + " |\n";
}

const char* words_for(DataField::Type type) {
    switch (type) {
        case DataField::Type::text:
            return "texte";
        case DataField::Type::date:
            return "date ISO";
        case DataField::Type::instant:
            return "instant ISO";
        case DataField::Type::days:
            return "jours, par demi-journées";
        case DataField::Type::number:
            return "nombre";
        case DataField::Type::siret:
            return "SIRET";
        case DataField::Type::telephone:
            return "téléphone";
        case DataField::Type::email:
            return "adresse électronique";
        case DataField::Type::picture:
            return "nom d'image";
    }
    return "";
}

void write(const DataField& field, std::string& out) {
    if (!field.path.empty()) {
        std::string kind = field.children.empty() ? words_for(field.type) : "";
        if (!field.values.empty()) kind = listed(field.values);
        if (field.repeats) add_word(kind, "peut venir plusieurs fois");
        if (field.optional) add_word(kind, "facultatif");
        if (!field.letters.empty()) add_word(kind, "seulement dans : " + listed(field.letters));
        out += "| `" + field.path + "` | " + in_table(field.says) + " | " + in_table(kind) + " |\n";
    }
    for (const auto& child : field.children) write(child, out);
}

}  // namespace

std::string schema_reference(const XmlDoc& schema, const DataModel& model) {
    std::string out =
        "# Référence des modèles\n\nFaite du schéma par `vaguemestre template reference` ; ne pas la changer à la "
        "main.\n\n## Les éléments\n";
    for (const auto& entry : Reader{schema.root()}.entries()) write(entry, out);
    out +=
        "\n## Les données\n\nCe qu'une expression peut demander. Les formulaires écrivent un point au lieu du trait "
        "oblique.\n\n| chemin | | |\n|---|---|---|\n";
    write(model.letter, out);
    return out;
}

}  // namespace templates
