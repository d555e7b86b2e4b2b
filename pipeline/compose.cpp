#include "pipeline/compose.h"

#include <fmt/format.h>

#include "core/bytes.h"
#include "core/identifiers.h"
#include "core/normalise.h"
#include "core/postal_address.h"
#include "mail/message.h"
#include "pipeline/draft_mark.h"
#include "pipeline/pdf_merge.h"
#include "store/sha256.h"

namespace pipeline {
namespace {

using core::field;
using core::Fields;

/// `formation` is an element that repeats (core/fields.h): its path carries its number.
constexpr const char* training_key = "dossier.formation.1";

void put_lines(Fields& data, const std::string& path, const std::vector<std::string>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) data[fmt::format("{}.ligne.{}", path, i + 1)] = lines[i];
}

void put_person(Fields& data, const std::string& path, const core::Person& person) {
    data[path + ".prenom"] = person.first_name;
    data[path + ".nom"] = person.name;
    data[path + ".qualite"] = person.title;
    if (!person.telephone.empty()) data[path + ".telephone"] = person.telephone;
    if (!person.email.empty()) data[path + ".courriel"] = person.email;
}

void put_office(Fields& data, const Config& config) {
    const auto& office = config.office;
    data["bureau.nom"] = office.name;
    data["bureau.service"] = office.service;
    data["bureau.ville"] = office.city;
    data["bureau.telephone"] = office.telephone;
    data["bureau.courriel"] = office.email;
    put_lines(data, "bureau.adresse", office.address);
    data["recours.tribunal"] = office.court;
    data["recours.adresse"] = office.court_address;
    put_person(data, "signataire", config.signatory);
}

/// The same act always has the same Message-ID: two copies are seen to be one.
std::string message_id(const core::Dispatch& dispatch, const core::EmailAddress& from) {
    const auto name = fmt::format("{}|{}|{}|{}", dispatch.dossier, dispatch.letter_kind, dispatch.letter_version,
                                  core::to_text(dispatch.addressee));
    return "vaguemestre-" + store::sha256(name).substr(0, 32) + ".1@" + from.domain();
}

/// `dispenses+VR-7K2M9QXT-4@office.example`; nothing without a reference.
std::optional<core::EmailAddress> tagged(const core::EmailAddress& address, const std::string& reference) {
    if (reference.empty()) return std::nullopt;
    const auto at = address.text().find('@');
    return core::EmailAddress::parse(address.text().substr(0, at) + "+" + reference + address.text().substr(at));
}

std::string link_to(std::string link, const std::string& dossier) {
    constexpr std::string_view mark = "{dossier}";
    const auto at = link.find(mark);
    return at == std::string::npos ? link : link.replace(at, mark.size(), dossier);
}

/// Where a letter goes: the address frozen with it.
core::Outcome<core::Dispatch> to_mailbox(core::Dispatch dispatch, const std::string& address) {
    const auto mailbox = core::EmailAddress::parse(address);
    if (!mailbox) return core::Refusal{core::Reason::data_invalid, "adresse électronique « " + address + " »"};
    dispatch.channel = core::DispatchChannel::mail;
    dispatch.recipient = mailbox->text();
    return dispatch;
}

core::Outcome<core::Dispatch> to_door(core::Dispatch dispatch, const std::vector<std::string>& lines) {
    const auto address = core::PostalAddress::make(lines);
    if (!address) return address.refusal();
    dispatch.channel = core::DispatchChannel::post;
    for (const auto& line : address->lines()) dispatch.recipient += (dispatch.recipient.empty() ? "" : "\n") + line;
    return dispatch;
}

core::Outcome<core::Dispatch> address(core::Dispatch dispatch, const Fields& data, const std::string& party,
                                      Carrier carrier) {
    const auto mailbox = field(data, party + ".courriel");
    const bool by_mail = carrier == Carrier::mail || (carrier == Carrier::mail_if_possible && !mailbox.empty());
    if (by_mail) return to_mailbox(std::move(dispatch), mailbox);
    return to_door(std::move(dispatch), core::lines_of(data, party + ".adresse.ligne"));
}

void put_addressee(Fields& data, const core::Dispatch& dispatch, const std::string& civility) {
    data["destinataire.civilite"] = civility;
    if (dispatch.channel == core::DispatchChannel::mail) data["destinataire.courriel"] = dispatch.recipient;
}

/// « Madame la Maire », « Monsieur l’Adjoint au maire »; both when the civility is not known.
std::string salutation(const Fields& person) {
    auto civility = field(person, "civilite");
    const auto title = field(person, "qualite");
    if (civility.empty()) return "Madame, Monsieur";
    if (title.empty()) return civility;
    const bool vowel =
        std::string_view{"AEIOUHaeiouh"}.find(title.front()) != std::string_view::npos || title.starts_with("É");
    const std::string article = vowel ? "l’" : civility == "Madame" ? "la " : "le ";
    return civility + " " + article + title;
}

}  // namespace

