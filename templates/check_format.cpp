#include <algorithm>
#include <array>

#include "templates/check_nodes.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

using Type = DataField::Type;

/// Which formats suit what kind of data; any suits a text but those of dates and numbers.
struct FormatRow {
    std::string_view format;
    std::array<Type, 2> types;
    const char* needs;
};
constexpr std::array format_rows{FormatRow{"date", {Type::date, Type::instant}, "une date"},
                                 FormatRow{"date-jour", {Type::date, Type::instant}, "une date"},
                                 FormatRow{"date-courte", {Type::date, Type::instant}, "une date"},
                                 FormatRow{"mois", {Type::date, Type::instant}, "une date"},
                                 FormatRow{"echeance", {Type::instant, Type::date}, "un instant ou une date"},
                                 FormatRow{"jours", {Type::days, Type::number}, "un nombre de jours"},
                                 FormatRow{"nombre", {Type::number, Type::days}, "un nombre"},
                                 FormatRow{"montant", {Type::number, Type::days}, "un nombre"},
                                 FormatRow{"ordinal", {Type::number, Type::days}, "un nombre"},
                                 FormatRow{"siret", {Type::siret, Type::siret}, "un SIRET"},
                                 FormatRow{"telephone", {Type::telephone, Type::telephone}, "un téléphone"}};

/// What to write for data of a type.
const char* format_for(Type type) {
    switch (type) {
        case Type::date:
            return "format=\"date\"";
        case Type::instant:
            return "format=\"echeance\"";
        case Type::days:
            return "format=\"jours\"";
        case Type::number:
            return "format=\"nombre\"";
        case Type::siret:
            return "format=\"siret\"";
        case Type::telephone:
            return "format=\"telephone\"";
        case Type::text:
        case Type::email:
        case Type::picture:
            return "";
    }
    return "";
}

std::string inner(const DataField& field) {
    std::vector<std::string> names;
    for (const auto& child : field.children) names.push_back(field.path + "/" + child.name);
    return listed(names);
}

}  // namespace

void check_format(const Node& node, const DataField& field, TemplateSources& sources,
                  std::vector<TemplateFault>& faults) {
    const auto say = [&](std::string_view word, std::string cause) {
        faults.push_back(sources.fault(node.place, word, std::move(cause)));
    };
    if (!field.children.empty())
        return say(node.text, in_quotes(node.text) + " contient d'autres champs ; écrire l'un d'eux : " + inner(field));
    if (node.format.empty() && (field.type == Type::date || field.type == Type::instant))
        return say(node.text,
                   in_quotes(node.text) + " serait imprimé comme 2026-11-25 ; ajouter " + format_for(field.type));
    const auto* const row = std::ranges::find(format_rows, node.format, &FormatRow::format);
    if (row == format_rows.end()) return;
    if (std::ranges::find(row->types, field.type) != row->types.end()) return;
    const std::string fitting = format_for(field.type);
    say(node.format, "format " + in_quotes(node.format) + " : il faut " + row->needs + ", et " + in_quotes(node.text) +
                         " n'en est pas ; " + (fitting.empty() ? "enlever le format" : "écrire " + fitting));
}

}  // namespace templates
