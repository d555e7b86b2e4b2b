// Kinds of pages, and the facts taken from them: documents of all kinds in wordings, layouts and faces on which no rule
// was written. A fact below core::sure_fact is a doubt. Kinds and facts are worked out anew from the words that were
// read.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "bench/kind_set.h"
#include "bench/scoring.h"
#include "core/facts.h"
#include "core/fuzzy.h"
#include "core/normalise.h"
#include "pipeline/facts.h"
#include "pipeline/recognise.h"
#include "templates/rules.h"

namespace {

using bench::KindDocument;
using scoring::Verdict;

struct Rules {
    core::KindRules kinds;
    core::FactRules facts;
    core::ReferenceTables tables;
};

/// What macro F1 needs of each kind; only sure answers count as answers.
struct Tally {
    struct Counts {
        int right = 0, answered = 0, real = 0;
    };
    std::map<std::string, Counts> kinds;

    /// The mean over the kinds of the harmonic mean of precision and recall.
    double macro_f1() const {
        double sum = 0;
        int known = 0;
        for (const auto& [kind, counts] : kinds) {
            if (counts.real == 0) continue;
            ++known;
            sum += 2.0 * counts.right / (counts.answered + counts.real);
        }
        return known == 0 ? 0 : sum / known;
    }
};

/// A page that belongs in no dossier needs no name of its own: not recognising it is right.
Verdict verdict_on(const std::string& truth, const core::KindGuess& guess) {
    const bool sure = guess.state == core::KindState::recognised;
    if (core::to_text(guess.code) == truth && (sure || truth == "other")) return Verdict::right;
    return sure ? Verdict::wrong : Verdict::doubt;
}

void score_page(const KindDocument& document, const core::Page& page, const scoring::Report& report, Tally& tally) {
    const std::string answer{core::to_text(page.kind.code)};
    const auto verdict = verdict_on(document.kind, page.kind);
    ++tally.kinds[document.kind].real;
    if (verdict == Verdict::right) ++tally.kinds[document.kind].right;
    if (verdict != Verdict::doubt) ++tally.kinds[answer].answered;
    report.add({.question = "kinds",
                .item = document.item + "-" + std::to_string(page.page),
                .kind = document.kind,
                .truth = document.kind,
                .answer = answer + (page.kind.detail.empty() ? "" : "/" + page.kind.detail),
                .score = page.kind.score,
                .verdict = verdict},
               [&] { return bench::picture_of(document, page.page); });
}

/// A wrong letter in ten is the reader's, not the finder's.
bool alike(const std::string& a, const std::string& b) {
    const auto x = core::folded(core::normalised(a));
    const auto y = core::folded(core::normalised(b));
    return core::edit_distance(x, y) <= std::max(x.size(), y.size()) / 10;
}

std::string words_of(const std::string& text, bool sorted, const std::string& without) {
    auto words = core::plain_words(text);
    if (sorted) std::sort(words.begin(), words.end());
    std::string joined;
    for (const auto& word : words)
        if (without.empty() || !word.starts_with(without)) joined += word + " ";
    return joined;
}

bool is_right(const std::string& name, const std::string& truth, const std::string& answer) {
    if (name == "holder" || name == "birth_name" || name == "usual_name")
        return alike(words_of(truth, true, ""), words_of(answer, true, ""));
    if (name == "grade") return alike(words_of(truth, false, "TERRITORIA"), words_of(answer, false, "TERRITORIA"));
    if (name == "title" || name == "organism" || name == "function" || name == "employer") return alike(truth, answer);
    return truth == answer;
}

void add_fact(const KindDocument& document, const std::string& name, const std::string& truth,
              const std::string& answer, double score, bool right, int page, const scoring::Report& report) {
    report.add({.question = "kinds/facts",
                .item = document.item + "-" + name,
                .kind = name,
                .truth = truth,
                .answer = answer,
                .score = score,
                .verdict = score < core::sure_fact ? Verdict::doubt
                           : right                 ? Verdict::right
                                                   : Verdict::wrong},
               [&] { return bench::picture_of(document, std::max(1, page)); });
}

/// Each period of the truth is found or in doubt; one that is not in the truth is wrong.
void score_periods(const KindDocument& document, const std::vector<std::string>& truth,
                   const std::vector<core::Fact>& facts, const scoring::Report& report) {
    struct Found {
        std::string period;
        double score = 1;
        int page = 0;
    };
    std::map<int, Found> found;
    for (const auto& fact : facts) {
        if (fact.item == 0) continue;
        auto& one = found[fact.item];
        one = {one.period + (one.period.empty() ? "" : " ") + fact.value, std::min(one.score, fact.confidence),
               fact.page};
    }
    for (const auto& period : truth) {
        const auto at =
            std::find_if(found.begin(), found.end(), [&](const auto& one) { return one.second.period == period; });
        const bool right = at != found.end();
        add_fact(document, "period", period, right ? period : "", right ? at->second.score : 0, right,
                 right ? at->second.page : 1, report);
        if (right) found.erase(at);
    }
    for (const auto& [number, one] : found)
        add_fact(document, "period", "", one.period, one.score, false, one.page, report);
}

void score_facts(const KindDocument& document, const std::vector<core::Page>& pages, const Rules& rules,
                 const scoring::Report& report) {
    std::vector<std::vector<core::Fact>> of_pages;
    for (const auto& page : pages) of_pages.push_back(pipeline::find_facts(page, rules.facts, rules.tables));
    const auto facts = core::facts_of_piece(of_pages);
    for (const auto& [name, truths] : document.facts) {
        if (name == "periods") {
            score_periods(document, truths, facts, report);
            continue;
        }
        const auto* fact = core::find_fact(facts, *core::from_text<core::FactName>(name));
        const auto answer = fact == nullptr ? std::string{} : fact->value;
        const bool right = std::any_of(truths.begin(), truths.end(), [&, &named = name](const std::string& truth) {
            return is_right(named, truth, answer);
        });
        add_fact(document, name, truths.front(), answer, fact == nullptr ? 0 : fact->confidence, right,
                 fact == nullptr ? 1 : fact->page, report);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = scoring::options_from(argc, argv);
    const scoring::Report report(options);
    const Rules rules{templates::load_kind_rules(KINDS_TEMPLATES), templates::load_fact_rules(KINDS_TEMPLATES),
                      templates::load_reference_tables(KINDS_TEMPLATES)};
    Tally tally;
    for (const auto& document :
         bench::kind_set("scored", options.seed, options.is_short ? bench::SetSize::quick : bench::SetSize::full)) {
        auto pages = document.pages;
        for (auto& page : pages) {
            page.kind = pipeline::recognise(page, rules.kinds);
            score_page(document, page, report, tally);
        }
        score_facts(document, pages, rules, report);
    }
    if (options.is_short) return 0;  // One document a kind tells no F1.
    constexpr double least_macro_f1 = 0.965;
    const double reached = tally.macro_f1();
    report.add({.question = "kinds/macro-f1",
                .item = "all",
                .kind = "all kinds",
                .truth = "0.965",
                .answer = std::to_string(reached),
                .score = reached,
                .verdict = reached >= least_macro_f1 ? Verdict::right : Verdict::wrong});
    return 0;
}
