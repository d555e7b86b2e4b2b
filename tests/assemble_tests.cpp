#include "pipeline/assemble.h"

#include "core/identifiers.h"
#include "core/page_code.h"

namespace {

using core::Kind;

const std::string first = core::DossierNumber::make(2026, 1).text();
const std::string second = core::DossierNumber::make(2026, 2).text();

core::KindRules rules() {
    constexpr auto title = core::Cue::Role::title;
    return {.kinds = {{Kind::attestation_formation, {}, {{"ATTESTATION DE FORMATION", 3, title}}},
                      {Kind::programme_formation, {}, {{"PROGRAMME DE FORMATION", 3, title}}}}};
}

core::Page coded(const core::PageCode& code) {
    core::Page page{.width_px = 100, .height_px = 100};
    page.codes = {{.format = "QRCode", .text = code.text()}};
    return page;
}

core::Page form(const std::string& dossier, int number) {
    return coded({.form = "integration", .version = 1, .dossier = dossier, .page = number});
}

core::Page cover(const std::string& dossier) {
    return coded({.use = core::PageCode::Use::dossier_sheet, .dossier = dossier});
}

core::Page sheet(Kind kind) { return coded({.use = core::PageCode::Use::kind_sheet, .kind = kind}); }

/// A page of a piece; `title` stands at its top.
core::Page page_of(Kind kind, const std::string& title = {}) {
    core::Page page{.width_px = 100, .height_px = 100, .text = title};
    page.kind = {kind, 0.9, kind == Kind::other ? core::KindState::unrecognised : core::KindState::recognised};
    if (!title.empty())
        page.words = {{.text = title, .box = {10, 5, 90, 10}, .line = 0},
                      {.text = "texte", .box = {10, 90, 50, 95}, .line = 1}};
    return page;
}

core::Page blank() { return {.width_px = 100, .height_px = 100, .blank = true}; }

/// `26-…1:attestation_formation(3,4)` for each piece, then the dossier of each page.
std::string told(std::vector<core::Page> pages, const std::string& deposit = {}) {
    for (std::size_t i = 0; i < pages.size(); ++i) pages[i].page = static_cast<int>(i) + 1;
    const auto assembly = pipeline::assemble("A1", pages, rules(), deposit);
    std::string text;
    for (const auto& [dossier, piece] : assembly.pieces) {
        text += (dossier == first    ? "1:"
                 : dossier == second ? "2:"
                                     : "-:") +
                std::string{core::to_text(piece.kind)} + "(";
        for (const auto& ref : piece.pages) text += std::to_string(ref.page);
        text += ") ";
    }
    text += "|";
    for (const auto& [ref, dossier] : assembly.pages) text += dossier == first ? "1" : dossier == second ? "2" : "-";
    return text;
}

const std::string attestation = "Attestation de formation";
const std::string programme = "Programme de formation";

}  // namespace

BOOST_AUTO_TEST_SUITE(assemble_tests)

BOOST_AUTO_TEST_CASE(pieces_follow_the_form_of_their_file) {
    BOOST_TEST(told({form(first, 1), form(first, 2), page_of(Kind::attestation_formation, attestation),
                     page_of(Kind::programme_formation, programme), page_of(Kind::other)}) ==
               "1:demande_dispense(12) 1:attestation_formation(3) 1:programme_formation(45) |11111");
}

BOOST_AUTO_TEST_CASE(two_dossiers_in_one_file_are_kept_apart) {
    BOOST_TEST(
        told({form(first, 1), page_of(Kind::attestation_formation, attestation), form(second, 1),
              page_of(Kind::attestation_formation, attestation)}) ==
        "1:demande_dispense(1) 1:attestation_formation(2) 2:demande_dispense(3) 2:attestation_formation(4) |1122");
}

BOOST_AUTO_TEST_CASE(form_pages_in_any_order_make_one_form) {
    BOOST_TEST(told({form(first, 3), page_of(Kind::attestation_formation, attestation), form(first, 1), blank()}) ==
               "1:demande_dispense(13) 1:attestation_formation(2) |1111");
}

BOOST_AUTO_TEST_CASE(pages_ahead_of_the_only_dossier_join_it_and_of_two_join_none) {
    BOOST_TEST(told({page_of(Kind::attestation_formation, attestation), form(first, 1)}) ==
               "1:attestation_formation(1) 1:demande_dispense(2) |11");
    BOOST_TEST(told({page_of(Kind::attestation_formation, attestation), form(first, 1), form(second, 1)}) ==
               "-:attestation_formation(1) 1:demande_dispense(2) 2:demande_dispense(3) |-12");
}

BOOST_AUTO_TEST_CASE(a_cover_sheet_names_the_dossier_of_what_follows) {
    BOOST_TEST(told({cover(second), page_of(Kind::programme_formation, programme), blank(), page_of(Kind::other)}) ==
               "2:programme_formation(24) |2222");
}

