#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/closest.h"
#include "templates/check_nodes.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

/// Where a line and a column are; the end of the file when it is shorter.
std::size_t offset_of(std::string_view bytes, const Place& place) {
    std::size_t at = 0;
    for (int line = 1; line < place.line && at < bytes.size(); ++line)
        at = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
    for (int column = 1; column < place.column && at < bytes.size(); ++column) do
            ++at;
        while (at < bytes.size() && (bytes[at] & 0xC0) == 0x80);
    return at;
}

std::vector<std::string> names_of(const ModelFields& fields, const std::string& kind) {
    std::vector<std::string> names;
    for (const auto* field : fields)
        for (const auto& child : field->children)
            if (child.known_to(kind) && std::ranges::find(names, child.name) == names.end())
                names.push_back(child.name);
    return names;
}

const DataField* parent_of(const DataField& root, const DataField& field) {
    const auto end = field.path.rfind('/');
    return end == std::string::npos ? &root : root.below(field.path.substr(0, end));
}

/// A text without its quotes: `Madame` in `civilite=Madame`.
const DataField* with_value(const DataField& field, const std::string& value) {
    if (std::ranges::find(field.values, value) != field.values.end()) return &field;
    for (const auto& child : field.children)
        if (const auto* const found = with_value(child, value)) return found;
    return nullptr;
}

void add_deep(const DataField& field, ModelFields& out) {
    for (const auto& child : field.children) {
        out.push_back(&child);
        add_deep(child, out);
    }
}

}  // namespace

std::string meant(const std::string& word, const std::vector<std::string>& known, const char* otherwise) {
    if (const auto near = core::closest(word, known)) return " ; vouliez-vous dire " + in_quotes(*near) + " ?";
    return " ; " + std::string{otherwise} + " : " + listed(known, 40);
}

const std::string& TemplateSources::bytes(const std::string& file) {
    const auto [at, fresh] = files_.try_emplace(file);
    if (fresh) {
        std::ifstream stream{file == "charte.xml" ? templates_ / file : templates_ / "letters" / file,
                             std::ios::binary};
        at->second.assign(std::istreambuf_iterator<char>{stream}, {});
    }
    return at->second;
}

TemplateFault TemplateSources::fault(const Place& place, std::string_view word, std::string cause, bool inside) {
    const auto& text = bytes(*place.file);
    const auto start = offset_of(text, place);
    const auto end = inside ? text.size() : std::min(text.find('>', start), text.size());
    const auto found = word.empty() ? text.npos : text.find(word, start);
    if (found >= end) return {*place.file, place.line, std::move(cause), place.column};
    return {*place.file, line_at(text, found), std::move(cause), column_at(text, found)};
}

/// One path being followed.
struct FieldChecker::Walk {
    const std::string& expression;
    const Place& place;
    ModelFields here;
    std::string start;   ///< The element of the loop it starts from; empty for the root.
    std::string gone{};  ///< As far as it was followed, for messages.
};

/// False when the path cannot be followed further, or leads to nothing (which is said).
bool FieldChecker::take(Walk& walk, const XPathStep& step) {
    ModelFields next;
    switch (step.kind) {
        case XPathStep::Kind::self:
            return true;
        case XPathStep::Kind::opaque:
            return false;
        case XPathStep::Kind::parent:
            for (const auto* field : walk.here) next.push_back(parent_of(letter_.model.letter, *field));
            break;
        case XPathStep::Kind::deep:
            next = walk.here;
            for (const auto* field : walk.here) add_deep(*field, next);
            break;
        case XPathStep::Kind::child:
            for (const auto* field : walk.here)
                for (const auto& child : field->children)
                    if ((step.name == "*" || child.name == step.name) && child.known_to(letter_.kind))
                        next.push_back(&child);
            if (next.empty()) return unknown(walk, step.name), false;
            walk.gone += (walk.gone.empty() ? "" : "/") + step.name;
    }
    walk.here = std::move(next);
    return true;
}

