#include "templates/xml_text.h"

#include <libxml/xmlerror.h>

#include <algorithm>
#include <array>

namespace templates {
namespace {

struct CauseRow {
    int code;
    std::string_view cause;
    bool named;  ///< libxml2 gives the name of what it is about.
};

constexpr std::array causes{
    CauseRow{XML_ERR_DOCUMENT_EMPTY, "ce n'est pas un document XML", false},
    CauseRow{XML_ERR_DOCUMENT_START, "ce n'est pas un document XML", false},
    CauseRow{XML_ERR_DOCUMENT_END, "il y a du texte après la fin du document", false},
    CauseRow{XML_ERR_TAG_NAME_MISMATCH, "une autre balise est fermée à la place de", true},
    CauseRow{XML_ERR_TAG_NOT_FINISHED, "le document s'arrête avant la fin de", true},
    CauseRow{XML_ERR_GT_REQUIRED, "il manque un « > »", false},
    CauseRow{XML_ERR_LT_REQUIRED, "il manque un « < »", false},
    CauseRow{XML_ERR_LTSLASH_REQUIRED, "il manque une balise de fin", false},
    CauseRow{XML_ERR_NAME_REQUIRED, "un nom est attendu (un « & » s'écrit &amp;)", false},
    CauseRow{XML_ERR_ATTRIBUTE_REDEFINED, "attribut donné deux fois :", true},
    CauseRow{XML_ERR_ATTRIBUTE_NOT_STARTED, "la valeur d'un attribut doit être entre guillemets", false},
    CauseRow{XML_ERR_ATTRIBUTE_NOT_FINISHED, "la valeur d'un attribut n'est pas terminée", false},
    CauseRow{XML_ERR_LT_IN_ATTRIBUTE, "un « < » dans la valeur d'un attribut s'écrit &lt;", false},
    CauseRow{XML_ERR_SPACE_REQUIRED, "il manque un espace entre deux attributs", false},
    CauseRow{XML_ERR_ENTITYREF_SEMICOL_MISSING, "un « & » s'écrit &amp; (ou il manque un « ; »)", false},
    CauseRow{XML_ERR_UNDECLARED_ENTITY, "entité inconnue :", true},
    CauseRow{XML_WAR_UNDECLARED_ENTITY, "entité inconnue :", true},
    CauseRow{XML_ERR_INVALID_CHAR, "caractère interdit dans un document XML", false},
    CauseRow{XML_ERR_INVALID_CHARREF, "caractère interdit dans un document XML", false},
    CauseRow{XML_ERR_INVALID_ENCODING, "le texte n'est pas en UTF-8", false},
    CauseRow{XML_ERR_UNKNOWN_ENCODING, "codage inconnu :", true},
    CauseRow{XML_ERR_UNSUPPORTED_ENCODING, "codage inconnu :", true},
    CauseRow{XML_NS_ERR_UNDEFINED_NAMESPACE, "préfixe d'espace de noms inconnu :", true},
    CauseRow{XML_ERR_COMMENT_NOT_FINISHED, "un commentaire n'est pas terminé", false},
    CauseRow{XML_ERR_CDATA_NOT_FINISHED, "une section CDATA n'est pas terminée", false},
};

}  // namespace

std::string syntax_cause(int code, std::string_view argument) {
    const auto row = std::find_if(causes.begin(), causes.end(), [code](const auto& r) { return r.code == code; });
    if (row == causes.end()) return "XML mal formé (libxml2, code " + std::to_string(code) + ")";
    std::string cause{row->cause};
    if (row->named) cause += argument.empty() ? std::string{" ?"} : " « " + std::string{argument} + " »";
    return cause;
}

int line_at(std::string_view bytes, std::size_t offset) {
    return 1 + static_cast<int>(std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

std::string listed(const std::vector<std::string>& words, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < words.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + words[i];
    return words.size() > most ? text + "…" : text;
}

}  // namespace templates
