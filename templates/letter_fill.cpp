#include <algorithm>
#include <optional>

#include "templates/data.h"
#include "templates/letter_text.h"
#include "templates/text.h"

namespace templates {
namespace {

using core::Reason;

struct Weight {
    bool bold = false, italic = false;
};

/// A sentence being put together: runs of XML white space count for one space, none at the ends.
class Sentence {
  public:
    void add(std::string_view text, Weight weight, bool as_is = false) {
        std::string part;
        for (const auto letter : text) {
            if (as_is || (letter != ' ' && letter != '\n' && letter != '\t' && letter != '\r')) {
                if (std::exchange(space_due_, false) && last_ != '\n') part.push_back(' ');
                part.push_back(letter);
                last_ = letter;
            } else {
                space_due_ = true;
            }
        }
        if (part.empty()) return;
        if (words_.empty() || words_.back().bold != weight.bold || words_.back().italic != weight.italic)
            words_.push_back({{}, weight.bold, weight.italic});
        words_.back().text += part;
    }
    void end_line() { space_due_ = false, add("\n", {}, true); }

    std::vector<Words> done() && {
        for (auto& words : words_) words.text = french(words.text);
        return std::move(words_);
    }

  private:
    std::vector<Words> words_;
    bool space_due_ = false;
    char last_ = '\n';
};

/// Where a walk stands: the file it reads, the data element expressions start from, the inset blocks belong to.
struct Place {
    const XmlDoc& source;
    Element data;
    std::string inset;
};

class Filler {
  public:
    Filler(const LetterTemplate& letter, XPath& xpath) : letter_(letter), xpath_(xpath) {}

    std::vector<Reference> references(const Place& place, Element parent) {
        std::vector<Reference> list;
        each_part(place, parent, [&](const Place& at, const Element::Part& part) {
            if (part.element)
                list.push_back({french(part.element.attribute_or("libelle", "")), words(at, part.element)});
        });
        return list;
    }

    std::vector<Words> words(const Place& place, Element parent) {
        Sentence sentence;
        add_words(place, parent, sentence, {});
        return std::move(sentence).done();
    }

    std::vector<Block> blocks(const Place& place, Element parent) {
        std::vector<Block> list;
        add_blocks(place, parent, list);
        return list;
    }

    const std::optional<core::Refusal>& refusal() const { return refusal_; }

  private:
    template <class Visit>
    void each_part(const Place& place, Element parent, const Visit& visit) {
        for (const auto& part : parent.parts()) {
            if (refusal_) return;
            if (!part.element || !enter(place, part.element, visit)) visit(place, part);
        }
    }

    /// Conditions, loops and fragments: visits what they let through. False for any other element.
    template <class Visit>
    bool enter(const Place& place, Element element, const Visit& visit) {
        const auto name = element.name();
        if (name == "si") {
            if (holds(place, element)) each_part(place, element, visit);
        } else if (name == "choisir") {
            for (const auto branch : element.children())
                if (branch.name() == "sinon" || holds(place, branch)) return each_part(place, branch, visit), true;
        } else if (name == "pour-chaque") {
            repeat(place, element, visit);
        } else if (name == "inclure") {
            const auto& fragment = letter_.fragments().at(element.attribute_or("fragment", ""));
            each_part({fragment, place.data, place.inset}, fragment.root(), visit);
        } else {
            return false;
        }
        return true;
    }

    template <class Visit>
    void repeat(const Place& place, Element element, const Visit& visit) {
        const auto found = xpath_.elements(element.attribute_or("chemin", ""), place.data);
        if (!found) return refuse(place, element, found.refusal());
        for (const auto& item : *found) {
            const auto separator = element.attribute("separateur");
            if (separator && item != found->front()) visit(place, Element::Part{.text = *separator});
            each_part({place.source, item, place.inset}, element, visit);
        }
    }

    bool holds(const Place& place, Element element) {
        const auto answer = xpath_.boolean(element.attribute_or("test", ""), place.data);
        if (!answer) refuse(place, element, answer.refusal());
        return answer && *answer;
    }

    void add_words(const Place& place, Element parent, Sentence& sentence, Weight weight) {
        each_part(place, parent, [&](const Place& at, const Element::Part& part) {
            const auto name = part.element.name();
            if (!part.element)
                sentence.add(part.text, weight);
            else if (name == "valeur")
                sentence.add(value(at, part.element), weight);
            else if (name == "saut")
                sentence.end_line();
            else
                add_words(at, part.element, sentence,
                          {weight.bold || name == "gras", weight.italic || name == "italique"});
        });
    }

