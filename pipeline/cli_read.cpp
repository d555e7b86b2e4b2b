#include <unistd.h>

#include <iostream>

#include "pipeline/cli.h"
#include "pipeline/facts.h"
#include "pipeline/page_reader.h"
#include "pipeline/recognise.h"
#include "store/disk.h"
#include "store/reading_json.h"
#include "store/sha256.h"

namespace pipeline {
namespace {

/// One file, without any store. A file that cannot be taken has a refusal and no page.
core::Reading read_file(const std::filesystem::path& file, const Catalogue& catalogue, ocr::Reader& reader) {
    core::Reading reading{.sha256 = store::sha256(store::read_file(file))};
    const auto count = decode(file, DecodeLimits{}, [&](core::Raster&& raster, int number) {
        if (isatty(STDERR_FILENO) != 0)
            std::cerr << "\r" << file.filename().string() << " : page " << number << std::flush;
        auto page = reader.read(raster, catalogue.layouts).page;
        page.page = number;
        page.kind = recognise(page, catalogue.kinds);
        page.facts = find_facts(page, catalogue.facts, catalogue.tables);
        reading.pages.push_back(std::move(page));
    });
    if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\033[K";
    if (!count) {
        reading.refusal = count.refusal();
        reading.pages.clear();
    }
    return reading;
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

}  // namespace

void add_read_command(CLI::App& app, CommandLine& line) {
    const auto files = std::make_shared<std::vector<std::filesystem::path>>();
    const auto words = std::make_shared<bool>(false);
    auto* read = app.add_subcommand("read", "Dit ce que la machine lit d'un fichier, sans rien garder");
    read->add_option("fichiers", *files, "PDF, TIFF, JPEG ou PNG")->required()->check(CLI::ExistingFile);
    read->add_flag("--words", *words, "Ajoute les mots et leurs boîtes au JSON");
    read->callback([&line, files, words] {
        const auto catalogue = line.catalogue();
        ocr::Reader reader{ocr::ReaderOptions{}};
        auto all = nlohmann::ordered_json::array();
        for (const auto& file : *files) {
            const auto reading = read_file(file, catalogue, reader);
            if (reading.refusal) line.exit_code = exit_document;
            if (line.json)
                all.push_back(store::reading_to_json(file.string(), reading,
                                                     *words ? store::Words::with : store::Words::without));
            else
                tell(file.string(), reading);
        }
        if (line.json) line.print(all);
    });
}

}  // namespace pipeline
