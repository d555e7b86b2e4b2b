#include "core/cadres.h"

#include <algorithm>

namespace core {
namespace {

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(" \t\r") - first + 1)};
}

Refusal bad_line(int line, const std::string& cause) {
    return {Reason::data_invalid, "cadres_emplois.csv, ligne " + std::to_string(line) + " : " + cause};
}

}  // namespace

std::vector<std::string> split_fields(std::string_view line, char separator) {
    std::vector<std::string> fields;
    while (true) {
        const auto end = line.find(separator);
        fields.push_back(trimmed(line.substr(0, end)));
        if (end == std::string_view::npos) return fields;
        line.remove_prefix(end + 1);
    }
}

Outcome<std::vector<Cadre>> parse_cadres(std::string_view csv) {
    static constexpr std::string_view categories[]{"A+", "A", "B", "C"};
    std::vector<Cadre> cadres;
    int line_number = 0;
    for (const auto& line : split_fields(csv, '\n')) {
        if (++line_number == 1 || line.empty()) continue;
        auto fields = split_fields(line, ';');
        if (fields.size() != 8) return bad_line(line_number, "8 colonnes attendues");
        if (std::find(std::begin(categories), std::end(categories), fields[3]) == std::end(categories))
            return bad_line(line_number, "catégorie inconnue « " + fields[3] + " »");
        cadres.push_back({.name = fields[0],
                          .filiere = fields[1],
                          .category = fields[3],
                          .closing = fields[4] == "oui",
                          .grades = split_fields(fields[5], '|'),
                          .decree = fields[6],
                          .regime = fields[7]});
    }
    if (cadres.empty()) return bad_line(1, "aucune ligne");
    return cadres;
}

}  // namespace core
