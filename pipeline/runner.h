#pragma once

#include <stop_token>

#include "pipeline/installation.h"

namespace pipeline {

/// The service. Only one process runs an installation at a time: another one gets core::TryLater.
/// Order: what a crash left is recovered; post is taken; arrivals are read, then dossiers checked; delays that ran out
/// are told; messages leave; envelopes are printed; dossiers whose decision left are notified. Each step may be cut
/// anywhere and goes on at the next start.

/// Drains all that is due, then returns.
void run_once(Installation office);
/// Makes a print run of all that is due, unless another process runs this installation: it then makes it itself when a
/// session asked for it. Says whether it did.
bool print_if_free(const Installation& office);
/// Goes on until asked to stop. Templates published meanwhile are taken as soon as the documents in hand are done.
void run_service(Installation office, const std::stop_token& stop);

}  // namespace pipeline