Fields letter_data(const Installation& office, const store::DossierRow& row) {
    Fields data = row.dossier.data;
    data["procedure"] = core::to_text(row.dossier.procedure);
    data["type"] = core::to_text(row.dossier.training);
    data["dossier.numero"] = row.dossier.number;
    data["dossier.reception"] = core::iso_date(core::office_date(row.dossier.created_at));
    const auto* procedure = office.catalogue.procedure(row.dossier.training);
    data[training_key] = procedure == nullptr ? "formation" : procedure->title;
    put_office(data, office.config);
    if (const auto* person = core::first_with(office.config.users, core::Role::instructeur))
        put_person(data, "instructeur", *person);
    return data;
}

void add_decision(Fields& data, const core::Decision& decision, const Installation& office,
                  const store::DossierRow& row) {
    data["decision.date"] = core::iso_date(decision.date);
    data["decision.jours"] = decision.days.text();
    data["decision.nature"] = field(data, training_key) + ", catégorie " + field(data, "agent.categorie");
    for (std::size_t i = 0; i < decision.motives.size(); ++i)
        data[fmt::format("decision.motif.{}", i + 1)] = decision.motives[i];
    const auto* duration =
        core::find_duration(office.catalogue.tables, row.dossier.training, field(data, "agent.categorie"));
    if (duration != nullptr) data["decision.duree_due"] = duration->most.text();
    if (const auto* person = core::find_person(office.config.users, decision.instructor))
        put_person(data, "instructeur", *person);
    if (const auto* person = core::find_person(office.config.users, decision.signatory))
        put_person(data, "signataire", *person);
}

struct Composer::Rendered {
    std::string letter_id;
    std::string pdf;
};

/// A letter to the collectivité with its dispatch, before anything is kept.
struct Composer::Prepared {
    Rendered letter;
    core::Dispatch dispatch;
    Fields data;
};

/// Rendered, reopened, and found to carry the dossier's number, the agent's name and the author of the act.
core::Outcome<Composer::Rendered> Composer::render(const std::string& letter_id, const store::DossierRow& row,
                                                   const Fields& data) const {
    const auto found = office_.catalogue.letters.find(letter_id);
    if (found == office_.catalogue.letters.end())
        return core::Refusal{core::Reason::template_invalid, "modèle de lettre absent : " + letter_id};
    auto pdf = templates::render_letter(found->second, data, core::office_date(office_.clock()));
    if (!pdf) return pdf.refusal();

    const auto facts = check_pdf(core::bytes_of(*pdf), office_.limits);
    if (!facts) return facts.refusal();
    std::string text;
    for (const auto& page : facts->pages) text += page;
    const auto said = core::normalised(text);
    for (const auto& due : {row.dossier.number, field(data, "agent.nom"), field(data, "signataire.nom")})
        if (!facts->ends_properly || said.find(core::normalised(due)) == std::string::npos)
            return core::Refusal{core::Reason::template_invalid,
                                 "la lettre " + letter_id + " composée ne porte pas « " + due + " »"};
    return Rendered{letter_id, *std::move(pdf)};
}

core::Outcome<Correspondence> Composer::carry(const Rendered& letter, const std::string& pdf_sha256,
                                              const std::string& pdf, core::Dispatch dispatch, Fields data) const {
    dispatch.pdf_sha256 = pdf_sha256;
    dispatch.created_at = office_.clock();
    Correspondence made{.letter = {.dossier = dispatch.dossier,
                                   .kind = letter.letter_id,
                                   .version = dispatch.letter_version,
                                   .sha256 = pdf_sha256,
                                   .date = core::office_date(office_.clock()),
                                   .publication = office_.catalogue.publication}};
    if (dispatch.channel == core::DispatchChannel::mail) {
        const auto frozen = message(letter, pdf, dispatch, std::move(data));
        if (!frozen) return frozen.refusal();
        dispatch.message_sha256 = spool_.put(*frozen);
    }
    made.dispatch = std::move(dispatch);
    return made;
}

