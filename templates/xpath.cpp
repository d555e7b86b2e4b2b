#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <new>
#include <unordered_map>

#include "templates/xml.h"
#include "templates/xpath_terms.h"

namespace templates {
namespace {

struct ObjectFree {
    void operator()(xmlXPathObject* object) const noexcept { xmlXPathFreeObject(object); }
    void operator()(xmlXPathCompExpr* expression) const noexcept { xmlXPathFreeCompExpr(expression); }
};
using ObjectPtr = std::unique_ptr<xmlXPathObject, ObjectFree>;

constexpr unsigned long operation_limit = 1'000'000;

const xmlChar* xml(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

/// Takes the message instead of stderr; which one it was shows in the context.
void on_fault(void*, xmlErrorPtr) noexcept {}

/// With the remedy, behind « ; »; null for a mere fault of syntax.
const char* cause_of(int code) {
    switch (code - XML_XPATH_EXPRESSION_OK) {
        case XPATH_UNKNOWN_FUNC_ERROR:
            return "fonction inconnue ; celles de XPath 1.0 : contains, starts-with, count, not, concat…";
        case XPATH_UNDEF_VARIABLE_ERROR:
            return "variable inconnue ; connues : $lettre, $procedure, $date, $titre, $rang";
        case XPATH_UNDEF_PREFIX_ERROR:
            return "préfixe inconnu ; les données n'ont pas de préfixe";
        case XPATH_UNFINISHED_LITERAL_ERROR:
            return "guillemet non fermé ; mettre le texte entre deux apostrophes";
        case XPATH_UNCLOSED_ERROR:
            return "parenthèse ou crochet non fermé ; le fermer";
        case XPATH_INVALID_TYPE:
            return "type de valeur inattendu ; un chemin est attendu à cet endroit";
        case XPATH_INVALID_ARITY:
            return "nombre d'arguments inattendu ; voir les arguments de la fonction";
        case XPATH_OP_LIMIT_EXCEEDED:
            return "calcul trop long ; le simplifier";
        default:
            return nullptr;
    }
}

std::string fault_text(const std::string& expression, int code) {
    const auto told = "expression XPath « " + expression + " » : ";
    if (const auto* const cause = cause_of(code)) return told + cause;
    const auto* const slip = xpath_slip(expression);
    return told + "syntaxe incorrecte ; " +
           (slip != nullptr ? slip : "écrire un chemin comme agent/nom, ou une comparaison comme type='INTEGRATION'");
}

using CompiledPtr = std::unique_ptr<xmlXPathCompExpr, ObjectFree>;

/// Expressions are those of templates: few, and asked for again with every letter. Each thread has its own, because
/// libxml2 keeps notes in them. Null, and a fault in the context, when the syntax is wrong.
xmlXPathCompExpr* compiled(xmlXPathContext* context, const std::string& expression) {
    constexpr std::size_t most = 4'000;
    thread_local std::unordered_map<std::string, CompiledPtr> known;
    const auto found = known.find(expression);
    if (found != known.end()) return found->second.get();
    if (known.size() >= most) known.clear();
    CompiledPtr made{xmlXPathCtxtCompile(context, xml(expression))};
    if (!made) return nullptr;
    return known.emplace(expression, std::move(made)).first->second.get();
}

core::Outcome<ObjectPtr> evaluate(xmlXPathContext* context, const std::string& expression, Element from) {
    use_libxml();
    context->node = from.node();
    context->opCount = 0;
    xmlResetError(&context->lastError);
    auto* const ready = compiled(context, expression);
    ObjectPtr result{ready == nullptr ? nullptr : xmlXPathCompiledEval(ready, context)};
    if (!result) return core::Refusal{core::Reason::template_invalid, fault_text(expression, context->lastError.code)};
    return result;
}

}  // namespace

void XmlFree::operator()(_xmlXPathContext* context) const noexcept { xmlXPathFreeContext(context); }

XPath::XPath(const XmlDoc& doc) : root_(doc.root()), context_(xmlXPathNewContext(doc.raw())) {
    if (!context_) throw std::bad_alloc{};
    context_->error = on_fault;
    context_->opLimit = operation_limit;
}

core::Outcome<std::string> XPath::text(const std::string& expression, Element from) {
    auto result = evaluate(context_.get(), expression, from ? from : root_);
    if (!result) return result.refusal();
    const std::unique_ptr<xmlChar, XmlFree> value{xmlXPathCastToString(result->get())};
    return value ? trimmed(reinterpret_cast<const char*>(value.get())) : std::string{};
}

core::Outcome<bool> XPath::boolean(const std::string& expression, Element from) {
    auto result = evaluate(context_.get(), expression, from ? from : root_);
    if (!result) return result.refusal();
    return xmlXPathCastToBoolean(result->get()) != 0;
}

core::Outcome<double> XPath::number(const std::string& expression, Element from) {
    auto result = evaluate(context_.get(), expression, from ? from : root_);
    if (!result) return result.refusal();
    return xmlXPathCastToNumber(result->get());
}

core::Outcome<std::vector<Element>> XPath::elements(const std::string& expression, Element from) {
    auto result = evaluate(context_.get(), expression, from ? from : root_);
    if (!result) return result.refusal();
    std::vector<Element> found;
    const auto* set = (*result)->type == XPATH_NODESET ? (*result)->nodesetval : nullptr;
    for (int i = 0; set != nullptr && i < set->nodeNr; ++i)
        if (set->nodeTab[i]->type == XML_ELEMENT_NODE) found.emplace_back(set->nodeTab[i]);
    return found;
}

core::Outcome<std::vector<std::string>> XPath::texts(const std::string& expression, Element from) {
    auto result = evaluate(context_.get(), expression, from ? from : root_);
    if (!result) return result.refusal();
    std::vector<std::string> found;
    const auto* set = (*result)->type == XPATH_NODESET ? (*result)->nodesetval : nullptr;
    const auto add = [&found](xmlChar* text) {
        const std::unique_ptr<xmlChar, XmlFree> owner{text};
        if (text != nullptr) found.push_back(trimmed(reinterpret_cast<const char*>(text)));
    };
    for (int i = 0; set != nullptr && i < set->nodeNr; ++i) add(xmlXPathCastNodeToString(set->nodeTab[i]));
    if ((*result)->type != XPATH_NODESET) add(xmlXPathCastToString(result->get()));
    std::erase(found, std::string{});
    return found;
}

void XPath::set_variable(const std::string& name, const std::string& value) {
    if (xmlXPathRegisterVariable(context_.get(), xml(name), xmlXPathNewString(xml(value))) != 0) throw std::bad_alloc{};
}

std::optional<std::string> xpath_fault(const std::string& expression) {
    use_libxml();
    const std::unique_ptr<xmlXPathContext, XmlFree> context{xmlXPathNewContext(nullptr)};
    if (!context) throw std::bad_alloc{};
    context->error = on_fault;
    const CompiledPtr made{xmlXPathCtxtCompile(context.get(), xml(expression))};
    if (made) return std::nullopt;
    return fault_text(expression, context->lastError.code);
}

}  // namespace templates
