#include "templates/separator.h"

#include <stdexcept>

#include "ocr/codes.h"
#include "printed.h"
#include "templates/qr.h"

namespace {

using core::PageCode;

std::vector<PageCode> codes_of(const printed::File& file) {
    const auto page = file.render(1, 200);
    std::vector<PageCode> found;
    for (const auto& code : ocr::find_codes(page, *ocr::to_pix(page)))
        if (code.ours) found.push_back(*code.ours);
    return found;
}

std::string text_of(const printed::File& file) {
    std::string text;
    for (const auto& word : file.words(1)) text += word.text + " ";
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(separator_tests)

BOOST_AUTO_TEST_CASE(the_sheet_of_a_dossier_says_its_number_to_people_and_to_the_reader) {
    const PageCode code{.use = PageCode::Use::dossier_sheet, .dossier = "26-000123-5"};
    const auto pdf = templates::print_separator(code);
    BOOST_REQUIRE(bool(pdf));
    const printed::File file{*pdf};
    BOOST_TEST(printed::fault_of(file) == "");
    BOOST_TEST(text_of(file).find("26-000123-5") != std::string::npos, text_of(file));
    const auto found = codes_of(file);
    BOOST_REQUIRE(found.size() == 1U);
    BOOST_TEST((found[0] == code));
}

BOOST_AUTO_TEST_CASE(every_kind_has_its_sheet) {
    for (std::size_t i = 0; i < core::EnumNames<core::Kind>::names.size(); ++i) {
        const auto kind = static_cast<core::Kind>(i);
        const PageCode code{.use = PageCode::Use::kind_sheet, .kind = kind};
        const auto pdf = templates::print_separator(code);
        BOOST_REQUIRE(bool(pdf));
        BOOST_TEST(!templates::kind_title(kind).empty());
        if (i % 4 != 1) continue;  // Rendering is slow; one in four tells enough.
        const auto found = codes_of(printed::File{*pdf});
        BOOST_REQUIRE_MESSAGE(found.size() == 1U, core::to_text(kind));
        BOOST_TEST((found[0] == code));
    }
}

BOOST_AUTO_TEST_CASE(the_cover_of_a_batch_says_how_many_sheets_it_should_hold) {
    const PageCode code{.use = PageCode::Use::batch_sheet, .batch = "2026-11-25-A", .sheets = 40, .separators = 6};
    const auto pdf = templates::print_separator(code);
    BOOST_REQUIRE(bool(pdf));
    const printed::File file{*pdf};
    BOOST_TEST(text_of(file).find("2026-11-25-A") != std::string::npos, text_of(file));
    BOOST_TEST(text_of(file).find("40") != std::string::npos, text_of(file));
    const auto found = codes_of(file);
    BOOST_REQUIRE(found.size() == 1U);
    BOOST_TEST((found[0] == code));
}

BOOST_AUTO_TEST_CASE(a_form_page_has_no_separator) {
    BOOST_CHECK_THROW(static_cast<void>(templates::print_separator({.form = "integration", .version = 1, .page = 1})),
                      std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_code_is_square_with_its_three_corners_and_a_text_too_long_is_a_fault_of_ours) {
    const auto code = templates::make_qr("VM1:INTEGRATION:1:26-000123-5:2:K");
    BOOST_TEST(code.width == 29);
    BOOST_TEST(code.dark.size() == 29U * 29U);
    for (const auto& [x, y] : {std::pair{0, 0}, {22, 0}, {0, 22}})
        for (int i = 0; i < 7; ++i) BOOST_TEST(code.at(x + i, y));
    BOOST_TEST(templates::quiet_zone_mm(code, 20) > 2.7);
    BOOST_CHECK_THROW(templates::make_qr(std::string(5000, 'A')), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
