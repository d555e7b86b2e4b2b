#include "pipeline/pack.h"

#include <zip.h>

#include <memory>

#include "core/failures.h"

namespace pipeline {
namespace {

struct SourceFree {
    void operator()(zip_source_t* source) const noexcept { zip_source_free(source); }
};

void must(bool done, const char* step) {
    if (!done) throw core::TryLater(std::string("archive de dépôt : ") + step);
}

void add(zip_t* archive, const std::string& name, const std::string& content) {
    constexpr zip_uint16_t first_of_1980 = (1 << 5) | 1;
    zip_source_t* const source = zip_source_buffer(archive, content.data(), content.size(), 0);
    must(source != nullptr, "lecture");
    const auto index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) zip_source_free(source);
    must(index >= 0, "ajout");
    const auto place = static_cast<zip_uint64_t>(index);
    must(zip_set_file_compression(archive, place, ZIP_CM_STORE, 0) == 0, "réglage");
    must(zip_file_set_dostime(archive, place, 0, first_of_1980, 0) == 0, "réglage");
    must(zip_file_set_external_attributes(archive, place, 0, ZIP_OPSYS_DOS, 0) == 0, "réglage");
}

std::string content_of(zip_source_t* written) {
    must(zip_source_open(written) == 0, "relecture");
    zip_stat_t facts{};
    zip_source_stat(written, &facts);
    std::string bytes(facts.size, '\0');
    const auto count = zip_source_read(written, bytes.data(), bytes.size());
    zip_source_close(written);
    must(count == static_cast<zip_int64_t>(bytes.size()), "relecture");
    return bytes;
}

}  // namespace

std::string pack_zip(const PackedFiles& files) {
    zip_error_t error{};
    const std::unique_ptr<zip_source_t, SourceFree> written(zip_source_buffer_create(nullptr, 0, 0, &error));
    must(written != nullptr, "mémoire");
    zip_t* const archive = zip_open_from_source(written.get(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    must(archive != nullptr, "ouverture");
    zip_source_keep(written.get());  // The archive gives its own hold up when it is closed.
    std::unique_ptr<zip_t, void (*)(zip_t*)> open(archive, zip_discard);
    for (const auto& [name, content] : files) add(archive, name, content);
    must(zip_close(archive) == 0, "écriture");
    static_cast<void>(open.release());
    return content_of(written.get());
}

}  // namespace pipeline
