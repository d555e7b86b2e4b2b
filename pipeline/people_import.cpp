#include "pipeline/people_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <map>

#include "core/email_address.h"
#include "core/identifiers.h"
#include "core/normalise.h"
#include "core/postal_address.h"
#include "pipeline/csv.h"
#include "store/people.h"
#include "store/store.h"

namespace pipeline {
namespace {

/// A column's other names; all are compared as core::normalised gives them.
struct Column {
    std::string name;
    std::vector<std::string> also;
    bool needed = false;
};

/// Rows by the names of their columns.
class Sheet {
  public:
    static core::Outcome<Sheet> open(std::string_view csv, const std::vector<Column>& columns) {
        auto table = parse_csv(csv);
        if (!table) return table.refusal();
        Sheet sheet;
        for (const auto& column : columns) {
            const auto place = sheet.find(*table, column);
            if (place) sheet.places_[column.name] = *place;
            if (!place && column.needed)
                return core::Refusal{core::Reason::data_invalid, "ligne 1 : colonne « " + column.name + " » absente"};
        }
        sheet.table_ = *std::move(table);
        return sheet;
    }

    const std::vector<CsvRow>& rows() const { return table_.rows; }
    std::string value(const CsvRow& row, const std::string& column) const {
        const auto place = places_.find(column);
        if (place == places_.end()) return {};
        const auto& text = row.fields.at(place->second);
        const auto first = text.find_first_not_of(" \t");
        if (first == std::string::npos) return {};
        return text.substr(first, text.find_last_not_of(" \t") - first + 1);
    }

  private:
    static std::optional<std::size_t> find(const CsvTable& table, const Column& column) {
        auto names = column.also;
        names.push_back(column.name);
        for (std::size_t i = 0; i < table.header.size(); ++i)
            if (std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                    return core::normalised(name) == core::normalised(table.header[i]);
                }))
                return i;
        return std::nullopt;
    }

    CsvTable table_;
    std::map<std::string, std::size_t> places_;
};

constexpr int address_lines = 7;

std::string address_column(int line) { return "adresse " + std::to_string(line); }

core::Outcome<std::string> email_of(const Sheet& sheet, const CsvRow& row) {
    const auto text = sheet.value(row, "courriel");
    if (!text.empty() && !core::EmailAddress::parse(text))
        return core::Refusal{core::Reason::data_invalid, "courriel non valable « " + text + " »"};
    return text;
}

/// 2001-02-03 or 03/02/2001.
std::optional<core::Date> day(const std::string& text) {
    if (text.size() == 10 && text[2] == '/' && text[5] == '/')
        return core::parse_date(text.substr(6) + "-" + text.substr(3, 2) + "-" + text.substr(0, 2));
    return core::parse_date(text);
}

core::Outcome<core::Collectivite> collectivite_in(const Sheet& sheet, const CsvRow& row) {
    const auto refuse = [](std::string cause) { return core::Refusal{core::Reason::data_invalid, std::move(cause)}; };
    core::Collectivite found{.name = sheet.value(row, "denomination"), .telephone = sheet.value(row, "telephone")};
    if (core::normalised(found.name).empty()) return refuse("dénomination absente");
    if (const auto text = sheet.value(row, "siret"); !text.empty()) {
        const auto siret = core::Siret::parse(text);
        if (!siret) return refuse("SIRET non valable « " + text + " »");
        found.siret = siret->text();
    }
    auto email = email_of(sheet, row);
    if (!email) return email.refusal();
    found.email = *std::move(email);
    for (int line = 1; line <= address_lines; ++line)
        if (auto text = sheet.value(row, address_column(line)); !text.empty()) found.address.push_back(std::move(text));
    if (!found.address.empty())
        if (const auto good = core::PostalAddress::make(found.address); !good) return good.refusal();
    return found;
}

core::Outcome<core::Agent> agent_in(const Sheet& sheet, const CsvRow& row) {
    core::Agent found{.name = sheet.value(row, "nom"),
                      .usual_name = sheet.value(row, "nom d'usage"),
                      .first_name = sheet.value(row, "prenom")};
    const auto refuse = [](std::string cause) { return core::Refusal{core::Reason::data_invalid, std::move(cause)}; };
    if (core::name_keys(found).empty()) return refuse("nom ou prénom absent");
    if (const auto text = sheet.value(row, "date de naissance"); !text.empty()) {
        found.born = day(text);
        if (!found.born) return refuse("date de naissance non valable « " + text + " »");
    }
    auto email = email_of(sheet, row);
    if (!email) return email.refusal();
    found.email = *std::move(email);
    return found;
}

