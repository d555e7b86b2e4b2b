#include "templates/data.h"

#include <libxml/tree.h>
#include <libxml/xmlstring.h>

#include <algorithm>
#include <map>
#include <new>
#include <set>

namespace templates {
namespace {

const xmlChar* xml(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

bool repeats(std::string_view name) {
    return std::find(std::begin(core::repeatable_elements), std::end(core::repeatable_elements), name) !=
           std::end(core::repeatable_elements);
}

/// A name that is one step of a path: a letter, then letters, digits, `_` and `-`.
bool is_step(std::string_view name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
        return letter(c) || (c >= '0' && c <= '9') || c == '-';
    });
}

std::optional<std::string> fault_of(Element element) {
    if (element.node()->ns != nullptr) return "espace de noms inattendu";
    if (!is_step(element.name())) return "nom d'élément « " + element.name() + " » non admis";
    for (const auto& name : element.attribute_names())
        if (!is_step(name)) return "nom d'attribut « " + name + " » non admis";
    if (element.children().empty()) return std::nullopt;
    for (const auto& part : element.parts())
        if (!part.element && !trimmed(part.text).empty())
            return "texte à côté d'éléments dans « " + element.name() + " »";
    return std::nullopt;
}

class Flattener {
  public:
    Flattener(const XmlDoc& doc, core::Reason reason) : doc_(doc), reason_(reason) {}

    /// `path` is empty or ends with a dot. False after the first fault.
    bool flatten(Element parent, const std::string& path) {
        std::map<std::string, int> seen;
        for (const auto element : parent.children()) {
            const auto name = element.name();
            const int number = ++seen[name];
            auto fault = fault_of(element);
            if (!fault && number > 1 && !repeats(name)) fault = "élément « " + name + " » donné deux fois";
            if (fault) {
                refusal_ = doc_.refuse(reason_, element, *fault);
                return false;
            }
            auto key = path + name;
            if (repeats(name)) key += "." + std::to_string(number);
            take_attributes(element, key);
            if (!element.children().empty()) {
                if (!flatten(element, key + ".")) return false;
            } else if (const auto text = element.text(); !text.empty() || element.attribute_names().empty()) {
                fields_[key] = text;
            }
        }
        return true;
    }

    void take_attributes(Element element, const std::string& key) {
        for (const auto& name : element.attribute_names())
            fields_[key + ".@" + name] = trimmed(element.attribute_or(name.c_str(), ""));
    }

    core::Fields fields_;
    core::Refusal refusal_;

  private:
    const XmlDoc& doc_;
    core::Reason reason_;
};

/// Fields as a tree, elements in the order of their names, repeated ones in the order of their numbers.
struct Branch {
    std::string text;
    std::map<std::string, std::string> attributes;
    std::map<std::pair<std::string, int>, Branch> children;
};

/// XML 1.0 `Char`, in well-formed UTF-8.
bool can_stand_in_xml(const std::string& value) {
    if (xmlCheckUTF8(xml(value)) == 0 || value.find('\0') != std::string::npos) return false;
    if (value.find("\xEF\xBF\xBE") != std::string::npos || value.find("\xEF\xBF\xBF") != std::string::npos)
        return false;
    for (auto at = value.find('\xED'); at != std::string::npos; at = value.find('\xED', at + 1))
        if (static_cast<unsigned char>(value[at + 1]) >= 0xA0) return false;  // Half a surrogate pair.
    return std::none_of(value.begin(), value.end(),
                        [](char c) { return c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r'; });
}

std::vector<std::string> steps_of(const std::string& key) {
    std::vector<std::string> steps{""};
    for (const char c : key)
        if (c == '.')
            steps.emplace_back();
        else
            steps.back() += c;
    return steps;
}

/// 1 to 6 digits, not starting with 0; 0 when it is no such number.
int index_of(const std::string& step) {
    if (step.empty() || step.size() > 6 || step[0] == '0') return 0;
    if (!std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; })) return 0;
    return std::stoi(step);
}

/// False when the key is no path of the flattening.
bool plant(Branch& root, const std::string& key, const std::string& value) {
    const auto steps = steps_of(key);
    if (steps.size() > 60) return false;
    Branch* at = &root;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (i + 1 == steps.size() && i > 0 && steps[i].starts_with('@')) {
            if (!is_step(std::string_view{steps[i]}.substr(1))) return false;
            at->attributes[steps[i].substr(1)] = value;
            return true;
        }
        if (!is_step(steps[i])) return false;
        int number = 0;
        if (repeats(steps[i])) {
            number = i + 1 < steps.size() ? index_of(steps[i + 1]) : 0;
            if (number == 0) return false;
        }
        at = &at->children[{steps[i], number}];
        if (number != 0) ++i;
    }
    at->text = value;
    return true;
}

void grow(xmlNode* node, const Branch& branch) {
    for (const auto& [name, value] : branch.attributes)
        if (xmlNewProp(node, xml(name), xml(value)) == nullptr) throw std::bad_alloc{};
    if (!branch.text.empty()) xmlAddChild(node, xmlNewText(xml(branch.text)));
    for (const auto& [name, child] : branch.children) {
        auto* element = xmlNewChild(node, nullptr, xml(name.first), nullptr);
        if (element == nullptr) throw std::bad_alloc{};
        grow(element, child);
    }
}

}  // namespace

core::Outcome<core::Fields> fields_of(const XmlDoc& doc, core::Reason reason) {
    Flattener flattener{doc, reason};
    if (const auto fault = fault_of(doc.root())) return doc.refuse(reason, doc.root(), *fault);
    if (doc.root().children().empty() && !doc.root().text().empty())
        return doc.refuse(reason, doc.root(), "texte sans élément dans « " + doc.root().name() + " »");
    if (!flattener.flatten(doc.root(), "")) return flattener.refusal_;
    return std::move(flattener.fields_);
}

core::Outcome<core::Fields> fields_from_xml(std::string_view bytes, std::string name, const Schema* schema,
                                            core::Reason reason) {
    auto doc = parse_xml(bytes, std::move(name), {}, reason);
    if (!doc) return doc.refusal();
    if (schema != nullptr)
        if (auto refusal = schema->validate(*doc, reason)) return *std::move(refusal);
    return fields_of(*doc, reason);
}

core::Outcome<XmlDoc> xml_from_fields(const core::Fields& fields, const std::string& root_name) {
    use_libxml();
    Branch root;
    for (const auto& [key, value] : fields) {
        if (!plant(root, key, value))
            return core::Refusal{core::Reason::data_invalid, "« " + key + " » n'est pas un chemin de donnée"};
        if (!can_stand_in_xml(value))
            return core::Refusal{core::Reason::data_invalid, "« " + key + " » contient un caractère interdit"};
    }
    XmlDocPtr doc{xmlNewDoc(xml("1.0"))};
    if (!doc) throw std::bad_alloc{};
    auto* element = xmlNewDocNode(doc.get(), nullptr, xml(root_name), nullptr);
    if (element == nullptr) throw std::bad_alloc{};
    xmlDocSetRootElement(doc.get(), element);
    grow(element, root);
    return XmlDoc{std::move(doc), root_name + ".xml"};
}

}  // namespace templates
