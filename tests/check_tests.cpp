#include "pipeline/check.h"

#include "core/identifiers.h"

namespace {

using core::Kind;
using core::KindState;
using core::ZoneState;

core::Procedure integration() {
    return {.form = "integration",
            .fields = {{"agent.nom", "Indiquer le nom."}, {"jours", "Indiquer les jours."}},
            .signatures = {{"signature_agent", false, "Faire signer l'agent."},
                           {"cachet_autorite", true, "Apposer le cachet."}},
            .pieces = {{{Kind::arrete_nomination}, "", false, "Joindre l'arrêté."},
                       {{Kind::attestation_formation, Kind::certificat_realisation},
                        "motifs.formation",
                        true,
                        "Joindre l'attestation « {intitule} »."},
                       {{Kind::diplome}, "motifs.diplome", true, "Joindre le diplôme « {intitule} »."}},
            .over_cap_sentence = "{jours} pour {plafond} au plus.",
            .page_missing_sentence = "Renvoyer la page {page}."};
}

core::FormLayout layout() {
    core::FormLayout form{.id = "integration"};
    form.pages.resize(2);
    form.pages[1].zones = {{.id = "signature_agent", .kind = core::ZoneKind::signature},
                           {.id = "cachet_autorite", .kind = core::ZoneKind::stamp}};
    return form;
}

core::ReferenceTables tables() {
    return {.cadres = {{.name = "Adjoints administratifs territoriaux", .category = "C", .regime = "STD"},
                       {.name = "Agents de police municipale", .category = "C", .regime = "HORS"}},
            .durations = {
                {core::Training::integration, "C", core::HalfDays::of_days(5), core::HalfDays::of_days(5), 12, ""}}};
}

core::Page form_page(int number, ZoneState signature = ZoneState::signed_, bool stamped = true) {
    core::Page page{.page = number, .form = core::FormMatch{.id = "integration", .version = 1, .page = number}};
    if (number == 2)
        page.zones = {{.id = "signature_agent", .kind = core::ZoneKind::signature, .state = signature},
                      {.id = "cachet_autorite",
                       .kind = core::ZoneKind::stamp,
                       .state = stamped ? ZoneState::read : ZoneState::empty,
                       .stamped = stamped}};
    return page;
}

core::Piece piece(Kind kind, int page, KindState state = KindState::recognised) {
    return {.kind = kind, .state = state, .score = 1, .pages = {{"A1", page}}};
}

/// A dossier with nothing to say against it; each test spoils one thing.
core::DossierView good() {
    core::DossierView view;
    view.dossier.data = {{"agent.nom", "LEMOINE"},
                         {"agent.categorie", "C"},
                         {"jours", "5"},
                         {"agent.cadre_emplois", "Adjoints administratifs territoriaux"},
                         {"motifs.formation.1.intitule", "Accueil du public"}};
    view.pages = {{{"A1", 1}, form_page(1)}, {{"A1", 2}, form_page(2)}};
    view.pieces = {piece(Kind::demande_dispense, 1), piece(Kind::arrete_nomination, 3),
                   piece(Kind::attestation_formation, 4)};
    return view;
}

std::string answer(const core::DossierView& view) {
    const auto result = pipeline::check(view, integration(), layout(), tables());
    std::string text{core::to_text(result.completeness)};
    for (const auto& finding : result.findings) text += " " + finding.code + ":" + finding.subject;
    return text;
}

struct Row {
    const char* title;
    void (*spoil)(core::DossierView&);
    const char* expected;
};

const Row rows[]{
    {"nothing wrong", [](core::DossierView&) {}, "complete"},
    {"a certificate stands for an attestation",
     [](core::DossierView& v) { v.pieces[2].kind = Kind::certificat_realisation; }, "complete"},
    {"an online request needs no signature",
     [](core::DossierView& v) {
         v.channel = core::Channel::online;
         v.pages.clear();
     },
     "complete"},
    {"a page sent again with its signature settles the first",
     [](core::DossierView& v) {
         v.pages[1].page = form_page(2, ZoneState::empty);
         v.pages.push_back({{"A2", 1}, form_page(2)});
     },
     "complete"},
    {"half days are accepted", [](core::DossierView& v) { v.dossier.data["jours"] = "2,5"; }, "complete"},
    {"a field is missing", [](core::DossierView& v) { v.dossier.data.erase("agent.nom"); },
     "incomplete field_missing:agent.nom"},
    {"a SIRET is wrong", [](core::DossierView& v) { v.dossier.data["collectivite.siret"] = "20003452800041"; },
     "incomplete field_invalid:collectivite.siret"},
    {"an e-mail address is wrong", [](core::DossierView& v) { v.dossier.data["collectivite.courriel"] = "mairie@"; },
     "incomplete field_invalid:collectivite.courriel"},
    {"more days than the training has", [](core::DossierView& v) { v.dossier.data["jours"] = "5,5"; },
     "incomplete days_over_cap:jours"},
    {"days that are no number", [](core::DossierView& v) { v.dossier.data["jours"] = "cinq"; },
     "incomplete field_invalid:jours"},
    {"zero days", [](core::DossierView& v) { v.dossier.data["jours"] = "0"; }, "incomplete field_invalid:jours"},
    {"not signed", [](core::DossierView& v) { v.pages[1].page = form_page(2, ZoneState::empty); },
     "incomplete signature_missing:signature_agent"},
    {"a doubtful signature is neither", [](core::DossierView& v) { v.pages[1].page = form_page(2, ZoneState::doubt); },
     "doubtful signature_doubtful:signature_agent"},
    {"no stamp", [](core::DossierView& v) { v.pages[1].page = form_page(2, ZoneState::signed_, false); },
     "incomplete stamp_missing:cachet_autorite"},
    {"the page of the signatures is lost", [](core::DossierView& v) { v.pages.pop_back(); },
     "incomplete form_page_missing:page_2"},
    {"a page read without its zones is a doubt", [](core::DossierView& v) { v.pages[1].page.zones.clear(); },
     "doubtful signature_doubtful:signature_agent stamp_doubtful:cachet_autorite"},
    {"no arrêté", [](core::DossierView& v) { v.pieces.erase(v.pieces.begin() + 1); },
     "incomplete piece_missing:arrete_nomination"},
    {"a piece nobody recognised may be the missing one",
     [](core::DossierView& v) { v.pieces[1] = piece(Kind::other, 3, KindState::unrecognised); },
     "doubtful piece_doubtful:arrete_nomination"},
    {"an uncertain piece is a doubt", [](core::DossierView& v) { v.pieces[2].state = KindState::uncertain; },
     "doubtful piece_doubtful:attestation_formation"},
    {"two trainings want two attestations",
     [](core::DossierView& v) {
         v.dossier.data["motifs.formation.2.intitule"] = "Marchés publics";
         v.pieces.pop_back();
     },
     "incomplete piece_missing:attestation_formation piece_missing:attestation_formation"},
    {"a diploma invoked must be joined",
     [](core::DossierView& v) { v.dossier.data["motifs.diplome.1.intitule"] = "Licence"; },
     "incomplete piece_missing:diplome"},
    {"something missing beats something doubtful",
     [](core::DossierView& v) {
         v.pages[1].page = form_page(2, ZoneState::doubt);
         v.pieces.pop_back();
     },
     "incomplete signature_doubtful:signature_agent piece_missing:attestation_formation"},
    {"police is not concerned, which only a person can say",
     [](core::DossierView& v) { v.dossier.data["agent.cadre_emplois"] = "Agents de police municipale"; },
     "complete not_concerned:agent"},
    {"a category that does not fit is noted",
     [](core::DossierView& v) {
         v.dossier.data["agent.categorie"] = "B";
         v.dossier.data["jours"] = "1";
     },
     "complete category_mismatch:agent.categorie"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(check_tests)

BOOST_AUTO_TEST_CASE(each_spoilt_dossier_gets_its_own_finding) {
    for (const auto& row : rows) {
        auto view = good();
        row.spoil(view);
        BOOST_TEST(answer(view) == row.expected, row.title << ": " << answer(view));
    }
}

BOOST_AUTO_TEST_CASE(sentences_name_what_is_missing) {
    auto view = good();
    view.pieces.pop_back();
    const auto result = pipeline::check(view, integration(), layout(), tables());
    BOOST_REQUIRE(result.findings.size() == 1U);
    BOOST_TEST(result.findings[0].sentence == "Joindre l'attestation « Accueil du public ».");
}

BOOST_AUTO_TEST_SUITE_END()
