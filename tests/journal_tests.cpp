#include <functional>

#include "database.h"
#include "store_home.h"

namespace {

void write_lines(store::Store& store, int count) {
    store.transaction([&] {
        for (int i = 0; i < count; ++i)
            store.journal().append("l.hamard", "decision_taken", "26-000001-3", std::to_string(i));
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(journal_tests)

BOOST_AUTO_TEST_CASE(a_chain_of_many_lines_verifies) {
    StoreHome home;
    auto store = home.open();
    BOOST_TEST(!store.journal().verify().has_value());
    write_lines(store, 2500);
    BOOST_TEST(store.journal().length() == 2500);
    BOOST_TEST(!store.journal().verify().has_value());
    const auto lines = store.journal().from(2499, 10);
    BOOST_REQUIRE(lines.size() == 2U);
    BOOST_TEST(lines.back().number == 2500);
    BOOST_TEST(lines.back().detail == "2499");
    BOOST_TEST((lines.back().at == home.now));
}

BOOST_AUTO_TEST_CASE(the_hash_is_the_documented_one) {
    StoreHome home;
    auto store = home.open();
    const auto event = store.transaction([&] { return store.journal().append("é", "w", "A000001", ""); });
    std::string line(64, '0');
    line.append("1:1,24:2026-11-03T09:30:00.000Z,2:é,1:w,7:A000001,0:,");
    BOOST_TEST(event.hash == store::sha256(line));
    BOOST_TEST((store.journal().of("A000001") == std::vector{event}));
}

BOOST_AUTO_TEST_CASE(a_line_outside_a_transaction_is_a_bug) {
    StoreHome home;
    auto store = home.open();
    BOOST_CHECK_THROW(store.journal().append("w", "x", "y", "z"), std::logic_error);
    BOOST_TEST(store.journal().length() == 0);
}

BOOST_AUTO_TEST_CASE(a_line_rolled_back_leaves_no_gap) {
    StoreHome home;
    auto store = home.open();
    write_lines(store, 3);
    BOOST_CHECK_THROW(store.transaction([&] {
        store.journal().append("w", "x", "y", "z");
        throw std::runtime_error{"no"};
    }),
                      std::runtime_error);
    write_lines(store, 1);
    BOOST_TEST(store.journal().length() == 4);
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_CASE(every_tampering_is_found_where_it_is) {
    struct Tampering {
        const char* title;
        const char* sql;
        long long found_at;
    };
    const std::vector<Tampering> table{
        {"a byte of the detail", "UPDATE events SET detail = '8' WHERE number = 5", 5},
        {"a byte of the hash", "UPDATE events SET hash = 'f' || SUBSTR(hash, 2) WHERE number = 7", 7},
        {"who", "UPDATE events SET who = 'x' WHERE number = 1", 1},
        {"what", "UPDATE events SET what = 'decision_reversed' WHERE number = 2", 2},
        {"the subject", "UPDATE events SET subject = '26-000002-1' WHERE number = 3", 3},
        {"one millisecond", "UPDATE events SET at = at + 1 WHERE number = 10", 10},
        {"a piece moved to the next column", "UPDATE events SET subject = subject || '4', detail = '' WHERE number = 5",
         5},
        {"a line deleted", "DELETE FROM events WHERE number = 4", 4},
        {"the first deleted", "DELETE FROM events WHERE number = 1", 1},
        {"the last deleted", "DELETE FROM events WHERE number = 10", 10},
        {"all deleted", "DELETE FROM events", 1},
        {"a line deleted and the rest moved up",
         "DELETE FROM events WHERE number = 4; UPDATE events SET number = number - 1 WHERE number > 4", 4},
        {"two swapped",
         "UPDATE events SET number = 99 WHERE number = 3; UPDATE events SET number = 3 WHERE number = 4; "
         "UPDATE events SET number = 4 WHERE number = 99",
         3},
        {"a line added",
         "INSERT INTO events SELECT 11, at, who, what, subject, detail, hash FROM events WHERE number = 10", 11},
    };
    for (const auto& [title, sql, found_at] : table) {
        StoreHome home;
        auto store = home.open();
        write_lines(store, 10);
        Database{home.home}.run(sql);
        const auto broken = store.journal().verify();
        BOOST_REQUIRE_MESSAGE(broken.has_value(), title);
        BOOST_TEST(*broken == found_at, title);
    }
}

BOOST_AUTO_TEST_SUITE_END()
