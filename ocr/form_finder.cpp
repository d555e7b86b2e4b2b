#include "ocr/form_finder.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ocr/form_search.h"

namespace ocr {

namespace {

constexpr double sure_support = 0.5;  ///< Without a code, so much of the print must be in its place.
// Two pages that share most of their print are told apart by the words that only one of them bears.
constexpr double own_word_mm = 3;
constexpr int least_own_words = 3;
constexpr double own_seen = 0.6, others_seen = 0.3;

const core::FormLayout* layout_of(std::span<const core::FormLayout> forms, const core::PageCode& code) {
    const auto at = std::find_if(forms.begin(), forms.end(), [&](const core::FormLayout& form) {
        return form.id == code.form && form.version == code.version && code.page <= static_cast<int>(form.pages.size());
    });
    return at == forms.end() ? nullptr : &*at;
}

struct Placed {
    FormCandidate candidate;
    Registration registration;

    const core::FormPageLayout& page() const {
        return candidate.form->pages[static_cast<std::size_t>(candidate.page - 1)];
    }
};

std::vector<Placed> placed(const RegistrationView& view, const std::vector<FormCandidate>& candidates) {
    std::vector<Placed> all;
    for (const auto& candidate : candidates) {
        const auto& page = candidate.form->pages[static_cast<std::size_t>(candidate.page - 1)];
        auto registration = register_print(view, candidate.start, page);
        if (registration.found()) all.push_back({candidate, std::move(registration)});
    }
    std::sort(all.begin(), all.end(),
              [](const Placed& a, const Placed& b) { return a.registration.support > b.registration.support; });
    return all;
}

core::Point middle(const core::BoxMm& box) { return {(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2}; }

bool same_word(const core::BoxMm& a, const core::BoxMm& b) {
    return distance(middle(a), middle(b)) < 1.5 && std::abs(a.width() / b.width() - 1) < 0.12;
}

/// Of the words that only this page bears: how many there are, and the share that was seen.
struct OwnWords {
    int count = 0;
    double seen = 0;
};

OwnWords own_words(const Placed& mine, const Placed& other) {
    OwnWords own;
    for (const auto& word : mine.page().print.words) {
        if (word.width() < own_word_mm) continue;
        const auto& others = other.page().print.words;
        if (std::any_of(others.begin(), others.end(), [&](const auto& w) { return same_word(word, w); })) continue;
        const auto at = middle(word);
        const auto looked = std::find_if(mine.registration.looked.begin(), mine.registration.looked.end(),
                                         [&](const Registration::Looked& l) { return l.mm == at; });
        if (looked == mine.registration.looked.end()) continue;  // Off the page.
        ++own.count;
        own.seen += looked->fits ? 1 : 0;
    }
    if (own.count > 0) own.seen /= own.count;
    return own;
}

/// Surely the first, seen next to the other.
bool is_told_apart(const Placed& first, const Placed& other) {
    const auto own = own_words(first, other), others = own_words(other, first);
    const bool mine = own.count >= least_own_words && own.seen >= own_seen;
    const bool not_other = others.count < least_own_words || others.seen <= others_seen;
    return mine && not_other;
}

}  // namespace

FoundForm find_coded_form(const WorkingPage& page, const FoundCode& code, std::span<const core::FormLayout> forms) {
    const auto& ours = *code.ours;
    FoundForm found{.match = {ours.form, ours.version, ours.dossier, ours.page, -1},
                    .layout = layout_of(forms, ours),
                    .rotated = code.rotated};
    if (found.layout == nullptr) {
        found.registration.trouble = "formulaire inconnu : " + ours.form + ", version " + std::to_string(ours.version) +
                                     ", page " + std::to_string(ours.page);
        return found;
    }
    const auto view = registration_view(page, code.rotated, code.skew_deg);
    if (const auto start = start_from_code(view, code.code.box, code.rotated, code.skew_deg, *found.page()))
        found.registration = register_print(view, *start, *found.page());
    if (!found.registration.found())  // The print around the code may be covered: it is found from elsewhere.
        for (const auto& other : placed(view, search_forms(view, code.rotated, code.skew_deg, {found.layout, 1})))
            if (other.candidate.page == ours.page && other.candidate.rotated == code.rotated) {
                found.registration = other.registration;
                break;
            }
    found.match.error_mm = found.registration.error_mm;
    return found;
}

std::optional<FoundForm> find_printed_form(const WorkingPage& page, int rotated, double skew_deg,
                                           std::span<const core::FormLayout> forms) {
    if (forms.empty()) return std::nullopt;
    const auto view = registration_view(page, rotated, skew_deg);
    const auto all = placed(view, search_forms(view, rotated, skew_deg, forms));
    if (all.empty() || all.front().registration.support < sure_support) return std::nullopt;
    const auto& best = all.front();
    for (std::size_t i = 1; i < all.size(); ++i) {
        const bool same = all[i].candidate.form == best.candidate.form && all[i].candidate.page == best.candidate.page;
        if (!same && !is_told_apart(best, all[i])) return std::nullopt;
    }
    return FoundForm{.match = {best.candidate.form->id,
                               best.candidate.form->version,
                               {},
                               best.candidate.page,
                               best.registration.error_mm},
                     .layout = best.candidate.form,
                     .rotated = best.candidate.rotated,
                     .registration = best.registration};
}

}  // namespace ocr
