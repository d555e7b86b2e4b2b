#include "core/failures.h"
#include "store_home.h"

BOOST_AUTO_TEST_SUITE(store_tests)

BOOST_AUTO_TEST_CASE(an_arrival_is_stored_with_its_job_and_its_event) {
    StoreHome home;
    auto store = home.open();
    const auto added = store.arrivals().add(some_arrival("one"));
    BOOST_TEST(added.was_new);
    BOOST_TEST(added.arrival.id == "A000001");
    BOOST_TEST((store.arrivals().find("A000001") == added.arrival));
    const auto job = store.jobs().claim("w1", std::chrono::minutes{2}, {"read", "check"});
    BOOST_REQUIRE(job.has_value());
    BOOST_TEST(job->subject == "A000001");
    const auto events = store.journal().of("A000001");
    BOOST_REQUIRE(events.size() == 1U);
    BOOST_TEST(events.front().what == "arrival_stored");
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
