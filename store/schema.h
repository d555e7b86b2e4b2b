#pragma once

namespace store {

class Connection;

/// The version this program writes.
int newest_schema();

/// Brings the database to newest_schema(), one transaction a step. core::BadSetup when the database is newer than the
/// program. Several processes may call it at once: the second finds the work done.
void migrate(Connection& connection);

/// The part of it that is code: words and people of the rows that are there.
void index_everything(Connection& connection);

}  // namespace store
