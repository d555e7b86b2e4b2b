#include "pipeline/fetch_mail.h"

#include <spdlog/spdlog.h>

#include <array>

#include "core/failures.h"
#include "pipeline/deliver.h"
#include "pipeline/file_lock.h"
#include "store/disk.h"
#include "store/names.h"

namespace pipeline {
namespace {

constexpr std::uint64_t largest_message = 150'000'000;  ///< bytes

std::string key_start(const mail::BoxSettings& settings, const mail::BoxEntry& entry) {
    return std::string{core::to_text(settings.protocol)} + "/" + settings.name + "/" +
           (entry.mark.empty() ? "" : entry.mark + "/");
}

/// One message: safe, committed, then put away.
void take(store::Store& store, mail::Mailbox& box, const mail::BoxSettings& settings, const mail::BoxEntry& entry,
          FetchReport& report) {
    if (!entry.mark.empty() && store.arrivals().find_key_prefix(key_start(settings, entry))) {
        box.done(entry);
        ++report.known;
        return;
    }
    if (entry.size > largest_message) {
        spdlog::error("box={} stage=fetch outcome=too_large bytes={}", settings.name, entry.size);
        ++report.left;
        return;
    }
    auto incoming = store.spool().incoming();
    box.fetch(entry, [&](std::string_view bytes) {
        if (incoming.size() + bytes.size() > 2 * largest_message)
            throw core::TryLater("boîte « " + settings.name + " » : message sans fin");
        incoming.append(bytes);
    });
    const auto blob = incoming.commit();
    const auto added = store.arrivals().add({.key = key_of_message(settings, entry, blob.sha256),
                                             .sha256 = blob.sha256,
                                             .name = "courriel-" + blob.sha256.substr(0, 12) + ".eml",
                                             .size = blob.size,
                                             .channel = core::Channel::mail});
    ++(added.was_new ? report.taken : report.known);
    if (added.was_new)
        spdlog::info("doc={} stage=fetch outcome={} box={} bytes={}", added.arrival.id,
                     core::to_text(added.arrival.fate), settings.name, blob.size);
    box.done(entry);
}

}  // namespace

std::string key_of_message(const mail::BoxSettings& settings, const mail::BoxEntry& entry, std::string_view sha256) {
    return key_start(settings, entry) + std::string{sha256};
}

mail::BoxSettings box_settings(const BoxConfig& box) {
    constexpr std::array security{mail::Security::none, mail::Security::starttls, mail::Security::tls};
    return {.name = box.name,
            .protocol = box.imap ? mail::BoxProtocol::imap : mail::BoxProtocol::pop3,
            .host = box.host,
            .port = static_cast<std::uint16_t>(box.port),
            .security = security.at(static_cast<std::size_t>(box.security)),
            .ca_file = box.ca_file,
            .user = box.user,
            .password = password_in(box.password_file),
            .folder = box.folder,
            .done_folder = box.done_folder};
}

FetchReport fetch_box(store::Store& store, const std::filesystem::path& home, const mail::BoxSettings& settings,
                      const std::stop_token& stop) {
    FetchReport report{.box = settings.name};
    const auto lock = try_lock(store::box_lock_path(home, settings.name));
    if (!lock) {
        report.trouble = "boîte « " + settings.name + " » : une relève est déjà en cours";
        return report;
    }
    try {
        const auto box = mail::open_mailbox(settings);
        for (const auto& entry : box->list()) {
            if (stop.stop_requested()) break;
            take(store, *box, settings, entry, report);
        }
        box->leave();
    } catch (const core::TryLater& trouble) {
        report.trouble = trouble.what();
    }
    return report;
}

std::vector<FetchReport> fetch_mail(const Installation& office, store::Store& store, const std::stop_token& stop) {
    std::vector<FetchReport> reports;
    for (const auto& box : office.config.boxes) {
        if (stop.stop_requested()) break;
        reports.push_back(fetch_box(store, office.home, box_settings(box), stop));
        const auto& report = reports.back();
        if (!report.trouble.empty())
            spdlog::warn("box={} stage=fetch outcome=later cause=\"{}\"", box.name, report.trouble);
    }
    return reports;
}

}  // namespace pipeline