/// Good lines in one transaction, with an event that counts them.
template <class Read>
ImportReport import_rows(store::Store& store, const Sheet& sheet, const std::string& event, const std::string& who,
                         Read read) {
    ImportReport report;
    store.transaction([&] {
        for (const auto& row : sheet.rows()) {
            const auto found = read(sheet, row);
            if (!found) {
                const auto& refusal = found.refusal();
                report.faults.push_back("ligne " + std::to_string(row.line) + " : " +
                                        (refusal.detail.empty() ? core::describe(refusal) : refusal.detail));
                continue;
            }
            switch (store.people().merge(*found)) {
                case store::Merged::added:
                    ++report.added;
                    break;
                case store::Merged::changed:
                    ++report.changed;
                    break;
                case store::Merged::known:
                    ++report.known;
                    break;
            }
        }
        store.journal().append(who, event, "",
                               "added=" + std::to_string(report.added) + " changed=" + std::to_string(report.changed) +
                                   " refused=" + std::to_string(report.faults.size()));
    });
    return report;
}

}  // namespace

core::Outcome<ImportReport> import_collectivites(store::Store& store, std::string_view csv, const std::string& who) {
    std::vector<Column> columns{{"siret", {"n siret", "numero siret"}},
                                {"denomination", {"nom", "raison sociale", "collectivite"}, true},
                                {"courriel", {"email", "e-mail", "mail"}},
                                {"telephone", {"tel"}}};
    for (int line = 1; line <= address_lines; ++line)
        columns.push_back({address_column(line), {"adresse" + std::to_string(line)}});
    const auto sheet = Sheet::open(csv, columns);
    if (!sheet) return sheet.refusal();
    return import_rows(store, *sheet, "collectivites_imported", who, collectivite_in);
}

core::Outcome<ImportReport> import_agents(store::Store& store, std::string_view csv, const std::string& who) {
    const auto sheet = Sheet::open(csv, {{"nom", {"nom de naissance", "nom de famille"}, true},
                                         {"nom d'usage", {"nom usage", "nom usuel"}},
                                         {"prenom", {"prenoms"}, true},
                                         {"date de naissance", {"naissance", "ne le", "nee le"}},
                                         {"courriel", {"email", "e-mail", "mail"}}});
    if (!sheet) return sheet.refusal();
    return import_rows(store, *sheet, "agents_imported", who, agent_in);
}

std::string dossiers_csv(store::Store& store, const std::vector<store::DossierRow>& dossiers) {
    CsvWriter csv{{"dossier", "procedure", "type", "etat", "recu le", "canal", "agent", "nom", "prenom", "collectivite",
                   "siret", "resultat", "jours", "decide le"}};
    for (const auto& row : dossiers) {
        const auto& [number, procedure, training, state, data, created_at] = row.dossier;
        const auto decision = store.dossiers().decision(number);
        csv.add({number, std::string{core::to_text(procedure)}, std::string{core::to_text(training)},
                 std::string{core::to_text(state)}, core::iso_date(core::office_date(created_at)),
                 std::string{core::to_text(row.channel)}, store.people().agent_of(number),
                 core::field(data, "agent.nom"), core::field(data, "agent.prenom"),
                 core::field(data, "collectivite.denomination"), core::field(data, "collectivite.siret"),
                 decision ? std::string{core::to_text(decision->outcome)} : "", decision ? decision->days.text() : "",
                 decision ? core::iso_date(decision->date) : ""});
    }
    return csv.text();
}

std::string agents_csv(const std::vector<store::AgentRow>& agents) {
    CsvWriter csv{{"identifiant", "nom", "nom d'usage", "prenom", "date de naissance", "courriel", "dossiers",
                   "peut-etre la meme personne"}};
    for (const auto& row : agents)
        csv.add({row.agent.id, row.agent.name, row.agent.usual_name, row.agent.first_name,
                 row.agent.born ? core::iso_date(*row.agent.born) : "", row.agent.email, std::to_string(row.dossiers),
                 fmt::format("{}", fmt::join(row.alike, " "))});
    return csv.text();
}

std::string collectivites_csv(const std::vector<store::CollectiviteRow>& collectivites) {
    std::vector<std::string> header{"identifiant", "siret", "denomination", "courriel", "telephone"};
    for (int line = 1; line <= address_lines; ++line) header.push_back(address_column(line));
    header.emplace_back("dossiers");
    CsvWriter csv{header};
    for (const auto& row : collectivites) {
        const auto& known = row.collectivite;
        std::vector<std::string> fields{known.id, known.siret, known.name, known.email, known.telephone};
        for (std::size_t line = 0; line < address_lines; ++line)
            fields.push_back(line < known.address.size() ? known.address[line] : "");
        fields.push_back(std::to_string(row.dossiers));
        csv.add(fields);
    }
    return csv.text();
}

}  // namespace pipeline
