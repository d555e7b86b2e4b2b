#include "templates/compile.h"

#include <algorithm>
#include <array>

#include "core/closest.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

constexpr int deepest_include = 6;

template <class Names>
bool among(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

constexpr std::array<std::string_view, 6> anywhere{"si", "choisir", "quand", "sinon", "pour-chaque", "inclure"};
constexpr std::array<std::string_view, 10> in_phrase{"valeur",    "gras", "italique", "souligne",    "exposant",
                                                     "insecable", "lien", "saut",     "numero-page", "nombre-pages"};
constexpr std::array<std::string_view, 16> in_blocks{
    "paragraphe", "titre",        "liste",    "tableau", "reference", "image",     "code",    "filet",
    "espace",     "saut-de-page", "colonnes", "groupe",  "encart",    "signature", "adresse", "partie"};
constexpr std::array<std::string_view, 4> of_masters{"adresse", "partie", "numero-page", "nombre-pages"};

const char* words_for(Content content) {
    switch (content) {
        case Content::blocks:
            return "des blocs";
        case Content::points:
            return "des <point>";
        case Content::rows:
            return "des <rang>";
        case Content::phrase:
            return "du texte, sans <paragraphe>";
    }
    return "";
}

std::string hint(Content content) {
    switch (content) {
        case Content::blocks:
            return " ; on attend un bloc (paragraphe, liste, tableau …)";
        case Content::points:
            return " ; on attend <point>";
        case Content::rows:
            return " ; on attend <rang>";
        case Content::phrase:
            return " ; on attend du texte ou <valeur>";
    }
    return {};
}

}  // namespace

double number_or(Element element, const char* attribute, double otherwise) {
    const auto text = element.attribute(attribute);
    return text ? std::stod(*text) : otherwise;
}

Place place_of(std::shared_ptr<const std::string> file, Element element) {
    const auto spot = element.spot();
    return {std::move(file), spot.line, spot.column};
}

TemplateFault fault_at(const std::string& file, Element where, std::string cause) {
    const auto spot = where.spot(cause);
    return {file, spot.line, std::move(cause), spot.column};
}

std::optional<XmlDoc> read_doc(const std::filesystem::path& path, const std::string& name,
                               std::vector<TemplateFault>& faults) {
    const auto bytes = read_template(path);
    auto doc = parse_xml(bytes, name, {}, core::Reason::template_invalid);
    if (doc) return *std::move(doc);
    const auto fault = xml_fault(bytes).value_or(XmlFault{{1, 1}, doc.refusal().detail});
    faults.push_back({name, fault.spot.line, fault.cause, fault.spot.column});
    return std::nullopt;
}

Alignment alignment_of(const std::string& name) {
    if (name == "droite" || name == "decimal") return Alignment::right;
    if (name == "centre") return Alignment::centred;
    return name == "justifie" ? Alignment::justified : Alignment::left;
}

Colour colour_of(const std::string& hash) {
    const auto part = [&hash](std::size_t at) { return std::stoi(hash.substr(at, 2), nullptr, 16) / 255.0; };
    return {part(1), part(3), part(5)};
}

const Fragments::File* Fragments::find(const std::string& name, const Place& from) {
    const auto say = [&](const std::string& cause) {
        faults_.push_back({*from.file, from.line, "fragment « " + name + " » : " + cause, from.column});
        return nullptr;
    };
    const auto known = files_.find(name);
    if (known != files_.end()) return known->second.get();
    if (name.empty() || name.front() != '_' || name.find('/') != std::string::npos)
        return say("ce n'est pas un nom de fragment ; un nom de fichier qui commence par « _ », sans dossier");
    std::error_code missing;
    if (!std::filesystem::is_regular_file(folder_ / name, missing)) {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder_, missing))
            if (entry.path().filename().string().starts_with('_')) names.push_back(entry.path().filename().string());
        const auto near = core::closest(name, names);
        return say(near ? "fichier absent ; vouliez-vous dire « " + *near + " » ?"
                        : "fichier absent ; le créer à côté de la lettre, ou inclure l'un de : " + listed(names));
    }
    auto& file = files_[name];  // Stays null when it is wrong: said once.
    auto doc = read_doc(folder_ / name, name, faults_);
    if (!doc) return nullptr;
    if (doc->root().name() != "fragment") return say("ce n'est pas un fragment ; sa racine doit être <fragment>");
    if (auto wrong = schema_.faults(*doc); !wrong.empty()) {
        for (auto& one : wrong) faults_.push_back({name, one.line, std::move(one.cause), one.column});
        return nullptr;
    }
    file = std::make_unique<File>(File{*std::move(doc), std::make_shared<const std::string>(name)});
    return file.get();
}

