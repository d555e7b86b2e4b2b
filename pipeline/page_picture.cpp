#include "pipeline/page_picture.h"

#include <map>

#include "core/bytes.h"
#include "ocr/picture.h"
#include "pipeline/deposit.h"
#include "pipeline/mail_arrival.h"

namespace pipeline {
namespace {

constexpr int most_width = 1100;  ///< px: an A4 page that is still read on a screen.

/// The files whose pages were numbered through, in their order (deposit.h, mail_arrival.h).
core::Outcome<NamedFiles> files_of(const Installation& office, store::Store& store, const core::Arrival& arrival) {
    const auto path = store.spool().path(arrival.sha256);
    std::map<std::string, std::string> members;
    NamedFiles in_order;
    if (arrival.channel == core::Channel::mail && is_message(store.spool(), arrival)) {
        const auto message = read_mail(path, office.limits, [&](std::string&& name, auto bytes) {
            in_order.emplace_back(std::move(name), std::string{bytes.begin(), bytes.end()});
        });
        if (!message) return message.refusal();
        return in_order;
    }
    if (arrival.channel != core::Channel::online) return NamedFiles{{arrival.name, store.spool().read(arrival.sha256)}};
    const auto count = unpack(path, office.limits, [&](std::string&& name, auto bytes) {
        members[std::move(name)].assign(bytes.begin(), bytes.end());
    });
    if (!count) return count.refusal();
    for (auto& [name, bytes] : members)
        if (name != request_name) in_order.emplace_back(name, std::move(bytes));
    return in_order;
}

struct Found {
    std::string png;
};

}  // namespace

core::Outcome<std::string> page_picture(const Installation& office, store::Store& store, const core::PageRef& ref) {
    const core::Refusal missing{core::Reason::data_invalid,
                                ref.arrival + " n'a pas de page " + std::to_string(ref.page)};
    const auto arrival = store.arrivals().find(ref.arrival);
    const auto seen = arrival ? store.readings().page(arrival->sha256, ref.page) : std::nullopt;
    if (!seen) return missing;
    auto files = files_of(office, store, *arrival);
    if (!files) return files.refusal();

    int passed = 0;
    for (const auto& [name, content] : *files) {
        try {
            const auto count = decode(
                core::bytes_of(content), office.limits,
                [&](core::Raster&& page, int) { throw Found{ocr::picture(page, seen->rotated, most_width)}; },
                ref.page - passed);
            if (count) passed += *count;
        } catch (Found& found) {  // The child is ended: the rest of the file is not wanted.
            return std::move(found.png);
        }
    }
    return missing;
}

}  // namespace pipeline
