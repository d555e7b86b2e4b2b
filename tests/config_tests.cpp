#include "pipeline/config.h"

#include <filesystem>
#include <fstream>

#include "core/closest.h"
#include "core/failures.h"
#include "tests/temporary_folder.h"

namespace {

struct TomlFile {
    TemporaryFolder folder;
    std::filesystem::path path = folder / "vaguemestre.toml";
    explicit TomlFile(const std::string& text) { std::ofstream{path} << text; }
};

#define USER(login, roles) \
    "[[utilisateurs]]\nidentifiant = \"" login "\"\nprenom = \"A\"\nnom = \"B\"\nqualite = \"C\"\nroles = " roles "\n"

}  // namespace

BOOST_AUTO_TEST_SUITE(config_tests)

BOOST_AUTO_TEST_CASE(the_file_that_init_writes_is_accepted) {
    const TomlFile file{pipeline::default_config_text()};
    const auto config = pipeline::load_config(file.path);
    BOOST_TEST(config.office.name == "CNFPT Normandie");
    BOOST_TEST(config.office.address.size() == 4U);
    BOOST_TEST(config.users.at(0).login == "instructeur");
    BOOST_TEST(config.signatory.login == "signataire");
    BOOST_TEST(!config.two_persons);
    for (std::size_t role = 0; role < core::EnumNames<core::Role>::names.size(); ++role)
        BOOST_TEST(core::first_with(config.users, static_cast<core::Role>(role)) != nullptr,
                   core::EnumNames<core::Role>::names[role]);
    BOOST_TEST(config.complement.hours == 48);
    BOOST_TEST(config.hours.hours[0].size() == 2U);
    BOOST_TEST(config.hours.hours[5].empty());
}

BOOST_AUTO_TEST_CASE(a_wrong_setting_is_named_with_its_line_and_remedy) {
    const std::pair<const char*, const char*> rows[]{
        {"[bureau]\nnmo = \"x\"", "ligne 2 : « bureau.nmo » : clé inconnue; vouliez-vous dire « nom »"},
        {"[burau]\nnom = \"x\"", "vouliez-vous dire « bureau »"},
        {"[zzzzzz]\nnom = \"x\"", "section inconnue"},
        {"bureau = 3", "doit être une section"},
        {"[courriel]\nport = \"25\"", "un nombre entier est attendu"},
        {"[courriel]\nport = 0", "va de 1 à 65535"},
        {"[courriel]\nport = -3", "un nombre entier est attendu"},
        {"[courriel]\nsecurite = \"ssl\"", "aucune, starttls ou tls"},
        {"[courriel]\nexpediteur = \"x\\r\\ny@z.example\"", "adresse électronique non valable"},
        {"[bureau]\nadresse = \"x\"", "une liste de textes est attendue"},
        {"[bureau]\nadresse = [1]", "une liste de textes est attendue"},
        {"[bureau]\nnom = 3", "un texte entre guillemets est attendu"},
        {"[travail]\nheure_impression = 24", "va de 0 à 23"},
        {"[complement]\nenvoi = \"auto\"", "attendu : automatique ou relu"},
        {"[complement]\ncompte = \"ouvre\"", "attendu : calendaire, heures-ouvrees ou jours-ouvres"},
        {"[complement]\nreport_jour_ouvre = \"oui\"", "attendu : true ou false"},
        {"[horaires]\nlundi = [\"8h-12h\"]", "« 8h-12h » ; attendu HH:MM-HH:MM"},
        {"[horaires]\nlundi = [\"13:30-17:00\", \"08:30-12:00\"]", "plages dans l'ordre"},
        {"[horaires]\nfermetures = [\"24/12/2026\"]", "attendu AAAA-MM-JJ"},
        {"[horaires]\nlundi = []\nmardi = []\nmercredi = []\njeudi = []\nvendredi = []", "n'ouvre aucun jour"},
        {"[[utilisateurs]]\nidentifiant = \"a\"", "ligne 1 : « utilisateurs.identifiant » : un utilisateur a besoin"},
        {"[[utilisateurs]]\nlogin = \"a\"", "clé inconnue"},
        {"utilisateurs = 3", "doit s'écrire [[utilisateurs]]"},
        {USER("a", "[\"chef\"]"), "rôle inconnu « chef »"},
        {USER("a", "[]"), "un utilisateur a besoin de identifiant, prenom, nom, qualite et roles"},
        {USER("a", "\"courrier\""), "une liste de textes est attendue"},
        {USER("Émile", "[\"signataire\"]"), "lettres minuscules sans accent"},
        {USER("a b", "[\"signataire\"]"), "lettres minuscules sans accent"},
        {USER("vaguemestre", "[\"signataire\"]"), "est réservé au programme"},
        {USER("a", "[\"instructeur\"]"), "aucun utilisateur n'a le rôle signataire"},
        {USER("a", "[\"signataire\"]") USER("a", "[\"courrier\"]"),
         "ligne 7 : l'identifiant « a » est donné deux fois"},
        {USER("a", "[\"signataire\"]") "[decisions]\nsignataire = \"b\"", "n'est pas un utilisateur qui a le rôle"},
        {USER("a", "[\"signataire\"]") USER("b", "[\"courrier\"]") "[decisions]\nsignataire = \"b\"",
         "« b » n'est pas un utilisateur qui a le rôle signataire"},
        {"[decisions]\njour_limite = 31", "un jour de 1 à 28 est attendu"},
        {"[decisions]\ndeux_personnes = \"oui\"", "attendu : true ou false"},
        {"[[instructeurs]]\nidentifiant = \"a\"", "« instructeurs » : section inconnue"},
        {"[bureau\nnom", "écriture TOML fautive"},
    };
    for (const auto& [text, expected] : rows) {
        const TomlFile file{text};
        try {
            pipeline::load_config(file.path);
            BOOST_ERROR("accepted: " << text);
        } catch (const core::BadSetup& error) {
            BOOST_TEST(std::string{error.what()}.find(expected) != std::string::npos, text << " -> " << error.what());
        }
    }
    BOOST_CHECK_THROW(pipeline::load_config("/nonexistent.toml"), core::BadSetup);
}

BOOST_AUTO_TEST_CASE(the_nearest_word_is_offered_only_when_near) {
    BOOST_TEST(core::closest("complete", {"complete", "x"}).value() == "complete");
    BOOST_TEST(core::closest("complet", {"comprendre", "complete"}).value() == "complete");
    BOOST_TEST(!core::closest("abc", {"xyz"}).has_value());
    BOOST_TEST(!core::closest("", {"long"}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
