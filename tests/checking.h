#pragma once

#include "office_fixture.h"
#include "pipeline/process.h"
#include "pipeline/settle.h"

/// An office whose checks run at once, and the pages they look at.
struct Checking : Office {
    void check(const std::string& dossier) {
        store.jobs().enqueue(pipeline::check_job, dossier, office.clock());
        const auto job = store.jobs().claim("test", std::chrono::minutes{1}, {pipeline::check_job});
        BOOST_REQUIRE(job.has_value());
        pipeline::settle(office, store, *job);
    }

    std::string state(const std::string& dossier) {
        return std::string{core::to_text(store.dossiers().find(dossier)->dossier.state)};
    }

    /// Pages read, as one arrival of a dossier.
    std::string add_pages(const std::string& dossier, const std::vector<core::Page>& pages) {
        const auto sha = store.spool().put("arrival " + std::to_string(++arrivals_));
        const auto arrival =
            store.arrivals().add({.key = std::to_string(arrivals_), .sha256 = sha, .name = "scan.pdf"}).arrival;
        store.readings().set_page_count(sha, static_cast<int>(pages.size()));
        for (const auto& page : pages) {
            store.readings().save_page(sha, "test", page);
            store.dossiers().assign_page({arrival.id, page.page}, dossier);
        }
        return arrival.id;
    }

  private:
    int arrivals_ = 0;
};
