#include "store/store.h"

#include <fcntl.h>

#include "store/connection.h"
#include "store/names.h"
#include "store/people.h"
#include "store/retention.h"
#include "store/schema.h"
#include "store/search.h"

namespace store {

struct Store::Parts {
    Parts(const std::filesystem::path& home, core::Clock clock)
        : connection{database_path(home), std::move(clock)}, spool{spool_path(home)} {
        migrate(connection);
    }

    Connection connection;
    Spool spool;
    Journal journal{connection};
    Jobs jobs{connection};
    Arrivals arrivals{connection, journal, jobs};
    Readings readings{connection};
    Register dossiers{connection, journal};
    Complements complements{connection, journal};
    Sessions sessions{connection, journal, dossiers};
    Proposals proposals{connection, journal};
    Publications publications{connection, journal};
    Outbox outbox{connection, journal};
    Mails mails{connection};
    Reviews reviews{connection, journal};
    People people{connection, journal};
    Search search{connection};
    Retention retention{connection, journal};
    Batches batches{connection, journal};
};

void Store::create(const std::filesystem::path& home, const FileSystemProbe& probe) {
    make_directory_durably(home);
    require_local_file_system(home, probe);
    dialect::create(database_path(home));
    Store{home, core::system_now, probe};
}

Store::Store(const std::filesystem::path& home, core::Clock clock, const FileSystemProbe& probe) {
    require_local_file_system(home, probe);
    parts_ = std::make_unique<Parts>(home, std::move(clock));
}

Store::~Store() = default;

void Store::run_transaction(const std::function<void()>& work) { parts_->connection.transaction(work); }

Arrivals& Store::arrivals() { return parts_->arrivals; }
Jobs& Store::jobs() { return parts_->jobs; }
Readings& Store::readings() { return parts_->readings; }
Register& Store::dossiers() { return parts_->dossiers; }
Complements& Store::complements() { return parts_->complements; }
Sessions& Store::sessions() { return parts_->sessions; }
Proposals& Store::proposals() { return parts_->proposals; }
Publications& Store::publications() { return parts_->publications; }
Outbox& Store::outbox() { return parts_->outbox; }
Mails& Store::mails() { return parts_->mails; }
Reviews& Store::reviews() { return parts_->reviews; }
Batches& Store::batches() { return parts_->batches; }
Journal& Store::journal() { return parts_->journal; }
People& Store::people() { return parts_->people; }
Search& Store::search() { return parts_->search; }
Retention& Store::retention() { return parts_->retention; }
const Spool& Store::spool() const { return parts_->spool; }
core::Instant Store::now() const { return parts_->connection.now(); }

Counts Store::counts() {
    Counts counts;
    const auto fates = arrivals().counts();
    counts.stored = fates.at(core::Fate::stored);
    counts.refused = fates.at(core::Fate::refused);
    counts.duplicate = fates.at(core::Fate::duplicate);
    auto& connection = parts_->connection;
    counts.seen = connection.value<long long>("SELECT COUNT(*) FROM arrivals");
    counts.jobs = jobs().counts();
    for (std::size_t i = 0; i < core::EnumNames<core::DossierState>::names.size(); ++i)
        counts.dossiers[static_cast<core::DossierState>(i)] = 0;
    for (const auto& [state, count] :
         connection.rows<core::DossierState, long long>("SELECT state, COUNT(*) FROM dossiers GROUP BY state"))
        counts.dossiers[state] = count;
    counts.dispatches = outbox().counts();
    if (counts.dispatches.at(core::DispatchState::waiting) > 0)
        counts.oldest_dispatch =
            connection.value<core::Instant>("SELECT MIN(created_at) FROM dispatches WHERE state = 'waiting'");
    return counts;
}

std::map<std::string, std::string> Store::durability() { return parts_->connection.durability(); }

std::vector<BlobUse> Store::blobs() {
    std::vector<BlobUse> uses;
    auto& connection = parts_->connection;
    for (const auto& arrival : arrivals().list())
        if (arrival.emptied_at == core::Instant{}) uses.push_back({arrival.sha256, arrival.id});
    for (auto& [sha256, dossier] : connection.rows<std::string, std::string>("SELECT sha256, dossier FROM letters"))
        uses.push_back({std::move(sha256), std::move(dossier)});
    for (const auto& publication : publications().list())
        for (const auto& [path, sha256] : publication.changed)
            if (!sha256.empty()) uses.push_back({sha256, path});
    for (const auto& dispatch : outbox().list())
        for (const auto& sha256 : {dispatch.pdf_sha256, dispatch.message_sha256})
            if (!sha256.empty()) uses.push_back({sha256, dispatch.id});
    for (const auto& [sha256] : connection.rows<std::string>("SELECT DISTINCT sha256 FROM pages"))
        for (const auto& page : readings().pages(sha256))
            for (const auto& zone : page.zones)
                if (!zone.evidence.empty()) uses.push_back({zone.evidence, sha256});
    return uses;
}

CopiedDatabase check_database(const std::filesystem::path& copy) {
    Connection connection{copy};
    Journal journal{connection};
    return {.broken_line = journal.verify(), .events = journal.length(), .head = journal.head()};
}

void Store::copy_database(const std::filesystem::path& target) {
    std::error_code ignored;
    if (std::filesystem::exists(target, ignored)) throw core::BadSetup{"le fichier existe déjà : " + target.string()};
    parts_->connection.copy_to(target);
    File{target, O_RDWR}.sync(system_sync);
    sync_directory(target.has_parent_path() ? target.parent_path() : std::filesystem::path{"."});
}

}  // namespace store