BOOST_AUTO_TEST_CASE(a_kind_sheet_names_the_kind_of_what_follows) {
    BOOST_TEST(told({cover(first), sheet(Kind::fiche_poste), page_of(Kind::other),
                     page_of(Kind::programme_formation, programme), sheet(Kind::diplome), page_of(Kind::other)}) ==
               "1:fiche_poste(34) 1:diplome(6) |111111");
}

BOOST_AUTO_TEST_CASE(a_new_title_of_the_same_kind_opens_a_new_piece) {
    BOOST_TEST(told({form(first, 1), page_of(Kind::attestation_formation, attestation),
                     page_of(Kind::attestation_formation, attestation), page_of(Kind::attestation_formation)}) ==
               "1:demande_dispense(1) 1:attestation_formation(2) 1:attestation_formation(34) |1111");
}

BOOST_AUTO_TEST_CASE(without_any_code_nobody_is_guessed) {
    BOOST_TEST(told({page_of(Kind::attestation_formation, attestation), blank()}) == "-:attestation_formation(1) |--");
    BOOST_TEST(told({form("", 1), page_of(Kind::attestation_formation, attestation)}) ==
               "-:demande_dispense(1) -:attestation_formation(2) |--");
    BOOST_TEST(told({}) == "|");
}

BOOST_AUTO_TEST_CASE(an_online_deposit_knows_its_dossier) {
    BOOST_TEST(told({page_of(Kind::attestation_formation, attestation)}, first) == "1:attestation_formation(1) |1");
}

BOOST_AUTO_TEST_CASE(a_form_page_whose_code_is_lost_goes_with_the_page_before_it) {
    const auto placed = [](core::Page page, const std::string& dossier, int number) {
        page.form = core::FormMatch{"integration", 1, dossier, number, 0.1};
        return page;
    };
    const auto coded_page = [&](const std::string& dossier, int number) {
        return placed(form(dossier, number), dossier, number);
    };
    const auto lost = [&](int number) { return placed(page_of(Kind::demande_dispense), "", number); };
    BOOST_TEST(told({coded_page(first, 1), lost(2), coded_page(first, 3)}) == "1:demande_dispense(123) |111");
    BOOST_TEST(told({coded_page(first, 1), lost(2), lost(3)}) == "1:demande_dispense(123) |111");
    BOOST_TEST(told({coded_page(first, 1), blank(), lost(2)}) == "1:demande_dispense(13) |111");
    BOOST_TEST(told({cover(first), lost(1), lost(2)}) == "1:demande_dispense(23) |111");
    // Nobody knows: the page before is not the one before it in the form, or what follows contradicts.
    BOOST_TEST(told({coded_page(first, 1), lost(3)}) == "1:demande_dispense(1) |1-");
    BOOST_TEST(told({coded_page(first, 1), lost(2), coded_page(second, 3)}) ==
               "1:demande_dispense(1) 2:demande_dispense(3) |1-2");
    BOOST_TEST(told({coded_page(first, 1), page_of(Kind::fiche_poste), lost(2)}) ==
               "1:demande_dispense(1) 1:fiche_poste(2) |11-");
    BOOST_TEST(told({lost(1), lost(2)}) == "|--");
}

BOOST_AUTO_TEST_CASE(the_sheets_of_a_batch_are_counted) {
    const auto batch = [](int sheets, int separators, int sides) {
        return coded({.use = core::PageCode::Use::batch_sheet,
                      .batch = "2026-11-25-A",
                      .sheets = sheets,
                      .separators = separators,
                      .sides = sides});
    };
    const auto counted = [](std::vector<core::Page> pages) {
        std::string text;
        for (const auto& b : pipeline::assemble("A1", pages, rules()).batches)
            text += std::to_string(b.sheets_seen) + "/" + std::to_string(b.sheets) + " " +
                    std::to_string(b.separators_seen) + "/" + std::to_string(b.separators) +
                    (b.is_whole() ? " whole;" : " broken;");
        return text;
    };
    const auto piece = page_of(Kind::fiche_poste);
    BOOST_TEST(counted({piece, piece}) == "");
    BOOST_TEST(counted({batch(2, 0, 1), piece, piece}) == "2/2 0/0 whole;");
    BOOST_TEST(counted({batch(3, 0, 1), piece, blank()}) == "2/3 0/0 broken;");
    BOOST_TEST(counted({batch(1, 0, 1), piece, piece}) == "2/1 0/0 broken;");
    BOOST_TEST(counted({batch(4, 2, 1), cover(first), piece, cover(second), piece}) == "4/4 2/2 whole;");
    BOOST_TEST(counted({batch(4, 2, 1), cover(first), piece, piece, piece}) == "4/4 1/2 broken;");
    BOOST_TEST(counted({batch(1, 0, 2), blank(), piece, blank()}) == "1/1 0/0 whole;");
    BOOST_TEST(counted({batch(2, 0, 2), blank(), piece, blank(), piece}) == "2/2 0/0 whole;");
    BOOST_TEST(counted({batch(1, 0, 1), piece, batch(2, 0, 1), piece}) == "1/1 0/0 whole;1/2 0/0 broken;");
}

BOOST_AUTO_TEST_SUITE_END()