void FieldChecker::unknown(Walk& walk, const std::string& name) {
    const auto inside = walk.gone.empty() && walk.here.size() == 1 ? walk.here.front()->path : walk.gone;
    const auto whole = inside.empty() ? name : inside + "/" + name;
    std::vector<std::string> others;
    for (const auto* field : walk.here)
        if (const auto* child = field->child(name)) others = child->letters;
    const auto say = [&](const std::string& cause) {
        faults_.push_back(sources_.fault(walk.place, name, "champ " + in_quotes(whole) + cause));
    };
    if (!others.empty())
        return say(" absent des données de la lettre " + in_quotes(letter_.kind) +
                   " ; seulement dans : " + listed(others));
    const auto& root = letter_.model.letter;
    auto path = walk.expression;
    if (const auto* const found = root.below(path); found != nullptr && !inside.empty() && walk.start != "")
        return say(" inconnu ; ici les chemins partent de " + in_quotes(walk.start) + " : écrire " +
                   (found->path == walk.start ? "« . »" : "« /donnees/" + path + " »"));
    std::ranges::replace(path, '.', '/');
    if (path != walk.expression && root.below(path) != nullptr)
        return say(" inconnu ; les éléments d'un chemin se séparent par / : écrire " + in_quotes(path));
    if (walk.gone.empty() && with_value(root, name) != nullptr)
        return say(" inconnu ; un texte se met entre apostrophes : écrire '" + name + "'");
    const auto names = names_of(walk.here, letter_.kind);
    if (names.empty()) return say(" inconnu ; " + in_quotes(inside) + " ne contient rien d'autre que son texte");
    if (const auto near = core::closest(name, names))
        return say(" inconnu ; vouliez-vous dire " + in_quotes((inside.empty() ? "" : inside + "/") + *near) + " ?");
    if (const auto elsewhere = letter_.model.paths_ending(name); !elsewhere.empty())
        return say(" inconnu ici ; vouliez-vous dire " + in_quotes(elsewhere.front()) + " ?");
    say(" inconnu ; connus ici : " + listed(names, 40));
}

/// Data are in one element, `donnees`: a path from the root begins with it.
bool FieldChecker::starts_well(const Walk& walk, const XPathPath& path) {
    if (!path.absolute || path.steps.empty()) return true;
    const auto& first = path.steps.front();
    if (first.kind != XPathStep::Kind::child || first.name == "donnees" || first.name == "*") return true;
    faults_.push_back(sources_.fault(walk.place, "/" + first.name,
                                     "chemin " + in_quotes(walk.expression) +
                                         " : il part de la racine et ne trouve rien ; enlever le / qui le commence"));
    return false;
}

FieldChecker::Found FieldChecker::find(const std::string& expression, const ModelFields& from, const Place& place) {
    Found found{.terms = xpath_terms(expression)};
    const auto before = faults_.size();
    for (const auto& name : found.terms.functions)
        if (std::ranges::find(xpath_functions(), name) == xpath_functions().end())
            faults_.push_back(sources_.fault(place, name,
                                             "fonction " + in_quotes(name) + " inconnue de XPath 1.0" +
                                                 meant(name, xpath_functions(), "celles qui existent")));
    static const std::vector<std::string> variables{"lettre", "procedure", "date", "titre", "rang"};
    for (const auto& name : found.terms.variables)
        if (std::ranges::find(variables, name) == variables.end())
            faults_.push_back(sources_.fault(
                place, "$" + name, "variable " + in_quotes("$" + name) + " inconnue" + meant(name, variables)));

    std::vector<std::vector<ModelFields>> followed;  // After each step of each path: predicates start there.
    for (const auto& path : found.terms.paths) {
        auto start = path.absolute ? ModelFields{&letter_.model.letter} : from;
        if (path.within >= 0) {
            const auto& outer = followed[static_cast<std::size_t>(path.within)];
            start = path.within_steps <= outer.size() && path.within_steps > 0 ? outer[path.within_steps - 1]
                                                                               : ModelFields{};
        }
        auto from_path = start.size() == 1 ? start.front()->path : std::string{};
        Walk walk{expression, place, std::move(start), std::move(from_path)};
        auto& places = followed.emplace_back();
        bool whole = !walk.here.empty() && starts_well(walk, path);
        for (std::size_t i = 0; i < path.steps.size() && whole; ++i) {
            const bool root = path.absolute && i == 0 && path.steps[i].name == "donnees";
            whole = root || take(walk, path.steps[i]);
            places.push_back(walk.here);
        }
        found.followed = found.followed && whole;
        if (whole) found.fields.insert(found.fields.end(), walk.here.begin(), walk.here.end());
    }
    found.followed = found.followed && faults_.size() == before;
    return found;
}

}  // namespace templates
