#include "templates/xml_text.h"

#include <libxml/xmlerror.h>

#include <algorithm>
#include <array>

namespace templates {
namespace {

struct CauseRow {
    int code;
    std::string_view cause;
    bool named;                    ///< libxml2 gives the name of what it is about.
    std::string_view remedy = {};  ///< Behind the name.
};

constexpr std::array causes{
    CauseRow{
        XML_ERR_DOCUMENT_EMPTY,
        "ce n'est pas un document XML ; il commence par <?xml version=\"1.0\" encoding=\"UTF-8\"?> ou par une balise",
        false},
    CauseRow{XML_ERR_DOCUMENT_START, "ce n'est pas un document XML", false},
    CauseRow{XML_ERR_DOCUMENT_END, "il y a du texte après la fin du document ; tout tient dans un seul élément", false},
    CauseRow{XML_ERR_TAG_NAME_MISMATCH, "une autre balise est fermée à la place de", true,
             "fermer les éléments dans l'ordre inverse de leur ouverture"},
    CauseRow{XML_ERR_TAG_NOT_FINISHED, "le document s'arrête avant la fin de", true, "ajouter la balise de fin"},
    CauseRow{XML_ERR_GT_REQUIRED, "il manque un « > » ; fermer la balise", false},
    CauseRow{XML_ERR_LT_REQUIRED, "il manque un « < » ; ouvrir la balise", false},
    CauseRow{XML_ERR_LTSLASH_REQUIRED, "il manque une balise de fin ; fermer chaque élément ouvert", false},
    CauseRow{XML_ERR_NAME_REQUIRED, "un nom est attendu ; un « & » s'écrit &amp;, un « < » &lt;", false},
    CauseRow{XML_ERR_ATTRIBUTE_REDEFINED, "attribut donné deux fois :", true, "n'en garder qu'un"},
    CauseRow{XML_ERR_ATTRIBUTE_NOT_STARTED,
             "la valeur d'un attribut n'est pas entre guillemets ; écrire nom=\"valeur\"", false},
    CauseRow{XML_ERR_ATTRIBUTE_NOT_FINISHED, "la valeur d'un attribut n'est pas terminée ; fermer ses guillemets",
             false},
    CauseRow{XML_ERR_LT_IN_ATTRIBUTE,
             "un « < » dans la valeur d'un attribut ; l'écrire &lt;, ou fermer les guillemets qui précèdent", false},
    CauseRow{XML_ERR_SPACE_REQUIRED, "il manque un espace entre deux attributs ; l'ajouter", false},
    CauseRow{XML_ERR_ENTITYREF_SEMICOL_MISSING, "un « & » seul ; l'écrire &amp; (ou il manque un « ; »)", false},
    CauseRow{XML_ERR_UNDECLARED_ENTITY, "entité inconnue :", true,
             "écrire le caractère lui-même (un « & » s'écrit &amp;)"},
    CauseRow{XML_WAR_UNDECLARED_ENTITY, "entité inconnue :", true,
             "écrire le caractère lui-même (un « & » s'écrit &amp;)"},
    CauseRow{XML_ERR_INVALID_CHAR, "caractère interdit dans un document XML ; l'effacer", false},
    CauseRow{XML_ERR_INVALID_CHARREF, "caractère interdit dans un document XML ; l'effacer", false},
    CauseRow{XML_ERR_INVALID_ENCODING, "le texte n'est pas en UTF-8 ; enregistrer le fichier en UTF-8", false},
    CauseRow{XML_ERR_UNKNOWN_ENCODING, "codage inconnu :", true, "enregistrer le fichier en UTF-8"},
    CauseRow{XML_ERR_UNSUPPORTED_ENCODING, "codage inconnu :", true, "enregistrer le fichier en UTF-8"},
    CauseRow{XML_NS_ERR_UNDEFINED_NAMESPACE, "préfixe d'espace de noms inconnu :", true,
             "les modèles n'ont pas de préfixe"},
    CauseRow{XML_ERR_HYPHEN_IN_COMMENT, "deux tirets dans un commentaire ; les enlever : seul --> peut le finir",
             false},
    CauseRow{XML_ERR_COMMENT_NOT_FINISHED,
             "un commentaire n'est pas terminé ; le fermer par -->, sans -- à l'intérieur", false},
    CauseRow{XML_ERR_CDATA_NOT_FINISHED, "une section CDATA n'est pas terminée ; la fermer par ]]>", false},
};

}  // namespace

std::string syntax_cause(int code, std::string_view argument) {
    const auto row = std::find_if(causes.begin(), causes.end(), [code](const auto& r) { return r.code == code; });
    if (row == causes.end())
        return "XML mal formé (libxml2, code " + std::to_string(code) + ") ; vérifier les balises et les guillemets";
    std::string cause{row->cause};
    if (row->named) cause += argument.empty() ? std::string{" ?"} : " « " + std::string{argument} + " »";
    if (!row->remedy.empty()) cause += " ; " + std::string{row->remedy};
    return cause;
}

int line_at(std::string_view bytes, std::size_t offset) {
    return 1 + static_cast<int>(std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

int column_at(std::string_view bytes, std::size_t offset) {
    const auto before = bytes.substr(0, offset);
    const auto line = before.substr(before.rfind('\n') + 1);  // npos + 1 is 0.
    return 1 + static_cast<int>(std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string in_quotes(std::string_view text) { return "« " + std::string{text} + " »"; }

std::string as_written(std::string_view text) {
    std::string out;
    for (const char c : text) out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
    return out;
}

std::vector<std::string_view> quoted_words(std::string_view message) {
    constexpr std::string_view open = "« ", close = " »";
    std::vector<std::string_view> found;
    for (auto at = message.find(open); at != std::string_view::npos; at = message.find(open, at)) {
        at += open.size();
        const auto end = message.find(close, at);
        if (end == std::string_view::npos) break;
        found.push_back(message.substr(at, end - at));
        at = end + close.size();
    }
    return found;
}

std::string listed(const std::vector<std::string>& words, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < words.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + words[i];
    return words.size() > most ? text + "…" : text;
}

}  // namespace templates
