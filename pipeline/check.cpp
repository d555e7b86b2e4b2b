#include "pipeline/check.h"

#include <algorithm>

#include "pipeline/bad_sheets.h"
#include "pipeline/functions.h"
#include "pipeline/judge.h"
#include "pipeline/questions.h"

namespace pipeline {
namespace {

using core::Answer;
using core::Requirement;
using core::Severity;

/// `{operand}` replaced by what it stands for.
std::string filled(const core::Sentence& sentence, const Case& dossier, const Instance& instance) {
    std::string text;
    for (const auto& part : sentence)
        text += part.operand ? shown(*part.operand, value_of(*part.operand, dossier, instance)) : part.text;
    return text;
}

class Checker {
  public:
    Checker(const core::DossierView& view, const core::Procedure& procedure, const core::FormLayout& form,
            const core::ReferenceTables& tables, core::Date today)
        : view_(view), procedure_(procedure), dossier_(view, form, tables, procedure.training, today) {
        result_.certain = certain_answers(view, form);
    }

    core::CheckResult run() {
        for (const auto& rule : procedure_.requirements) {
            const auto all = instances(rule);
            for (const auto& instance : all) ask(rule, instance);
            if (all.empty())
                result_.answers.push_back(answer_to(rule, subject_of(rule, {}), {Answer::yes, {}, {}}, false));
        }
        add_bad_sheets(dossier_, view_.pages, result_);
        result_.completeness = completeness();
        return std::move(result_);
    }

  private:
    /// What a rule is asked about: once, or for each ground, page of the form, or piece. A rule with nothing to be
    /// asked about is asked once, and not due.
    std::vector<Instance> instances(const Requirement& rule) const {
        std::vector<Instance> all;
        if (rule.for_each.empty()) {
            all.emplace_back();
        } else if (rule.for_each == "pages") {
            for (int page = 1; page <= static_cast<int>(dossier_.form().pages.size()); ++page)
                all.push_back({.page = page});
        } else if (rule.for_each == "pieces") {
            for (const auto& piece : dossier_.pieces())
                if (Case::is_of(piece, rule.natures)) all.push_back({.piece = &piece});
        } else {
            for (const auto& ground : dossier_.grounds(rule.for_each)) all.push_back({.ground = ground});
        }
        return all;
    }

    void ask(const Requirement& rule, const Instance& instance) {
        const auto subject = subject_of(rule, instance);
        auto verdict = judged(rule, instance);
        auto answer = answer_to(rule, subject, verdict, verdict.due);
        const auto key = rule_key(rule, subject, instance);
        if (const auto* said = dossier_.settled(key); said != nullptr && answer.due) {
            answer.answer = core::from_text<Answer>(said->answer).value_or(Answer::doubt);
            answer.evidence = {said_by(*said)};
        }
        const bool told =
            answer.due && (answer.answer == Answer::no || (answer.answer == Answer::doubt && rule.tells_doubt));
        if (told) add_finding(rule, answer, instance);
        if (told && answer.answer == Answer::doubt && rule.severity == Severity::blocking)
            add_questions(rule, key, std::move(verdict.questions), answer);
        result_.answers.push_back(std::move(answer));
    }

    static core::RuleAnswer answer_to(const Requirement& rule, std::string subject, const Verdict& verdict, bool due) {
        return {.code = rule.code,
                .subject = std::move(subject),
                .answer = verdict.answer.value_or(Answer::doubt),
                .due = due,
                .severity = rule.severity,
                .label = rule.label,
                .source = rule.source,
                .origin = rule.origin,
                .evidence = verdict.evidence};
    }

    struct Judged : Verdict {
        bool due = true;
    };

