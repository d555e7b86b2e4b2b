#include "store/reviews.h"

#include <algorithm>

#include "store/connection.h"
#include "store/journal.h"
#include "store/names.h"

namespace store {
namespace {

using core::Review;
using core::ReviewPurpose;
using core::ReviewState;

const std::string all_columns =
    "SELECT number, dossier, key, purpose, kind, arrival, page, crop, question, machine, score, state, opened_at, "
    "answer, who, settled_at FROM reviews ";

const std::string controls = "reviews WHERE purpose = 'control'";

}  // namespace

template <class... Values>
std::vector<Review> Reviews::select(const std::string& which, const Values&... values) {
    using core::Instant;
    using std::string;
    std::vector<Review> found;
    for (auto& [number, dossier, key, purpose, kind, arrival, page, crop, question, machine, score, state, opened_at,
                answer, who, settled_at] :
         connection_.rows<long long, string, string, ReviewPurpose, core::QuestionKind, string, int, string, string,
                          string, double, ReviewState, Instant, string, string, Instant>(all_columns + which,
                                                                                         values...))
        found.push_back({.id = review_id(number),
                         .dossier = std::move(dossier),
                         .question = {.kind = kind,
                                      .key = std::move(key),
                                      .page = {std::move(arrival), page},
                                      .crop = std::move(crop),
                                      .text = std::move(question),
                                      .score = score},
                         .purpose = purpose,
                         .state = state,
                         .machine = std::move(machine),
                         .opened_at = opened_at,
                         .answer = std::move(answer),
                         .who = std::move(who),
                         .settled_at = settled_at});
    return found;
}

void Reviews::insert(std::string_view dossier, const core::Question& question, ReviewPurpose purpose,
                     std::string_view machine) {
    connection_.change(
        "INSERT INTO reviews (number, dossier, key, purpose, kind, arrival, page, crop, question, machine, score, "
        "state, "
        "opened_at, answer, agrees, who, settled_at) VALUES (:number, :dossier, :key, :purpose, :kind, :arrival, "
        ":page, :crop, "
        ":question, :machine, :score, 'open', :opened_at, '', 0, '', 0)",
        connection_.next("review"), dossier, question.key, purpose, question.kind, question.page.arrival,
        question.page.page, question.crop, question.text, machine, question.score, connection_.now());
}

void Reviews::ask(std::string_view dossier, const std::vector<core::Question>& doubts) {
    connection_.transaction([&] {
        const auto known = list(std::nullopt, dossier);
        for (const auto& question : doubts) {
            const auto same = std::find_if(known.begin(), known.end(),
                                           [&](const Review& r) { return r.question.key == question.key; });
            if (same == known.end())
                insert(dossier, question, ReviewPurpose::doubt, "doubt");
            else if (same->state != ReviewState::settled)
                connection_.change(
                    "UPDATE reviews SET state = 'open', purpose = 'doubt', machine = 'doubt', crop = :crop, "
                    "score = :score WHERE dossier = :dossier AND key = :key",
                    question.crop, question.score, dossier, question.key);
        }
        for (const auto& review : known) {
            const bool asked = std::any_of(doubts.begin(), doubts.end(), [&](const core::Question& question) {
                return question.key == review.question.key;
            });
            if (review.state == ReviewState::open && review.purpose == ReviewPurpose::doubt && !asked)
                connection_.change("UPDATE reviews SET state = 'obsolete' WHERE dossier = :dossier AND key = :key",
                                   dossier, review.question.key);
        }
    });
}

void Reviews::draw(std::string_view dossier, const core::MachineAnswer& answer) {
    connection_.transaction([&] {
        const auto known = connection_.value<long long>(
            "SELECT COUNT(*) FROM reviews WHERE dossier = :dossier AND key = :key", dossier, answer.question.key);
        if (known == 0) insert(dossier, answer.question, ReviewPurpose::control, answer.answer);
    });
}

std::optional<Review> Reviews::find(std::string_view id) {
    auto found = select("WHERE number = :number", parse_review_id(id).value_or(0));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Review> Reviews::list(std::optional<ReviewState> state, std::string_view dossier) {
    if (state && !dossier.empty())
        return select("WHERE state = :state AND dossier = :dossier ORDER BY number", *state, dossier);
    if (state) return select("WHERE state = :state ORDER BY number", *state);
    if (!dossier.empty()) return select("WHERE dossier = :dossier ORDER BY number", dossier);
    return select("ORDER BY number");
}

core::Outcome<Review> Reviews::settle(std::string_view id, std::string_view answer, bool agrees, std::string_view who) {
    std::optional<Review> settled;
    connection_.transaction([&] {
        if (!find(id)) return;
        connection_.change(
            "UPDATE reviews SET state = 'settled', answer = :answer, agrees = :agrees, who = :who, settled_at = :at "
            "WHERE number = :number",
            answer, agrees ? 1 : 0, who, connection_.now(), parse_review_id(id).value_or(0));
        settled = find(id);
        const auto kind = settled->question.kind;
        auto detail = settled->id + " " + std::string{core::to_text(kind)};
        if (kind != core::QuestionKind::value) detail += " " + settled->answer;
        journal_.append(who, "review_settled", settled->dossier, detail);
    });
    if (!settled) return core::Refusal{core::Reason::data_invalid, "aucune question « " + std::string{id} + " »"};
    return *std::move(settled);
}

std::vector<core::Settlement> Reviews::settlements(std::string_view dossier) {
    std::vector<core::Settlement> said;
    for (const auto& review : list(ReviewState::settled, dossier))
        said.push_back({review.question.key, review.answer, review.who, review.settled_at});
    return said;
}

ReviewCounts Reviews::counts() {
    ReviewCounts counts;
    for (const auto& [purpose, count] : connection_.rows<ReviewPurpose, long long>(
             "SELECT purpose, COUNT(*) FROM reviews WHERE state = 'open' GROUP BY purpose"))
        (purpose == ReviewPurpose::doubt ? counts.open : counts.open_controls) = count;
    for (const auto& [kind, drawn, judged, wrong] :
         connection_.rows<core::QuestionKind, long long, long long, long long>(
             "SELECT kind, COUNT(*), SUM(CASE WHEN state = 'settled' THEN 1 ELSE 0 END), SUM(CASE WHEN state = "
             "'settled' AND agrees = 0 THEN 1 ELSE 0 END) FROM " +
             controls + " GROUP BY kind"))
        counts.controls[kind] = {drawn, judged, wrong};
    counts.wrong_decided = connection_.value<long long>(
        "SELECT COUNT(*) FROM " + controls +
        " AND state = 'settled' AND agrees = 0 AND dossier IN (SELECT dossier FROM decisions WHERE reversed = 0)");
    return counts;
}

}  // namespace store
