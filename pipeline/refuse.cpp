#include "pipeline/refuse.h"

#include "store/disk.h"
#include "store/names.h"

namespace pipeline {

void show_refused(const Installation& office, const store::Spool& spool, const core::Arrival& arrival,
                  const core::Refusal& refusal) {
    if (arrival.channel == core::Channel::mail) return;
    const auto folder = store::watch_path(office.home, arrival.channel) / store::refused_folder;
    const auto name = arrival.id + "-" + store::kept_name(arrival.name);
    store::make_directory_durably(folder);
    store::write_file_durably(folder / name, spool.read(arrival.sha256));
    store::write_file_durably(folder / store::motive_name(name),
                              "Fichier : " + arrival.name + "\nArrivée : " + arrival.id + "\n\n" + core::describe(refusal) + "\n");
}

}  // namespace pipeline
