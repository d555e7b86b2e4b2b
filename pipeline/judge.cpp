#include "pipeline/judge.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "core/email_address.h"
#include "core/half_days.h"
#include "core/identifiers.h"
#include "core/normalise.h"
#include "core/statute.h"
#include "core/title.h"
#include "pipeline/functions.h"
#include "pipeline/questions.h"

namespace pipeline {
namespace {

using core::Answer;
using core::TestKind;

void add_all(Verdict& all, Verdict&& part) {
    all.evidence.insert(all.evidence.end(), part.evidence.begin(), part.evidence.end());
    all.questions.insert(all.questions.end(), part.questions.begin(), part.questions.end());
}

Answer answer_of(bool holds) { return holds ? Answer::yes : Answer::no; }

// --- Logic --------------------------------------------------------------------------------------------------------

/// `strong` decides alone: a no among parts that must all hold, a yes among alternatives. Then comes doubt, then parts
/// with nothing to judge.
Verdict combined(const core::Test& test, const Case& dossier, const Instance& instance, Answer strong) {
    Verdict all;
    bool doubt = false;
    bool blank = false;
    for (const auto& part : test.parts) {
        auto verdict = judge(part, dossier, instance);
        if (verdict.answer == strong) return verdict;
        doubt = doubt || verdict.answer == Answer::doubt;
        blank = blank || !verdict.answer;
        add_all(all, std::move(verdict));
    }
    if (doubt)
        all.answer = Answer::doubt;
    else if (!blank)
        all.answer = opposite(strong);
    return all;
}

Verdict negated(const core::Test& test, const Case& dossier, const Instance& instance) {
    auto verdict = judge(test.parts.front(), dossier, instance);
    if (verdict.answer) verdict.answer = opposite(*verdict.answer);
    return verdict;
}

// --- Comparisons --------------------------------------------------------------------------------------------------

/// What a value may be: nobody knows what one in doubt is.
core::Range range_of(const Known& known) {
    constexpr double endless = std::numeric_limits<double>::infinity();
    if (!known.sure && known.number->low == known.number->high) return {-endless, endless};
    return *known.number;
}

/// How far a value in doubt can still be trusted: that it agrees with another reading, or has the form it must have, is
/// no accident; that it equals a code of ours may be.
enum class Coincidence { tells, may_be };

/// Both sides must be there and of the right kind: else there is nothing to judge.
class Comparison {
  public:
    Comparison(const core::Test& test, const Case& dossier, const Instance& instance) {
        for (const auto& operand : test.operands) {
            sides_.push_back(value_of(operand, dossier, instance));
            const auto& side = sides_.back();
            verdict_.evidence.insert(verdict_.evidence.end(), side.evidence.begin(), side.evidence.end());
            verdict_.questions.insert(verdict_.questions.end(), side.questions.begin(), side.questions.end());
        }
    }

    template <class Compare>
    Verdict texts(Coincidence coincidence, Compare compare) && {
        if (!all(&Known::given)) return std::move(verdict_);
        verdict_.answer = compare(sides_);
        const bool stands = coincidence == Coincidence::tells && verdict_.answer == Answer::yes;
        if (!all(&Known::sure) && !stands) verdict_.answer = Answer::doubt;
        return std::move(verdict_);
    }

    template <class Compare>
    Verdict numbers(Compare compare) && {
        const bool numeric = std::all_of(sides_.begin(), sides_.end(), [](const Known& k) { return bool(k.number); });
        if (all(&Known::given) && numeric) verdict_.answer = compare(range_of(sides_[0]), range_of(sides_[1]));
        return std::move(verdict_);  // Of a text that is no number, `valable` says what is wrong with it.
    }

  private:
    bool all(bool Known::*quality) const {
        return std::all_of(sides_.begin(), sides_.end(), [&](const Known& known) { return known.*quality; });
    }

