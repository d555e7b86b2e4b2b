#include "pipeline/bordereau.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "core/delivery.h"
#include "pipeline/csv.h"
#include "pipeline/paper_list.h"

namespace pipeline {
namespace {

/// First line of the address, then what tells namesakes apart: its last line.
std::string addressee(const core::Dispatch& dispatch) {
    return dispatch.recipient.substr(0, dispatch.recipient.find('\n'));
}
std::string locality(const core::Dispatch& dispatch) {
    return dispatch.recipient.substr(dispatch.recipient.rfind('\n') + 1);
}

struct Totals {
    int letters = 0, envelopes = 0, pages = 0, sheets = 0;
};

Totals totals_of(const std::vector<RunLine>& lines) {
    Totals totals;
    for (const auto& line : lines) {
        ++totals.letters;
        totals.envelopes = std::max(totals.envelopes, line.envelope);
        totals.pages += line.pages;
        totals.sheets += (line.pages + 1) / 2;
    }
    return totals;
}

std::string counted(int count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count > 1 ? "s" : "");
}

/// "Accord partiel" and "intégration (version 2)".
PaperCell letter_cell(const core::Dispatch& dispatch) {
    const auto label = letter_label(dispatch);
    const auto comma = label.find(", ");
    return comma == label.npos ? PaperCell{label, ""} : PaperCell{label.substr(0, comma), label.substr(comma + 2)};
}

std::vector<PaperCell> cells_of(const RunLine& line, bool same_envelope) {
    return {{std::to_string(line.rank), ""}, {same_envelope ? "″" : std::to_string(line.envelope), ""},
            {line.dispatch.dossier, ""},     {addressee(line.dispatch), locality(line.dispatch)},
            letter_cell(line.dispatch),      {std::to_string(line.pages), ""}};
}

const std::vector<std::string> csv_header{"rang",    "enveloppe", "envoi", "dossier", "destinataire",
                                          "adresse", "lettre",    "pages", "fichier"};

}  // namespace

std::string bordereau_pdf(const store::PrintRun& run, const std::vector<RunLine>& lines, const std::string& office,
                          const templates::Fonts& fonts) {
    PaperList list{.office = office,
                   .title = "Bordereau d’envoi postal n° " + store::run_name(run),
                   .subtitle = "Tirage du " + core::long_date(run.day),
                   .date = run.day,
                   .columns = {{"Rang", 15, 25},
                               {"Pli", 27, 36},
                               {"Dossier", 38, 60},
                               {"Destinataire", 62, 132},
                               {"Lettre", 134, 183},
                               {"Pages", 183, 195, true}},
                   .closing = {"Remis à la poste le :", "Visa :"}};
    int envelope = 0;
    for (const auto& line : lines) {
        list.rows.push_back(cells_of(line, line.envelope == envelope));
        envelope = line.envelope;
    }
    const auto totals = totals_of(lines);
    list.totals.push_back("Total : " + counted(totals.letters, "lettre") + ", " + counted(totals.envelopes, "pli") +
                          ", " + counted(totals.pages, "page") + ", " + counted(totals.sheets, "feuille") +
                          " en recto verso");
    return paper_list_pdf(list, fonts);
}

std::string bordereau_csv(const std::vector<RunLine>& lines) {
    CsvWriter csv{csv_header};
    for (const auto& line : lines)
        csv.add({std::to_string(line.rank), std::to_string(line.envelope), line.dispatch.id, line.dispatch.dossier,
                 addressee(line.dispatch), on_one_line(line.dispatch.recipient), letter_label(line.dispatch),
                 std::to_string(line.pages), line.file});
    return csv.text();
}

std::vector<std::string> dispatches_in_csv(const std::string& csv) {
    std::vector<std::string> ids;
    const auto table = parse_csv(csv);
    if (!table || table->header != csv_header) return ids;
    for (const auto& row : table->rows) ids.push_back(row.fields[2]);
    return ids;
}

std::string on_one_line(std::string address) {
    for (auto at = address.find('\n'); at != address.npos; at = address.find('\n', at)) address.replace(at, 1, " / ");
    return address;
}

std::string letter_label(const core::Dispatch& dispatch) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> letters{
        {{"accuse-reception-", "Accusé de réception"},
         {"complement-", "Demande de complément"},
         {"relance-", "Relance d'une demande de complément"},
         {"accord-total-", "Accord total"},
         {"accord-partiel-", "Accord partiel"},
         {"refus-", "Refus"},
         {"sans-objet-", "Sans objet"},
         {"copie-agent-", "Copie à l’agent"}}};
    const auto version =
        dispatch.letter_version > 1 ? " (version " + std::to_string(dispatch.letter_version) + ")" : std::string{};
    const bool copy = dispatch.letter_kind.starts_with(core::postal_copy_prefix);
    const auto letter = dispatch.letter_kind.substr(copy ? core::postal_copy_prefix.size() : 0);
    for (const auto& [prefix, label] : letters) {
        if (!letter.starts_with(prefix)) continue;
        const auto procedure = letter.substr(prefix.size());
        return (copy ? "Copie postale : " : "") + std::string{label} + ", " +
               (procedure == "integration" ? "intégration" : procedure) + version;
    }
    return dispatch.letter_kind + version;
}

}  // namespace pipeline
