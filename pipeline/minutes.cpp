#include "pipeline/minutes.h"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/bordereau.h"
#include "pipeline/csv.h"
#include "pipeline/decide.h"
#include "pipeline/paper_list.h"
#include "store/names.h"
#include "templates/fonts.h"

namespace pipeline {
namespace {

using core::AgendaState;
using core::field;

/// A dossier of the agenda with what became of it.
struct MinuteLine {
    core::AgendaItem item;
    core::Fields data;
    std::string training;
    std::optional<core::Decision> decision;
    std::vector<core::Dispatch> dispatches;  ///< That carry the decision and its copy.
};

std::vector<MinuteLine> lines_of(const Installation& office, store::Store& store, const core::Session& session) {
    std::vector<MinuteLine> lines;
    for (auto& item : store.sessions().agenda(session.month)) {
        const auto row = store.dossiers().find(item.dossier);
        const auto* procedure = row ? office.catalogue.procedure(row->dossier.training) : nullptr;
        MinuteLine line{.item = std::move(item),
                        .data = row ? row->dossier.data : core::Fields{},
                        .training = procedure == nullptr ? "" : procedure->title};
        if (line.item.state == AgendaState::decided) {
            line.decision = store.dossiers().decision(line.item.dossier);
            line.dispatches = decision_dispatches(store, line.item.dossier);
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string full_name(const Installation& office, const std::string& login) {
    const auto* person = core::find_person(office.config.users, login);
    return person == nullptr ? login : person->first_name + " " + person->name;
}

std::string agent_of(const MinuteLine& line) {
    return field(line.data, "agent.nom") + " " + field(line.data, "agent.prenom");
}

std::string signatory_of(const Installation& office, const core::Decision& decision) {
    return decision.signatory.empty() ? office.config.signatory.first_name + " " + office.config.signatory.name
                                      : full_name(office, decision.signatory);
}

/// "accord partiel, 2,5 jours", or what else became of the dossier.
std::string result_of(const MinuteLine& line) {
    switch (line.item.state) {
        case AgendaState::decided:
            if (!line.decision) return "décision annulée";
            return outcome_phrase(line.decision->outcome) +
                   (line.decision->days.halves() > 0 ? ", " + line.decision->days.phrase() : "");
        case AgendaState::carried:
            return "reporté";
        case AgendaState::left:
            return "retiré";
        case AgendaState::pending:
            break;
    }
    return "en attente";
}

std::string persons_of(const Installation& office, const MinuteLine& line) {
    if (!line.decision) return line.item.note;
    return full_name(office, line.decision->instructor) + " ; " + signatory_of(office, *line.decision);
}

/// "12 accords totaux, 3 reportés" in the order of the enumerators.
std::string totals_of(const std::vector<MinuteLine>& lines) {
    std::map<std::string, int> counts;
    for (const auto& line : lines) ++counts[line.decision ? outcome_phrase(line.decision->outcome) : result_of(line)];
    std::string text = fmt::format("{} dossier{}", lines.size(), lines.size() > 1 ? "s" : "");
    for (const auto& [what, count] : counts) text += fmt::format(" ; {} : {}", what, count);
    return text;
}

/// Where the journal stood when the closing began.
std::string journal_line(store::Store& store, const core::Session& session) {
    for (const auto& event : store.journal().of(session.month))
        if (event.what == "session_closing")
            return fmt::format("Journal : ligne {}, empreinte {}", event.number, event.hash.substr(0, 32));
    return {};
}

std::string minutes_pdf(const Installation& office, store::Store& store, const core::Session& session,
                        const std::vector<MinuteLine>& lines) {
    const auto day = core::office_date(session.closed_at);
    PaperList list{.office = office.config.office.name + ", " + office.config.office.service,
                   .title = "Procès-verbal de la session d’instruction " + session.month,
                   .subtitle = "Dossiers complets au " + core::long_date(session.cut_off) + " ; close le " +
                               core::long_date(day) + " par " + full_name(office, session.closed_by),
                   .date = day,
                   .columns = {{"Dossier", 15, 37}, {"Agent", 38, 88}, {"Décision", 90, 136}, {"Par", 138, 195}},
                   .totals = {totals_of(lines), journal_line(store, session)},
                   .closing = {"Fait à " + office.config.office.city + ", le " + core::short_date(day), "Signature :"}};
    for (const auto& line : lines)
        list.rows.push_back({{line.item.dossier, ""},
                             {agent_of(line), field(line.data, "collectivite.denomination")},
                             {result_of(line), line.training},
                             {persons_of(office, line), line.decision ? core::short_date(line.decision->date) : ""}});
    return paper_list_pdf(list, templates::fonts_of(office.config.fonts));
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const auto& text : texts) all += (all.empty() ? "" : " | ") + text;
    return all;
}

std::string minutes_csv(const Installation& office, const std::vector<MinuteLine>& lines) {
    CsvWriter csv{{"dossier", "type", "agent", "collectivite", "siret", "resultat", "jours", "motifs", "instructeur",
                   "signataire", "date", "note"}};
    for (const auto& line : lines) {
        const auto& decision = line.decision;
        csv.add({line.item.dossier, field(line.data, "type"), agent_of(line),
                 field(line.data, "collectivite.denomination"), field(line.data, "collectivite.siret"),
                 decision ? std::string{core::to_text(decision->outcome)} : result_of(line),
                 decision ? decision->days.text() : "", decision ? joined(decision->motives) : "",
                 decision ? decision->instructor : line.item.instructor,
                 decision ? signatory_of(office, *decision) : "", decision ? core::iso_date(decision->date) : "",
                 line.item.note});
    }
    return csv.text();
}

std::string channel_phrase(core::DispatchChannel channel) {
    return channel == core::DispatchChannel::mail ? "courriel" : "courrier";
}

std::string bordereau_pdf_of(const Installation& office, const core::Session& session,
                             const std::vector<MinuteLine>& lines) {
    const auto day = core::office_date(session.closed_at);
    PaperList list{
        .office = office.config.office.name + ", " + office.config.office.service,
        .title = "Bordereau de la session " + session.month,
        .subtitle = "Lettres des décisions, au " + core::long_date(day),
        .date = day,
        .columns = {
            {"Envoi", 15, 33}, {"Dossier", 34, 56}, {"Par", 57, 73}, {"Destinataire", 75, 142}, {"Lettre", 144, 195}}};
    int by_mail = 0;
    int by_post = 0;
    for (const auto& line : lines)
        for (const auto& dispatch : line.dispatches) {
            ++(dispatch.channel == core::DispatchChannel::mail ? by_mail : by_post);
            const auto label = letter_label(dispatch);
            const auto comma = std::min(label.find(", "), label.size());
            list.rows.push_back({{dispatch.id, ""},
                                 {dispatch.dossier, ""},
                                 {channel_phrase(dispatch.channel), ""},
                                 {on_one_line(dispatch.recipient), ""},
                                 {label.substr(0, comma), comma < label.size() ? label.substr(comma + 2) : ""}});
        }
    list.totals.push_back(
        fmt::format("Total : {} lettres, {} par courriel, {} par courrier", by_mail + by_post, by_mail, by_post));
    return paper_list_pdf(list, templates::fonts_of(office.config.fonts));
}

std::string bordereau_csv_of(const std::vector<MinuteLine>& lines) {
    CsvWriter csv{{"envoi", "dossier", "canal", "destinataire", "lettre", "pdf"}};
    for (const auto& line : lines)
        for (const auto& dispatch : line.dispatches)
            csv.add({dispatch.id, dispatch.dossier, channel_phrase(dispatch.channel), on_one_line(dispatch.recipient),
                     letter_label(dispatch), dispatch.pdf_sha256});
    return csv.text();
}

}  // namespace

std::string outcome_phrase(core::DecisionOutcome outcome) {
    std::string text{core::to_text(outcome)};
    std::replace(text.begin(), text.end(), '-', ' ');
    return text;
}

std::map<std::string, std::string> session_files(const Installation& office, store::Store& store,
                                                 const core::Session& session) {
    const auto lines = lines_of(office, store, session);
    return {{store::minutes_name(session.month), minutes_pdf(office, store, session, lines)},
            {store::minutes_csv_name(session.month), minutes_csv(office, lines)},
            {store::session_bordereau_name(session.month), bordereau_pdf_of(office, session, lines)},
            {store::session_bordereau_csv_name(session.month), bordereau_csv_of(lines)}};
}

}  // namespace pipeline