    /// A condition in doubt makes a doubt of anything but a yes.
    Judged judged(const Requirement& rule, const Instance& instance) const {
        Verdict condition{.answer = Answer::yes};
        if (rule.when) condition = judge(*rule.when, dossier_, instance);
        if (condition.answer != Answer::yes && condition.answer != Answer::doubt) {
            const auto answer = condition.answer ? Answer::yes : Answer::doubt;
            return {{answer, std::move(condition.evidence), {}}, false};
        }
        Judged verdict{judge(rule.demand, dossier_, instance)};
        verdict.due = verdict.answer.has_value();
        if (condition.answer == Answer::doubt && verdict.answer == Answer::no) {
            verdict.answer = Answer::doubt;
            verdict.evidence.insert(verdict.evidence.end(), condition.evidence.begin(), condition.evidence.end());
            verdict.questions = std::move(condition.questions);
        }
        return verdict;
    }

    static std::string subject_of(const Requirement& rule, const Instance& instance) {
        if (!rule.subject.empty()) return rule.subject;
        if (instance.piece != nullptr) return nature_code(*instance.piece);
        if (instance.page > 0) return "page_" + std::to_string(instance.page);
        return rule.natures.empty() ? rule.for_each : rule.natures.front();
    }

    static std::string rule_key(const Requirement& rule, const std::string& subject, const Instance& instance) {
        auto key = rule.code + ":" + subject;
        if (!instance.ground.empty()) key += "#" + instance.ground.substr(instance.ground.rfind('.') + 1);
        if (instance.piece != nullptr) key += "#" + piece_key(*instance.piece);
        return key;
    }

    void add_finding(const Requirement& rule, const core::RuleAnswer& answer, const Instance& instance) {
        const bool doubt = answer.answer == Answer::doubt;
        const auto sentence = filled(rule.sentence, dossier_, instance);
        const auto* seen = on_page(answer.evidence);
        result_.findings.push_back(
            {.code = doubt ? rule.doubt_code : rule.code,
             .subject = answer.subject,
             .severity = doubt && rule.severity == Severity::blocking ? Severity::doubt : rule.severity,
             .sentence = doubt && rule.severity != Severity::blocking ? "À vérifier : " + sentence : sentence,
             .evidence = seen == nullptr ? "" : seen->place,
             .source = rule.source,
             .settled_by = doubt ? core::SettledBy::look : rule.settled_by,
             .proposal = rule.proposes ? std::string{core::to_text(*rule.proposes)} : ""});
    }

    /// The last page that was looked at; null when there was none.
    static const core::Evidence* on_page(const std::vector<core::Evidence>& evidence) {
        const auto seen = std::find_if(evidence.rbegin(), evidence.rend(),
                                       [](const core::Evidence& e) { return !e.page.arrival.empty(); });
        return seen == evidence.rend() ? nullptr : &*seen;
    }

    /// What a person is asked so that the doubt ends: about what was read, else about the rule itself.
    void add_questions(const Requirement& rule, const std::string& key, std::vector<core::Question> questions,
                       const core::RuleAnswer& answer) {
        const auto* seen = on_page(answer.evidence);
        if (questions.empty())
            questions.push_back({.kind = core::QuestionKind::rule,
                                 .key = key,
                                 .page = seen == nullptr ? core::PageRef{} : seen->page,
                                 .text = rule.label + " ?"});
        for (auto& question : questions) {
            const bool known = std::any_of(result_.questions.begin(), result_.questions.end(),
                                           [&](const core::Question& other) { return other.key == question.key; });
            if (!known) result_.questions.push_back(std::move(question));
        }
    }

    core::Completeness completeness() const {
        const auto any = [&](Severity severity) {
            return std::any_of(result_.findings.begin(), result_.findings.end(),
                               [&](const core::Finding& finding) { return finding.severity == severity; });
        };
        if (any(Severity::blocking)) return core::Completeness::incomplete;
        return any(Severity::doubt) ? core::Completeness::doubtful : core::Completeness::complete;
    }

    const core::DossierView& view_;
    const core::Procedure& procedure_;
    const Case dossier_;
    core::CheckResult result_;
};

}  // namespace

core::CheckResult check(const core::DossierView& dossier, const core::Procedure& procedure,
                        const core::FormLayout& form, const core::ReferenceTables& tables, core::Date today) {
    return Checker{dossier, procedure, form, tables, today}.run();
}

}  // namespace pipeline
