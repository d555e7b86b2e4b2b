#include "store/complements.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "core/failures.h"
#include "store/connection.h"
#include "store/journal.h"
#include "store/json_text.h"

namespace store {
namespace {

using core::Complement;
using core::ComplementState;
using core::Instant;
using std::chrono::milliseconds;

const std::string all_columns =
    "SELECT dossier, version, state, asked, sentences, basis, reference, asked_at, counting, to_open_day, allowed, "
    "due_at, reminders, over_at, answered_at, last_answer FROM complements ";
const std::string stands = " AND state IN ('proposed', 'open') ";
const std::string this_one = " WHERE dossier = :dossier AND version = :version";

std::vector<std::string> codes(const std::vector<core::AskedItem>& items) {
    std::vector<std::string> all;
    all.reserve(items.size());
    for (const auto& item : items) all.push_back(item.code);
    return all;
}

std::vector<std::string> sentences(const std::vector<core::AskedItem>& items) {
    std::vector<std::string> all;
    all.reserve(items.size());
    for (const auto& item : items) all.push_back(item.sentence);
    return all;
}

/// Those of an earlier schema have no sentences.
std::vector<core::AskedItem> items_of(const std::string& asked, const std::string& said) {
    std::vector<core::AskedItem> items;
    const auto texts = texts_from_json(said);
    for (auto& code : texts_from_json(asked))
        items.push_back({std::move(code), items.size() < texts.size() ? texts[items.size()] : std::string{}});
    return items;
}

std::vector<core::Reminder> reminders_of(const std::string& text) {
    std::vector<core::Reminder> reminders;
    for (const auto& name : texts_from_json(text))
        if (const auto reminder = core::from_text<core::Reminder>(name)) reminders.push_back(*reminder);
    return reminders;
}

std::string numbered(const Complement& complement, std::string_view what = {}) {
    return std::to_string(complement.version) + (what.empty() ? "" : " ") + std::string{what};
}

void insert_mark(Connection& connection, const Complement& complement, std::size_t position, const ClockLine& line) {
    connection.change(
        "INSERT INTO complement_marks (dossier, version, position, act, at, by_ms, who, why) "
        "VALUES (:dossier, :version, :position, :act, :at, :by, :who, :why)",
        complement.dossier, complement.version, position, line.mark.act, line.mark.at, line.mark.by.count(), line.who,
        line.why);
}

/// One query for all: those of the dossiers between the first and the last.
void add_marks(Connection& connection, std::vector<Complement>& complements) {
    if (complements.empty()) return;
    const auto [first, last] = std::minmax_element(complements.begin(), complements.end(),
                                                   [](const auto& a, const auto& b) { return a.dossier < b.dossier; });
    std::map<std::pair<std::string, int>, std::vector<core::ClockMark>> marks;
    for (auto& [dossier, version, act, at, by] : connection.rows<std::string, int, core::ClockAct, Instant, long long>(
             "SELECT dossier, version, act, at, by_ms FROM complement_marks WHERE dossier >= :first AND dossier <= "
             ":last "
             "ORDER BY dossier, version, position",
             first->dossier, last->dossier))
        marks[{std::move(dossier), version}].push_back({act, at, milliseconds{by}});
    for (auto& complement : complements)
        complement.delay.marks = std::move(marks[{complement.dossier, complement.version}]);
}

}  // namespace

template <class... Values>
std::vector<Complement> Complements::select(const std::string& which, const Values&... values) {
    std::vector<Complement> found;
    for (auto& [dossier, version, state, asked, said, basis, reference, asked_at, counting, to_open_day, allowed,
                due_at, reminders, over_at, answered_at, last_answer] :
         connection_.rows<std::string, int, ComplementState, std::string, std::string, std::string, std::string,
                          Instant, core::Counting, int, long long, Instant, std::string, Instant, Instant, std::string>(
             all_columns + which, values...)) {
        found.push_back(
            {.dossier = std::move(dossier),
             .version = version,
             .state = state,
             .items = items_of(asked, said),
             .basis = texts_from_json(basis),
             .reference = std::move(reference),
             .asked_at = asked_at,
             .delay = {.counting = counting, .to_open_day = to_open_day != 0, .allowed = milliseconds{allowed}},
             .due_at = due_at,
             .reminders = reminders_of(reminders),
             .over_at = over_at,
             .answered_at = answered_at,
             .last_answer = std::move(last_answer)});
    }
    add_marks(connection_, found);
    return found;
}

Complement Complements::add(Complement complement) {
    connection_.transaction([&] {
        const auto before = standing(complement.dossier);
        if (before)
            connection_.change("UPDATE complements SET state = 'superseded'" + this_one, before->dossier,
                               before->version);
        const auto next = connection_.value<int>(
            "SELECT COALESCE(MAX(version), 0) + 1 FROM complements WHERE dossier = :dossier", complement.dossier);
        if (complement.version != next)
            throw core::TryLater{"une autre demande vient d'être faite pour le dossier " + complement.dossier};
        if (complement.asked_at == Instant{}) complement.asked_at = connection_.now();
        connection_.change(
            "INSERT INTO complements (dossier, version, state, asked, sentences, basis, reference, asked_at, counting, "
            "to_open_day, allowed, due_at, reminders, over_at, answered_at, last_answer) VALUES (:dossier, :version, "
            ":state, :asked, :sentences, :basis, :reference, :asked_at, :counting, :to_open_day, :allowed, :due_at, "
            "'[]', 0, 0, '')",
            complement.dossier, complement.version, complement.state, texts_to_json(codes(complement.items)),
            texts_to_json(sentences(complement.items)), texts_to_json(complement.basis), complement.reference,
            complement.asked_at, complement.delay.counting, complement.delay.to_open_day ? 1 : 0,
            complement.delay.allowed.count(), complement.due_at);
        std::size_t position = 0;
        for (const auto& mark : complement.delay.marks)
            insert_mark(connection_, complement, ++position, {mark, std::string{program}, ""});
        journal_.append(program,
                        complement.state == ComplementState::proposed ? "complement_proposed" : "complement_asked",
                        complement.dossier, numbered(complement));
    });
    return complement;
}

void Complements::ask(const Complement& complement, std::string_view who) {
    connection_.transaction([&] {
        const auto moved = connection_.change(
            "UPDATE complements SET state = 'open', asked = :asked, sentences = :sentences, asked_at = :asked_at, "
            "counting = :counting, to_open_day = :to_open_day, allowed = :allowed, due_at = :due_at" +
                this_one + " AND state = 'proposed'",
            texts_to_json(codes(complement.items)), texts_to_json(sentences(complement.items)), complement.asked_at,
            complement.delay.counting, complement.delay.to_open_day ? 1 : 0, complement.delay.allowed.count(),
            complement.due_at, complement.dossier, complement.version);
        if (moved != 1) throw std::logic_error{"only a proposed complement can be asked: " + complement.dossier};
        std::size_t position = 0;
        for (const auto& mark : complement.delay.marks)
            insert_mark(connection_, complement, ++position, {mark, std::string{who}, ""});
        journal_.append(who, "complement_asked", complement.dossier, numbered(complement));
    });
}

void Complements::mark(const Complement& complement, const ClockLine& line, Instant due_at) {
    connection_.transaction([&] {
        const auto position = clock(complement.dossier, complement.version).size() + 1;
        const bool extends = line.mark.act == core::ClockAct::extend;
        const auto moved =
            connection_.change("UPDATE complements SET due_at = :due_at" + std::string{extends ? ", over_at = 0" : ""} +
                                   this_one + " AND state = 'open'",
                               due_at, complement.dossier, complement.version);
        if (moved != 1) throw std::logic_error{"a clock runs only while a complement is open: " + complement.dossier};
        insert_mark(connection_, complement, position, line);
        journal_.append(line.who, "complement_clock_" + std::string{core::to_text(line.mark.act)}, complement.dossier,
                        numbered(complement, line.why));
    });
}

void Complements::note_answer(const Complement& complement, std::string_view arrival, Instant received_at) {
    connection_.transaction([&] {
        connection_.change("UPDATE complements SET answered_at = :at" + this_one + " AND answered_at = 0", received_at,
                           complement.dossier, complement.version);
        const auto moved =
            connection_.change("UPDATE complements SET last_answer = :arrival" + this_one + " AND last_answer <> :same",
                               arrival, complement.dossier, complement.version, arrival);
        if (moved == 1)
            journal_.append(program, "complement_answer", complement.dossier, numbered(complement, arrival));
    });
}

void Complements::note_over(const Complement& complement) {
    connection_.transaction([&] {
        const auto moved = connection_.change(
            "UPDATE complements SET over_at = :now" + this_one + " AND over_at = 0 AND state = 'open'",
            connection_.now(), complement.dossier, complement.version);
        if (moved == 1)
            journal_.append(program, "complement_over", complement.dossier,
                            numbered(complement, core::iso_instant(complement.due_at)));
    });
}

void Complements::note_reminder(const Complement& complement, core::Reminder reminder) {
    std::vector<std::string> names;
    names.reserve(complement.reminders.size() + 1);
    for (const auto earlier : complement.reminders) names.emplace_back(core::to_text(earlier));
    names.emplace_back(core::to_text(reminder));
    connection_.transaction([&] {
        connection_.change("UPDATE complements SET reminders = :reminders" + this_one, texts_to_json(names),
                           complement.dossier, complement.version);
        journal_.append(program, "complement_reminder", complement.dossier,
                        numbered(complement, core::to_text(reminder)));
    });
}

void Complements::close(const Complement& complement, ComplementState state, std::string_view who,
                        std::string_view why) {
    if (state != ComplementState::answered && state != ComplementState::withdrawn)
        throw std::logic_error{"a complement is closed as answered or withdrawn"};
    connection_.transaction([&] {
        const auto moved = connection_.change("UPDATE complements SET state = :state" + this_one + stands, state,
                                              complement.dossier, complement.version);
        if (moved == 1)
            journal_.append(who, "complement_" + std::string{core::to_text(state)}, complement.dossier,
                            numbered(complement, why));
    });
}

std::vector<Complement> Complements::of(std::string_view dossier) {
    return select("WHERE dossier = :dossier ORDER BY version", dossier);
}

std::optional<Complement> Complements::standing(std::string_view dossier) {
    auto found = select("WHERE dossier = :dossier" + stands, dossier);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<Complement> Complements::find_reference(std::string_view reference) {
    auto found = select("WHERE reference = :reference AND reference <> ''", reference);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<ClockLine> Complements::clock(std::string_view dossier, int version) {
    std::vector<ClockLine> lines;
    for (auto& [act, at, by, who, why] : connection_.rows<core::ClockAct, Instant, long long, std::string, std::string>(
             "SELECT act, at, by_ms, who, why FROM complement_marks" + this_one + " ORDER BY position", dossier,
             version))
        lines.push_back({{act, at, milliseconds{by}}, std::move(who), std::move(why)});
    return lines;
}

std::vector<Complement> Complements::list(std::optional<ComplementState> state) {
    if (!state) return select("ORDER BY due_at, dossier, version");
    return select("WHERE state = :state ORDER BY due_at, dossier, version", *state);
}

std::vector<Complement> Complements::running() {
    return select("WHERE state = 'open' AND due_at > 0 AND over_at = 0 ORDER BY due_at, dossier");
}

std::vector<Complement> Complements::left_behind() {
    return select(
        "WHERE state IN ('proposed', 'open') AND dossier IN (SELECT number FROM dossiers WHERE state IN ('in_session', "
        "'decided', 'notified', 'closed', 'abandoned'))");
}

ComplementCounts Complements::counts() {
    ComplementCounts counts;
    const auto count = [&](const std::string& which) {
        return connection_.value<long long>("SELECT COUNT(*) FROM complements WHERE " + which);
    };
    counts.proposed = count("state = 'proposed'");
    counts.running = count("state = 'open' AND due_at > 0 AND over_at = 0");
    counts.over = count("state = 'open' AND over_at > 0");
    counts.stopped = count("state = 'open' AND due_at = 0");
    return counts;
}

}  // namespace store
