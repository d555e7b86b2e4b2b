#include "pipeline/recognise.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/page_code.h"
#include "pipeline/match.h"

namespace pipeline {
namespace {

/// Text of the words whose centre lies in the title zone of the upright page.
std::string title_text(const core::Page& page, double share) {
    std::string title;
    for (const auto& word : page.words) {
        const double x = (word.box.x0 + word.box.x1) / 2.0 / std::max(1, page.width_px);
        const double y = (word.box.y0 + word.box.y1) / 2.0 / std::max(1, page.height_px);
        const double from_top = page.rotated == 0 ? y : page.rotated == 90 ? 1 - x : page.rotated == 180 ? 1 - y : x;
        if (from_top <= share) title += word.text + ' ';
    }
    return title;
}

struct Score {
    core::Kind kind;
    double points = 0;
    int phrases = 0;
    bool in_title = false;
};

Score score(const core::KindRule& rule, const core::KindRules& rules, const std::string& title,
            const std::string& text) {
    Score result{.kind = rule.kind};
    for (const auto& cue : rule.cues) {
        const bool titled = has_phrase(title, cue.phrase);
        if (!titled && !has_phrase(text, cue.phrase)) continue;
        result.points += cue.weight * (titled && cue.weight > 0 ? rules.title_factor : 1);
        if (cue.weight > 0) ++result.phrases;
        result.in_title |= titled && cue.weight >= 3;
    }
    return result;
}

core::KindGuess judge(std::vector<Score> scores, const core::KindRules& rules) {
    std::stable_sort(scores.begin(), scores.end(), [](const Score& a, const Score& b) { return a.points > b.points; });
    if (scores.empty() || scores[0].points < rules.uncertain_at) return {};
    const double second = scores.size() > 1 ? std::max(0.0, scores[1].points) : 0;
    const double lead = scores[0].points - second;
    const bool enough = scores[0].in_title || scores[0].phrases >= 2;
    const bool sure = enough && scores[0].points >= rules.recognised_at && lead >= rules.lead;
    const double confidence = 1 / (1 + std::exp(-(lead + scores[0].points - rules.recognised_at - rules.lead) / 4));
    return {.code = scores[0].kind,
            .score = std::round(confidence * 100) / 100,
            .state = sure ? core::KindState::recognised : core::KindState::uncertain};
}

std::string padded(const std::string& text) { return " " + core::normalised(text) + " "; }

}  // namespace

bool opens_piece(const core::Page& page, const core::KindRules& rules) {
    const auto title = padded(title_text(page, rules.title_zone));
    for (const auto& rule : rules.kinds)
        if (rule.kind == page.kind.code && score(rule, rules, title, title).in_title) return true;
    return false;
}

core::KindGuess recognise(const core::Page& page, const core::KindRules& rules) {
    for (const auto& code : page.codes)
        if (const auto ours = core::PageCode::parse(code.text))
            return {.code = ours->use == core::PageCode::Use::form_page ? core::Kind::demande_dispense
                                                                        : core::Kind::separator,
                    .score = 1,
                    .state = core::KindState::recognised};

    const auto title = padded(title_text(page, rules.title_zone));
    const auto text = padded(page.text);
    std::vector<Score> scores;
    for (const auto& rule : rules.kinds) scores.push_back(score(rule, rules, title, text));
    return judge(std::move(scores), rules);
}

}  // namespace pipeline
