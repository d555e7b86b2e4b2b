#include "pipeline/intake.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>

#include "core/failures.h"
#include "core/utf8.h"
#include "pipeline/intake_copy.h"
#include "store/disk.h"
#include "store/names.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr std::chrono::hours forgotten_copy{1};

/// The same drop gives the same key, whatever crashed; a second drop of the same paper has another time or name.
std::string key_of(const Copied& copied, const std::string& name) {
    return copied.blob.sha256 + "/" + name + "/" + std::to_string(copied.print.mtime_ns);
}

bool is_read_only(int error) { return error == EROFS || error == EACCES || error == EPERM; }

WaitingFor waiting_for(Wholeness look) {
    switch (look) {
        case Wholeness::empty:
            return WaitingFor::content;
        case Wholeness::unknown:
            return WaitingFor::known_type;
        case Wholeness::unended:
        case Wholeness::whole:
            break;
    }
    return WaitingFor::end;
}

}  // namespace

IntakeWorld IntakeWorld::real() {
    return {
        .monotonic =
            [] {
                return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
            },
        .rest = [](milliseconds duration) { std::this_thread::sleep_for(duration); }};
}

std::string_view sentence(WaitingFor why) {
    switch (why) {
        case WaitingFor::settling:
            return "le fichier vient de changer";
        case WaitingFor::end:
            return "la fin du fichier manque encore";
        case WaitingFor::content:
            return "le fichier est vide";
        case WaitingFor::known_type:
            return "ce type de fichier n'est pas pris ici";
        case WaitingFor::writer:
            return "un autre programme tient ou modifie le fichier";
    }
    throw std::logic_error("WaitingFor");
}

Intake::Intake(store::Store& store, std::vector<WatchPlace> places, IntakeSettings settings, IntakeWorld world)
    : store_(store),
      places_(std::move(places)),
      settings_(settings),
      world_(std::move(world)),
      patience_(settings.patience) {
    store_.spool().sweep_tmp(store_.now() - forgotten_copy);
}

void Intake::step(std::string_view name) const {
    if (world_.at_step) world_.at_step(name);
}

void Intake::wait(const WatchPlace& place, const WatchItem& item, const Memory& memory, WaitingFor why,
                  IntakeReport& report) const {
    report.waiting.push_back(
        {.file = place.folder / item.name, .why = why, .since = world_.monotonic() - memory.first_seen});
}

IntakeReport Intake::scan() {
    IntakeReport report;
    patience_ = settings_.patience;
    for (const WatchPlace& place : places_) scan_place(place, memories_[place.folder], report);
    return report;
}

IntakeReport Intake::drain() {
    IntakeReport all;
    const auto start = world_.monotonic();
    const auto pause = std::clamp(settings_.settle / 4, milliseconds{10}, milliseconds{500});
    for (;;) {
        IntakeReport report;
        patience_ = settings_.drain_patience;
        for (const WatchPlace& place : places_) scan_place(place, memories_[place.folder], report);
        std::move(report.taken.begin(), report.taken.end(), std::back_inserter(all.taken));
        all.recovered += report.recovered;
        all.waiting = std::move(report.waiting);
        all.strange = std::move(report.strange);
        all.ledger = std::move(report.ledger);
        if (all.waiting.empty() || world_.monotonic() - start > settings_.drain_most) return all;
        world_.rest(pause);
    }
}

void Intake::scan_place(const WatchPlace& place, Memories& memories, IntakeReport& report) {
    const Listing listing = list_folder(place);
    Memories seen;
    for (const WatchItem& item : listing.items) {
        const auto now = world_.monotonic();
        const auto known = memories.find(item.name);
        Memory memory = known != memories.end()
                            ? known->second
                            : Memory{.print = item.print, .first_seen = now, .unchanged_since = now};
        if (memory.print != item.print) {
            memory.print = item.print;
            memory.unchanged_since = now;
            memory.scans = 0;
            memory.taken = false;
        }
        ++memory.scans;
        memory.name = item.name;
        consider(place, item, memory, report);
        seen[memory.name] = memory;
    }
    memories = std::move(seen);
    report.strange.insert(report.strange.end(), listing.strange.begin(), listing.strange.end());
    if (read_only_[place.folder]) report.ledger.push_back(place.folder);
}

bool Intake::is_settled(const WatchPlace& place, const Memory& memory) const {
    const bool network = store::network_file_system(store::system_file_system(place.folder)).has_value();
    const auto quiet = network ? settings_.settle_network : settings_.settle;
    return memory.scans >= settings_.scans && world_.monotonic() - memory.unchanged_since >= quiet;
}

void Intake::consider(const WatchPlace& place, const WatchItem& item, Memory& memory, IntakeReport& report) {
    if (memory.taken) return;
    // A claim had settled before it was claimed; only one that changed since must do so again.
    if (item.claimed && !memory.unsettled_claim) return take(place, item, memory, report);
    if (!is_settled(place, memory)) return wait(place, item, memory, WaitingFor::settling, report);
    if (item.claimed || item.print.size > settings_.max_bytes) return take(place, item, memory, report);
    const Wholeness look = look_at_path(place.folder / item.name, place.channel);
    const bool too_long = world_.monotonic() - memory.unchanged_since >= patience_;
    if (look == Wholeness::whole || too_long) return take(place, item, memory, report);
    wait(place, item, memory, waiting_for(look), report);
}

