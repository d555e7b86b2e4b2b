#include "pipeline/deposit.h"

#include <map>

#include "core/bytes.h"
#include "pipeline/register_pages.h"
#include "pipeline/request.h"

namespace pipeline {
namespace {

using Files = std::map<std::string, std::string>;

core::Outcome<Files> unpacked(const Installation& office, const std::filesystem::path& archive) {
    Files files;
    const auto count = unpack(archive, office.limits, [&](std::string&& name, std::span<const std::uint8_t> bytes) {
        files[std::move(name)].assign(bytes.begin(), bytes.end());
    });
    if (!count) return count.refusal();
    return files;
}

/// The kind the sender says a file is; nothing when it says none.
std::optional<core::Kind> declared_kind(const core::Fields& request, const std::string& file) {
    for (int i = 1; i <= core::count_of(request, "pieces.piece"); ++i) {
        const auto piece = "pieces.piece." + std::to_string(i);
        if (core::field(request, piece + ".@fichier") == file)
            return core::from_text<core::Kind>(core::field(request, piece + ".@nature"));
    }
    return std::nullopt;
}

/// What the sender says settles what the page leaves open, and never what it contradicts.
void heed(std::vector<AssembledPiece>& pieces, core::Kind declared) {
    if (pieces.size() != 1) return;
    auto& piece = pieces.front().piece;
    if (piece.state == core::KindState::recognised) return;
    piece.state = piece.kind == declared && piece.state == core::KindState::uncertain ? core::KindState::recognised
                                                                                      : core::KindState::uncertain;
    piece.kind = declared;
}

void append(Assembly& all, Assembly&& part) {
    all.pages.insert(all.pages.end(), part.pages.begin(), part.pages.end());
    all.pieces.insert(all.pieces.end(), part.pieces.begin(), part.pieces.end());
}

}  // namespace

FilesRead read_files(const Installation& office, const core::Arrival& arrival, const NamedFiles& files,
                     PageReader& pages, const std::string& dossier,
                     const std::function<void(const std::string& name, std::vector<AssembledPiece>& pieces)>& heed) {
    FilesRead read;
    std::vector<std::pair<std::string, std::pair<int, int>>> ranges;  // File, its first and one-past-last page.
    int next = 1;
    for (const auto& [name, bytes] : files) {
        const auto count = pages.read(core::bytes_of(bytes), next);
        if (!count) {
            read.unreadable.push_back({count.refusal().reason, name + " : " + count.refusal().detail});
            continue;
        }
        ranges.push_back({name, {next, next + *count}});
        read.names.push_back(name);
        next += *count;
    }

    const auto all = pages.done(next - 1);
    for (const auto& [name, range] : ranges) {
        std::vector<core::Page> own;
        for (const auto& page : all)
            if (page.page >= range.first && page.page < range.second) own.push_back(page);
        auto part = assemble(arrival.id, own, office.catalogue.kinds, dossier);
        if (heed) heed(name, part.pieces);
        append(read.assembly, std::move(part));
    }
    return read;
}

core::Outcome<OnlineRequest> open_deposit(const Installation& office, store::Store& store, const core::Arrival& arrival,
                                          PageReader& pages) {
    auto files = unpacked(office, store.spool().path(arrival.sha256));
    if (!files) return files.refusal();
    const auto request = files->find(request_name);
    if (request == files->end()) return core::Refusal{core::Reason::demande_missing, arrival.name};
    auto fields =
        read_demande(core::bytes_of(request->second), office.catalogue.root / "schema" / "demande.rng", office.limits);
    if (!fields) return fields.refusal();
    auto dossier = dossier_of(*std::move(fields), office.catalogue);
    if (!dossier) return dossier.refusal();

    OnlineRequest deposit{.request = *std::move(dossier)};
    NamedFiles pieces;
    for (auto& [name, bytes] : *files)
        if (name != request_name) pieces.emplace_back(name, std::move(bytes));
    auto read = read_files(office, arrival, pieces, pages, {}, [&](const std::string& name, auto& assembled) {
        if (const auto kind = declared_kind(deposit.request.data, name)) heed(assembled, *kind);
    });
    deposit.assembly = std::move(read.assembly);
    deposit.unreadable = std::move(read.unreadable);
    return deposit;
}

std::vector<std::string> register_deposit(const Installation& office, store::Store& store, const core::Arrival& arrival,
                                          const OnlineRequest& deposit) {
    const auto& request = deposit.request.data;
    const auto number = core::field(request, "numero");
    const auto known = number.empty() ? std::nullopt : store.dossiers().find(number);
    const bool same_sender =
        !known || core::field(known->dossier.data, "collectivite.siret") == core::field(request, "collectivite.siret");
    std::string dossier;
    if (same_sender) {
        const auto row = store.dossiers().add(deposit.request, core::Channel::online, arrival.id, store::program);
        dossier = row.dossier.number;
        const bool open = row.dossier.state < core::DossierState::in_session;
        if (known && open) store.dossiers().update_data(dossier, request);
    } else {
        store.journal().append(store::program, "deposit_of_another", arrival.id, number);
    }
    for (const auto& refusal : deposit.unreadable)
        store.journal().append(store::program, "piece_unreadable", arrival.id, core::to_text(refusal.reason));

    auto assembly = deposit.assembly;
    for (auto& page : assembly.pages) page.dossier = dossier;
    for (auto& piece : assembly.pieces) piece.dossier = dossier;
    auto touched = register_pages(office, store, arrival, assembly);
    if (!dossier.empty() && touched.empty()) touched.push_back(dossier);
    return touched;
}

}  // namespace pipeline
