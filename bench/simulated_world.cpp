#include "bench/simulated_world.h"

#include <fmt/format.h>

#include <cstdio>

#include "bench/imagined.h"
#include "core/page_code.h"

namespace bench {
namespace {

Story story_of(unsigned long long luck) {
    const auto share = luck % 100;
    if (share < 55) return Story::plain;
    if (share < 73) return Story::answers;
    if (share < 81) return Story::answers_late;
    if (share < 86) return Story::silent;
    if (share < 91) return Story::bounces;
    if (share < 96) return Story::sent_twice;
    return Story::withdrawn;
}

core::DecisionOutcome outcome_of(unsigned long long luck) {
    const auto share = luck % 100;
    if (share < 70) return core::DecisionOutcome::accord_total;
    if (share < 80) return core::DecisionOutcome::accord_partiel;
    return share < 95 ? core::DecisionOutcome::refus : core::DecisionOutcome::sans_objet;
}

/// Post rarely comes on a week-end; deposits do now and then.
core::Date day_of(const Plan& plan, unsigned long long luck) {
    const auto first = std::chrono::sys_days{plan.first_day};
    const auto days =
        (std::chrono::sys_days{core::Date{plan.first_day + std::chrono::months{plan.months}}} - first).count();
    auto day = first + std::chrono::days{luck % static_cast<unsigned long long>(days)};
    const std::chrono::weekday weekday{day};
    if ((weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) && luck / 1000 % 8 != 0)
        day += std::chrono::days{weekday == std::chrono::Saturday ? 2 : 1};
    return core::Date{day};
}

unsigned long long luck_of(const Plan& plan, int number, unsigned long long what) {
    return chance(plan.seed * 100 + what, static_cast<unsigned long long>(number));
}

core::Page blank_page(int number) {
    return {.page = number,
            .width_px = 2480,
            .height_px = 3508,
            .dpi = 300,
            .text_source = core::TextSource::ocr,
            .confidence = 0.95};
}

core::Page sheet(int number, const core::PageCode& code) {
    auto page = blank_page(number);
    page.codes.push_back({.format = "QRCode", .text = code.text()});
    return page;
}

core::Zone filled(const core::ZoneLayout& layout, const core::Fields& request) {
    core::Zone zone{.id = layout.id, .kind = layout.kind, .score = 0.99};
    switch (layout.kind) {
        case core::ZoneKind::signature:
            zone.state = core::ZoneState::signed_;
            zone.stamped = layout.id.find("autorite") != std::string::npos;
            break;
        case core::ZoneKind::stamp:
            zone.state = core::ZoneState::signed_;
            zone.stamped = true;
            break;
        case core::ZoneKind::checkbox:
            zone.state = core::ZoneState::empty;
            break;
        case core::ZoneKind::text:
        case core::ZoneKind::block:
        case core::ZoneKind::comb:
        case core::ZoneKind::date:
            zone.state = core::ZoneState::read;
            zone.value = core::field(request, layout.field);
            break;
    }
    return zone;
}

core::Page form_page(int number, const std::string& dossier, const core::FormLayout& layout,
                     const core::Fields& request) {
    auto page = sheet(number, {.form = layout.id, .version = layout.version, .dossier = dossier, .page = number});
    page.kind = {.code = core::Kind::demande_dispense, .score = 1, .state = core::KindState::recognised};
    page.form = core::FormMatch{
        .id = layout.id, .version = layout.version, .dossier = dossier, .page = number, .error_mm = 0.1};
    for (const auto& zone : layout.pages.at(static_cast<std::size_t>(number) - 1).zones)
        page.zones.push_back(filled(zone, request));
    return page;
}

core::Page piece(int number, core::Kind kind, const core::Fields& request) {
    auto page = blank_page(number);
    page.kind = {.code = kind, .score = 0.97, .state = core::KindState::recognised};
    page.text = fmt::format("{} de {} {}, né(e) le {}. {}, {}, {}.", core::to_text(kind),
                            core::field(request, "agent.prenom"), core::field(request, "agent.nom"),
                            core::field(request, "agent.naissance"), core::field(request, "collectivite.denomination"),
                            core::field(request, "motifs.formation.1.intitule"),
                            core::field(request, "motifs.formation.1.organisme"));
    return page;
}

}  // namespace

bool Case::on_paper() const { return core::field(request, "procedure") == "integration"; }

std::optional<core::Date> answer_day(Story story, core::Date arrives) {
    if (story != Story::answers && story != Story::answers_late) return std::nullopt;
    return core::Date{std::chrono::sys_days{arrives} + std::chrono::days{story == Story::answers ? 2 : 10}};
}

bool Case::forgets_a_piece() const {
    return story == Story::answers || story == Story::answers_late || story == Story::silent;
}

Case case_of(const Plan& plan, int number) {
    Case made{.number = number,
              .story = story_of(luck_of(plan, number, 1)),
              .arrives = day_of(plan, luck_of(plan, number, 2)),
              .outcome = outcome_of(luck_of(plan, number, 3))};
    made.request = request(number, made.arrives);
    if (made.story == Story::bounces)
        made.request["collectivite.courriel"] = fmt::format("inconnu.{}@nulle-part.example", number);
    return made;
}

std::map<core::Date, std::vector<Drop>> drops_of(const Plan& plan) {
    std::map<core::Date, std::vector<Drop>> drops;
    for (int number = 1; number <= plan.dossiers; ++number) {
        const auto story = story_of(luck_of(plan, number, 1));
        const auto arrives = day_of(plan, luck_of(plan, number, 2));
        drops[arrives].push_back({number, 1});
        if (const auto answers = answer_day(story, arrives)) drops[*answers].push_back({number, 2});
        if (story == Story::sent_twice)
            drops[core::Date{std::chrono::sys_days{arrives} + std::chrono::days{3}}].push_back({number, 3});
    }
    return drops;
}

std::string file_name(const Drop& drop) { return fmt::format("monde-{}-{}.pdf", drop.number, drop.part); }

std::optional<Drop> parse_file_name(const std::string& name) {
    Drop drop;
    if (std::sscanf(name.c_str(), "monde-%d-%d.pdf", &drop.number, &drop.part) != 2) return std::nullopt;
    return drop;
}

std::vector<core::Page> pages_of(const Case& story, int part, const std::string& dossier,
                                 const core::FormLayout& layout) {
    const bool answer = part == 2;
    const auto forgotten = story.on_paper() ? core::Kind::arrete_nomination : core::Kind::fiche_poste;
    std::vector<core::Page> pages;
    const auto next = [&] { return static_cast<int>(pages.size()) + 1; };
    if (answer)
        pages.push_back(sheet(next(), {.use = core::PageCode::Use::dossier_sheet, .dossier = dossier}));
    else if (story.on_paper())
        while (pages.size() < layout.pages.size()) pages.push_back(form_page(next(), dossier, layout, story.request));
    if (answer || !story.forgets_a_piece()) pages.push_back(piece(next(), forgotten, story.request));
    if (!answer)
        for (const auto kind : {core::Kind::attestation_formation, core::Kind::programme_formation})
            pages.push_back(piece(next(), kind, story.request));
    return pages;
}

}  // namespace bench
