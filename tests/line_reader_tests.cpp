#include "ocr/line_reader.h"

#include <hwy/highway.h>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "ocr/engine.h"
#include "ocr/line_image.h"
#include "ocr/line_search.h"
#include "ocr/line_text.h"
#include "ocr/working_page.h"
#include "tests/drawn_page.h"
#include "tests/temporary_folder.h"

namespace {

using namespace std::chrono_literals;
using drawn::Sheet;

const std::filesystem::path model_file = "/usr/share/tesseract-ocr/5/tessdata/fra.traineddata";

const ocr::LineModel& model() {
    static const ocr::LineModel one = ocr::load_line_model(model_file).model.value();
    return one;
}

const ocr::LineReader& reader() {
    static const ocr::LineReader one(model());
    return one;
}

struct Read {
    ocr::Recognition ours, tesseract;
};

/// The same level page by both, at the resolution of the page.
Read read_both(const core::Raster& raster) {
    static ocr::Engine engine(model_file.parent_path().string(), "fra");
    const auto grey = ocr::to_grey(*ocr::to_pix(raster));
    const auto working = ocr::make_working_page(raster, *grey);
    const auto level = ocr::make_level_page(working, raster, 0);
    pixSetResolution(grey.get(), raster.dpi, raster.dpi);
    return {reader().read(*grey, *level.ink, level.map, ocr::LineReader::Extent::page, ocr::Deadline(60s)),
            engine.read(*grey, ocr::Engine::Layout::block, ocr::Deadline(60s))};
}

std::vector<std::string> lines_of(const ocr::Recognition& recognition) {
    std::vector<std::string> lines;
    int last = -1;
    for (const auto& word : recognition.words) {
        if (word.line != last) lines.emplace_back();
        if (!lines.back().empty()) lines.back() += ' ';
        lines.back() += word.text;
        last = word.line;
    }
    return lines;
}

std::vector<ocr::LineImage> some_images() {
    std::vector<ocr::LineImage> images;
    for (const auto& line : drawn::prose(5, 3)) {
        const auto page = drawn::scanned(Sheet().text(12, 20, line, 11).render(200), {.noise = 12});
        images.push_back(ocr::make_line_image(*ocr::crop(*ocr::to_grey(*ocr::to_pix(page)), {80, 120, 1500, 170})));
    }
    images.push_back(ocr::LineImage::empty(7));
    images.push_back({});
    return images;
}

std::string bytes_of_model() {
    std::ifstream in(model_file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string why_not(const std::string& bytes) {
    const TemporaryFolder folder;
    std::ofstream(folder / "x.traineddata", std::ios::binary) << bytes;
    return ocr::load_line_model(folder / "x.traineddata").why_not;
}

std::string replaced(std::string bytes, std::string_view what, std::string_view with) {
    const auto at = bytes.find(what);
    BOOST_REQUIRE(at != std::string::npos);
    return bytes.replace(at, what.size(), with);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(line_reader_tests)

BOOST_AUTO_TEST_CASE(the_french_model_is_taken_out_of_its_file) {
    BOOST_TEST(model().name == "[1,36,0,1Ct3,3,16Mp3,3Lfys48Lfx96Lrx96Lfx128O1c1]");
    BOOST_TEST(model().classes.outputs == 140);
    BOOST_TEST(model().along.size() == 3U);
    BOOST_TEST(model().text[static_cast<std::size_t>(model().space)] == " ");
    BOOST_TEST(std::count(model().text.begin(), model().text.end(), "é") == 1);
    BOOST_TEST(model().text[static_cast<std::size_t>(model().no_character)].empty());
}

BOOST_AUTO_TEST_CASE(a_model_that_is_not_known_is_refused_with_its_reason) {
    const auto good = bytes_of_model();
    struct Row {
        const char* title;
        std::string bytes;
        const char* reason;
    };
    const Row rows[]{
        {"no container", "bonjour", "aucun réseau"},
        {"a container of nothing", std::string(4, '\0'), "aucun réseau"},
        {"a huge table", std::string("\xFF\xFF\xFF\xFF", 4) + good, "aucun réseau"},
        {"cut in the network", good.substr(0, 100'000), "aucun réseau"},
        {"another layer", replaced(good, "Softmax", "SoftMax"), "couche"},
        {"another order", replaced(good, "Maxpool", "Reconfi"), "couche"},
        {"another direction", replaced(good, "XYTranspose", "XYTransposf"), "couche"},
        {"float weights",
         replaced(good, std::string("\x85\x10\0\0\0\x0A\0\0\0", 9), std::string("\x84\x10\0\0\0\x0A\0\0\0", 9)),
         "entiers"},
        {"other sizes",
         replaced(good, std::string("\x85\x10\0\0\0\x0A\0\0\0", 9), std::string("\x85\x10\0\0\0\x0B\0\0\0", 9)),
         "taille"},
        {"a long matrix",
         replaced(good, std::string("\x85\x10\0\0\0\x0A\0\0\0", 9), std::string("\x85\xFF\xFF\xFF\x7F\x0A\0\0\0", 9)),
         "taille"}};
    BOOST_TEST(why_not(good).empty());
    for (const auto& row : rows)
        BOOST_TEST(why_not(row.bytes).find(row.reason) != std::string::npos, row.title << " : " << why_not(row.bytes));
}

BOOST_AUTO_TEST_CASE(every_cut_of_the_model_is_refused_and_none_crashes) {
    const auto good = bytes_of_model();
    for (std::size_t size = 4; size < good.size(); size = size * 3 / 2 + 7)
        BOOST_TEST(!why_not(good.substr(0, size)).empty());
}

BOOST_AUTO_TEST_CASE(all_kinds_of_processors_give_the_same_bits) {
    const auto images = some_images();
    std::vector<std::vector<float>> first;
    for (const auto target : hwy::SupportedAndGeneratedTargets()) {
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        std::vector<std::vector<float>> outputs;
        auto lines = ocr::LineNetwork(model()).run(images, ocr::Deadline(60s)).value();
        for (auto& line : lines) outputs.push_back(std::move(line.probabilities));
        if (first.empty()) first = outputs;
        BOOST_TEST((outputs == first), ocr::kernels::vectors());
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    BOOST_TEST(first[0].size() > 140U * 100);
}

BOOST_AUTO_TEST_CASE(a_line_says_the_same_in_any_company) {
    const auto images = some_images();
    const ocr::LineNetwork network(model());
    const auto together = network.run(images, ocr::Deadline(60s)).value();
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto alone = network.run({&images[i], 1}, ocr::Deadline(60s)).value();
        BOOST_TEST((alone[0].probabilities == together[i].probabilities));
    }
    BOOST_TEST(!network.run(images, ocr::Deadline(-1s)));
}

BOOST_AUTO_TEST_CASE(clean_lines_are_those_of_tesseract_and_sure_where_it_is_sure) {
    int lines = 0, same = 0;
    double sum_a = 0, sum_b = 0, sum_aa = 0, sum_bb = 0, sum_ab = 0, count = 0;
    for (const auto& [font, seed, noise] : {std::tuple{"Helvetica", 1U, 3.0},
                                            {"Times-Roman", 2U, 3.0},
                                            {"Times-Roman", 4U, 16.0},
                                            {"Courier", 5U, 16.0}}) {
        const auto page = Sheet().lines(20, 30, drawn::prose(14, seed), 10, font).render(300);
        const auto read = read_both(drawn::scanned(page, {.noise = noise, .blur = noise > 10 ? 1 : 0}));
        const auto ours = lines_of(read.ours), theirs = lines_of(read.tesseract);
        BOOST_TEST(ours.size() == 14U);
        for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()) && noise < 10; ++i) {
            ++lines;
            same += ours[i] == theirs[i];
            if (ours[i] != theirs[i]) BOOST_TEST_MESSAGE(ours[i] << " | " << theirs[i]);
        }
        // Words that both read alike, in order.
        for (std::size_t i = 0, k = 0; i < read.ours.words.size() && k < read.tesseract.words.size();) {
            const auto &a = read.ours.words[i], &b = read.tesseract.words[k];
            if (a.line != b.line) {
                ++(a.line < b.line ? i : k);
                continue;
            }
            ++i, ++k;
            if (a.text != b.text) continue;
            sum_a += a.confidence, sum_b += b.confidence, sum_ab += a.confidence * b.confidence;
            sum_aa += a.confidence * a.confidence, sum_bb += b.confidence * b.confidence, ++count;
        }
    }
    BOOST_TEST(lines == 28);
    BOOST_TEST(same >= 27);
    const double correlation = (sum_ab * count - sum_a * sum_b) /
                               std::sqrt((sum_aa * count - sum_a * sum_a) * (sum_bb * count - sum_b * sum_b));
    BOOST_TEST_MESSAGE("correlation of confidences " << correlation << " over " << count << " words");
    BOOST_TEST(count > 400);
    BOOST_TEST(correlation > 0.6);
}

BOOST_AUTO_TEST_CASE(a_line_too_narrow_for_a_step_has_no_word) {
    ocr::LineSearch search(model());
    const auto nothing =
        ocr::LineNetwork(model()).run(std::vector{ocr::LineImage::empty(2)}, ocr::Deadline(60s)).value();
    BOOST_TEST(nothing[0].steps == 0);
    BOOST_TEST(ocr::words_of(search.best(nothing[0]), model()).empty());
}

BOOST_AUTO_TEST_SUITE_END()
