#include "bench/kind_set.h"

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "pipeline/decode.h"
#include "store/reading_json.h"

namespace bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Json parsed(const fs::path& path) {
    std::ifstream file{path};
    if (!file) throw std::runtime_error("illisible : " + path.string());
    return Json::parse(file);
}

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

void run(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error("échec : " + command);  // NOLINT: our own programs
}

void make(const fs::path& folder, const std::string& which, unsigned seed, SetSize size) {
    fs::create_directories(folder);
    run("nice " + quoted(fs::path{KINDS_SAMPLES} / "make_kinds") + " " + quoted(folder) + " --set " + which +
        " --seed " + std::to_string(seed) +
        (size == SetSize::quick ? " --count 1 --look born" : " --vaguemestre " + quoted(KINDS_PROGRAM)) + " >&2");
}

void read(const fs::path& folder) {
    const auto part = folder / "readings.part";
    run("nice " + quoted(KINDS_PROGRAM) + " read --json --words " + quoted(folder) + "/*.pdf > " + quoted(part));
    fs::rename(part, folder / "readings.json");
}

bool is_newer(const fs::path& file, const fs::path& than) {
    return fs::exists(file) && fs::last_write_time(file) >= fs::last_write_time(than);
}

KindDocument document(const fs::path& folder, const Json& truth, const Json& reading) {
    KindDocument made{.item = truth.at("item").get<std::string>(),
                      .file = folder / truth.at("file").get<std::string>(),
                      .kind = truth.at("kind").get<std::string>(),
                      .look = truth.at("look").get<std::string>()};
    for (const auto& [name, values] : truth.at("facts").items())
        for (const auto& value : values)
            made.facts[name].push_back(name == "periods"
                                           ? value.at(0).get<std::string>() + " " + value.at(1).get<std::string>()
                                           : value.get<std::string>());
    for (const auto& page : reading.at("pages")) made.pages.push_back(store::page_from_json(page));
    return made;
}

}  // namespace

std::vector<KindDocument> kind_set(const std::string& which, unsigned seed, SetSize size) {
    const auto folder =
        fs::path{KINDS_FOLDER} / (which + (size == SetSize::quick ? "-quick-" : "-") + std::to_string(seed));
    const auto maker = fs::path{KINDS_SAMPLES} / "make_kinds";
    if (!is_newer(folder / "truth.json", maker)) make(folder, which, seed, size);
    if (!is_newer(folder / "readings.json", KINDS_PROGRAM)) read(folder);

    std::map<std::string, Json> readings;
    for (auto& reading : parsed(folder / "readings.json")) {
        const auto name = fs::path{reading.at("file").get<std::string>()}.filename().string();
        readings.emplace(name, std::move(reading));
    }
    std::vector<KindDocument> documents;
    for (const auto& truth : parsed(folder / "truth.json"))
        documents.push_back(document(folder, truth, readings.at(truth.at("file").get<std::string>())));
    return documents;
}

core::Raster picture_of(const KindDocument& document, int page) {
    core::Raster picture;
    const auto count = pipeline::decode(document.file, {.program = KINDS_PROGRAM, .render_dpi = 100},
                                        [&](core::Raster&& raster, int number) {
                                            if (number == page) picture = std::move(raster);
                                        });
    if (!count) throw std::runtime_error("illisible : " + document.file.string());
    return picture;
}

}  // namespace bench