    std::string value(const Place& place, Element element) {
        const auto expression = element.attribute_or("de", "");
        const auto found = xpath_.text(expression, place.data);
        if (!found) return refuse(place, element, found.refusal()), std::string{};
        if (found->empty() && element.attribute("sinon")) return element.attribute_or("sinon", "");
        if (found->empty() && element.attribute("facultatif")) return {};
        if (found->empty())
            return refuse(place.source.refuse(Reason::field_missing, element, "« " + expression + " »")), std::string{};
        const auto text = formatted(*found, element.attribute_or("format", ""));
        if (!text)
            refuse(place.source.refuse(Reason::data_invalid, element,
                                       "« " + expression + " » vaut « " + *found +
                                           " », qui ne convient pas au format « " + element.attribute_or("format", "") +
                                           " »"));
        return text.value_or("");
    }

    void add_blocks(const Place& place, Element parent, std::vector<Block>& list) {
        each_part(place, parent, [&](const Place& at, const Element::Part& part) {
            const auto name = part.element.name();
            if (!part.element) return;
            if (name == "liste") return add_points(at, part.element, list);
            if (name == "encart")
                return add_blocks({at.source, at.data, french(part.element.attribute_or("titre", ""))}, part.element,
                                  list);
            list.push_back({kind_of(name), words(at, part.element), 0, at.inset});
            if (name == "appel") list.back().words = {{call(), false, false}};
            if (name == "signature") list.back().words = signature(at, part.element);
        });
    }

    void add_points(const Place& place, Element parent, std::vector<Block>& list) {
        int number = parent.attribute_or("numerotee", "non") == "oui" ? 1 : 0;
        each_part(place, parent, [&](const Place& at, const Element::Part& part) {
            if (!part.element) return;
            list.push_back({BlockKind::point, words(at, part.element), number, at.inset});
            if (number > 0) ++number;
        });
    }

    std::string call() {
        const auto found = xpath_.text("destinataire/civilite");
        return french(found && !found->empty() ? *found + "," : "Madame, Monsieur,");
    }

    /// Quality, full name and service of the author (CRPA L212-1, L212-2): no letter leaves without them.
    std::vector<Words> signature(const Place& place, Element element) {
        const auto need = [&](const char* expression) {
            const auto found = xpath_.text(expression);
            if (found && !found->empty()) return french(*found);
            refuse(place.source.refuse(Reason::field_missing, element, std::string("« ") + expression + " »"));
            return std::string{};
        };
        const auto first_name = need("signataire/prenom");
        if (first_name.ends_with('.') || first_name.size() == 1)
            refuse(
                place.source.refuse(Reason::data_invalid, element,
                                    "« signataire/prenom » vaut « " + first_name + " » : écrire le prénom en entier"));
        const auto name = first_name + "\u00A0" + french(*formatted(need("signataire/nom"), "majuscules"));
        return {
            {need("signataire/qualite"), false, false}, {name, true, false}, {need("bureau/service"), false, false}};
    }

    static BlockKind kind_of(std::string_view name) {
        if (name == "appel") return BlockKind::call;
        if (name == "titre") return BlockKind::heading;
        if (name == "enonce") return BlockKind::statement;
        if (name == "signature") return BlockKind::signature;
        if (name == "copie") return BlockKind::copy;
        if (name == "piece-jointe") return BlockKind::attachment;
        return BlockKind::paragraph;
    }

    void refuse(core::Refusal refusal) {
        if (!refusal_) refusal_ = std::move(refusal);
    }
    void refuse(const Place& place, Element where, const core::Refusal& cause) {
        refuse(place.source.refuse(cause.reason, where, cause.detail));
    }

    const LetterTemplate& letter_;
    XPath& xpath_;
    std::optional<core::Refusal> refusal_;
};

/// A letter of one procedure never leaves with the data of the other.
std::optional<core::Refusal> other_procedure(const LetterTemplate& letter, const core::Fields& data) {
    const auto given = core::field(data, "procedure");
    if (letter.procedure().empty() || given.empty() || given == letter.procedure()) return std::nullopt;
    return core::Refusal{Reason::data_invalid, letter.id() + " : la demande relève de la procédure « " + given + " »"};
}

}  // namespace

std::string plain(const std::vector<Words>& words) {
    std::string text;
    for (const auto& part : words) text += part.text;
    return text;
}

core::Outcome<LetterText> fill_letter(const LetterTemplate& letter, const std::string& letter_id,
                                      const core::Fields& data) {
    if (auto refusal = other_procedure(letter, data)) return *refusal;
    auto doc = xml_from_fields(data, "donnees");
    if (!doc) return doc.refusal();
    XPath xpath(*doc);
    xpath.set_variable("lettre", letter_id);
    xpath.set_variable("procedure", letter.procedure());
    Filler filler(letter, xpath);
    const auto root = letter.doc().root();
    const Place place{letter.doc(), doc->root(), {}};
    LetterText text;
    text.references = filler.references(place, root.child("references"));
    text.subject = filler.words(place, root.child("objet") ? root.child("objet") : root.child("sujet"));
    text.blocks = filler.blocks(place, root.child("corps"));
    if (filler.refusal()) return *filler.refusal();
    return text;
}

}  // namespace templates
