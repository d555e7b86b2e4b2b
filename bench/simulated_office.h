#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "bench/simulated_world.h"
#include "pipeline/installation.h"
#include "store/store.h"

namespace bench {

/// An installation that lives through a simulated time, a day at a time: what the world brings is taken, read (the
/// readings are ready: no page is decoded, no OCR runs), assembled, checked, asked for, decided in monthly sessions,
/// written, sent over real SMTP and printed, all by the product's own stages; people do what they do. Every day can be
/// cut anywhere and done again.
class SimulatedOffice {
  public:
    /// `program` is the one whose sandboxed child reopens letters; `mailbox` the folder where the relay keeps what it
    /// took, which people look into when a message is uncertain.
    SimulatedOffice(const std::filesystem::path& home, const Plan& plan, const std::filesystem::path& program,
                    const std::filesystem::path& mailbox);

    /// The first day that was not lived to its end.
    core::Date today() const { return today_; }
    /// Every request has come and every dossier is at its end.
    bool is_over();
    /// std::runtime_error names the day and the sum that does not hold.
    void live_a_day();

    store::Store& store() { return store_; }

  private:
    void at(int hour, int minute = 0);
    void world_brings();
    void bring(const Drop& drop);
    void read();
    void read_one(const store::Job& job);
    std::string dossier_of(const Case& story, const core::Arrival& request);
    std::string known_dossier(int number);
    void check();
    void people_look();
    void people_answer_for(const Case& story, const std::string& dossier);
    void hold_sessions();
    void close(const std::string& month);
    void propose_all(const std::string& month);
    void send();
    void settle_uncertain();
    void bounce();
    void print();
    void count();

    pipeline::Installation office_;
    Plan plan_;
    std::map<core::Date, std::vector<Drop>> drops_;
    std::filesystem::path mailbox_;
    core::Instant now_{};
    core::Date today_{};
    store::Store store_;
};

std::filesystem::path day_path(const std::filesystem::path& home);

}  // namespace bench
