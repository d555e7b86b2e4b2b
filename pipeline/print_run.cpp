#include "pipeline/print_run.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/failures.h"
#include "pipeline/bordereau.h"
#include "pipeline/pdf_merge.h"
#include "templates/fonts.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;
using core::Dispatch;
using core::DispatchChannel;
using core::DispatchState;

using Files = std::map<std::string, std::string>;  ///< Name in the folder, bytes.

/// A run laid out: nothing is written yet.
struct Layout {
    std::vector<RunLine> lines;
    Files files;
};

class Printer {
  public:
    Printer(store::Store& store, const PrintSettings& settings)
        : store_(store),
          settings_(settings),
          fonts_(templates::fonts_of(settings.fonts.empty() ? templates::debian_fonts : settings.fonts)) {}

    std::vector<PrintedRun> print();

  private:
    std::vector<std::string> entries() const;
    void remove(const fs::path& folder) const;
    void sweep() const;
    void abandon(const store::PrintRun& run);
    std::set<std::string> marked_runs();
    std::vector<store::PrintRun> unfinished_runs();
    std::vector<Dispatch> dispatches_of(const store::PrintRun& run);
    std::vector<Dispatch> due();
    store::PrintRun next_run();

    std::string pdf_of(const Dispatch& dispatch);
    Layout lay_out(const store::PrintRun& run, std::vector<Dispatch> dispatches);
    void hold(const Dispatch& dispatch, const char* why);
    void write(const store::PrintRun& run, const fs::path& folder, const Layout& layout) const;
    void publish(const store::PrintRun& run, const Layout& layout) const;
    void mark(const store::PrintRun& run, const Layout& layout);
    PrintedRun summary(const store::PrintRun& run, const Layout& layout) const;
    fs::path folder_of(const store::PrintRun& run) const { return settings_.folder / store::run_name(run); }
    fs::path list_of(const store::PrintRun& run) const { return folder_of(run) / store::bordereau_csv_name(run); }

    store::Store& store_;
    const PrintSettings& settings_;
    const templates::Fonts& fonts_;
};

std::vector<PrintedRun> Printer::print() {
    store::make_directory_durably(settings_.folder);
    sweep();
    std::vector<PrintedRun> runs;
    for (const auto& run : unfinished_runs()) {
        const auto dispatches = dispatches_of(run);
        const auto layout = lay_out(run, dispatches);
        if (dispatches.empty() || layout.lines.size() != dispatches.size()) {
            abandon(run);
            continue;
        }
        write(run, folder_of(run), layout);
        mark(run, layout);
        runs.push_back(summary(run, layout));
    }
    const auto run = next_run();
    const auto layout = lay_out(run, due());
    if (layout.lines.empty()) return runs;
    publish(run, layout);
    mark(run, layout);
    runs.push_back(summary(run, layout));
    return runs;
}

std::vector<std::string> Printer::entries() const {
    std::error_code failed;
    std::vector<std::string> names;
    for (fs::directory_iterator it{settings_.folder, failed}, end; !failed && it != end; it.increment(failed))
        names.push_back(it->path().filename().string());
    if (failed) store::throw_try_later("lecture du dossier", settings_.folder, failed.value());
    return names;
}

void Printer::remove(const fs::path& folder) const {
    std::error_code failed;
    fs::remove_all(folder, failed);
    if (failed) store::throw_try_later("suppression du dossier", folder, failed.value());
    store::sync_directory(settings_.folder);
}

/// Folders that a crash left before they were published.
void Printer::sweep() const {
    for (const auto& name : entries())
        if (store::parse_partial_name(name)) remove(settings_.folder / name);
}

/// A letter of this unfinished run was held meanwhile: the folder must not be posted. The others go into another run.
void Printer::abandon(const store::PrintRun& run) {
    store_.transaction([&] { store_.journal().append(store::program, "print_run_abandoned", store::run_name(run)); });
    remove(folder_of(run));
}

std::set<std::string> Printer::marked_runs() {
    std::set<std::string> runs;
    for (const auto& dispatch : store_.outbox().list(DispatchState::printed, DispatchChannel::post))
        runs.insert(dispatch.reply);
    return runs;
}

/// Folders of ours that were published and not marked.
std::vector<store::PrintRun> Printer::unfinished_runs() {
    const auto marked = marked_runs();
    std::vector<store::PrintRun> runs;
    for (const auto& name : entries()) {
        const auto run = store::parse_run_name(name);
        if (run && !marked.contains(name) && fs::is_regular_file(list_of(*run))) runs.push_back(*run);
    }
    std::sort(runs.begin(), runs.end(),
              [](const auto& a, const auto& b) { return std::tie(a.day, a.number) < std::tie(b.day, b.number); });
    return runs;
}

/// What the CSV of a folder lists, if it all still waits; else nothing.
std::vector<Dispatch> Printer::dispatches_of(const store::PrintRun& run) {
    std::vector<Dispatch> dispatches;
    for (const auto& id : dispatches_in_csv(store::read_file(list_of(run)))) {
        const auto dispatch = store_.outbox().find(id);
        if (!dispatch || dispatch->state != DispatchState::waiting || dispatch->channel != DispatchChannel::post)
            return {};
        dispatches.push_back(*dispatch);
    }
    return dispatches;
}

