#include "ocr/reader.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "core/failures.h"
#include "core/identifiers.h"
#include "core/page_code.h"
#include "ocr/pix.h"
#include "tests/drawn_page.h"
#include "tests/temporary_folder.h"

namespace {

using drawn::Sheet;

/// One engine for the whole suite, as one worker has.
ocr::Reader& reader() {
    static ocr::Reader one;
    return one;
}

core::Page read(const core::Raster& raster) { return reader().read(raster, {}).page; }

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

const core::Word* find_word(const core::Page& page, std::string_view text) {
    for (const auto& word : page.words)
        if (word.text == text) return &word;
    return nullptr;
}

std::vector<core::Word> layer_of(const std::vector<std::string>& lines) {
    std::vector<core::Word> words;
    for (int i = 0; i < static_cast<int>(lines.size()); ++i) {
        const auto& line = lines[static_cast<std::size_t>(i)];
        int x = 150;
        for (std::size_t from = 0; from < line.size();) {
            const auto to = std::min(line.find(' ', from), line.size());
            const int y = 200 + i * 41;
            words.push_back({line.substr(from, to - from), 1, {x, y - 30, x + 90, y + 10}, i});
            x += 100;
            from = to + 1;
        }
    }
    return words;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reader_tests)

BOOST_AUTO_TEST_CASE(a_missing_or_broken_model_is_said_in_french_at_once) {
    const TemporaryFolder folder;
    std::ofstream(folder / "bad.traineddata") << "not a model";
    const auto message_of = [](const ocr::ReaderOptions& options) -> std::string {
        try {
            ocr::Reader one(options);
        } catch (const core::BadSetup& setup) {
            return setup.what();
        }
        return "";
    };
    BOOST_TEST(message_of({.models = folder.path().string()}).starts_with("modèle de lecture introuvable"));
    BOOST_TEST(
        message_of({.models = folder.path().string(), .language = "bad"}).starts_with("modèle de lecture illisible"));
    BOOST_TEST(message_of({.models = "/nowhere"}).find("tesseract-ocr-fra") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_scanned_letter_is_read_with_its_boxes_in_every_turn) {
    const auto lines = drawn::prose(5, 1);
    const auto flat = Sheet().lines(20, 60, lines).text(40, 200, "Signataire", 14).render(300);
    for (const int turned : {0, 90, 180, 270}) {
        const auto raster = drawn::scanned(flat, {.turned = turned, .noise = 10, .shade = 0.3, .jpeg = 60});
        const auto page = read(raster);
        BOOST_TEST_CONTEXT("turned " << turned) {
            BOOST_TEST(page.rotated == turned);
            BOOST_TEST(!page.blank);
            BOOST_TEST((page.text_source == core::TextSource::ocr));
            BOOST_TEST(page.confidence > 0.8);
            BOOST_TEST(drawn::character_error(joined(lines) + "\nSignataire", page.text) < 0.01);
            BOOST_TEST(page.width_px == raster.width);
            BOOST_TEST(page.words.back().line == static_cast<int>(lines.size()));
            const auto* word = find_word(page, "Signataire");
            BOOST_REQUIRE(word);
            const auto box = ocr::box_upright(word->box, turned, raster.width, raster.height);
            const double scale = 300 / 25.4;
            BOOST_TEST(std::abs(box.x0 - 40 * scale) < 8);
            BOOST_TEST(std::abs(box.x1 - 62.6 * scale) < 20);
            BOOST_TEST(std::abs(box.y1 - 201 * scale) < 12);
            BOOST_TEST(std::abs(box.y0 - 196.5 * scale) < 14);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_skewed_word_keeps_its_place_on_the_page) {
    const auto flat = Sheet().lines(20, 60, drawn::prose(6, 2)).text(150, 240, "Cachet", 14).render(200);
    const double scale = 200 / 25.4;
    for (const double skew : {-4.0, 3.0}) {
        const auto page = read(drawn::scanned(flat, {.skew_deg = skew, .noise = 8}));
        BOOST_TEST(std::abs(page.skew_deg - skew) < 0.15);
        const auto* word = find_word(page, "Cachet");
        BOOST_REQUIRE(word);
        // The page turned about its centre.
        const double angle = skew * 3.14159265 / 180;
        const double dx = 158.5 * scale - 827, dy = 238 * scale - 1169.5;
        const double x = 827 + dx * std::cos(angle) - dy * std::sin(angle);
        const double y = 1169.5 + dx * std::sin(angle) + dy * std::cos(angle);
        BOOST_TEST(std::abs((word->box.x0 + word->box.x1) / 2.0 - x) < 10);
        BOOST_TEST(std::abs((word->box.y0 + word->box.y1) / 2.0 - y) < 10);
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_sure_of_its_turn_is_read_both_ways) {
    struct Row {
        const char* title;
        Sheet sheet;
        const char* word;
    };
    const Row rows[]{
        {"a title", Sheet().text(60, 100, "ATTESTATION DE FORMATION", 24, "Helvetica-Bold"), "ATTESTATION"},
        {"capitals",
         Sheet().lines(20, 60, {"LE MAIRE DE VALMER SUR ORNE", "CERTIFIE QUE L'AGENT A SUIVI LA FORMATION"}),
         "CERTIFIE"}};
    for (const auto& row : rows)
        for (const int turned : {90, 180}) {
            const auto page =
                read(drawn::scanned(row.sheet.render(200), {.turned = turned, .skew_deg = 1, .noise = 8}));
            BOOST_TEST_CONTEXT(row.title << ", turned " << turned) {
                BOOST_TEST(page.rotated == turned);
                BOOST_TEST(find_word(page, row.word));
            }
        }
}

BOOST_AUTO_TEST_CASE(the_same_page_reads_the_same_whatever_was_read_before) {
    const auto page =
        drawn::scanned(Sheet().lines(20, 60, drawn::prose(5, 4)).render(200), {.skew_deg = 1, .noise = 12});
    const auto other = drawn::scanned(Sheet().lines(20, 60, drawn::prose(5, 5), 9, "Courier").render(200),
                                      {.turned = 90, .noise = 12});
    const auto first = read(page);
    BOOST_TEST((read(page) == first));
    static_cast<void>(read(other));
    BOOST_TEST((read(page) == first));
    BOOST_TEST((ocr::Reader().read(page, {}).page == first));
}

BOOST_AUTO_TEST_CASE(a_blank_page_is_marked_and_not_read) {
    const auto page = read(drawn::scanned(Sheet().render(200), {.noise = 12}));
    BOOST_TEST(page.blank);
    BOOST_TEST(page.text.empty());
    BOOST_TEST((page.text_source == core::TextSource::none));
}

BOOST_AUTO_TEST_CASE(what_shows_through_is_blank_once_nothing_could_be_read) {
    const auto pale = [](bool mirrored) {
        auto pix = ocr::to_pix(Sheet().lines(25, 40, drawn::prose(6)).render(200));
        if (mirrored) pix = ocr::own(pixFlipLR(nullptr, pix.get()), "pixFlipLR");
        if (mirrored) pix = ocr::own(pixBlockconv(pix.get(), 2, 2), "pixBlockconv");
        auto raster = ocr::to_raster(*pix);
        for (auto& value : raster.pixels) value = static_cast<std::uint8_t>(250 - (255 - value) * 0.28);
        return raster;
    };
    BOOST_TEST(read(pale(true)).blank);
    BOOST_TEST(!read(pale(false)).blank);  // Pale print, but print.
}

BOOST_AUTO_TEST_CASE(a_good_text_layer_is_kept_and_a_bad_one_read_anew) {
    const auto lines = drawn::prose(5, 6);
    auto raster = Sheet().lines(19.05, 25.4, lines, 11, "Helvetica", 1.34).render(200);
    struct Row {
        const char* title;
        std::vector<core::Word> layer;
        core::TextSource source;
    };
    auto garbage = layer_of(lines);
    for (auto& word : garbage) word.text = "\xEE\x80\x81\xEE\x80\x82" + word.text.substr(0, 1);
    auto numbered = layer_of(lines);
    for (auto& word : numbered) word.text = "/g" + std::to_string(word.box.x0) + "xqzt";
    auto partial = layer_of(lines);
    partial.resize(6);
    // Real boxes: where OCR finds the words.
    auto good = read(raster).words;
    for (auto& word : good) word.confidence = 1;
    const Row rows[]{{"good", good, core::TextSource::layer},
                     {"private characters", garbage, core::TextSource::ocr},
                     {"glyph names", numbered, core::TextSource::ocr},
                     {"only the head of the page", partial, core::TextSource::ocr},
                     {"none", {}, core::TextSource::ocr}};
    for (const auto& row : rows) {
        raster.layer = row.layer;
        const auto page = read(raster);
        BOOST_TEST_CONTEXT(row.title) {
            BOOST_TEST((page.text_source == row.source));
            BOOST_TEST(drawn::character_error(joined(lines), page.text) < 0.02);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_page_of_a_form_says_which_and_goes_by_its_code) {
    const core::PageCode code{
        .form = "integration", .version = 1, .dossier = core::DossierNumber::make(2026, 7).text(), .page = 2};
    const auto flat = Sheet().lines(20, 60, drawn::prose(4)).code(code.text(), {174, 16, 190, 32}).render(200);
    const auto reading = reader().read(drawn::scanned(flat, {.turned = 180, .noise = 8}), {});
    BOOST_TEST(reading.page.rotated == 180);
    BOOST_REQUIRE(reading.page.form.has_value());
    BOOST_TEST(reading.page.form->id == "integration");
    BOOST_TEST(reading.page.form->dossier == code.dossier);
    BOOST_TEST(reading.page.form->error_mm < 0);
    BOOST_TEST(reading.page.codes.size() == 1U);
    BOOST_REQUIRE(reading.notes.size() == 1U);
    BOOST_TEST(reading.notes[0] == "formulaire inconnu : integration, version 1, page 2");
}

BOOST_AUTO_TEST_CASE(a_signature_adds_nothing_to_the_text) {
    const auto lines = drawn::prose(4, 3);
    const auto sheet =
        Sheet()
            .lines(20, 60, lines)
            .stroke({{120, 200}, {126, 180}, {131, 204}, {138, 190}, {142, 202}, {150, 188}, {168, 197}}, 0.6)
            .stroke({{118, 196}, {160, 190}, {150, 206}, {171, 186}}, 0.5);
    const auto page = read(drawn::scanned(sheet.render(200), {.noise = 8}));
    BOOST_TEST(drawn::character_error(joined(lines), page.text) < 0.02);
}

BOOST_AUTO_TEST_CASE(a_limit_reached_leaves_a_page_without_text_and_a_note) {
    ocr::Reader hasty({.limit = std::chrono::milliseconds(1)});
    const auto raster = Sheet().lines(20, 60, drawn::prose(5)).render(200);
    const auto reading = hasty.read(raster, {});
    BOOST_TEST(reading.page.text.empty());
    BOOST_TEST(reading.page.confidence == 0);
    BOOST_TEST(!reading.page.blank);
    BOOST_REQUIRE(reading.notes.size() == 1U);
    BOOST_TEST(reading.notes[0].starts_with("lecture interrompue"));
}

BOOST_AUTO_TEST_CASE(odd_rasters_are_read_without_complaint) {
    for (const auto& [width, height] : {std::pair{1, 1}, {3, 900}, {900, 3}, {40, 40}, {200, 120}})
        for (const int value : {0, 128, 255})
            for (const int dpi : {0, 72, 300, 100000}) {
                core::Raster raster{.width = width, .height = height, .channels = 1, .dpi = dpi};
                raster.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
                                     static_cast<std::uint8_t>(value));
                BOOST_CHECK_NO_THROW(read(raster));
            }
}

BOOST_AUTO_TEST_SUITE_END()
