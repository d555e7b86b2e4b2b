#include "templates/schema_explain.h"

#include <libxml/xmlregexp.h>
#include <libxml/xmlschemastypes.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/closest.h"
#include "core/postal_address.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

/// An element or attribute pattern as it may stand in a content.
struct Particle {
    std::string name;
    Element pattern;
    bool required = false;
    bool many = false;
    int rank = 0;  ///< Those of a higher rank come behind.
};

/// What may stand in one element.
struct Content {
    std::vector<Particle> elements;
    std::vector<Particle> attributes;
    std::vector<Element> values;  ///< `data` and `value` patterns.
    bool text = false;
    int rank = 0;        ///< Of what is being collected.
    bool empty = false;  ///< An `empty` pattern stands among the choices.
    bool any = false;    ///< A name class we do not read: nothing is judged.
    std::vector<std::vector<std::string>> one_of;
};

struct Place {
    bool required = true;
    bool many = false;
};

const xmlChar* xml(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

std::vector<std::string> names(const std::vector<Particle>& particles) {
    std::set<std::string> sorted;
    for (const auto& particle : particles) sorted.insert(particle.name);
    return {sorted.begin(), sorted.end()};
}

/// « ; vouliez-vous dire « nom » ? » or « ; admis ici : a, b ».
std::string remedy(const std::string& word, const std::vector<std::string>& allowed) {
    if (const auto near = core::closest(word, allowed)) return " ; vouliez-vous dire " + in_quotes(*near) + " ?";
    return allowed.empty() ? " ; rien n'est admis ici" : " ; admis ici : " + listed(allowed);
}

/// « ; écrire nom="…" : ce que c'est », from the schema's own documentation.
std::string to_write(const Particle& particle) {
    const auto name = particle.pattern.name() == "attribute" ? particle.name + "=\"…\"" : "<" + particle.name + ">";
    const auto said = particle.pattern.child("documentation").text();
    return " ; écrire " + name + (said.empty() ? "" : " : " + said);
}

struct RegexpFree {
    void operator()(xmlRegexp* regexp) const noexcept { xmlRegFreeRegexp(regexp); }
};

bool facet_holds(Element param, const std::string& value) {
    const auto facet = param.attribute_or("name", "");
    const auto limit = param.text();
    if (facet == "pattern") {
        const std::unique_ptr<xmlRegexp, RegexpFree> regexp{xmlRegexpCompile(xml(limit))};
        return !regexp || xmlRegexpExec(regexp.get(), xml(value)) != 0;
    }
    if (facet == "minLength") return core::character_count(value) >= std::stoul(limit);
    if (facet == "maxLength") return core::character_count(value) <= std::stoul(limit);
    return true;  // Left to libxml2.
}

bool holds(Element pattern, const std::string& value) {
    if (pattern.name() == "value") return pattern.text() == value;
    const auto type = pattern.attribute_or("type", "string");
    if (auto* known = xmlSchemaGetPredefinedType(xml(type), xml("http://www.w3.org/2001/XMLSchema")); known != nullptr)
        if (xmlSchemaValidatePredefinedType(known, xml(value), nullptr) != 0) return false;
    const auto params = pattern.children("param");
    return std::all_of(params.begin(), params.end(), [&](Element param) { return facet_holds(param, value); });
}

class Explainer {
  public:
    explicit Explainer(Element grammar) : start_(grammar) {
        for (const auto child : grammar.children()) {
            if (child.name() == "define") defines_[child.attribute_or("name", "")].push_back(child);
            if (child.name() == "start") start_ = child;
        }
    }

    std::vector<SchemaFault> check_root(Element root) {
        Content top;
        collect(start_, {}, top);
        Faults faults;
        check_child(root, top.elements, faults, "document");
        return faults;
    }

  private:
    using Faults = std::vector<SchemaFault>;

    void collect_children(Element pattern, Place place, Content& content) {
        for (const auto child : pattern.children())
            if (child.name() != "documentation" && child.name() != "param") collect(child, place, content);
    }

    void collect_choice(Element pattern, Place place, Content& content) {
        const auto alternatives = pattern.children();
        if (alternatives.size() == 1) return collect(alternatives[0], place, content);
        const auto first = content.elements.size();
        bool only_elements = true;
        for (const auto alternative : alternatives) {
            const auto before = content.elements.size();
            collect(alternative, {.required = false, .many = place.many}, content);
            only_elements = only_elements && content.elements.size() > before;
        }
        if (!place.required || !only_elements) return;
        content.one_of.push_back(
            names({content.elements.begin() + static_cast<std::ptrdiff_t>(first), content.elements.end()}));
    }

    void collect(Element pattern, Place place, Content& content) {
        const auto kind = pattern.name();
        if (kind == "element" || kind == "attribute") {
            const auto name = pattern.attribute("name");
            if (!name) content.any = true;
            auto& list = kind == "element" ? content.elements : content.attributes;
            if (name) list.push_back({*name, pattern, place.required, place.many, content.rank});
        } else if (kind == "ref") {
            const auto name = pattern.attribute_or("name", "");
            if (!open_.insert(name).second) return;  // A definition that contains itself outside of an element.
            for (const auto define : defines_[name]) collect_children(define, place, content);
            open_.erase(name);
        } else if (kind == "choice") {
            collect_choice(pattern, place, content);
        } else if (kind == "optional") {
            collect_children(pattern, {.required = false, .many = place.many}, content);
        } else if (kind == "zeroOrMore") {
            collect_children(pattern, {.required = false, .many = true}, content);
        } else if (kind == "oneOrMore") {
            collect_children(pattern, {.required = place.required, .many = true}, content);
        } else if (kind == "data" || kind == "value") {
            content.values.push_back(pattern);
        } else if (kind == "text") {
            content.text = true;
        } else if (kind == "empty") {
            content.empty = true;
        } else if (kind == "list" || kind == "anyName" || kind == "externalRef") {
            content.any = true;
        } else {
            content.text = content.text || kind == "mixed";
            collect_children(pattern, place, content);
        }
    }

    /// `chosen`: of the choices of the pattern, the one that holds it is it alone.
    Content content_of(Element pattern, Element chosen = {}) {
        Content content;
        open_.clear();
        for (const auto child : pattern.children()) {
            if (child.name() == "documentation" || child.name() == "param") continue;
            ++content.rank;
            collect(chosen && chosen.parent() == child ? chosen : child, {}, content);
        }
        return content;
    }

    void check_child(Element element, const std::vector<Particle>& allowed, Faults& faults, const std::string& inside) {
        std::optional<Faults> fewest;
        for (const auto& particle : allowed) {
            if (particle.name != element.name()) continue;
            Faults tried;
            check(element, particle.pattern, tried);
            if (!fewest || tried.size() < fewest->size()) fewest = std::move(tried);
        }
        if (fewest) {
            faults.insert(faults.end(), fewest->begin(), fewest->end());
            return;
        }
        faults.push_back({element, "élément " + in_quotes(element.name()) + " inattendu dans " + in_quotes(inside) +
                                       remedy(element.name(), names(allowed))});
    }

    /// Of a content that is one of several, the one that leaves the fewest faults was meant.
    void check(Element element, Element pattern, Faults& faults) {
        std::optional<Faults> fewest;
        for (const auto alternative : alternatives_of(pattern)) {
            Faults tried;
            check_as(element, content_of(pattern, alternative), tried);
            if (!fewest || tried.size() < fewest->size()) fewest = std::move(tried);
        }
        faults.insert(faults.end(), fewest->begin(), fewest->end());
    }

    /// The contents an element may choose between, when each has a name; a null element otherwise.
    static std::vector<Element> alternatives_of(Element pattern) {
        for (const auto child : pattern.children("choice")) {
            auto alternatives = child.children();
            const bool named = std::all_of(alternatives.begin(), alternatives.end(),
                                           [](Element alternative) { return alternative.name() == "ref"; });
            if (named && alternatives.size() > 1) return alternatives;
        }
        return {Element{}};
    }

    void check_as(Element element, const Content& content, Faults& faults) {
        if (content.any) return;
        check_attributes(element, content, faults);
        for (const auto child : element.children()) check_child(child, content.elements, faults, element.name());
        check_numbers(element, content, faults);
        check_order(element, content, faults);
        check_text(element, content, faults);
    }

    void check_attributes(Element element, const Content& content, Faults& faults) {
        for (const auto& name : element.attribute_names()) {
            const auto found = std::find_if(content.attributes.begin(), content.attributes.end(),
                                            [&](const auto& particle) { return particle.name == name; });
            if (found == content.attributes.end()) {
                faults.push_back({element, "attribut " + in_quotes(name) + " inattendu sur " +
                                               in_quotes(element.name()) + remedy(name, names(content.attributes))});
                continue;
            }
            check_value(element, "attribut " + in_quotes(name), element.attribute_or(name.c_str(), ""),
                        content_of(found->pattern), faults);
        }
        for (const auto& particle : content.attributes)
            if (particle.required && !element.attribute(particle.name.c_str()))
                faults.push_back({element, "il manque l'attribut " + in_quotes(particle.name) + " à " +
                                               in_quotes(element.name()) + to_write(particle)});
    }

    static void check_numbers(Element element, const Content& content, Faults& faults) {
        std::map<std::string, bool> may_repeat;
        for (const auto& particle : content.elements) {
            may_repeat[particle.name] |= particle.many;
            if (particle.required && !element.child(particle.name))
                faults.push_back({element, "il manque l'élément " + in_quotes(particle.name) + " dans " +
                                               in_quotes(element.name()) + to_write(particle)});
        }
        for (const auto& [name, many] : may_repeat)
            if (const auto same = element.children(name); !many && same.size() > 1)
                faults.push_back({same[1], "élément " + in_quotes(name) + " donné deux fois ; n'en garder qu'un"});
        for (const auto& alternatives : content.one_of)
            if (std::none_of(alternatives.begin(), alternatives.end(),
                             [&](const auto& a) { return bool(element.child(a)); }))
                faults.push_back({element, "il manque dans " + in_quotes(element.name()) +
                                               " un des éléments : " + listed(alternatives)});
    }

    static void check_order(Element element, const Content& content, Faults& faults) {
        Element before;
        int reached = 0;
        for (const auto child : element.children()) {
            int last = 0;
            for (const auto& particle : content.elements)
                if (particle.name == child.name()) last = std::max(last, particle.rank);
            if (last == 0) continue;
            if (last < reached) {
                faults.push_back({child, "élément " + in_quotes(child.name()) + " mal placé ; le mettre avant " +
                                             in_quotes(before.name())});
                return;
            }
            if (last > reached) before = child;
            reached = last;
        }
    }

    static void check_text(Element element, const Content& content, Faults& faults) {
        if (content.text) return;
        if (!content.values.empty()) {
            if (element.children().empty())
                check_value(element, in_quotes(element.name()), element.text(), content, faults);
            return;
        }
        for (const auto& part : element.parts())
            if (!part.element && !trimmed(part.text).empty()) {
                const auto text = trimmed(part.text);
                const auto spot = element.spot_inside(text.substr(0, text.find('\n')));
                faults.emplace_back(spot.line, "texte inattendu dans " + in_quotes(element.name()) +
                                                   " ; l'enlever, ou le mettre dans un élément qui admet du texte");
                faults.back().column = spot.column;
                return;
            }
    }

    static void check_value(Element where, const std::string& what, const std::string& value, const Content& content,
                            Faults& faults) {
        if (content.values.empty() || (value.empty() && content.empty)) return;
        if (std::any_of(content.values.begin(), content.values.end(), [&](Element p) { return holds(p, value); }))
            return;
        std::vector<std::string> expected;
        for (const auto pattern : content.values) {
            const auto said = pattern.child("documentation").text();
            expected.push_back(!said.empty() ? said
                               : pattern.name() == "value"
                                   ? pattern.text()
                                   : "valeur de type " + pattern.attribute_or("type", "string"));
        }
        const auto shown = value.empty() ? what + " est vide" : what + " vaut " + in_quotes(value.substr(0, 60));
        faults.push_back({where, shown + remedy(value, expected)});
    }

    Element start_;
    std::map<std::string, std::vector<Element>> defines_;
    std::set<std::string> open_;
};

}  // namespace

std::vector<SchemaFault> explain(const XmlDoc& schema, Element document) {
    return Explainer{schema.root()}.check_root(document);
}

}  // namespace templates
