#include "templates/haru.h"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/failures.h"

namespace {

using templates::HaruDoc;

const templates::DocumentInfo info{.title = "Courrier d’essai", .date = core::Date{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{3}}};

std::string run(const std::string& command) {
    std::string out;
    auto* const pipe = popen((command + " 2>&1").c_str(), "r");
    std::array<char, 4096> buffer{};
    while (const auto count = fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), count);
    return pclose(pipe) == 0 ? out : "FAILED: " + out;
}

/// A file of its own, gone at the end of the test.
struct PdfFile {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("haru_tests_" + std::to_string(getpid()) + ".pdf");
    explicit PdfFile(const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }
    ~PdfFile() { std::filesystem::remove(path); }
    std::string through(const std::string& before, const std::string& after = "") const { return run(before + " " + path.string() + " " + after); }
};

HaruDoc document() {
    HaruDoc doc(templates::fonts_of(), info);
    doc.add_page();
    return doc;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(haru_tests)

BOOST_AUTO_TEST_CASE(french_comes_back_as_it_went_in) {
    const std::string line = "Œuvre d’été à Çà-et-là : « cœur » – 12 € … NGUYỄN, Łukasz, Ÿ ; ½ n° 3";
    for (const auto face : {templates::Face::sans, templates::Face::serif_italic, templates::Face::mono_bold}) {
        auto doc = document();
        doc.text(20, 30, line, {.face = face, .size = 10});
        const auto bytes = doc.bytes();
        BOOST_REQUIRE(bytes);
        BOOST_TEST(PdfFile(*bytes).through("pdftotext -layout", "-").starts_with(line + "\n"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
