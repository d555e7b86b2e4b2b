#include "pipeline/review.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/closest.h"
#include "core/normalise.h"
#include "core/rights.h"
#include "pipeline/page_picture.h"
#include "pipeline/process.h"
#include "pipeline/questions.h"
#include "store/sha256.h"
#include "templates/data.h"

namespace pipeline {
namespace {

using core::QuestionKind;
using core::Refusal;

/// Ways of typing an answer; the first is how it is kept.
using Choice = std::vector<std::string>;

std::vector<Choice> choices(QuestionKind kind) {
    switch (kind) {
        case QuestionKind::signature:
            return {{"signed", "s", "signe", "oui", "o"}, {"empty", "v", "vide", "non", "n"}};
        case QuestionKind::stamp:
            return {{"stamped", "c", "cachet", "oui", "o"}, {"empty", "v", "vide", "non", "n"}};
        case QuestionKind::rule:
            return {{"yes", "o", "oui"}, {"no", "n", "non"}};
        case QuestionKind::kind:
        case QuestionKind::value:
            return {};
    }
    throw std::logic_error("kind of question");
}

Refusal refused(const core::Question& question, const std::string& typed) {
    return {core::Reason::data_invalid, "réponse « " + typed + " » ; attendu : " + answers_hint(question)};
}

std::vector<std::string> natures(const core::KindRules& rules) {
    std::vector<std::string> names;
    for (const auto& name : core::EnumNames<core::Kind>::names) names.emplace_back(name);
    for (const auto& rule : rules.kinds)
        if (!rule.detail.empty()) names.push_back(rule.detail);
    return names;
}

core::Outcome<std::string> read_nature(const Installation& office, const core::Question& question,
                                       const std::string& typed) {
    const auto known = natures(office.catalogue.kinds);
    if (std::find(known.begin(), known.end(), typed) != known.end()) return typed;
    const auto meant = core::closest(typed, known);
    auto refusal = refused(question, typed);
    if (meant) refusal.detail += " ; vouliez-vous dire « " + *meant + " » ?";
    return refusal;
}

/// `24/11/2026` as well as `2026-11-24`.
std::string iso_if_date(const std::string& typed) {
    const bool french = typed.size() == 10 && typed[2] == '/' && typed[5] == '/';
    const auto iso = french ? typed.substr(6) + "-" + typed.substr(3, 2) + "-" + typed.substr(0, 2) : typed;
    return core::parse_date(iso) ? iso : typed;
}

/// A value of its field alone: the request around it may lack much, so only what the schema says of this value counts.
core::Outcome<std::string> read_value(const Installation& office, const core::Question& question,
                                      const std::string& typed) {
    const auto value = iso_if_date(typed);
    if (value.empty()) return value;
    const auto doc = templates::xml_from_fields({{question.key, value}}, "demande");
    if (!doc) return doc.refusal();
    static constexpr std::string_view of_value = " vaut « ";
    const auto schema = templates::Schema::load(office.catalogue.root / "schema" / "demande.rng");
    for (const auto& fault : schema.faults(*doc))
        if (fault.cause.find(of_value) != std::string::npos) return Refusal{core::Reason::data_invalid, fault.cause};
    return value;
}

bool agrees(const core::KindRules& rules, const core::Review& review, const std::string& answer) {
    if (review.question.kind == QuestionKind::value)
        return core::normalised(review.machine) == core::normalised(answer);
    if (review.question.kind != QuestionKind::kind || review.machine == answer) return review.machine == answer;
    return std::any_of(rules.kinds.begin(), rules.kinds.end(), [&](const core::KindRule& rule) {  // One of its kind.
        return (rule.detail == review.machine && core::to_text(rule.kind) == answer) ||
               (rule.detail == answer && core::to_text(rule.kind) == review.machine);
    });
}

/// What a person read is data of the request from now on: letters need it too.
void take_value(store::Store& store, const core::Review& review, const std::string& value) {
    const auto row = store.dossiers().find(review.dossier);
    if (!row || row->dossier.state >= core::DossierState::in_session) return;
    auto data = row->dossier.data;
    data[data_path(review.question.key)] = value;
    store.dossiers().update_data(review.dossier, data);
}

}  // namespace

bool is_drawn(const std::string& dossier, const std::string& key, int one_in) {
    if (one_in < 1) return false;
    const auto hash = store::sha256(dossier + "|" + key);
    return std::stoul(hash.substr(0, 8), nullptr, 16) % static_cast<unsigned long>(one_in) == 0;
}

void open_reviews(const Installation& office, store::Store& store, const std::string& dossier,
                  const core::CheckResult& result) {
    store.reviews().ask(dossier, result.questions);
    for (const auto& answer : result.certain)
        if (is_drawn(dossier, answer.question.key, office.config.control_one_in)) store.reviews().draw(dossier, answer);
}

std::string answers_hint(const core::Question& question) {
    switch (question.kind) {
        case QuestionKind::signature:
            return "s (signé) ou v (vide)";
        case QuestionKind::stamp:
            return "c (cachet) ou v (vide)";
        case QuestionKind::rule:
            return "o (oui) ou n (non)";
        case QuestionKind::kind:
            return "une nature de pièce, comme attestation_formation, programme_formation, diplome, fiche_poste, "
                   "arrete_nomination, etat_services, bilan_competences ou other";
        case QuestionKind::value:
            return "ce qui est écrit, ou rien si la zone est vide";
    }
    throw std::logic_error("kind of question");
}

core::Outcome<std::string> read_answer(const Installation& office, const core::Question& question,
                                       const std::string& typed) {
    if (question.kind == QuestionKind::kind) return read_nature(office, question, typed);
    if (question.kind == QuestionKind::value) return read_value(office, question, typed);
    auto plain = core::normalised(typed);
    std::transform(plain.begin(), plain.end(), plain.begin(),
                   [](char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto& choice : choices(question.kind))
        if (std::find(choice.begin(), choice.end(), plain) != choice.end()) return choice.front();
    return refused(question, typed);
}

core::Outcome<core::Review> settle_review(const Installation& office, store::Store& store, const std::string& id,
                                          const std::string& typed, const std::string& who) {
    if (const auto person = core::person_who_may(office.config.users, who, core::Act::instruct); !person)
        return person.refusal();
    const auto review = store.reviews().find(id);
    if (!review) return Refusal{core::Reason::data_invalid, "aucune question « " + id + " »"};
    const auto answer = read_answer(office, review->question, typed);
    if (!answer) return answer.refusal();
    return store.transaction([&] {
        if (review->question.kind == QuestionKind::value) take_value(store, *review, *answer);
        auto settled = store.reviews().settle(id, *answer, agrees(office.catalogue.kinds, *review, *answer), who);
        if (settled) store.jobs().enqueue(check_job, review->dossier, store.now());
        return settled;
    });
}

core::Outcome<std::string> review_picture(const Installation& office, store::Store& store, const core::Review& review) {
    const auto& question = review.question;
    if (!question.crop.empty() && store.spool().has(question.crop)) return store.spool().read(question.crop);
    if (question.page.arrival.empty())
        return Refusal{core::Reason::data_invalid, review.id + " ne porte sur aucune page"};
    return page_picture(office, store, question.page);
}

ErrorRate error_rate(long long wrong, long long judged) {
    if (judged <= 0) return {};
    constexpr double z = 1.959964;
    const auto n = static_cast<double>(judged);
    const double p = static_cast<double>(wrong) / n;
    const double middle = p + z * z / (2 * n);
    const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    const double scale = 1 + z * z / n;
    return {p, std::max(0.0, (middle - spread) / scale), std::min(1.0, (middle + spread) / scale)};
}

}  // namespace pipeline
