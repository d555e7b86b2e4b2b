#include "bench/scoring.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "ocr/pix.h"

namespace scoring {

namespace {

const char* name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::right:
            return "right";
        case Verdict::wrong:
            return "wrong";
        case Verdict::doubt:
            return "doubt";
    }
    return "";
}

}  // namespace

Options options_from(int argc, char** argv) {
    Options options;
    CLI::App app{"Scores one question: an object of JSON an item and line"};
    app.add_option("--pictures", options.pictures, "Folder for a picture of every item that is not right");
    app.add_option("--seed", options.seed, "Of the set, where it is generated");
    app.add_flag("--short", options.is_short, "The small set of the tests");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::exit(app.exit(error) == 0 ? 0 : 2);
    }
    if (!options.pictures.empty()) std::filesystem::create_directories(options.pictures);
    return options;
}

std::string Report::keep(const Item& item, const core::Raster& picture) const {
    std::string name = item.item + ".png";
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c) && c != '.' && c != '-'; }, '_');
    const auto path = options_.pictures / name;
    const auto png = ocr::png_bytes(*ocr::to_pix(picture));
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
    return path.string();
}

void Report::print(const Item& item, const std::string& picture) {
    nlohmann::ordered_json json{{"question", item.question},
                                {"item", item.item},
                                {"class", item.kind},
                                {"truth", item.truth},
                                {"answer", item.answer},
                                {"score", item.score},
                                {"verdict", name_of(item.verdict)},
                                {"picture", nullptr}};
    if (!picture.empty()) json["picture"] = picture;
    std::puts(json.dump().c_str());
}

}  // namespace scoring