std::vector<Dispatch> Printer::due() {
    auto dispatches = store_.outbox().list(DispatchState::waiting, DispatchChannel::post);
    std::erase_if(dispatches, [&](const auto& dispatch) { return dispatch.next_try > store_.now(); });
    return dispatches;
}

/// The first of the day that neither the outbox nor the folder knows.
store::PrintRun Printer::next_run() {
    const auto marked = marked_runs();
    store::PrintRun run{.day = core::office_date(store_.now())};
    while (marked.contains(store::run_name(run)) || fs::exists(folder_of(run))) ++run.number;
    return run;
}

void Printer::hold(const Dispatch& dispatch, const char* why) {
    store_.transaction([&] {
        if (!store_.outbox().hold(dispatch.id, store::program)) return;  // A person was faster.
        store_.journal().append(store::program, "alarm_envelope_held", dispatch.id, why);
    });
    spdlog::error("dispatch={} stage=print alarm=alarm_envelope_held", dispatch.id);
}

/// Empty when the envelope cannot leave: it is held.
std::string Printer::pdf_of(const Dispatch& dispatch) {
    std::string pdf;
    if (dispatch.recipient.empty()) {
        hold(dispatch, "adresse manquante");
        return pdf;
    }
    try {
        pdf = store_.spool().read(dispatch.pdf_sha256);
    } catch (const store::DamagedBlob&) {
        hold(dispatch, "PDF manquant ou altéré");
        return pdf;
    }
    if (count_pages(pdf) > 0) return pdf;
    hold(dispatch, "PDF illisible");
    return {};
}

Layout Printer::lay_out(const store::PrintRun& run, std::vector<Dispatch> dispatches) {
    std::sort(dispatches.begin(), dispatches.end(), [](const auto& a, const auto& b) {
        const auto place = [](const Dispatch& d) { return d.recipient.substr(d.recipient.rfind('\n') + 1); };
        return std::tuple{place(a), a.recipient, a.dossier, a.id} < std::tuple{place(b), b.recipient, b.dossier, b.id};
    });
    Layout layout;
    std::vector<std::string> pdfs;
    for (const auto& dispatch : dispatches) {
        auto pdf = pdf_of(dispatch);
        if (pdf.empty()) continue;
        const int rank = static_cast<int>(layout.lines.size()) + 1;
        const bool same = rank > 1 && layout.lines.back().dispatch.recipient == dispatch.recipient;
        layout.lines.push_back(
            {.dispatch = dispatch,
             .rank = rank,
             .envelope = rank == 1 ? 1 : layout.lines.back().envelope + (same ? 0 : 1),
             .pages = count_pages(pdf),
             .file = store::letter_name({rank, dispatch.dossier, dispatch.letter_kind, dispatch.letter_version})});
        layout.files[layout.lines.back().file] = pdf;
        pdfs.push_back(std::move(pdf));
    }
    if (layout.lines.empty()) return layout;
    layout.files[store::merged_name(run)] = merge_pdfs(pdfs, Start::on_front);
    layout.files[store::bordereau_name(run)] = bordereau_pdf(run, layout.lines, settings_.office, fonts_);
    layout.files[store::bordereau_csv_name(run)] = bordereau_csv(layout.lines);
    return layout;
}

/// Each file is read back, and pages are counted, before any of it counts.
void Printer::write(const store::PrintRun& run, const fs::path& folder, const Layout& layout) const {
    int pages = 0;
    for (const auto& line : layout.lines) pages += line.pages + line.pages % 2;
    for (const auto& [name, bytes] : layout.files) {
        store::write_file_durably(folder / name, bytes);
        if (store::read_file(folder / name) != bytes)
            throw core::TryLater("Le fichier relu diffère de ce qui a été écrit : " + (folder / name).string());
    }
    if (count_pages(layout.files.at(store::merged_name(run))) != pages ||
        count_pages(layout.files.at(store::bordereau_name(run))) < 1)
        throw std::logic_error("print run " + store::run_name(run) + ": pages are missing");
}

void Printer::publish(const store::PrintRun& run, const Layout& layout) const {
    const auto beside = settings_.folder / store::partial_name(store::random_number());
    store::make_directory_durably(beside);
    write(run, beside, layout);
    std::error_code failed;
    fs::rename(beside, folder_of(run), failed);
    if (failed) store::throw_try_later("publication du tirage", folder_of(run), failed.value());
    store::sync_directory(settings_.folder);
}

void Printer::mark(const store::PrintRun& run, const Layout& layout) {
    const auto name = store::run_name(run);
    store_.transaction([&] {
        for (const auto& line : layout.lines) store_.outbox().mark_printed(line.dispatch, name);
        const auto counts =
            std::to_string(layout.lines.size()) + " lettres, " + std::to_string(layout.lines.back().envelope) + " plis";
        store_.journal().append(store::program, "print_run_made", name, counts);
    });
    spdlog::info("run={} stage=print outcome=printed letters={}", name, layout.lines.size());
}

PrintedRun Printer::summary(const store::PrintRun& run, const Layout& layout) const {
    PrintedRun printed{.run = run, .folder = folder_of(run), .letters = static_cast<int>(layout.lines.size())};
    for (const auto& line : layout.lines) printed.envelopes = line.envelope, printed.pages += line.pages;
    return printed;
}

}  // namespace

std::vector<PrintedRun> print_due(store::Store& store, const PrintSettings& settings) {
    return Printer{store, settings}.print();
}

}  // namespace pipeline