std::vector<std::pair<std::string, std::string>> Fragments::variants_of(const std::string& name) const {
    const auto stem = std::filesystem::path(name).stem().string() + ".";
    std::vector<std::pair<std::string, std::string>> found;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, missing)) {
        const auto file = entry.path().filename().string();
        if (!file.starts_with(stem) || !file.ends_with(".xml") || file.size() <= stem.size() + 4) continue;
        found.emplace_back(file.substr(stem.size(), file.size() - stem.size() - 4), file);
    }
    std::ranges::sort(found);
    return found;
}

void Compiler::fault(const At& at, Element where, const std::string& cause) {
    faults_.push_back(fault_at(*at.file, where, cause));
}

std::vector<Node> Compiler::children(Element parent, std::shared_ptr<const std::string> file, Content content,
                                     const Style* style) {
    return children(parent, At{std::move(file), content, style, 0});
}

std::vector<Node> Compiler::children(Element parent, const At& at) {
    std::vector<Node> out;
    for (const auto& part : parent.parts())
        if (part.element)
            add(part.element, at, out);
        else
            add_text(part.text, parent, at, out);
    return out;
}

void Compiler::add_text(const std::string& text, Element parent, const At& at, std::vector<Node>& out) {
    if (at.content == Content::phrase) {
        if (!text.empty()) out.push_back({.op = Op::text, .place = place(parent, at), .text = text});
        return;
    }
    if (trimmed(text).empty()) return;
    fault(at, parent,
          "texte « " + trimmed(text).substr(0, 40) + " » hors d'un paragraphe ; le mettre dans <paragraphe>");
}

bool Compiler::suits(const std::string& name, const At& at) const {
    if (among(of_masters, name) && setting_ != Setting::master) return false;
    if (among(anywhere, name)) return true;
    switch (at.content) {
        case Content::blocks:
            return among(in_blocks, name);
        case Content::points:
            return name == "point";
        case Content::rows:
            return name == "rang";
        case Content::phrase:
            return among(in_phrase, name);
    }
    return false;
}

void Compiler::add(Element element, const At& at, std::vector<Node>& out) {
    const auto name = element.name();
    if (!suits(name, at)) {
        const bool master = among(of_masters, name);
        return fault(at, element,
                     "<" + name + "> n'a pas sa place ici" +
                         (master ? " ; seulement dans un gabarit de la charte" : hint(at.content)));
    }
    if (add_control(element, at, out)) return;
    out.push_back(at.content == Content::phrase ? phrase_node(element, at) : block_node(element, at));
}

std::string Compiler::expression(Element element, const char* attribute, TemplateUse::Kind kind, const At& at) {
    auto text = element.attribute_or(attribute, "");
    if (const auto wrong = xpath_fault(text)) fault(at, element, *wrong);
    uses_.push_back({kind, text, place(element, at)});
    return text;
}

/// Conditions, choices, loops, fragments: the same everywhere.
bool Compiler::add_control(Element element, const At& at, std::vector<Node>& out) {
    const auto name = element.name();
    Node node{.place = place(element, at)};
    if (name == "si" || name == "quand") {
        node.op = Op::condition;
        node.text = expression(element, "test", TemplateUse::Kind::test, at);
        node.children = children(element, at);
    } else if (name == "sinon") {
        node.op = Op::otherwise;
        node.children = children(element, at);
    } else if (name == "choisir") {
        node.op = Op::choice;
        for (const auto branch : element.children()) add_control(branch, at, node.children);
    } else if (name == "pour-chaque") {
        node.op = Op::loop;
        node.text = expression(element, "chemin", TemplateUse::Kind::loop, at);
        node.separator = element.attribute("separateur");
        node.last_separator = element.attribute("dernier");
        node.children = children(element, at);
    } else if (name == "inclure") {
        node = including(element, at);
    } else {
        return false;
    }
    out.push_back(std::move(node));
    return true;
}

