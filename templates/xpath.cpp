#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <new>

#include "templates/xml.h"

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

const char* cause_of(int code) {
    switch (code - XML_XPATH_EXPRESSION_OK) {
        case XPATH_UNKNOWN_FUNC_ERROR:
            return "fonction inconnue";
        case XPATH_UNDEF_VARIABLE_ERROR:
            return "variable inconnue";
        case XPATH_UNDEF_PREFIX_ERROR:
            return "préfixe inconnu";
        case XPATH_UNFINISHED_LITERAL_ERROR:
            return "guillemet non fermé";
        case XPATH_UNCLOSED_ERROR:
            return "parenthèse ou crochet non fermé";
        case XPATH_INVALID_TYPE:
            return "type de valeur inattendu";
        case XPATH_INVALID_ARITY:
            return "nombre d'arguments inattendu";
        case XPATH_OP_LIMIT_EXCEEDED:
            return "calcul trop long";
        default:
            return "syntaxe incorrecte";
    }
}

std::string fault_text(const std::string& expression, int code) {
    return "expression XPath « " + expression + " » : " + cause_of(code);
}

core::Outcome<ObjectPtr> evaluate(xmlXPathContext* context, const std::string& expression, Element from) {
    use_libxml();
    context->node = from.node();
    context->opCount = 0;
    xmlResetError(&context->lastError);
    ObjectPtr result{xmlXPathEvalExpression(xml(expression), context)};
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

void XPath::set_variable(const std::string& name, const std::string& value) {
    if (xmlXPathRegisterVariable(context_.get(), xml(name), xmlXPathNewString(xml(value))) != 0) throw std::bad_alloc{};
}

std::optional<std::string> xpath_fault(const std::string& expression) {
    use_libxml();
    const std::unique_ptr<xmlXPathContext, XmlFree> context{xmlXPathNewContext(nullptr)};
    if (!context) throw std::bad_alloc{};
    context->error = on_fault;
    const std::unique_ptr<xmlXPathCompExpr, ObjectFree> compiled{xmlXPathCtxtCompile(context.get(), xml(expression))};
    if (compiled) return std::nullopt;
    return fault_text(expression, context->lastError.code);
}

}  // namespace templates