    std::vector<Known> sides_;
    Verdict verdict_;
};

bool has_literal(const core::Test& test) {
    return std::any_of(test.operands.begin(), test.operands.end(),
                       [](const core::Operand& operand) { return operand.kind == core::Operand::Kind::literal; });
}

Answer at_least(core::Range value, core::Range least) {
    if (value.low >= least.high) return Answer::yes;
    return value.high < least.low ? Answer::no : Answer::doubt;
}

Answer is_valid(const std::string& text, const std::string& form) {
    if (form == "siret") return answer_of(core::Siret::parse(text).has_value());
    if (form == "courriel") return answer_of(core::EmailAddress::parse(text).has_value());
    if (form == "date") return answer_of(core::parse_date(text).has_value());
    if (form == "jours") {
        const auto days = core::HalfDays::parse(text);
        return answer_of(days && days->halves() > 0);
    }
    throw std::logic_error("form of a field: " + form);
}

Answer same_person(const std::string& read, const Case& dossier) {
    switch (core::match_name(read, dossier.agent()).answer) {
        case core::NameAnswer::same:
            return Answer::yes;
        case core::NameAnswer::to_confirm:
            return Answer::doubt;
        case core::NameAnswer::other:
            return Answer::no;
    }
    throw std::logic_error("name answer");
}

Answer in_cadre(const std::vector<Known>& sides, const Case& dossier) {
    const auto* cadre = core::find_cadre(dossier.tables(), sides[1].text);
    return cadre == nullptr ? Answer::doubt : core::grade_of_cadre(dossier.tables(), *cadre, sides[0].text);
}

// --- The form -----------------------------------------------------------------------------------------------------

Verdict marked(const core::Test& test, const Case& dossier) {
    const auto& id = test.words.front();
    const bool stamp = test.kind == TestKind::cachet;
    Verdict verdict;
    const auto zones = dossier.zones(id);
    if (zones.empty()) {
        if (dossier.form_page(dossier.page_of(id))) verdict.answer = Answer::doubt;
        return verdict;  // The page is lost: it is asked for, and the signature with it.
    }
    bool empty = true;
    for (const auto& seen : zones) {
        const auto state = seen.zone.state;
        const bool holds = stamp ? seen.zone.stamped.value_or(false) : state == core::ZoneState::signed_;
        if (holds) return {Answer::yes, {seen_in(seen)}, {}};
        verdict.evidence.push_back(seen_in(seen));
        if (state == core::ZoneState::empty) continue;
        empty = false;
        verdict.questions.push_back(zone_question(seen, dossier.label_of(id)));
    }
    verdict.answer = empty ? Answer::no : Answer::doubt;
    return verdict;
}

Verdict page_came(const Case& dossier, const Instance& instance) {
    const auto ref = dossier.form_page(instance.page);
    const auto* nameless = dossier.nameless_form_page();
    if (!ref && nameless != nullptr)  // Its code could not be read: it may be this page.
        return {
            Answer::doubt, {seen_on(nameless->pages.front(), "nature", nature_code(*nameless), nameless->score)}, {}};
    if (!ref) return {Answer::no, {}, {}};
    return {Answer::yes, {seen_on(*ref, "page", std::to_string(instance.page), 1)}, {}};
}

// --- Pieces -------------------------------------------------------------------------------------------------------

Verdict piece_came(const core::Test& test, const Case& dossier, const Instance& instance) {
    auto found = dossier.find_piece(test.words, instance);
    if (found.piece == nullptr) found.piece = dossier.unread();
    if (found.piece == nullptr) return {Answer::no, {}, {}};

    const auto& piece = *found.piece;
    Verdict verdict{found.sure ? Answer::yes : Answer::doubt,
                    {seen_on(piece.pages.front(), "nature", nature_code(piece), piece.score)},
                    {}};
    if (const auto* said = dossier.settled(piece_key(piece))) verdict.evidence.front().place = said_by(*said).place;
    if (!found.sure && piece.state != core::KindState::recognised) verdict.questions = {piece_question(piece)};
    return verdict;
}

}  // namespace

Verdict judge(const core::Test& test, const Case& dossier, const Instance& instance) {
    const auto compared = [&] { return Comparison{test, dossier, instance}; };
    switch (test.kind) {
        case TestKind::tous:
            return combined(test, dossier, instance, Answer::no);
        case TestKind::un_de:
            return combined(test, dossier, instance, Answer::yes);
        case TestKind::non:
            return negated(test, dossier, instance);
        case TestKind::rempli:
            return dossier.filled(Case::resolved(test.operands.front().name, instance));
        case TestKind::valable:
            return compared().texts(Coincidence::tells,
                                    [&](const auto& sides) { return is_valid(sides[0].text, test.words.front()); });
        case TestKind::egal:
            return compared().texts(
                has_literal(test) ? Coincidence::may_be : Coincidence::tells, [](const auto& sides) {
                    return answer_of(core::normalised(sides[0].text) == core::normalised(sides[1].text));
                });
        case TestKind::parmi:
            return compared().texts(Coincidence::may_be, [&](const auto& sides) {
                return answer_of(std::find(test.words.begin(), test.words.end(), sides[0].text) != test.words.end());
            });
        case TestKind::au_moins:
            return compared().numbers(at_least);
        case TestKind::au_plus:
            return compared().numbers([](core::Range value, core::Range most) { return at_least(most, value); });
        case TestKind::meme_intitule:
            return compared().texts(Coincidence::tells,
                                    [](const auto& sides) { return core::same_title(sides[0].text, sides[1].text); });
        case TestKind::meme_personne:
            return compared().texts(Coincidence::tells,
                                    [&](const auto& sides) { return same_person(sides[0].text, dossier); });
        case TestKind::meme_grade:
            return compared().texts(Coincidence::tells, [&](const auto& sides) {
                return core::same_grade(dossier.tables(), sides[0].text, sides[1].text);
            });
        case TestKind::grade_du_cadre:
            return compared().texts(Coincidence::tells, [&](const auto& sides) { return in_cadre(sides, dossier); });
        case TestKind::piece:
            return piece_came(test, dossier, instance);
        case TestKind::signature:
        case TestKind::cachet:
            return marked(test, dossier);
        case TestKind::page_recue:
            return page_came(dossier, instance);
    }
    throw std::logic_error("test");
}

}  // namespace pipeline
