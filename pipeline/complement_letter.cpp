#include "pipeline/complement_letter.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/page_code.h"
#include "templates/separator.h"

namespace pipeline {
namespace {

/// « 48 heures », « 48 heures ouvrées » …
std::string counting_phrase(core::Counting counting) {
    switch (counting) {
        case core::Counting::calendar:
            return "";
        case core::Counting::open_days:
            return "(jours ouvrés)";
        case core::Counting::opening_hours:
            return "ouvrées";
    }
    throw std::logic_error("counting");
}

core::Fields data_of(const Installation& office, const store::DossierRow& row, const core::Complement& complement) {
    auto data = letter_data(office, row);
    add_complement(data, complement);
    return data;
}

}  // namespace

void add_complement(core::Fields& data, const core::Complement& complement) {
    int number = 0;
    for (const auto& item : complement.items) data[fmt::format("constat.{}.phrase", ++number)] = item.sentence;
    data["complement.echeance"] = core::iso_instant(complement.due_at);
    data["complement.heures"] =
        std::to_string(std::chrono::duration_cast<std::chrono::hours>(complement.delay.allowed).count());
    if (const auto phrase = counting_phrase(complement.delay.counting); !phrase.empty())
        data["complement.compte"] = phrase;
    data["complement.reference"] = complement.reference;
}

core::DispatchChannel complement_channel(const store::DossierRow& row) {
    return core::field(row.dossier.data, "collectivite.courriel").empty() ? core::DispatchChannel::post
                                                                          : core::DispatchChannel::mail;
}

core::Outcome<Correspondence> complement_letter(const Installation& office, store::Store& store,
                                                const store::DossierRow& row, const core::Complement& complement,
                                                core::DispatchChannel channel) {
    const auto sheet =
        templates::print_separator({.use = core::PageCode::Use::dossier_sheet, .dossier = complement.dossier});
    if (!sheet) return sheet.refusal();
    const auto carrier = channel == core::DispatchChannel::post ? Carrier::post : Carrier::mail;
    return Composer{office, store.spool()}.to_collectivite("complement", complement.version, row,
                                                           data_of(office, row, complement), carrier, *sheet);
}

core::Outcome<Correspondence> reminder_letter(const Installation& office, store::Store& store,
                                              const store::DossierRow& row, const core::Complement& complement) {
    const auto letters = store.dossiers().letters(row.dossier.number);
    const auto earlier = std::count_if(letters.begin(), letters.end(),
                                       [](const core::Letter& letter) { return letter.kind.starts_with("relance-"); });
    return Composer{office, store.spool()}.to_collectivite("relance", static_cast<int>(earlier) + 1, row,
                                                           data_of(office, row, complement), Carrier::mail_if_possible);
}

}  // namespace pipeline
