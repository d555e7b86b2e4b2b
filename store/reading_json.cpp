#include "store/reading_json.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "store/json_text.h"

namespace store {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no infinity and no NaN.
double finite(double value) { return std::isfinite(value) ? value : 0.0; }

template <class E>
E code(const Json& json, const char* key) {
    const auto& text = json.at(key).get_ref<const std::string&>();
    const auto value = core::from_text<E>(text);
    if (!value) throw std::logic_error{"unknown code in a reading: " + text};
    return *value;
}

template <class E>
std::string code(E value) {
    return std::string{core::to_text(value)};
}

Json box_to_json(const core::Box& box) { return Json::array({box.x0, box.y0, box.x1, box.y1}); }

core::Box box_from_json(const Json& json) {
    return {json.at(0).get<int>(), json.at(1).get<int>(), json.at(2).get<int>(), json.at(3).get<int>()};
}

bool is_typed(core::ZoneKind kind) {
    switch (kind) {
        case core::ZoneKind::text:
        case core::ZoneKind::block:
        case core::ZoneKind::comb:
        case core::ZoneKind::date:
            return true;
        case core::ZoneKind::checkbox:
        case core::ZoneKind::signature:
        case core::ZoneKind::stamp:
            return false;
    }
    return false;
}

Json to_json(const core::Zone& zone) {
    Json json{{"id", zone.id}, {"kind", code(zone.kind)}};
    if (is_typed(zone.kind)) {
        if (zone.state != core::ZoneState::read) json["state"] = code(zone.state);
        json["value"] = zone.value;
        json["confidence"] = finite(zone.score);
    } else {
        json["state"] = code(zone.state);
        json["score"] = finite(zone.score);
    }
    if (zone.stamped) json["stamped"] = *zone.stamped;
    if (!zone.evidence.empty()) json["evidence"] = zone.evidence;
    json["box"] = box_to_json(zone.box);
    return json;
}

core::Zone zone_from_json(const Json& json) {
    core::Zone zone{.id = json.at("id").get<std::string>(), .kind = code<core::ZoneKind>(json, "kind")};
    if (json.contains("state")) zone.state = code<core::ZoneState>(json, "state");
    zone.value = json.value("value", std::string{});
    zone.score = json.at(is_typed(zone.kind) ? "confidence" : "score").get<double>();
    if (json.contains("stamped")) zone.stamped = json.at("stamped").get<bool>();
    zone.evidence = json.value("evidence", std::string{});
    zone.box = box_from_json(json.at("box"));
    return zone;
}

Json to_json(const core::Code& value) {
    return {{"format", value.format}, {"text", value.text}, {"box", box_to_json(value.box)}};
}

core::Code code_from_json(const Json& json) {
    return {json.at("format").get<std::string>(), json.at("text").get<std::string>(), box_from_json(json.at("box"))};
}

Json to_json(const core::Mark& mark) {
    return {{"kind", code(mark.kind)}, {"score", finite(mark.score)}, {"box", box_to_json(mark.box)}};
}

Json to_json(const core::PageSignature& signature) {
    return {{"state", code(signature.state)}, {"score", finite(signature.score)}};
}

core::Mark mark_from_json(const Json& json) {
    return {code<core::MarkKind>(json, "kind"), json.at("score").get<double>(), box_from_json(json.at("box"))};
}

Json to_json(const core::Fact& fact) {
    Json json{{"name", code(fact.name)}, {"value", fact.value}, {"confidence", finite(fact.confidence)}};
    if (fact.item > 0) json["item"] = fact.item;
    json["page"] = fact.page;
    json["box"] = box_to_json(fact.box);
    return json;
}

core::Fact fact_from_json(const Json& json) {
    return {code<core::FactName>(json, "name"),  json.at("value").get<std::string>(),
            json.at("confidence").get<double>(), json.value("item", 0),
            json.at("page").get<int>(),          box_from_json(json.at("box"))};
}

Json to_json(const core::Word& word) {
    return {{"text", word.text},
            {"confidence", finite(word.confidence)},
            {"line", word.line},
            {"box", box_to_json(word.box)}};
}

core::Word word_from_json(const Json& json) {
    return {json.at("text").get<std::string>(), json.at("confidence").get<double>(), box_from_json(json.at("box")),
            json.at("line").get<int>()};
}

Json to_json(const core::KindGuess& kind) {
    Json json{{"code", code(kind.code)}, {"score", finite(kind.score)}, {"state", code(kind.state)}};
    if (!kind.detail.empty()) json["detail"] = kind.detail;
    return json;
}

core::KindGuess kind_from_json(const Json& json) {
    return {code<core::Kind>(json, "code"), json.at("score").get<double>(), code<core::KindState>(json, "state"),
            json.value("detail", std::string{})};
}

Json to_json(const std::optional<core::FormMatch>& form) {
    if (!form) return nullptr;
    Json json{{"id", form->id},
              {"version", form->version},
              {"dossier", form->dossier},
              {"page", form->page},
              {"error_mm", finite(form->error_mm)}};
    if (!form->trouble.empty()) json["trouble"] = form->trouble;
    return json;
}

std::optional<core::FormMatch> form_from_json(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return core::FormMatch{json.at("id").get<std::string>(),      json.at("version").get<int>(),
                           json.at("dossier").get<std::string>(), json.at("page").get<int>(),
                           json.at("error_mm").get<double>(),     json.value("trouble", std::string{})};
}

Json to_json(const std::optional<core::Refusal>& refusal) {
    if (!refusal) return nullptr;
    return {{"reason", code(refusal->reason)}, {"detail", refusal->detail}};
}

std::optional<core::Refusal> refusal_from_json(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return core::Refusal{code<core::Reason>(json, "reason"), json.at("detail").get<std::string>()};
}

template <class T>
Json list_to_json(const std::vector<T>& items) {
    auto json = Json::array();
    for (const auto& item : items) json.push_back(to_json(item));
    return json;
}

template <class T>
std::vector<T> list_from_json(const Json& json, T (*item_from_json)(const Json&)) {
    std::vector<T> items;
    items.reserve(json.size());
    for (const auto& item : json) items.push_back(item_from_json(item));
    return items;
}

core::Page checked_page(const Json& json) {
    core::Page page;
    page.page = json.at("page").get<int>();
    page.width_px = json.at("width_px").get<int>();
    page.height_px = json.at("height_px").get<int>();
    page.dpi = json.at("dpi").get<int>();
    page.rotated = json.at("rotated").get<int>();
    page.skew_deg = json.at("skew_deg").get<double>();
    page.blank = json.at("blank").get<bool>();
    page.legibility = json.value("legibility", 1.0);
    for (const auto& fault : json.value("faults", Json::array()))
        if (const auto known = core::from_text<core::PageFault>(fault.get<std::string>()))
            page.faults.push_back(*known);
    page.text = json.at("text").get<std::string>();
    page.text_source = code<core::TextSource>(json, "text_source");
    page.confidence = json.at("confidence").get<double>();
    page.text_reason = json.value("text_reason", std::string{});
    page.kind = kind_from_json(json.at("kind"));
    page.form = form_from_json(json.at("form"));
    page.codes = list_from_json(json.at("codes"), code_from_json);
    page.zones = list_from_json(json.at("zones"), zone_from_json);
    page.marks = list_from_json(json.at("marks"), mark_from_json);
    if (json.contains("signature"))
        page.signature = core::PageSignature{code<core::ZoneState>(json.at("signature"), "state"),
                                             json.at("signature").at("score").get<double>()};
    if (json.contains("facts")) page.facts = list_from_json(json.at("facts"), fact_from_json);
    if (json.contains("words")) page.words = list_from_json(json.at("words"), word_from_json);
    return page;
}

}  // namespace

