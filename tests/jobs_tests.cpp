#include <set>
#include <thread>

#include "store_home.h"

namespace {

using namespace std::chrono_literals;

struct Bench : StoreHome {
    store::Store store{home, clock()};
    store::Jobs& jobs = store.jobs();

    store::Job claimed(std::string_view worker = "p1-1") {
        const auto job = jobs.claim(worker, 2min);
        BOOST_REQUIRE(job.has_value());
        return *job;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(jobs_tests)

BOOST_AUTO_TEST_CASE(a_job_is_claimed_once_and_leaves_when_finished) {
    Bench bench;
    bench.jobs.enqueue("read", "A000001", bench.now);
    const auto job = bench.claimed();
    BOOST_TEST(job.kind == "read");
    BOOST_TEST(job.subject == "A000001");
    BOOST_TEST(job.attempt == 1);
    BOOST_TEST(!bench.jobs.claim("p1-2", 2min).has_value());
    bench.jobs.finish(job);
    BOOST_TEST(bench.jobs.list().empty());
}

BOOST_AUTO_TEST_CASE(the_longest_due_goes_first_then_the_oldest) {
    Bench bench;
    bench.jobs.enqueue("read", "later", bench.now + 1ms);
    bench.jobs.enqueue("read", "b", bench.now);
    bench.jobs.enqueue("read", "c", bench.now);
    bench.jobs.enqueue("check", "a", bench.now - 1h);
    BOOST_TEST((bench.jobs.next_due() == bench.now - 1h));
    for (const char* subject : {"a", "b", "c"}) BOOST_TEST(bench.claimed().subject == subject);
    BOOST_TEST(!bench.jobs.claim("p1-1", 2min).has_value());
    bench.now += 1ms;
    BOOST_TEST(bench.claimed().subject == "later");
    BOOST_TEST(!bench.jobs.next_due().has_value());
}

BOOST_AUTO_TEST_CASE(a_worker_takes_only_its_kinds) {
    Bench bench;
    bench.jobs.enqueue("read", "x", bench.now);
    BOOST_TEST(!bench.jobs.claim("w", 2min, {"check"}).has_value());
    BOOST_TEST(!bench.jobs.claim("w", 2min, {"check", "rea", "re%", "reads"}).has_value());
    BOOST_TEST(bench.jobs.claim("w", 2min, {"check", "read"}).has_value());
}

BOOST_AUTO_TEST_CASE(one_open_job_of_a_kind_for_a_subject) {
    Bench bench;
    bench.jobs.enqueue("check", "x", bench.now + 1h);
    bench.jobs.enqueue("check", "x", bench.now + 2h);
    BOOST_TEST((bench.jobs.next_due() == bench.now + 1h));
    bench.jobs.enqueue("check", "x", bench.now);
    BOOST_TEST((bench.jobs.next_due() == bench.now));
    bench.jobs.enqueue("read", "x", bench.now);
    bench.jobs.enqueue("check", "y", bench.now);
    BOOST_TEST(bench.jobs.list().size() == 3U);
}

BOOST_AUTO_TEST_CASE(work_asked_for_while_it_is_done_is_done_once_more) {
    Bench bench;
    for (const auto due : {bench.now, core::Instant{}}) {
        bench.jobs.enqueue("check", "x", bench.now);
        const auto first = bench.claimed();
        bench.jobs.enqueue("check", "x", due);
        bench.jobs.enqueue("check", "x", bench.now + 1h);
        BOOST_TEST(!bench.jobs.claim("p1-2", 2min).has_value(), "never two at once on one subject");
        bench.jobs.finish(first);
        const auto second = bench.claimed();
        BOOST_TEST(second.id == first.id);
        BOOST_TEST(second.attempt == first.attempt + 1);
        bench.jobs.finish(second);
        BOOST_TEST(bench.jobs.list().empty());
    }
}

BOOST_AUTO_TEST_CASE(a_worker_thought_dead_can_change_nothing) {
    Bench bench;
    bench.jobs.enqueue("read", "x", bench.now);
    const auto zombie = bench.claimed("p1-1");
    bench.now += 2min + 1ms;
    BOOST_TEST(bench.jobs.reap() == 1);
    const auto heir = bench.claimed("p1-2");
    BOOST_TEST(heir.id == zombie.id);
    BOOST_TEST(heir.attempt == 2);

    BOOST_CHECK_THROW(bench.jobs.finish(zombie), store::StaleJob);
    BOOST_TEST(!bench.jobs.heartbeat(zombie, 2min));
    BOOST_TEST(!bench.jobs.put_back(zombie, bench.now, "x"));
    BOOST_TEST(!bench.jobs.park(zombie, "x"));
    BOOST_TEST(bench.jobs.heartbeat(heir, 2min));
    bench.jobs.finish(heir);
    BOOST_CHECK_THROW(bench.jobs.finish(heir), store::StaleJob);
}

BOOST_AUTO_TEST_CASE(the_result_of_a_stale_job_is_rolled_back_with_it) {
    Bench bench;
    bench.jobs.enqueue("read", "x", bench.now);
    const auto zombie = bench.claimed();
    bench.jobs.release_workers("p1-");
    BOOST_CHECK_THROW(bench.store.transaction([&] {
        bench.store.readings().set_page_count("s", 3);
        bench.jobs.finish(zombie);
    }),
                      store::StaleJob);
    BOOST_TEST(!bench.store.readings().page_count("s").has_value());
}

BOOST_AUTO_TEST_CASE(a_heartbeat_keeps_the_lease) {
    Bench bench;
    bench.jobs.enqueue("read", "x", bench.now);
    const auto job = bench.claimed();
    for (int i = 0; i < 20; ++i) {
        bench.now += 100s;
        BOOST_TEST(bench.jobs.reap() == 0);
        BOOST_TEST(bench.jobs.heartbeat(job, 2min));
    }
    bench.now += 2min;
    BOOST_TEST(bench.jobs.reap() == 0);
    bench.now += 1ms;
    BOOST_TEST(bench.jobs.reap() == 1);
}

BOOST_AUTO_TEST_CASE(work_put_back_waits_for_its_time_and_says_why) {
    Bench bench;
    bench.jobs.enqueue("read", "x", bench.now);
    BOOST_TEST(bench.jobs.put_back(bench.claimed(), bench.now + 5min, "disque plein"));
    BOOST_TEST(!bench.jobs.claim("w", 2min).has_value());
    BOOST_TEST(bench.jobs.list().front().cause == "disque plein");
    bench.now += 5min;
    BOOST_TEST(bench.claimed().failures == 1);
}

BOOST_AUTO_TEST_CASE(what_failed_goes_after_what_did_not) {
    Bench bench;
    bench.jobs.enqueue("read", "kills", bench.now);
    BOOST_TEST(bench.claimed().subject == "kills");
    BOOST_TEST(bench.jobs.release_workers("p1-") == 1);
    bench.now += 1min;
    bench.jobs.enqueue("read", "later", bench.now);
    BOOST_TEST(bench.claimed().subject == "later");
    BOOST_TEST(bench.claimed().subject == "kills");
}

BOOST_AUTO_TEST_CASE(poison_is_set_aside_in_sight_until_a_person_lifts_it) {
    Bench bench;
    bench.jobs.enqueue("read", "x", bench.now);
    BOOST_TEST(bench.jobs.park(bench.claimed(), "police absente"));
    bench.jobs.enqueue("read", "x", bench.now);
    BOOST_TEST(!bench.jobs.claim("w", 2min).has_value());
    BOOST_TEST(bench.jobs.counts().parked == 1);
    const auto parked = bench.jobs.list(store::JobState::parked);
    BOOST_REQUIRE(parked.size() == 1U);
    BOOST_TEST(parked.front().cause == "police absente");
    BOOST_TEST(bench.jobs.unpark(parked.front().job.id));
    BOOST_TEST(!bench.jobs.unpark(parked.front().job.id));
    BOOST_TEST(bench.claimed().failures == 0);
    BOOST_TEST(bench.jobs.unpark_all() == 0);
}

BOOST_AUTO_TEST_CASE(a_job_whose_worker_dies_again_and_again_is_set_aside) {
    Bench bench;
    bench.jobs.enqueue("read", "x", bench.now);
    for (int i = 1; i <= 5; ++i) {
        BOOST_TEST(bench.claimed().attempt == i);
        bench.now += 3min;
        BOOST_TEST(bench.jobs.reap() == 1);
    }
    BOOST_TEST(bench.jobs.counts().parked == 1);

    bench.jobs.enqueue("read", "y", bench.now);
    for (int i = 0; i < 50; ++i) {
        bench.claimed();
        BOOST_TEST(bench.jobs.release_workers("p1-") == 1);
    }
    BOOST_TEST(bench.jobs.counts().parked == 2);
}

BOOST_AUTO_TEST_CASE(only_the_jobs_of_the_dead_process_are_released) {
    Bench bench;
    for (const char* subject : {"a", "b", "c"}) bench.jobs.enqueue("read", subject, bench.now);
    const auto dead = bench.claimed("p1-1");
    const auto alive = bench.claimed("p2-1");
    BOOST_TEST(bench.jobs.release_workers("p1-") == 1);
    BOOST_TEST(bench.jobs.heartbeat(alive, 2min));
    BOOST_TEST(!bench.jobs.heartbeat(dead, 2min));
    BOOST_TEST(bench.jobs.release_workers("") == 1);
}

BOOST_AUTO_TEST_CASE(the_counts_tell_the_oldest_that_waits) {
    Bench bench;
    BOOST_TEST(!bench.jobs.counts().oldest_ready.has_value());
    bench.jobs.enqueue("read", "a", bench.now);
    bench.now += 1min;
    bench.jobs.enqueue("read", "b", bench.now);
    bench.jobs.enqueue("read", "c", bench.now + 1h);
    BOOST_TEST((bench.jobs.counts().oldest_ready == bench.now - 1min));
    bench.claimed();
    const auto counts = bench.jobs.counts();
    BOOST_TEST(counts.ready == 2);
    BOOST_TEST(counts.taken == 1);
    BOOST_TEST((counts.oldest_ready == bench.now));
}

BOOST_AUTO_TEST_CASE(two_workers_never_hold_the_same_job) {
    Bench bench;
    constexpr int jobs = 120;
    for (int i = 0; i < jobs; ++i) bench.jobs.enqueue("read", std::to_string(i), bench.now);
    std::array<std::vector<long long>, 2> done;
    const auto work = [&](std::size_t worker) {
        store::Store mine{bench.home};
        while (const auto job = mine.jobs().claim("p1-" + std::to_string(worker), 2min)) {
            done[worker].push_back(job->id);
            mine.jobs().finish(*job);
        }
    };
    { std::jthread one{work, 0}, two{work, 1}; }
    std::set<long long> distinct{done[0].begin(), done[0].end()};
    distinct.insert(done[1].begin(), done[1].end());
    BOOST_TEST(done[0].size() + done[1].size() == static_cast<std::size_t>(jobs));
    BOOST_TEST(distinct.size() == static_cast<std::size_t>(jobs));
}

BOOST_AUTO_TEST_CASE(a_job_that_progresses_between_crashes_is_never_parked) {
    Bench bench;
    bench.jobs.enqueue("read", "A000001", bench.now);
    for (int crash = 0; crash < 50; ++crash) {
        bench.jobs.progressed(bench.claimed());
        BOOST_TEST(bench.jobs.release_workers("p1-") == 1);
    }
    const auto zombie = bench.claimed();
    bench.jobs.release_workers("p1-");
    BOOST_CHECK_THROW(bench.jobs.progressed(zombie), store::StaleJob);
}

BOOST_AUTO_TEST_SUITE_END()
