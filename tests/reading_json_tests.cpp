#include "store/reading_json.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace {

/// Every member set to something that is not its default.
core::Page full_page() {
    return {
        .page = 2,
        .width_px = 2480,
        .height_px = 3508,
        .dpi = 300,
        .rotated = 180,
        .skew_deg = -0.7,
        .blank = true,
        .legibility = 0.8,
        .faults = {core::PageFault::cut, core::PageFault::double_fed},
        .text = "Attestation\n« œuvre » 5 \"jours\"",
        .text_source = core::TextSource::ocr,
        .confidence = 0.93,
        .text_reason = "lu ligne par ligne",
        .kind = {.code = core::Kind::attestation_formation,
                 .score = 0.97,
                 .state = core::KindState::recognised,
                 .detail = "provisoire"},
        .form = core::FormMatch{.id = "integration",
                                .version = 1,
                                .dossier = "26-000123-7",
                                .page = 2,
                                .error_mm = 0.1 + 0.2,
                                .trouble = "?"},
        .codes = {{.format = "QRCode", .text = "VM1:INTEGRATION:1:-:2:K", .box = {1, 2, 3, 4}}},
        .zones =
            {{.id = "signature_agent",
              .kind = core::ZoneKind::signature,
              .state = core::ZoneState::signed_,
              .score = 0.99,
              .stamped = false,
              .evidence = std::string(64, 'a'),
              .box = {5, 6, 7, 8}},
             {.id = "cachet_autorite", .kind = core::ZoneKind::stamp, .state = core::ZoneState::doubt, .stamped = true},
             {.id = "agent_nom",
              .kind = core::ZoneKind::text,
              .value = "LEMOINE",
              .score = 0.97,
              .box = {9, 10, 11, 12}},
             {.id = "motif_1",
              .kind = core::ZoneKind::block,
              .state = core::ZoneState::doubt,
              .value = "?",
              .score = 0.2},
             {.id = "siret", .kind = core::ZoneKind::comb, .state = core::ZoneState::empty},
             {.id = "date_agent", .kind = core::ZoneKind::date, .value = "3/11/2026", .score = 0.5},
             {.id = "portee_totale",
              .kind = core::ZoneKind::checkbox,
              .state = core::ZoneState::checked,
              .score = 0.98}},
        .marks = {{.kind = core::MarkKind::initials, .score = 0.9, .box = {13, 14, 15, 16}},
                  {.kind = core::MarkKind::stamp, .score = 0.8}},
        .words = {{.text = "Attestation", .confidence = 0.91, .box = {17, 18, 19, 20}, .line = 3}},
        .facts = {{.name = core::FactName::from,
                   .value = "2024-03-03",
                   .confidence = 0.94,
                   .item = 1,
                   .page = 2,
                   .box = {21, 22, 23, 24}}},
    };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reading_json_tests)

BOOST_AUTO_TEST_CASE(a_page_comes_back_as_it_went) {
    for (const auto& page : {full_page(), core::Page{}}) {
        BOOST_TEST((store::parse_page(store::page_text(page)) == page));
        BOOST_TEST((store::page_from_json(store::page_to_json(page, store::Words::with)) == page));
    }
}

BOOST_AUTO_TEST_CASE(words_are_written_when_asked) {
    auto page = full_page();
    const auto json = store::page_to_json(page);
    BOOST_TEST(!json.contains("words"));
    page.words.clear();
    BOOST_TEST((store::page_from_json(json) == page));
}

