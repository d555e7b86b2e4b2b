#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/facts.h"
#include "pipeline/page_reader.h"
#include "store/disk.h"
#include "store/reading_json.h"
#include "store/sha256.h"
#include "store/store.h"

namespace pipeline {
namespace {

/// One file, without any store. A file that cannot be taken has a refusal and no page; so has one that the machine had
/// no room to read: the others are told all the same.
core::Reading read_file(const std::filesystem::path& file, const Catalogue& catalogue, ocr::Reader& reader) {
    core::Reading reading{.sha256 = store::sha256(store::read_file(file))};
    core::Outcome<int> count{0};
    try {
        count = decode(file, DecodeLimits{}, [&](core::Raster&& raster, int number) {
            if (isatty(STDERR_FILENO) != 0)
                std::cerr << "\r" << file.filename().string() << " : page " << number << std::flush;
            auto page = reader.read(raster, catalogue.layouts).page;
            page.page = number;
            page.kind = catalogue.kind_of(page);
            page.facts = find_facts(page, catalogue.facts, catalogue.tables);
            reading.pages.push_back(std::move(page));
        });
    } catch (const core::TryLater& trouble) {
        count = core::Refusal{core::Reason::decoder_crashed, trouble.what()};
    }
    if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\033[K";
    if (!count) {
        reading.refusal = count.refusal();
        reading.pages.clear();
    }
    return reading;
}

/// Over the bytes that were read, if they are still the same.
core::Outcome<std::string> with_text(const std::string& bytes, const core::Reading& reading) {
    if (reading.refusal) return *reading.refusal;
    if (store::sha256(bytes) != reading.sha256) throw core::TryLater("le fichier a changé pendant la lecture");
    return searchable_pdf(bytes, reading.pages, DecodeLimits{});
}

void write_searchable(CommandLine& line, const core::Outcome<std::string>& pdf, const std::filesystem::path& output) {
    if (!pdf) return line.tell(pdf.refusal());
    store::write_file_durably(output, *pdf);
    if (isatty(STDERR_FILENO) != 0) std::cerr << output.string() << " : PDF consultable\n";
}

/// The archive keeps each arrival as it came; its searchable PDF is made from those bytes and what was read of them.
core::Outcome<std::string> archived(const Installation& office, const std::string& id) {
    store::Store store{office.home, office.clock};
    const auto arrival = store.arrivals().find(id);
    if (!arrival) throw core::BadSetup("arrivée inconnue : " + id + " (`vaguemestre status` les liste)");
    auto reading = store.readings().reading(arrival->sha256);
    if (reading.pages.empty() && !reading.refusal)
        throw core::TryLater(id + " n'est pas encore lue (`vaguemestre run --once`)");
    return with_text(store.spool().read(arrival->sha256), reading);
}

void tell(const std::string& file, const core::Reading& reading) {
    std::cout << file << "\n";
    if (reading.refusal) std::cout << "  refusé : " << core::describe(*reading.refusal) << "\n";
    for (const auto& page : reading.pages) {
        std::cout << "  page " << page.page << " : " << (page.blank ? "blanche" : core::to_text(page.kind.code))
                  << (page.kind.detail.empty() ? "" : ", " + page.kind.detail) << " (" << core::to_text(page.kind.state)
                  << "), tournée de " << page.rotated << "°, confiance " << static_cast<int>(page.confidence * 100)
                  << " %\n";
        if (page.form)
            std::cout << "    formulaire " << page.form->id << ", dossier "
                      << (page.form->dossier.empty() ? "inconnu" : page.form->dossier) << ", page " << page.form->page
                      << "\n";
        for (const auto& zone : page.zones)
            std::cout << "    " << zone.id << " : " << (zone.value.empty() ? core::to_text(zone.state) : zone.value)
                      << (zone.stamped.value_or(false) ? ", cachet" : "") << "\n";
        for (const auto& fact : page.facts)
            std::cout << "    " << core::to_text(fact.name) << " : " << fact.value << " ("
                      << static_cast<int>(fact.confidence * 100) << " %)\n";
    }
}

void add_archive_command(CLI::App& app, CommandLine& line) {
    const auto id = std::make_shared<std::string>();
    const auto output = std::make_shared<std::filesystem::path>();
    auto* archive =
        app.add_subcommand("archive", "Une arrivée en PDF consultable : ses images telles quelles, son texte");
    archive->add_option("arrivee", *id, "Numéro d'arrivée (A000012)")->required();
    archive->add_option("-o,--output", *output, "PDF à écrire")->required();
    archive->callback([&line, id, output] { write_searchable(line, archived(line.open(), *id), *output); });
}

struct ReadOptions {
    std::vector<std::filesystem::path> files;
    bool words = false;
    bool searchable = false;
    std::filesystem::path output;
};

void read_files(CommandLine& line, const ReadOptions& options) {
    if (options.searchable && options.files.size() != 1)
        throw core::BadSetup("--searchable : un fichier à la fois, un PDF par fichier");
    const auto catalogue = line.catalogue();
    ocr::Reader reader{ocr::ReaderOptions{}};
    auto all = nlohmann::ordered_json::array();
    for (const auto& file : options.files) {
        const auto reading = read_file(file, catalogue, reader);
        if (reading.refusal) line.exit_code = exit_document;
        if (line.json)
            all.push_back(store::reading_to_json(file.string(), reading,
                                                 options.words ? store::Words::with : store::Words::without));
        else
            tell(file.string(), reading);
        if (options.searchable) write_searchable(line, with_text(store::read_file(file), reading), options.output);
    }
    if (line.json) line.print(all);
}

}  // namespace

void add_read_command(CLI::App& app, CommandLine& line) {
    const auto options = std::make_shared<ReadOptions>();
    auto* read = app.add_subcommand("read", "Dit ce que la machine lit d'un fichier, sans rien garder");
    read->add_option("fichiers", options->files, "PDF, TIFF, JPEG ou PNG")->required()->check(CLI::ExistingFile);
    read->add_flag("--words", options->words, "Ajoute les mots et leurs boîtes au JSON");
    auto* output = read->add_option("-o,--output", options->output, "PDF à écrire");
    auto* searchable = read->add_flag("--searchable", options->searchable,
                                      "Écrit le fichier en PDF consultable, ses images telles quelles");
    searchable->needs(output);
    output->needs(searchable);
    read->callback([&line, options] { read_files(line, *options); });
    add_archive_command(app, line);
}

}  // namespace pipeline
