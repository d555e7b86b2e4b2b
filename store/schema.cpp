#include "store/schema.h"

#include <array>
#include <initializer_list>
#include <string>
#include <vector>

#include "core/failures.h"
#include "store/connection.h"
#include "store/json_text.h"
#include "store/names.h"
#include "store/people.h"
#include "store/reading_json.h"
#include "store/search_index.h"

/// The schema, step by step; a step that was released is never changed. Conventions: `BIGINT` for counts and instants
/// (milliseconds since 1970, UTC), `TEXT` for ids, codes (core/enum_names.h), days (ISO) and lists (JSON); no column is
/// null, an absent text is empty, an absent number 0. SQL that SQLite and PostgreSQL both take.
namespace store {
namespace {

using Step = std::vector<std::string>;

/// Arrivals and the work they cause.
const Step arrivals_and_jobs{
    "CREATE TABLE sequences (name TEXT PRIMARY KEY, reached BIGINT NOT NULL)",

    "CREATE TABLE arrivals (number BIGINT PRIMARY KEY, drop_key TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, "
    "name TEXT NOT NULL, size BIGINT NOT NULL, channel TEXT NOT NULL, received_at BIGINT NOT NULL, fate TEXT NOT NULL, "
    "duplicate_of BIGINT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL)",
    "CREATE INDEX arrivals_sha256 ON arrivals (sha256)",
    "CREATE INDEX arrivals_fate ON arrivals (fate)",

    // Open jobs only: a finished job leaves no row. `again_at` not 0: asked again while it was being done.
    "CREATE TABLE jobs (id BIGINT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL, "
    "due_at BIGINT NOT NULL, attempt BIGINT NOT NULL, failures BIGINT NOT NULL, worker TEXT NOT NULL, "
    "lease_until BIGINT NOT NULL, again_at BIGINT NOT NULL, cause TEXT NOT NULL, created_at BIGINT NOT NULL, "
    "UNIQUE (kind, subject))",
    "CREATE INDEX jobs_due ON jobs (state, due_at, id)",

    "CREATE TABLE readings (sha256 TEXT PRIMARY KEY, page_count BIGINT NOT NULL, reason TEXT NOT NULL, "
    "detail TEXT NOT NULL)",
    "CREATE TABLE pages (sha256 TEXT NOT NULL, page BIGINT NOT NULL, reader TEXT NOT NULL, json TEXT NOT NULL, "
    "PRIMARY KEY (sha256, page))",

    // One line per thing that happened, chained by hash (journal.h).
    "CREATE TABLE events (number BIGINT PRIMARY KEY, at BIGINT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, "
    "subject TEXT NOT NULL, detail TEXT NOT NULL, hash TEXT NOT NULL)",
    "CREATE INDEX events_subject ON events (subject, number)",
};

/// Dossiers and what is decided about them.
const Step dossiers_and_decisions{
    "CREATE TABLE dossiers (number TEXT PRIMARY KEY, procedure_kind TEXT NOT NULL, training TEXT NOT NULL, "
    "state TEXT NOT NULL, channel TEXT NOT NULL, origin TEXT NOT NULL, data TEXT NOT NULL, created_at BIGINT NOT NULL)",
    "CREATE UNIQUE INDEX dossiers_origin ON dossiers (origin) WHERE origin <> ''",
    "CREATE INDEX dossiers_state ON dossiers (state, procedure_kind)",

    "CREATE TABLE dossier_pages (arrival BIGINT NOT NULL REFERENCES arrivals (number), page BIGINT NOT NULL, "
    "dossier TEXT NOT NULL, PRIMARY KEY (arrival, page))",
    "CREATE INDEX dossier_pages_dossier ON dossier_pages (dossier)",

    "CREATE TABLE pieces (dossier TEXT NOT NULL REFERENCES dossiers (number), position BIGINT NOT NULL, "
    "kind TEXT NOT NULL, state TEXT NOT NULL, score DOUBLE PRECISION NOT NULL, pages TEXT NOT NULL, "
    "PRIMARY KEY (dossier, position))",

    "CREATE TABLE findings (dossier TEXT NOT NULL REFERENCES dossiers (number), position BIGINT NOT NULL, "
    "code TEXT NOT NULL, subject TEXT NOT NULL, severity TEXT NOT NULL, sentence TEXT NOT NULL, evidence TEXT NOT "
    "NULL, "
    "PRIMARY KEY (dossier, position))",

    "CREATE TABLE complements (dossier TEXT NOT NULL REFERENCES dossiers (number), version BIGINT NOT NULL, "
    "asked TEXT NOT NULL, asked_at BIGINT NOT NULL, due_at BIGINT NOT NULL, PRIMARY KEY (dossier, version))",

    "CREATE TABLE decisions (dossier TEXT NOT NULL REFERENCES dossiers (number), version BIGINT NOT NULL, "
    "outcome TEXT NOT NULL, half_days BIGINT NOT NULL, motives TEXT NOT NULL, instructor TEXT NOT NULL, "
    "day TEXT NOT NULL, reversed BIGINT NOT NULL, PRIMARY KEY (dossier, version))",
    "CREATE UNIQUE INDEX decisions_standing ON decisions (dossier) WHERE reversed = 0",

    "CREATE TABLE letters (dossier TEXT NOT NULL REFERENCES dossiers (number), kind TEXT NOT NULL, "
    "version BIGINT NOT NULL, sha256 TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (dossier, kind, version))",

    // The unique key is what makes sending twice impossible from here.
    "CREATE TABLE dispatches (number BIGINT PRIMARY KEY, dossier TEXT NOT NULL REFERENCES dossiers (number), "
    "letter_kind TEXT NOT NULL, letter_version BIGINT NOT NULL, channel TEXT NOT NULL, addressee TEXT NOT NULL, "
    "state TEXT NOT NULL, recipient TEXT NOT NULL, siret TEXT NOT NULL, pdf_sha256 TEXT NOT NULL, "
    "message_id TEXT NOT NULL, message_sha256 TEXT NOT NULL, attempt BIGINT NOT NULL, created_at BIGINT NOT NULL, "
    "next_try BIGINT NOT NULL, reply TEXT NOT NULL, UNIQUE (dossier, letter_kind, letter_version, addressee))",
    "CREATE INDEX dispatches_due ON dispatches (state, channel, next_try)",
};

/// Complements with a clock. Those asked before have one start, and the hours they were given. `due_at` 0: the clock
/// is stopped.
const Step complement_clocks{
    "ALTER TABLE complements ADD COLUMN state TEXT NOT NULL DEFAULT 'open'",
    "ALTER TABLE complements ADD COLUMN sentences TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE complements ADD COLUMN basis TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE complements ADD COLUMN reference TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE complements ADD COLUMN counting TEXT NOT NULL DEFAULT 'calendaire'",
    "ALTER TABLE complements ADD COLUMN to_open_day BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE complements ADD COLUMN allowed BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE complements ADD COLUMN reminders TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE complements ADD COLUMN over_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE complements ADD COLUMN answered_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE complements ADD COLUMN last_answer TEXT NOT NULL DEFAULT ''",
    "UPDATE complements SET basis = asked, allowed = due_at - asked_at",
    "UPDATE complements SET state = 'answered' WHERE dossier NOT IN (SELECT number FROM dossiers WHERE state = "
    "'incomplete')",
    "UPDATE complements SET state = 'superseded' WHERE version < (SELECT MAX(later.version) FROM complements AS later "
    "WHERE later.dossier = complements.dossier)",
    "CREATE UNIQUE INDEX complements_standing ON complements (dossier) WHERE state IN ('proposed', 'open')",
    "CREATE INDEX complements_due ON complements (state, due_at)",
    "CREATE UNIQUE INDEX complements_reference ON complements (reference) WHERE reference <> ''",
    "CREATE TABLE complement_marks (dossier TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL, "
    "act TEXT NOT NULL, at BIGINT NOT NULL, by_ms BIGINT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, "
    "PRIMARY KEY (dossier, version, position), FOREIGN KEY (dossier, version) REFERENCES complements (dossier, "
    "version))",
    "INSERT INTO complement_marks (dossier, version, position, act, at, by_ms, who, why) SELECT dossier, version, 1, "
    "'start', asked_at, 0, 'vaguemestre', '' FROM complements",
};

/// What became of a dispatch once it had left.
const Step deliveries{
    "ALTER TABLE dispatches ADD COLUMN attached BIGINT NOT NULL DEFAULT 1",
    "ALTER TABLE dispatches ADD COLUMN queue_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE dispatches ADD COLUMN reported TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE dispatches ADD COLUMN reported_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE dispatches ADD COLUMN report TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE dispatches ADD COLUMN tracking TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE dispatches ADD COLUMN replaced_by BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX dispatches_message ON dispatches (message_id)",
    "CREATE INDEX dispatches_reported ON dispatches (reported)",
    "CREATE INDEX dispatches_dossier ON dispatches (dossier)",
};

/// Messages that came in.
const Step incoming_mail{
    "CREATE TABLE mails (arrival BIGINT PRIMARY KEY REFERENCES arrivals (number), nature TEXT NOT NULL, "
    "sender TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL, dispatch TEXT NOT "
    "NULL, "
    "dossier TEXT NOT NULL, found_by TEXT NOT NULL, files TEXT NOT NULL, to_read BIGINT NOT NULL)",
    "CREATE INDEX mails_dossier ON mails (dossier)",
    "CREATE INDEX mails_to_read ON mails (to_read, arrival)",
};

/// Who signed a decision, beside who dealt with the dossier.
const Step signatories{
    "ALTER TABLE decisions ADD COLUMN signatory TEXT NOT NULL DEFAULT ''",
};

/// Instruction sessions, their agendas, and decisions that do not exist yet.
const Step sessions_and_proposals{
    "ALTER TABLE dossiers ADD COLUMN state_since BIGINT NOT NULL DEFAULT 0",

    "CREATE TABLE sessions (month TEXT PRIMARY KEY, cut_off TEXT NOT NULL, state TEXT NOT NULL, opened_by TEXT NOT "
    "NULL, opened_at BIGINT NOT NULL, closed_by TEXT NOT NULL, closed_at BIGINT NOT NULL, minutes TEXT NOT NULL, "
    "print_asked BIGINT NOT NULL)",
    "CREATE TABLE agenda (session TEXT NOT NULL REFERENCES sessions (month), dossier TEXT NOT NULL REFERENCES dossiers "
    "(number), instructor TEXT NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (session, dossier))",
    "CREATE UNIQUE INDEX agenda_pending ON agenda (dossier) WHERE state = 'pending'",

    "CREATE TABLE proposals (dossier TEXT NOT NULL REFERENCES dossiers (number), version BIGINT NOT NULL, "
    "outcome TEXT NOT NULL, half_days BIGINT NOT NULL, motives TEXT NOT NULL, instructor TEXT NOT NULL, "
    "signatory TEXT NOT NULL, proposed_at BIGINT NOT NULL, signed_at BIGINT NOT NULL, state TEXT NOT NULL, "
    "PRIMARY KEY (dossier, version))",
    "CREATE UNIQUE INDEX proposals_standing ON proposals (dossier) WHERE state = 'standing'",
};

/// What a finding rests on, and which one of its kind a piece is.
const Step sources_of_findings{
    "ALTER TABLE findings ADD COLUMN source TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE findings ADD COLUMN settled_by TEXT NOT NULL DEFAULT 'look'",
    "ALTER TABLE findings ADD COLUMN proposal TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE pieces ADD COLUMN detail TEXT NOT NULL DEFAULT ''",
};

/// What people are asked, and what they answered. `agrees` is 1 when the machine had said the same.
const Step questions_for_people{
    "CREATE TABLE reviews (number BIGINT PRIMARY KEY, dossier TEXT NOT NULL REFERENCES dossiers (number), "
    "key TEXT NOT NULL, purpose TEXT NOT NULL, kind TEXT NOT NULL, arrival TEXT NOT NULL, page BIGINT NOT NULL, "
    "crop TEXT NOT NULL, question TEXT NOT NULL, machine TEXT NOT NULL, score DOUBLE PRECISION NOT NULL, "
    "state TEXT NOT NULL, opened_at BIGINT NOT NULL, answer TEXT NOT NULL, agrees BIGINT NOT NULL, who TEXT NOT NULL, "
    "settled_at BIGINT NOT NULL, UNIQUE (dossier, key))",
    "CREATE INDEX reviews_state ON reviews (state, purpose, number)",
};

/// What the store remembers of itself, by name.
const Step own_memory{
    "CREATE TABLE remembered (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
};

/// A statement of a step that is code: index_everything, below.
const std::string what_is_there_is_indexed = "index";

/// Who stands in the register, what can be searched, and what was removed at the end of its retention.
const Step people_texts_and_retention{
    "CREATE TABLE agents (number BIGINT PRIMARY KEY, name TEXT NOT NULL, usual_name TEXT NOT NULL, first_name TEXT NOT "
    "NULL, born TEXT NOT NULL, email TEXT NOT NULL, sort_key TEXT NOT NULL)",
    "CREATE INDEX agents_sort ON agents (sort_key, first_name, number)",
    "CREATE TABLE agent_names (name_key TEXT NOT NULL, agent BIGINT NOT NULL REFERENCES agents (number), PRIMARY KEY "
    "(name_key, agent))",
    "CREATE INDEX agent_names_agent ON agent_names (agent)",
    "CREATE TABLE collectivites (number BIGINT PRIMARY KEY, siret TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT "
    "NULL, telephone TEXT NOT NULL, address TEXT NOT NULL, sort_key TEXT NOT NULL)",
    "CREATE UNIQUE INDEX collectivites_siret ON collectivites (siret) WHERE siret <> ''",
    "CREATE INDEX collectivites_sort ON collectivites (sort_key, number)",
    "ALTER TABLE dossiers ADD COLUMN agent BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE dossiers ADD COLUMN collectivite BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX dossiers_agent ON dossiers (agent)",
    "CREATE INDEX dossiers_collectivite ON dossiers (collectivite)",

    "CREATE TABLE texts (id BIGINT PRIMARY KEY, what TEXT NOT NULL, owner TEXT NOT NULL, UNIQUE (what, owner))",
    std::string{dialect::create_text_index},

    "ALTER TABLE arrivals ADD COLUMN emptied_at BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE dossiers ADD COLUMN emptied TEXT NOT NULL DEFAULT 'no'",
    "ALTER TABLE dossiers ADD COLUMN frozen TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE doomed_blobs (sha256 TEXT PRIMARY KEY)",
    "CREATE INDEX agenda_states ON agenda (session, state)",
    what_is_there_is_indexed,
};

/// Templates put into service, and which of them made a letter (0: before this was kept).
const Step published_templates{
    "CREATE TABLE publications (number BIGINT PRIMARY KEY, name TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, "
    "at BIGINT NOT NULL)",
    // What changed with each; an empty hash: the file is gone.
    "CREATE TABLE publication_files (publication BIGINT NOT NULL REFERENCES publications (number), path TEXT NOT NULL, "
    "sha256 TEXT NOT NULL, PRIMARY KEY (publication, path))",
    "CREATE INDEX publication_files_path ON publication_files (path, publication)",
    "ALTER TABLE letters ADD COLUMN publication BIGINT NOT NULL DEFAULT 0",
};

/// What covers of batches announce, and what came.
const Step batches{
    "CREATE TABLE batches (label TEXT PRIMARY KEY, arrival TEXT NOT NULL, sheets BIGINT NOT NULL, "
    "sheets_seen BIGINT NOT NULL, separators BIGINT NOT NULL, separators_seen BIGINT NOT NULL, settled_by TEXT NOT "
    "NULL)",
};

const std::vector<Step>& steps() {
    static const std::vector<Step> all{arrivals_and_jobs,
                                       dossiers_and_decisions,
                                       complement_clocks,
                                       deliveries,
                                       incoming_mail,
                                       signatories,
                                       sessions_and_proposals,
                                       sources_of_findings,
                                       questions_for_people,
                                       own_memory,
                                       people_texts_and_retention,
                                       published_templates,
                                       batches};
    return all;
}

int version_of(Connection& connection) {
    if (connection.value<long long>(std::string{dialect::count_tables}, "schema_version") == 0) return 0;
    return connection.value<int>("SELECT COALESCE(MAX(version), 0) FROM schema_version");
}

/// Page by page, so that a large store is not read into memory at once.
void index_pages(Connection& connection) {
    std::string sha256;
    int page = 0;
    for (;;) {
        const auto rows = connection.rows<std::string, int, std::string>(
            "SELECT sha256, page, json FROM pages WHERE sha256 > :sha256 OR (sha256 = :same AND page > :page) ORDER BY "
            "sha256, page LIMIT 500",
            sha256, sha256, page);
        if (rows.empty()) return;
        for (const auto& [of, number, json] : rows)
            index_text(connection, Indexed::page, of + "/" + std::to_string(number), parse_page(json).text);
        sha256 = std::get<0>(rows.back());
        page = std::get<1>(rows.back());
    }
}

void take_step(Connection& connection, int version) {
    connection.transaction([&] {
        if (version_of(connection) >= version) return;  // Another process was faster.
        if (version == 1) connection.change("CREATE TABLE schema_version (version BIGINT PRIMARY KEY)");
        for (const auto& statement : steps()[static_cast<std::size_t>(version) - 1]) {
            if (statement == what_is_there_is_indexed)
                index_everything(connection);
            else
                connection.change(statement);
        }
        connection.change("INSERT INTO schema_version (version) VALUES (:version)", version);
    });
}

}  // namespace

void index_everything(Connection& connection) {
    index_pages(connection);
    for (const auto& [arrival, sender, subject, body] :
         connection.rows<long long, std::string, std::string, std::string>(
             "SELECT arrival, sender, subject, body FROM mails ORDER BY arrival"))
        index_text(connection, Indexed::mail, arrival_id(arrival), sender + "\n" + subject + "\n" + body);
    for (const auto& [number, data] :
         connection.rows<std::string, std::string>("SELECT number, data FROM dossiers ORDER BY number")) {
        index_dossier(connection, number, fields_from_json(data));
        link_people(connection, number, fields_from_json(data));
    }
}

int newest_schema() { return static_cast<int>(steps().size()); }

void migrate(Connection& connection) {
    const auto found = version_of(connection);
    if (found > newest_schema())
        throw core::BadSetup{"la base de données vient d'une version plus récente du programme (schéma " +
                             std::to_string(found) + ", connu jusqu'à " + std::to_string(newest_schema()) +
                             ") : installez cette version."};
    for (int version = found + 1; version <= newest_schema(); ++version) take_step(connection, version);
}

}  // namespace store