BOOST_AUTO_TEST_CASE(the_shape_is_the_one_of_the_contract) {
    auto page = full_page();
    page.text = "x";
    page.form->error_mm = 0.2;
    page.form->trouble.clear();
    page.faults.clear();
    page.zones = {page.zones[0], page.zones[2], page.zones[6]};
    page.zones[0].evidence.clear();
    page.zones[0].stamped = true;
    page.zones[2].box = {};
    page.marks.resize(1);
    page.kind.detail.clear();
    const core::Reading reading{.sha256 = "5a", .refusal = std::nullopt, .pages = {page}};
    const auto* due =
        R"({"file":"scan.pdf","sha256":"5a","refusal":null,"pages":[{"page":2,"width_px":2480,"height_px":3508,"dpi":300,)"
        R"("rotated":180,"skew_deg":-0.7,"blank":true,"legibility":0.8,"text":"x","text_source":"ocr","confidence":0.93,)"
        R"("text_reason":"lu ligne par ligne","kind":{"code":"attestation_formation","score":0.97,"state":"recognised"},)"
        R"("form":{"id":"integration","version":1,"dossier":"26-000123-7","page":2,"error_mm":0.2},)"
        R"("codes":[{"format":"QRCode","text":"VM1:INTEGRATION:1:-:2:K","box":[1,2,3,4]}],)"
        R"("zones":[{"id":"signature_agent","kind":"signature","state":"signed","score":0.99,"stamped":true,"box":[5,6,7,8]},)"
        R"({"id":"agent_nom","kind":"text","value":"LEMOINE","confidence":0.97,"box":[9,10,11,12]},)"
        R"({"id":"portee_totale","kind":"checkbox","state":"checked","score":0.98,"box":[0,0,0,0]}],)"
        R"("marks":[{"kind":"initials","score":0.9,"box":[13,14,15,16]}],)"
        R"("facts":[{"name":"from","value":"2024-03-03","confidence":0.94,"item":1,"page":2,"box":[21,22,23,24]}]}]})";
    BOOST_TEST(store::reading_to_json("scan.pdf", reading).dump() == due);
}

BOOST_AUTO_TEST_CASE(off_the_forms_the_form_is_null_and_lists_are_empty) {
    const auto json = store::page_to_json({});
    BOOST_TEST(json.at("form").is_null());
    for (const char* list : {"codes", "zones", "marks"}) BOOST_TEST(json.at(list).is_array(), list);
    BOOST_TEST(json.at("kind").at("state") == "unrecognised");
    BOOST_TEST(json.at("text_source") == "none");
}

BOOST_AUTO_TEST_CASE(a_refusal_comes_back_too) {
    const core::Reading reading{.sha256 = "5a", .refusal = core::Refusal{core::Reason::encrypted, "mot de passe"}};
    const auto json = store::reading_to_json("x", reading);
    BOOST_TEST(json.at("refusal").at("reason") == "encrypted");
    BOOST_TEST(json.at("refusal").at("detail") == "mot de passe");
    BOOST_TEST((store::reading_from_json(json) == reading));
    const core::Reading whole{.sha256 = "5a", .pages = {full_page(), full_page()}};
    BOOST_TEST((store::reading_from_json(store::reading_to_json("x", whole, store::Words::with)) == whole));
}

BOOST_AUTO_TEST_CASE(bad_utf_8_and_bad_numbers_do_not_stop_a_page) {
    auto page = full_page();
    page.text = "a\xff\xc3";
    page.confidence = std::numeric_limits<double>::quiet_NaN();
    page.skew_deg = std::numeric_limits<double>::infinity();
    const auto back = store::parse_page(store::page_text(page));
    BOOST_TEST(back.text == "a\xef\xbf\xbd\xef\xbf\xbd");
    BOOST_TEST(back.confidence == 0.0);
    BOOST_TEST(back.skew_deg == 0.0);
}

BOOST_AUTO_TEST_CASE(what_is_not_a_page_is_a_bug) {
    const auto good = store::page_text(full_page());
    auto unknown_code = good;
    unknown_code.replace(unknown_code.find("attestation_formation"), 21, "attestation_deformatio");
    for (const auto& wrong :
         {std::string{}, std::string{"{}"}, std::string{"[]"}, std::string{"null"}, std::string{"{\"page\":"},
          good.substr(0, good.size() - 1), unknown_code, "{\"page\":\"1\"" + good.substr(9)})
        BOOST_CHECK_THROW(store::parse_page(wrong), std::logic_error);
    BOOST_CHECK_THROW(store::reading_from_json(nlohmann::ordered_json::array()), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