void Intake::take(const WatchPlace& place, const WatchItem& item, Memory& memory, IntakeReport& report) {
    if (!item.claimed && !read_only_[place.folder]) {
        const std::string claim = store::claim_name(item.name);
        step("claim");
        const int error = world_.rename(place.folder / item.name, place.folder / claim);
        if (error == ENOENT) return;  // Another intake was quicker.
        read_only_[place.folder] = is_read_only(error);
        // EBUSY, ETXTBSY, a sharing violation, an earlier claim of this name: start over, for ever if need be.
        if (error != 0 && !is_read_only(error)) return start_over(place, item, memory, report);
        if (error == 0) memory.name = claim;
        // Another file may have taken the name since the scan: it has to settle under its claim.
        if (error == 0 && fingerprint(place.folder / claim) != memory.print) {
            memory.unsettled_claim = true;
            return start_over(place, item, memory, report);
        }
    }
    const bool done = take_bytes(place, memory.name, memory, report);
    memory.taken = done && read_only_[place.folder];
    memory.unsettled_claim = !done;
    if (!done && fs::exists(fs::symlink_status(place.folder / memory.name))) start_over(place, item, memory, report);
}

void Intake::start_over(const WatchPlace& place, const WatchItem& item, Memory& memory, IntakeReport& report) const {
    memory.scans = 0;
    memory.unchanged_since = world_.monotonic();
    wait(place, item, memory, WaitingFor::writer, report);
}

bool Intake::take_bytes(const WatchPlace& place, const std::string& name, const Memory& memory, IntakeReport& report) {
    step("copy");
    const auto copied = copy_to_spool(place.folder / name, place.channel, settings_.max_bytes, store_.spool());
    if (!copied || copied->print != memory.print) return false;
    const std::string received_as =
        core::utf8_or_latin1(store::parse_claim_name(name).value_or(store::kept_name(name)));
    step("commit");
    const auto added = store_.arrivals().add({.key = key_of(*copied, received_as),
                                              .sha256 = copied->blob.sha256,
                                              .name = received_as,
                                              .size = copied->blob.size,
                                              .channel = place.channel,
                                              .refusal = copied->refusal});
    if (added.was_new)
        report.taken.push_back(added.arrival);
    else
        ++report.recovered;
    if (read_only_[place.folder]) return true;
    step("free");
    if (added.arrival.fate == core::Fate::refused)
        move_refused(place, name, added.arrival, world_.rename);
    else
        move_received(place, name, core::office_date(store_.now()), world_.rename);
    return true;
}

namespace {

/// In a folder that is read without being changed, what the store knows stays where it is.
bool is_known(const WatchPlace& place, const WatchItem& item, const std::vector<core::Arrival>& arrivals) {
    const std::string end =
        "/" + core::utf8_or_latin1(store::kept_name(item.name)) + "/" + std::to_string(item.print.mtime_ns);
    return std::any_of(arrivals.begin(), arrivals.end(), [&](const core::Arrival& arrival) {
        return arrival.channel == place.channel && arrival.key.ends_with(end);
    });
}

}  // namespace

int count_waiting(store::Store& store, const std::vector<WatchPlace>& places) {
    std::size_t count = 0;
    for (const WatchPlace& place : places) {
        const auto items = list_folder(place).items;
        const auto arrivals =
            access(place.folder.c_str(), W_OK) != 0 ? store.arrivals().list() : std::vector<core::Arrival>{};
        count += items.size() -
                 static_cast<std::size_t>(std::count_if(items.begin(), items.end(), [&](const WatchItem& item) {
                     return is_known(place, item, arrivals);
                 }));
    }
    return static_cast<int>(count);
}

Balance balance(store::Store& store, const std::vector<WatchPlace>& places) {
    const auto counts = store.counts();
    const long long waiting = count_waiting(store, places);
    return {.seen = counts.seen + waiting,
            .stored = counts.stored,
            .refused = counts.refused,
            .duplicate = counts.duplicate,
            .waiting = waiting};
}

void show_refusal(const store::Spool& spool, const WatchPlace& place, const core::Arrival& arrival) {
    const fs::path folder = place.folder / store::refused_folder;
    store::make_directory_durably(folder);
    const std::string text = motive_text(arrival);
    for (int number = 1;; ++number) {
        const std::string name = store::numbered_name(store::kept_name(arrival.name), number);
        const fs::path motive = folder / store::motive_name(name);
        const bool mine = fs::exists(motive) && store::read_file(motive) == text;
        if (mine && fs::exists(folder / name)) return;
        if (!mine && (fs::exists(motive) || fs::exists(folder / name))) continue;
        store::write_file_durably(motive, text);
        store::write_file_durably(folder / name, spool.read(arrival.sha256));
        return;
    }
}

}  // namespace pipeline
