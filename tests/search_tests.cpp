#include "store/search.h"

#include "store/connection.h"
#include "store/people.h"
#include "store/schema.h"
#include "tests/database.h"
#include "tests/store_home.h"

namespace {

struct Shelf {
    StoreHome home;
    store::Store store = home.open();

    std::string page(const std::string& text, const std::string& dossier = "", int page = 1,
                     const std::string& content = "") {
        const auto arrival = store.arrivals().add(some_arrival(content.empty() ? text : content)).arrival;
        store.readings().save_page(arrival.sha256, "1", {.page = page, .text = text});
        if (!dossier.empty()) store.dossiers().assign_page({arrival.id, page}, dossier);
        return arrival.id;
    }
    std::string dossier(const core::Fields& data) {
        return store.dossiers().add({.data = data}, core::Channel::post, "", "test").dossier.number;
    }
    std::size_t count(const std::vector<std::string>& words) { return store.search().find(words, 100).size(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(search_tests, Shelf)

BOOST_AUTO_TEST_CASE(words_are_found_however_they_are_written) {
    const auto number = dossier({{"agent.nom", "LEFÈVRE"}, {"collectivite.siret", "21780003600014"}});
    page("Je soussigné atteste que Madame Lefèvre a suivi la forma-\ntion « Œuvres et accueil du public » à l'hôtel.",
         number);
    const struct {
        std::vector<std::string> words;
        std::size_t found;
    } rows[]{{{"lefevre"}, 2},
             {{"LEFÈVRE"}, 2},
             {{"Lefèvre", "atteste"}, 1},
             {{"formation"}, 1},  // Broken over two lines.
             {{"oeuvres"}, 1},
             {{"œuvres"}, 1},
             {{"accueil du public"}, 1},
             {{"public du accueil"}, 0},  // A phrase keeps its order, words do not.
             {{"public", "accueil"}, 1},
             {{"lefe*"}, 2},
             {{"lefe"}, 0},
             {{"hotel"}, 1},
             {{number}, 1},
             {{"217 800 036 00014"}, 1},
             {{"21780003600014"}, 1},
             {{"lefevre", "inconnu"}, 0},
             {{"\" OR \"1"}, 0},  // Words, never a query.
             {{"NOT", "lefevre"}, 0},
             {{"*"}, 0},
             {{"«»"}, 0},
             {{""}, 0},
             {{}, 0}};
    for (const auto& row : rows)
        BOOST_TEST(count(row.words) == row.found, (row.words.empty() ? std::string{} : row.words[0]));
}

BOOST_AUTO_TEST_CASE(a_page_says_its_dossier_its_arrival_and_where_the_words_stand) {
    const auto number = dossier({});
    const auto arrival = page("Attestation de formation de Madame DUVAL", number, 3);
    const auto found = store.search().find({"duval"}, 10);
    BOOST_REQUIRE(found.size() == 1U);
    BOOST_TEST((found[0] == store::Found{number, arrival, 3, "ATTESTATION DE FORMATION DE MADAME ‹DUVAL›"}));
    const auto mail = store.arrivals().add(some_arrival("courriel")).arrival.id;
    store.mails().save(
        {.arrival = mail, .sender = "rh@valmer.example", .body = "La pièce de Duval", .dossier = number});
    BOOST_TEST((store.search().find({"piece"}, 10) ==
                std::vector{store::Found{number, mail, 0, "RH VALMER EXAMPLE LA ‹PIECE› DE DUVAL"}}));
}

BOOST_AUTO_TEST_CASE(what_changes_is_found_under_its_new_words_only) {
    const auto number = dossier({{"agent.nom", "LEMONIE"}});
    store.dossiers().update_data(number, {{"agent.nom", "LEMOINE"}});
    BOOST_TEST(count({"lemonie"}) == 0U);
    BOOST_TEST(count({"lemoine"}) == 1U);
    page("lu de travers", "", 1, "scan");
    page("lu droit", "", 1, "scan");
    BOOST_TEST(count({"travers"}) == 0U);
    BOOST_TEST(count({"droit"}) == 1U);
}

BOOST_AUTO_TEST_CASE(the_newest_come_first_a_page_at_a_time) {
    std::vector<std::string> arrivals;
    for (int i = 0; i < 25; ++i) arrivals.push_back(page("attestation " + std::to_string(i)));
    const auto first = store.search().find({"attestation"}, 10);
    BOOST_REQUIRE(first.size() == 10U);
    BOOST_TEST(first.front().arrival == arrivals.back());
    const auto last = store.search().find({"attestation"}, 10, 20);
    BOOST_REQUIRE(last.size() == 5U);
    BOOST_TEST(last.back().arrival == arrivals.front());
}

BOOST_AUTO_TEST_CASE(what_a_rolled_back_transaction_wrote_is_not_found) {
    BOOST_CHECK_THROW(store.transaction([&] {
        dossier({{"agent.nom", "FANTOME"}});
        throw std::runtime_error{"no"};
    }),
                      std::runtime_error);
    BOOST_TEST(count({"fantome"}) == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_there_already_is_indexed) {
    const auto number = dossier({{"agent.nom", "LEMOINE"}, {"agent.prenom", "Odile"}});
    for (int i = 0; i < 1100; ++i) page("ancienne page " + std::to_string(i), "", 1, "p" + std::to_string(i));
    Database{home.home}.run(
        "DELETE FROM texts; DELETE FROM text_index; DELETE FROM agent_names; DELETE FROM agents; DELETE FROM "
        "collectivites; UPDATE dossiers SET agent = 0, collectivite = 0");
    BOOST_TEST(count({"lemoine"}) == 0U);
    {
        store::Connection connection{store::database_path(home.home), home.clock()};
        connection.transaction([&] { store::index_everything(connection); });
    }
    BOOST_TEST(store.search().find({"lemoine"}, 10).at(0).dossier == number);
    BOOST_TEST(store.search().find({"ancienne"}, 2000).size() == 1100U);
    BOOST_TEST(!store.people().agent_of(number).empty());
}

BOOST_AUTO_TEST_SUITE_END()
