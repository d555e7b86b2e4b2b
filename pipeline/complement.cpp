#include "pipeline/complement.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>

#include "core/reply_reference.h"
#include "pipeline/complement_letter.h"
#include "store/disk.h"

namespace pipeline {
namespace {

using core::ClockAct;
using core::Complement;
using core::ComplementState;
using core::Instant;
using core::Reason;
using core::Refusal;
using std::chrono::hours;

constexpr std::string_view by_person = "instructeur:";

Instant deadline_or_none(const Installation& office, const core::Delay& delay) {
    return core::deadline(delay, office.calendar).value_or(Instant{});
}

std::vector<core::AskedItem> blocking(const std::vector<core::Finding>& findings) {
    std::vector<core::AskedItem> items;
    for (const auto& finding : findings)
        if (finding.severity == core::Severity::blocking) items.push_back({code_of(finding), finding.sentence});
    return items;
}

std::vector<std::string> codes_of(const std::vector<core::AskedItem>& items) {
    std::vector<std::string> codes;
    codes.reserve(items.size());
    for (const auto& item : items) codes.push_back(item.code);
    return codes;
}

bool asks_for_more(const Complement& complement) {
    return std::any_of(complement.items.begin(), complement.items.end(),
                       [](const auto& item) { return item.code.starts_with(by_person); });
}

/// A delay that starts now, or once a letter has had the time to arrive.
void start_clock(const Installation& office, Complement& complement, core::DispatchChannel channel, int allowed_hours) {
    const auto now = office.clock();
    const auto& settings = office.config.complement;
    const auto start = channel == core::DispatchChannel::mail
                           ? now
                           : office.calendar.after(now, hours{24 * settings.postal_days}, core::Counting::open_days);
    complement.asked_at = now;
    complement.delay = {.counting = settings.counting,
                        .to_open_day = settings.to_open_day,
                        .allowed = hours{allowed_hours > 0 ? allowed_hours : settings.hours},
                        .marks = {{ClockAct::start, start}}};
    complement.due_at = deadline_or_none(office, complement.delay);
}

/// Its number counts all that the dossier ever had.
int next_version(store::Store& store, const std::string& dossier) {
    const auto all = store.complements().of(dossier);
    return all.empty() ? 1 : all.back().version + 1;
}

void commit_letter(store::Store& store, const Correspondence& letter) {
    store.dossiers().add_letter(letter.letter);
    store.outbox().add(letter.dispatch);
}

Complement marked(const Installation& office, store::Store& store, Complement complement, ClockAct act, Instant at,
                  hours by, std::string_view who, std::string_view why) {
    complement.delay.marks.push_back({act, at, by});
    complement.due_at = deadline_or_none(office, complement.delay);
    store.complements().mark(complement, {complement.delay.marks.back(), std::string{who}, std::string{why}},
                             complement.due_at);
    return complement;
}

/// Both instants are the program's own: a person's stop is not undone by it.
bool stopped_by_program(store::Store& store, const Complement& complement) {
    const auto lines = store.complements().clock(complement.dossier, complement.version);
    const auto last = std::find_if(lines.rbegin(), lines.rend(),
                                   [](const store::ClockLine& line) { return line.mark.act != ClockAct::extend; });
    return last != lines.rend() && last->mark.act == ClockAct::stop && last->who == store::program;
}

}  // namespace

std::string code_of(const core::Finding& finding) { return finding.code + ":" + finding.subject; }

ComplementPlan plan_complement(const Installation& office, store::Store& store, const store::DossierRow& row,
                               const core::CheckResult& result) {
    ComplementPlan plan;
    const auto items = blocking(result.findings);
    const auto all = store.complements().of(row.dossier.number);
    if (!all.empty() && all.back().state == ComplementState::withdrawn && all.back().basis == codes_of(items))
        return plan;  // A person gave it up.
    const auto standing = store.complements().standing(row.dossier.number);
    const bool answered = standing && !standing->last_answer.empty();
    if (standing && asks_for_more(*standing)) {
        if (answered)
            plan.doubt = core::Finding{"answer_to_read", standing->last_answer, core::Severity::doubt,
                                       "Lire la réponse à la demande de l'instructeur, puis clore la demande.", ""};
        return plan;
    }
    if (items.empty()) {
        if (standing) plan = {.then = ComplementPlan::Then::close, .complement = *standing};
        return plan;
    }
    if (standing && standing->basis == codes_of(items)) {
        plan.complement = *standing;
        if (answered && standing->state == ComplementState::open && stopped_by_program(store, *standing))
            plan.then = ComplementPlan::Then::restart;
        return plan;
    }

    plan.complement = {.dossier = row.dossier.number,
                       .version = next_version(store, row.dossier.number),
                       .items = items,
                       .basis = codes_of(items),
                       .reference = core::ReplyReference::make(store::random_number()).text()};
    if (office.config.complement.sending == ComplementSending::reviewed) {
        plan.complement.state = ComplementState::proposed;
        plan.then = ComplementPlan::Then::add;
        return plan;
    }
    const auto channel = complement_channel(row);
    start_clock(office, plan.complement, channel, 0);
    auto letter = complement_letter(office, store, row, plan.complement, channel);
    if (!letter) {
        plan.refusal = letter.refusal();
        return plan;
    }
    plan.letter = *std::move(letter);
    plan.then = ComplementPlan::Then::add;
    return plan;
}

void commit_complement(const Installation& office, store::Store& store, const ComplementPlan& plan) {
    switch (plan.then) {
        case ComplementPlan::Then::nothing:
            return;
        case ComplementPlan::Then::add:
            store.complements().add(plan.complement);
            if (plan.letter) commit_letter(store, *plan.letter);
            return;
        case ComplementPlan::Then::restart:
            marked(office, store, plan.complement, ClockAct::start, office.clock(), hours{0}, store::program,
                   "la réponse ne contient pas tout ce qui est demandé");
            return;
        case ComplementPlan::Then::close:
            store.complements().close(plan.complement, ComplementState::answered, store::program, "");
            return;
    }
}

void note_answer(const Installation& office, store::Store& store, const core::Arrival& arrival,
                 const std::vector<std::string>& dossiers) {
    for (const auto& dossier : dossiers) {
        const auto standing = store.complements().standing(dossier);
        if (!standing || standing->state != ComplementState::open || arrival.received_at < standing->asked_at) continue;
        const bool known = standing->last_answer == arrival.id;
        store.complements().note_answer(*standing, arrival.id, arrival.received_at);
        if (!known && core::is_running(standing->delay))
            marked(office, store, *standing, ClockAct::stop, arrival.received_at, hours{0}, store::program,
                   "réponse " + arrival.id);
    }
}

void note_undelivered(const Installation& office, store::Store& store, const core::Dispatch& dispatch) {
    if (!dispatch.letter_kind.starts_with(complement_letter_kind)) return;
    const auto standing = store.complements().standing(dispatch.dossier);
    if (!standing || standing->version != dispatch.letter_version || standing->state != ComplementState::open ||
        !core::is_running(standing->delay))
        return;
    marked(office, store, *standing, ClockAct::stop, office.clock(), hours{0}, store::program,
           "lettre non remise " + dispatch.id);
}

namespace {

constexpr hours reminders_end{24 * 30};  ///< After the deadline: a program that was stopped does not write to everyone.

/// Nothing when none is due now.
std::optional<core::Reminder> reminder_due(const Installation& office, const Complement& complement,
                                           core::DispatchChannel channel) {
    const auto now = office.clock();
    const auto due = complement.due_at;
    const hours before{office.config.complement.remind_before}, after{office.config.complement.remind_after};
    const auto written = [&](core::Reminder reminder) {
        return std::find(complement.reminders.begin(), complement.reminders.end(), reminder) !=
               complement.reminders.end();
    };
    if (before > hours{0} && channel == core::DispatchChannel::mail && now >= due - before && now < due &&
        complement.asked_at < due - before && !written(core::Reminder::before_deadline))
        return core::Reminder::before_deadline;
    if (after > hours{0} && now >= due + after && now < due + after + reminders_end &&
        !written(core::Reminder::after_deadline))
        return core::Reminder::after_deadline;
    return std::nullopt;
}

void tell_over(const Installation& office, store::Store& store, ComplementRound& round) {
    for (const auto& complement : store.complements().running()) {
        if (complement.due_at >= office.clock()) continue;
        store.transaction([&] {
            store.complements().note_over(complement);
            store.journal().append(store::program, "alarm_complement_over", complement.dossier,
                                   std::to_string(complement.version));
        });
        spdlog::warn("doc={} stage=complement outcome=over", complement.dossier);
        ++round.over;
    }
}

void write_reminders(const Installation& office, store::Store& store, ComplementRound& round) {
    for (const auto& complement : store.complements().list(ComplementState::open)) {
        if (complement.due_at == Instant{} || !complement.last_answer.empty()) continue;
        const auto row = store.dossiers().find(complement.dossier);
        const auto reminder = reminder_due(office, complement, complement_channel(*row));
        if (!reminder) continue;
        const auto letter = reminder_letter(office, store, *row, complement);
        if (!letter) {
            spdlog::error("doc={} stage=complement outcome=no_reminder reason={}", complement.dossier,
                          core::to_text(letter.refusal().reason));
            continue;
        }
        store.transaction([&] {
            store.complements().note_reminder(complement, *reminder);
            commit_letter(store, *letter);
        });
        ++round.reminders;
    }
}

}  // namespace

ComplementRound watch_complements(const Installation& office, store::Store& store) {
    ComplementRound round;
    for (const auto& complement : store.complements().left_behind())
        store.complements().close(complement, ComplementState::withdrawn, store::program, "dossier instruit ou retiré");
    tell_over(office, store, round);
    write_reminders(office, store, round);
    return round;
}

namespace {

core::Outcome<std::vector<core::AskedItem>> items_to_ask(const std::vector<core::Finding>& findings,
                                                         const AskOrder& order) {
    const auto named = [](const std::vector<std::string>& codes, const core::Finding& finding) {
        return std::find(codes.begin(), codes.end(), code_of(finding)) != codes.end();
    };
    for (const auto* codes : {&order.without, &order.with})
        for (const auto& code : *codes)
            if (std::none_of(findings.begin(), findings.end(), [&](const auto& f) { return code_of(f) == code; }))
                return Refusal{Reason::data_invalid, "« " + code + " » n'est pas un constat du dossier"};

    std::vector<core::AskedItem> items;
    for (const auto& finding : findings) {
        const bool due = finding.severity == core::Severity::blocking || named(order.with, finding);
        if (due && !named(order.without, finding)) items.push_back({code_of(finding), finding.sentence});
    }
    for (std::size_t i = 0; i < order.also.size(); ++i)
        items.push_back({std::string{by_person} + std::to_string(i + 1), order.also[i]});
    if (items.empty()) return Refusal{Reason::field_missing, "rien à demander pour le dossier " + order.dossier};
    return items;
}

}  // namespace

core::Outcome<Complement> ask_complement(const Installation& office, store::Store& store, const AskOrder& order) {
    const auto row = store.dossiers().find(order.dossier);
    if (!row) return Refusal{Reason::unknown_dossier, order.dossier};
    if (row->dossier.state >= core::DossierState::in_session)
        return Refusal{Reason::wrong_state,
                       "le dossier est « " + std::string{core::to_text(row->dossier.state)} + " »"};
    const auto findings = store.dossiers().findings(order.dossier);
    const auto standing = store.complements().standing(order.dossier);
    const bool the_same =
        order.by_post && standing && order.without.empty() && order.with.empty() && order.also.empty();
    const auto items =
        the_same ? core::Outcome<std::vector<core::AskedItem>>{standing->items} : items_to_ask(findings, order);
    if (!items) return items.refusal();

    const bool proposed = standing && standing->state == ComplementState::proposed;
    if (standing && !proposed && !order.by_post && standing->items == *items)
        return Refusal{Reason::wrong_state, "ces éléments sont déjà demandés au dossier " + order.dossier};
    Complement complement{.dossier = order.dossier,
                          .version = next_version(store, order.dossier),
                          .basis = codes_of(blocking(findings)),
                          .reference = core::ReplyReference::make(store::random_number()).text()};
    if (proposed) complement = *standing;
    complement.state = ComplementState::open;
    complement.items = *items;
    const auto channel = order.by_post ? core::DispatchChannel::post : complement_channel(*row);
    start_clock(office, complement, channel, order.hours);
    const auto letter = complement_letter(office, store, *row, complement, channel);
    if (!letter) return letter.refusal();

    return store.transaction([&]() -> core::Outcome<Complement> {
        if (proposed)
            store.complements().ask(complement, order.who);
        else
            complement = store.complements().add(complement);
        commit_letter(store, *letter);
        store.dossiers().move(order.dossier, core::DossierState::incomplete, order.who, "complement");
        return complement;
    });
}

core::Outcome<Complement> mark_clock(const Installation& office, store::Store& store, const std::string& dossier,
                                     ClockAct act, int by_hours, const std::string& who, const std::string& why) {
    return store.transaction([&]() -> core::Outcome<Complement> {
        if (!store.dossiers().find(dossier)) return Refusal{Reason::unknown_dossier, dossier};
        const auto standing = store.complements().standing(dossier);
        if (!standing || standing->state != ComplementState::open)
            return Refusal{Reason::wrong_state, "aucune demande en cours pour le dossier " + dossier};
        const bool running = core::is_running(standing->delay);
        if (act == ClockAct::stop && !running) return Refusal{Reason::wrong_state, "le délai est déjà arrêté"};
        if (act == ClockAct::start && running) return Refusal{Reason::wrong_state, "le délai court déjà"};
        return marked(office, store, *standing, act, office.clock(), hours{by_hours}, who, why);
    });
}

core::Outcome<Complement> close_complement(store::Store& store, const std::string& dossier, ComplementState state,
                                           const std::string& who, const std::string& why) {
    return store.transaction([&]() -> core::Outcome<Complement> {
        if (!store.dossiers().find(dossier)) return Refusal{Reason::unknown_dossier, dossier};
        auto standing = store.complements().standing(dossier);
        if (!standing) return Refusal{Reason::wrong_state, "aucune demande en cours pour le dossier " + dossier};
        store.complements().close(*standing, state, who, why);
        standing->state = state;
        return *standing;
    });
}

}  // namespace pipeline
