#include "pipeline/fact_dates.h"
#include "pipeline/fact_durations.h"
#include "tests/text_page.h"

namespace {

/// Each span as `from..to` by runs, with its role when it has one.
std::string dates_in(const std::string& text) {
    const auto page = text_page(text);
    const pipeline::PageText laid{page};
    std::string told;
    for (const auto& span : pipeline::find_dates(pipeline::lexemes_of(page, laid))) {
        static constexpr const char* roles[]{"", "born ", "legal ", "made ", "from ", "limit "};
        told += (told.empty() ? "" : " | ") + std::string{roles[static_cast<int>(span.role)]};
        for (const auto& run : span.runs) {
            told += (told.ends_with(' ') || told.empty() ? "" : "+") + core::iso_date(run.from);
            if (run.to != run.from) told += ".." + core::iso_date(run.to);
        }
    }
    return told;
}

std::string durations_in(const std::string& text) {
    const auto page = text_page(text);
    const pipeline::PageText laid{page};
    std::string told;
    for (const auto& duration : pipeline::find_durations(pipeline::lexemes_of(page, laid)))
        told +=
            (told.empty() ? "" : " ") + duration.amount + (duration.unit == pipeline::Duration::Unit::days ? "j" : "h");
    return told;
}

struct Row {
    const char* text;
    const char* expected;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(fact_times_tests)

BOOST_AUTO_TEST_CASE(dates_are_read_in_all_their_shapes) {
    const Row rows[]{
        {"session le 3 mars 2024 à Caen", "2024-03-03"},
        {"session le 1er janvier 2024", "2024-01-01"},
        {"session le mardi 12 mars 2024 matin", "2024-03-12"},
        {"session du 3 au 5 mars 2024", "2024-03-03..2024-03-05"},
        {"du lundi 29 avril au jeudi 2 mai 2024", "2024-04-29..2024-05-02"},
        {"du 29 décembre 2023 au 3 janvier 2024", "2023-12-29..2024-01-03"},
        {"du 03/03/2024 au 05/03/2024", "2024-03-03..2024-03-05"},
        {"03/03/2024 - 05/03/2024", "2024-03-03..2024-03-05"},
        {"03.03.24 au 05.03.24", "2024-03-03..2024-03-05"},
        {"stage 01-03-2024 validé", "2024-03-01"},
        {"les 3, 4 et 10 mars 2024", "2024-03-03..2024-03-04+2024-03-10"},
        {"les 28 et 29 mars puis 4 avril 2024", "2024-03-28..2024-03-29+2024-04-04"},
        {"les 12/03/2024, 13/03/2024 et 02/04/2024", "2024-03-12..2024-03-13+2024-04-02"},
        {"le 3 mars 2024 et le 10 mars 2024", "2024-03-03+2024-03-10"},
        {"entre le 3 et le 7 mars 2024", "2024-03-03..2024-03-07"},
        {"du 5 fevrier au 6 fevrier 2024", "2024-02-05..2024-02-06"},
        {"le 14 aout 2024 au soir", "2024-08-14"},
        {"le 14 DECEMBRE 2O24 au soir", "2024-12-14"},
        {"le l2 septernbre 2024 au soir", "2024-09-12"},
        {"né le 3 mai 1985 à Caen", "born 1985-05-03"},
        {"Date de naissance : 03/05/1985", "born 1985-05-03"},
        {"Vu le décret n° 92-1194 du 4 novembre 1992 modifié", "legal 1992-11-04"},
        {"Vu la délibération en date du 12 mars 2014", "legal 2014-03-12"},
        {"Fait à Caen, le 3 mars 2024", "made 2024-03-03"},
        {"Caen, le 3 mars 2024", "made 2024-03-03"},
        {"Le 3 mars 2024", "made 2024-03-03"},
        {"À compter du 1er septembre 2024, l'agent", "from 2024-09-01"},
        {"candidature avant le 3 mars 2024 au soir", "limit 2024-03-03"},
    };
    for (const auto& row : rows)
        BOOST_TEST(dates_in(row.text) == row.expected, row.text << " -> " << dates_in(row.text));
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_left_alone) {
    for (const char* text : {"le 31 février 2024", "le 12/13/2024", "article 12 du code", "du 3 au 5",
                             "tél. 02 31 12 10 24", "n° 2008-512", "12,50 euros", "le 3 mars",
                             "du 5 mars 2024 au 3 mars", "les 12, 13 et 14", "28 14 09999 14", "1/2/3", ""})
        BOOST_TEST(dates_in(text).empty(), text << " -> " << dates_in(text));
}

BOOST_AUTO_TEST_CASE(days_and_hours_are_kept_apart) {
    const Row rows[]{
        {"Durée : 2 jours", "2j"},
        {"2 j", "2j"},
        {"14 heures", "14h"},
        {"14h00", "14h"},
        {"10h30 de formation", "10.5h"},
        {"0,5 jour", "0.5j"},
        {"2,5 jours soit 17,5 heures", "2.5j 17.5h"},
        {"une demi-journée", "0.5j"},
        {"trois (3) jours", "3j"},
        {"trois jours", "3j"},
        {"3 jours (21 heures)", "3j 21h"},
        {"2l heures", "21h"},
        {"21 h sur 3 jours", "21h 3j"},
    };
    for (const auto& row : rows)
        BOOST_TEST(durations_in(row.text) == row.expected, row.text << " -> " << durations_in(row.text));
    for (const char* text : {"9 h - 12 h 30", "à 9 heures", "de 9h00 à 17h00", "35 heures hebdomadaires",
                             "sous 15 jours", "dans un délai de 2 jours", "3 mois", "jour 1", ""})
        BOOST_TEST(durations_in(text).empty(), text << " -> " << durations_in(text));
}

BOOST_AUTO_TEST_SUITE_END()