/// The message's exact bytes; `dispatch` takes its identity.
core::Outcome<std::string> Composer::message(const Rendered& letter, const std::string& pdf, core::Dispatch& dispatch,
                                             Fields data) const {
    const auto& settings = office_.config.mail;
    const auto from = core::EmailAddress::parse(settings.from);
    if (!from) return core::Refusal{core::Reason::data_invalid, "réglage courriel.expediteur absent"};
    dispatch.attached = settings.attached;
    if (!dispatch.attached) data["message.lien"] = link_to(settings.link, dispatch.dossier);
    const auto text = templates::render_mail_text(office_.catalogue.mail_text, letter.letter_id, data);
    if (!text) return text.refusal();
    dispatch.message_id = message_id(dispatch, *from);
    mail::OutgoingMessage message{.from = *from,
                                  .from_name = settings.from_name,
                                  .to = *core::EmailAddress::parse(dispatch.recipient),
                                  .subject = text->subject,
                                  .text = text->body,
                                  .message_id = dispatch.message_id,
                                  .date = office_.clock(),
                                  .decision = dispatch.dossier + "; v=" + std::to_string(dispatch.letter_version)};
    if (settings.tagged) message.reply_to = tagged(*from, field(data, "complement.reference"));
    if (dispatch.attached) message.attachments = {{"dispense-" + dispatch.dossier + ".pdf", "application/pdf", pdf}};
    return mail::freeze(message);
}

core::Outcome<Composer::Prepared> Composer::prepare(const std::string& kind, int version, const store::DossierRow& row,
                                                    Fields data, Carrier carrier) const {
    const auto letter_id = kind + "-" + std::string{core::to_text(row.dossier.procedure)};
    const auto siret = core::Siret::parse(field(data, "collectivite.siret"));
    auto dispatch = address({.dossier = row.dossier.number,
                             .letter_kind = letter_id,
                             .letter_version = version,
                             .addressee = core::Addressee::collectivite,
                             .siret = siret ? siret->text() : ""},
                            data, "collectivite", carrier);
    if (!dispatch) return dispatch.refusal();

    put_addressee(data, *dispatch, salutation(core::below(data, "collectivite.representant")));
    put_lines(data, "destinataire.adresse", core::lines_of(data, "collectivite.adresse.ligne"));
    auto letter = render(letter_id, row, data);
    if (!letter) return letter.refusal();
    return Prepared{*std::move(letter), *std::move(dispatch), std::move(data)};
}

core::Outcome<Correspondence> Composer::to_collectivite(const std::string& kind, int version,
                                                        const store::DossierRow& row, Fields data, Carrier carrier,
                                                        const std::string& enclosed) const {
    auto ready = prepare(kind, version, row, std::move(data), carrier);
    if (!ready) return ready.refusal();
    const auto pdf = enclosed.empty() ? ready->letter.pdf : merge_pdfs({ready->letter.pdf, enclosed});
    return carry(ready->letter, spool_.put(pdf), pdf, std::move(ready->dispatch), ready->data);
}

core::Outcome<std::string> Composer::draft(const std::string& kind, const store::DossierRow& row, Fields data,
                                           Carrier carrier) const {
    const auto ready = prepare(kind, 1, row, std::move(data), carrier);
    if (!ready) return ready.refusal();
    return marked_as_draft(ready->letter.pdf, templates::fonts_of(office_.config.fonts));
}

core::Outcome<Correspondence> Composer::to_agent(const store::DossierRow& row, Fields data,
                                                 const Correspondence& decision) const {
    core::Dispatch blank{.dossier = row.dossier.number,
                         .letter_kind = "copie-agent-" + std::string{core::to_text(row.dossier.procedure)},
                         .letter_version = decision.letter.version,
                         .addressee = core::Addressee::agent};
    auto dispatch = address(blank, data, "agent", Carrier::mail_if_possible);
    auto lines = core::lines_of(data, "agent.adresse.ligne");
    if (!dispatch) {
        lines = core::lines_of(data, "collectivite.adresse.ligne");
        dispatch = blank;
        dispatch->channel = decision.dispatch.channel;
        dispatch->recipient = decision.dispatch.recipient;
        dispatch->siret = decision.dispatch.siret;
    }

    put_addressee(data, *dispatch, field(data, "agent.civilite"));
    put_lines(data, "destinataire.adresse", lines);
    const auto cover = render(dispatch->letter_kind, row, data);
    if (!cover) return cover.refusal();
    const auto pdf = merge_pdfs({cover->pdf, spool_.read(decision.letter.sha256)});
    return carry(*cover, spool_.put(pdf), pdf, *std::move(dispatch), data);
}

}  // namespace pipeline
