#include "pipeline/page_reader.h"

#include <algorithm>

#include "pipeline/facts.h"

namespace pipeline {

ocr::ReaderOptions reader_options(const Installation& office) {
    return {.models = office.config.tessdata.string(), .targets = office.config.targets};
}

PageReader::PageReader(const Installation& office, store::Store& store, ocr::Reader& reader, std::string sha256,
                       store::Job job)
    : office_(office), store_(store), reader_(reader), sha256_(std::move(sha256)), job_(std::move(job)) {}

core::Outcome<int> PageReader::read(const Hostile& file, int first) {
    int next = 1;  // Pages are saved in their order: a run that was cut goes on where it stopped.
    while (is_read(first + next - 1)) ++next;
    return decode(
        file, office_.limits,
        [&](core::Raster&& raster, int number) { read_page(std::move(raster), first + number - 1); }, next);
}

bool PageReader::is_read(int number) { return store_.readings().is_read(sha256_, reader_version, number); }

void PageReader::read_page(core::Raster&& raster, int number) {
    auto reading = reader_.read(raster, office_.catalogue.layouts);
    auto& page = reading.page;
    page.page = number;
    page.kind = office_.catalogue.kind_of(page);
    page.facts = find_facts(page, office_.catalogue.facts, office_.catalogue.tables);
    for (const auto& crop : reading.crops) {
        const auto sha =
            store_.spool().put({reinterpret_cast<const char*>(crop.png.data()), crop.png.size()});  // NOLINT
        for (auto& zone : page.zones)
            if (zone.id == crop.zone) zone.evidence = sha;
    }
    store_.transaction([&] {
        store_.readings().save_page(sha256_, reader_version, page);
        store_.jobs().progressed(job_);
    });
}

std::vector<core::Page> PageReader::done(int count) {
    store_.readings().set_page_count(sha256_, count);
    return store_.readings().pages(sha256_);
}

}  // namespace pipeline
