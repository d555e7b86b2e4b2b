#include <algorithm>

#include "templates/check_nodes.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

void collect(const DataField& field, const std::string& kind, std::vector<const DataField*>& required) {
    if (std::ranges::find(field.required, kind) != field.required.end()) required.push_back(&field);
    for (const auto& child : field.children) collect(child, kind, required);
}

/// All that may be absent.
void optional_parts(const DataField& field, std::vector<const DataField*>& parts) {
    for (const auto& child : field.children)
        if (child.optional)
            parts.push_back(&child);
        else
            optional_parts(child, parts);
}

/// Whether a value, or a condition around it, speaks of an element; absences of others change nothing.
bool depends_on(const PrintedField& printed, const DataField* part) {
    if (part == nullptr) return true;
    const auto speaks = [&](const std::string& expression) { return expression.find(part->name) != expression.npos; };
    return speaks(printed.expression) ||
           std::ranges::any_of(printed.at.scopes, [&](const Scope& scope) { return speaks(scope.expression); });
}

bool asks_for(const PrintedField& printed, const DataField& field) {
    return std::ranges::any_of(
        printed.fields, [&](const DataField* one) { return one == &field || one->path.starts_with(field.path + "/"); });
}

}  // namespace

void check_mentions(const CheckedLetter& letter, const std::vector<PrintedField>& printed, TemplateSources& sources,
                    std::vector<TemplateFault>& faults) {
    std::vector<const DataField*> required, absent{nullptr};
    collect(letter.model.letter, letter.kind, required);
    optional_parts(letter.model.letter, absent);
    for (const auto* field : required) {
        std::vector<const PrintedField*> places;
        for (const auto& one : printed)
            if (asks_for(one, *field)) places.push_back(&one);
        const auto named = in_quotes(field->path) + " (" + field->says + ")";
        const Place top{std::make_shared<const std::string>(letter.content.id + ".xml"), 1, 1};
        if (places.empty()) {
            faults.push_back(sources.fault(top, "<corps",
                                           "la lettre ne dit pas " + named +
                                               ", qu'elle doit dire ; écrire <valeur de=\"" + field->path +
                                               "\"/>, ou inclure le fragment qui l'écrit",
                                           true));
            continue;
        }
        const auto prints = [&](const DataField* missing) {
            return std::ranges::any_of(places, [&](const PrintedField* one) {
                const auto value = value_without(letter, one->expression, one->at, missing);
                return value && *value && !(*value)->empty();
            });
        };
        const auto without = std::ranges::find_if(absent, [&](const DataField* missing) {
            const auto depends = [&](const PrintedField* one) { return depends_on(*one, missing); };
            return std::ranges::any_of(places, depends) && !prints(missing);
        });
        if (without == absent.end()) continue;
        const auto when = *without == nullptr ? "" : " quand " + in_quotes((*without)->path) + " manque";
        faults.push_back(sources.fault(places.front()->place, places.front()->expression,
                                       "la lettre ne dit pas toujours " + named + when +
                                           " ; l'écrire hors de toute condition, ou dans chaque branche"));
    }
}

}  // namespace templates
