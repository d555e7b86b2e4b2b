#include "templates/data_model.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <sstream>

#include "core/failures.h"
#include "templates/schema.h"
#include "templates/xml.h"

namespace templates {
namespace {

using Type = DataField::Type;

struct TypeName {
    std::string_view name;
    Type type;
};
constexpr std::array type_names{
    TypeName{"texte", Type::text},          TypeName{"date", Type::date},      TypeName{"instant", Type::instant},
    TypeName{"jours", Type::days},          TypeName{"nombre", Type::number},  TypeName{"siret", Type::siret},
    TypeName{"telephone", Type::telephone}, TypeName{"courriel", Type::email}, TypeName{"image", Type::picture}};

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream{text};
    return {std::istream_iterator<std::string>{stream}, {}};
}

/// Elements whose name repeats carry their number in a path (core/fields.h), wherever they stand.
bool numbered(const std::string& name) {
    return std::ranges::find(core::repeatable_elements, name) != std::end(core::repeatable_elements);
}

class Reader {
  public:
    Reader(const XmlDoc& doc, std::vector<std::string> trainings) : doc_(doc), trainings_(std::move(trainings)) {}

    std::vector<DataField> children(Element parent, const DataField& above) {
        std::vector<DataField> found;
        std::set<std::string> names;
        for (const auto child : parent.children()) {
            if (!names.insert(child.name()).second) wrong(child, "« " + child.name() + " » est décrit deux fois");
            found.push_back(field(child, above));
        }
        return found;
    }

  private:
    [[noreturn]] void wrong(Element where, const std::string& cause) const {
        throw core::BadSetup(core::describe(doc_.refuse(core::Reason::template_invalid, where, cause)));
    }

    DataField field(Element element, const DataField& above) {
        static const std::set<std::string> known{"type",       "valeurs", "valeurs-de", "repete",
                                                 "facultatif", "lettres", "exemple",    "obligatoire"};
        for (const auto& name : element.attribute_names())
            if (!known.contains(name)) wrong(element, "attribut « " + name + " » inconnu");
        DataField made{.name = element.name(), .letters = above.letters};
        made.path = above.path + (above.path.empty() ? "" : "/") + made.name;
        for (const auto& part : element.parts())
            if (!part.element) made.says += (made.says.empty() ? "" : " ") + trimmed(part.text);
        made.says = trimmed(made.says);
        const auto type = element.attribute_or("type", "texte");
        const auto* const found = std::ranges::find(type_names, type, &TypeName::name);
        if (found == type_names.end()) wrong(element, "type « " + type + " » inconnu");
        made.type = found->type;
        made.values = words(element.attribute_or("valeurs", ""));
        if (element.attribute_or("valeurs-de", "") == "procedures") made.values = trainings_;
        if (const auto letters = element.attribute("lettres")) made.letters = words(*letters);
        made.required = words(element.attribute_or("obligatoire", ""));
        made.example = element.attribute_or("exemple", made.values.empty() ? "" : made.values.front());
        made.repeats = element.attribute_or("repete", "non") == "oui";
        made.optional = element.attribute_or("facultatif", "non") == "oui";
        if (made.repeats && !numbered(made.name)) wrong(element, "un élément de ce nom ne peut pas se répéter");
        made.children = children(element, made);
        return made;
    }

    const XmlDoc& doc_;
    std::vector<std::string> trainings_;  ///< What the procedures beside it are for.
};

std::vector<std::string> trainings_of(const std::filesystem::path& procedures) {
    std::vector<std::string> found;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(procedures, missing)) {
        if (entry.path().extension() != ".xml") continue;
        const auto doc = parse_xml(read_template(entry.path()), entry.path().filename().string());
        if (doc && doc->root().attribute("type")) found.push_back(trimmed(doc->root().attribute_or("type", "")));
    }
    std::ranges::sort(found);
    return found;
}

void put(core::Fields& data, const DataField& field, const std::string& prefix, const std::string& letter, int times) {
    if (!field.known_to(letter)) return;
    for (int i = 1; i <= (field.repeats ? times : 1); ++i) {
        const auto key = prefix + field.name + (numbered(field.name) ? "." + std::to_string(i) : "");
        if (field.children.empty() && !field.example.empty()) data[key] = field.example;
        for (const auto& child : field.children) put(data, child, key + ".", letter, times);
    }
}

void collect(const DataField& field, const std::string& name, std::vector<std::string>& paths) {
    if (field.name == name) paths.push_back(field.path);
    for (const auto& child : field.children) collect(child, name, paths);
}

}  // namespace

const DataField* DataField::child(const std::string& called) const {
    const auto found = std::ranges::find(children, called, &DataField::name);
    return found == children.end() ? nullptr : &*found;
}

const DataField* DataField::below(const std::string& path_from_here) const {
    const auto* at = this;
    for (std::size_t from = 0; at != nullptr && from < path_from_here.size();) {
        const auto end = std::min(path_from_here.find('/', from), path_from_here.size());
        at = at->child(path_from_here.substr(from, end - from));
        from = end + 1;
    }
    return at;
}

bool DataField::known_to(const std::string& letter) const {
    // A message carries any letter: what they know, it may be asked for.
    return letters.empty() || letter == "courriel" || std::ranges::find(letters, letter) != letters.end();
}

DataModel DataModel::load(const std::filesystem::path& file) {
    const auto doc = parse_xml(read_template(file), file.filename().string(), {}, core::Reason::template_invalid);
    if (!doc) throw core::BadSetup(core::describe(doc.refusal()));
    Reader reader{*doc, trainings_of(file.parent_path().parent_path() / "procedures")};
    DataModel model;
    model.request.children = reader.children(doc->root().child("demande"), {});
    model.letter.children = model.request.children;
    std::ranges::move(reader.children(doc->root().child("lettre"), {}), std::back_inserter(model.letter.children));
    model.kinds = words(doc->root().child("lettre").attribute_or("sortes", ""));
    if (model.request.children.empty() || model.letter.children.size() == model.request.children.size())
        throw core::BadSetup(file.string() + " : il faut <demande> et <lettre>");
    return model;
}

std::string DataModel::kind_of(const std::string& letter_id) const {
    auto kind = letter_id;
    for (const std::string_view procedure : {"-integration", "-professionnalisation"})
        if (kind.ends_with(procedure)) kind.resize(kind.size() - procedure.size());
    return std::ranges::find(kinds, kind) != kinds.end() ? kind : "courriel";
}

std::vector<std::string> DataModel::paths_ending(const std::string& name) const {
    std::vector<std::string> paths;
    collect(letter, name, paths);
    return paths;
}

core::Fields example_data(const DataField& root, const std::string& letter, int times) {
    core::Fields data;
    for (const auto& child : root.children) put(data, child, "", letter, times);
    return data;
}

std::vector<std::string> possible_values(const DataField& field) {
    if (!field.values.empty()) return field.values;
    return {field.example.empty() ? "exemple" : field.example};
}

}  // namespace templates