nlohmann::ordered_json page_to_json(const core::Page& page, Words words) {
    Json json{{"page", page.page},
              {"width_px", page.width_px},
              {"height_px", page.height_px},
              {"dpi", page.dpi},
              {"rotated", page.rotated},
              {"skew_deg", finite(page.skew_deg)},
              {"blank", page.blank},
              {"legibility", finite(page.legibility)},
              {"text", page.text},
              {"text_source", code(page.text_source)},
              {"confidence", finite(page.confidence)},
              {"text_reason", page.text_reason},
              {"kind", to_json(page.kind)},
              {"form", to_json(page.form)},
              {"codes", list_to_json(page.codes)},
              {"zones", list_to_json(page.zones)},
              {"marks", list_to_json(page.marks)},
              {"facts", list_to_json(page.facts)}};
    for (const auto fault : page.faults) json["faults"].push_back(code(fault));
    if (page.signature) json["signature"] = to_json(*page.signature);
    if (words == Words::with) json["words"] = list_to_json(page.words);
    return json;
}

core::Page page_from_json(const nlohmann::ordered_json& json) {
    try {
        return checked_page(json);
    } catch (const Json::exception& error) {
        throw std::logic_error{std::string{"not a page of a reading: "} + error.what()};
    }
}

nlohmann::ordered_json reading_to_json(std::string_view file, const core::Reading& reading, Words words) {
    auto pages = Json::array();
    for (const auto& page : reading.pages) pages.push_back(page_to_json(page, words));
    return {
        {"file", file}, {"sha256", reading.sha256}, {"refusal", to_json(reading.refusal)}, {"pages", std::move(pages)}};
}

core::Reading reading_from_json(const nlohmann::ordered_json& json) {
    try {
        core::Reading reading{.sha256 = json.at("sha256").get<std::string>(),
                              .refusal = refusal_from_json(json.at("refusal"))};
        for (const auto& page : json.at("pages")) reading.pages.push_back(checked_page(page));
        return reading;
    } catch (const Json::exception& error) {
        throw std::logic_error{std::string{"not a reading: "} + error.what()};
    }
}

nlohmann::ordered_json facts_to_json(const std::vector<core::Fact>& facts) { return list_to_json(facts); }

std::string page_text(const core::Page& page) { return json_text(page_to_json(page, Words::with)); }

core::Page parse_page(std::string_view text) { return page_from_json(parse_json(text)); }

}  // namespace store