Node Compiler::including(Element element, const At& at) {
    const auto name = element.attribute_or("fragment", "");
    if (at.depth >= deepest_include) {
        fault(at, element,
              "fragment « " + name +
                  " » : inclusions en cercle ou trop profondes ; six niveaux au plus, et jamais un fragment dans "
                  "lui-même");
        return {.op = Op::otherwise, .place = place(element, at)};
    }
    auto plain = included(name, element, at);
    if (!element.attribute("selon")) return plain;
    Node choice{.op = Op::variant,
                .place = place(element, at),
                .text = expression(element, "selon", TemplateUse::Kind::value, at)};
    for (const auto& [value, file] : fragments_.variants_of(name)) {
        choice.children.push_back(included(file, element, at));
        choice.children.back().label = value;
    }
    choice.children.push_back(std::move(plain));
    return choice;
}

Node Compiler::included(const std::string& name, Element element, const At& at) {
    Node node{.op = Op::otherwise, .place = place(element, at)};
    const auto* const file = fragments_.find(name, place(element, at));
    if (file == nullptr) return node;
    auto inside = at;
    inside.file = file->name;
    ++inside.depth;
    if (const auto nature = nature_of(file->doc.root(), inside); nature && *nature != at.content) {
        fault(at, element, "fragment « " + name + " » : il contient " + words_for(*nature) + hint(at.content));
        return node;
    }
    node.children = children(file->doc.root(), inside);
    return node;
}

/// What a fragment holds, by the first thing in it that says so.
std::optional<Content> Compiler::nature_of(Element fragment, const At& at) {
    for (const auto& part : fragment.parts()) {
        if (!part.element) {
            if (!trimmed(part.text).empty()) return Content::phrase;
            continue;
        }
        const auto name = part.element.name();
        if (name == "point") return Content::points;
        if (name == "rang") return Content::rows;
        if (among(in_phrase, name)) return Content::phrase;
        if (among(in_blocks, name)) return Content::blocks;
        auto deeper = at;
        ++deeper.depth;
        auto inside = part.element;
        if (name == "inclure") {
            if (deeper.depth > deepest_include) continue;
            const auto* const file = fragments_.find(inside.attribute_or("fragment", ""), place(inside, at));
            if (file == nullptr) continue;
            inside = file->doc.root();
        }
        if (const auto found = nature_of(inside, deeper)) return found;
    }
    return std::nullopt;
}

/// A phrase, or blocks: what the first thing in it says.
Content Compiler::content_of(Element element, const At& at) {
    for (const auto& part : element.parts()) {
        if (!part.element) {
            if (!trimmed(part.text).empty()) return Content::phrase;
            continue;
        }
        const auto name = part.element.name();
        if (among(in_blocks, name)) return Content::blocks;
        if (among(in_phrase, name)) return Content::phrase;
        auto inside = part.element;
        if (name == "inclure" && at.depth < deepest_include)
            if (const auto* const file = fragments_.find(part.element.attribute_or("fragment", ""), place(element, at)))
                inside = file->doc.root();
        auto deeper = at;
        ++deeper.depth;
        if (inside != part.element || name != "inclure")
            if (content_of(inside, deeper) == Content::blocks) return Content::blocks;
    }
    return Content::phrase;
}

const Style* Compiler::style_of(Element element, const std::string& otherwise, const At& at) {
    const auto name = element.attribute_or("style", otherwise);
    if (const auto* const found = charter_.style(name)) return found;
    std::vector<std::string> names;
    for (const auto& [known, style] : charter_.styles) names.push_back(known);
    const auto near = core::closest(name, names);
    fault(at, element,
          "style « " + name + " » inconnu" +
              (near ? " ; vouliez-vous dire « " + *near + " » ?" : " ; connus : " + listed(names)));
    return at.style;
}

/// `corps-liste` inside text of the style `corps`, else `liste`.
const Style* Compiler::list_style(Element element, const std::string& kind, const At& at) {
    const auto own = at.style->name + "-" + kind;
    return style_of(element, charter_.style(own) != nullptr ? own : kind, at);
}

}  // namespace templates
