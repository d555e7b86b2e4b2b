#include "bench/simulated_office.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "bench/imagined.h"
#include "core/delivery.h"
#include "pipeline/assemble.h"
#include "pipeline/complement.h"
#include "pipeline/deliver.h"
#include "pipeline/intake.h"
#include "pipeline/print_run.h"
#include "pipeline/process.h"
#include "pipeline/propose.h"
#include "pipeline/register_pages.h"
#include "pipeline/runner.h"
#include "pipeline/session.h"
#include "pipeline/settle.h"
#include "pipeline/undelivered.h"
#include "store/names.h"

namespace bench {
namespace {

namespace fs = std::filesystem;
using core::DossierState;

constexpr const char* instructor = "instructeur";
constexpr std::chrono::hours lease{1};
constexpr int silent_weeks = 4;
constexpr int most_a_day = 50'000;  ///< Messages.
constexpr unsigned close_on = 8;    ///< Day of the month a session is held.

core::Date day_before(const fs::path& home, core::Date first) {
    std::ifstream file{day_path(home)};
    std::string text;
    file >> text;
    const auto lived = core::parse_date(text);
    return lived ? core::Date{std::chrono::sys_days{*lived} + std::chrono::days{1}} : first;
}

std::string month_of(core::Date day) { return core::iso_date(day).substr(0, 7); }

core::Date plus_days(core::Date day, int days) {
    return core::Date{std::chrono::sys_days{day} + std::chrono::days{days}};
}

int number_in(const core::Fields& request) {
    const auto email = core::field(request, "agent.courriel");  // FAMILY.NUMBER@agents.example
    const auto at = email.find('@');
    return std::stoi(email.substr(email.rfind('.', at) + 1));
}

/// Sent twice, the same bytes.
std::string content_of(const Drop& drop) { return "%PDF- " + file_name({drop.number, drop.part == 3 ? 1 : drop.part}); }

bool holds(const fs::path& message, const std::string& message_id) {
    std::ifstream file{message, std::ios::binary};
    std::string head(4096, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    return head.find("<" + message_id + ">") != std::string::npos;
}

}  // namespace

fs::path day_path(const fs::path& home) { return home / "jour-simule"; }

SimulatedOffice::SimulatedOffice(const fs::path& home, const Plan& plan, const fs::path& program,
                                 const fs::path& mailbox)
    : office_{pipeline::open_installation(home)},
      plan_{plan},
      drops_{drops_of(plan)},
      mailbox_{mailbox},
      today_{day_before(home, plan.first_day)},
      store_{home, [this] { return now_; }} {
    office_.clock = [this] { return now_; };
    office_.limits.program = program;
    const auto last = store_.journal().from(store_.journal().length(), 1);
    now_ = last.empty() ? core::office_instant(today_, std::chrono::minutes{0}) : last.front().at;
    store_.jobs().release_workers("");
}

bool SimulatedOffice::is_over() {
    if (drops_.lower_bound(today_) != drops_.end()) return false;
    for (const auto state : {DossierState::received, DossierState::incomplete, DossierState::doubtful,
                             DossierState::complete, DossierState::in_session, DossierState::decided})
        if (!store_.dossiers().newest(state, 1).empty()) return false;
    return true;
}

/// Time does not go back, though a day may be done twice.
void SimulatedOffice::at(int hour, int minute) {
    now_ = std::max(now_, core::office_instant(today_, std::chrono::minutes{60 * hour + minute}));
}

void SimulatedOffice::live_a_day() {
    at(8);
    world_brings();
    read();
    at(10);
    check();
    at(11);
    pipeline::watch_complements(office_, store_);
    people_look();
    hold_sessions();
    at(14);
    send();
    bounce();
    at(15);
    send();
    print();
    pipeline::note_notified(store_);
    count();
    store::write_file_durably(day_path(office_.home), core::iso_date(today_) + "\n");
    today_ = plus_days(today_, 1);
}

void SimulatedOffice::bring(const Drop& drop) {
    const auto name = file_name(drop);
    const auto bytes = content_of(drop);
    const auto sha = store_.spool().put(bytes);
    store_.arrivals().add({.key = sha + "/" + name,
                           .sha256 = sha,
                           .name = name,
                           .size = bytes.size(),
                           .channel = drop.number % 3 == 0 ? core::Channel::post : core::Channel::online});
}

void SimulatedOffice::world_brings() {
    const auto due = drops_.find(today_);
    if (due != drops_.end())
        for (const auto& drop : due->second) bring(drop);
}

void SimulatedOffice::read() {
    while (const auto job = store_.jobs().claim("simulation", lease, {pipeline::read_job})) read_one(*job);
}

std::string SimulatedOffice::known_dossier(int number) {
    const auto sha = store::sha256(content_of({number, 1}));
    const auto arrival = store_.arrivals().find_key(sha + "/" + file_name({number, 1}));
    if (!arrival) return {};
    for (const auto& page : store_.readings().pages(sha))
        if (const auto dossier = store_.dossiers().dossier_of({arrival->id, page.page}); dossier && !dossier->empty())
            return *dossier;
    return {};
}

/// A request of before gives its own.
std::string SimulatedOffice::dossier_of(const Case& story, const core::Arrival& request) {
    const auto dossier = bench::dossier_of(story.request);
    return store_.dossiers().add(dossier, request.channel, request.id, store::program).dossier.number;
}

/// What Processor::read_scan does, once its pages are read.
void SimulatedOffice::read_one(const store::Job& job) {
    const auto arrival = *store_.arrivals().find(job.subject);
    const auto drop = parse_file_name(arrival.name);
    if (!drop) throw std::logic_error{"not of this world: " + arrival.name};
    const auto story = case_of(plan_, drop->number);
    const auto* procedure =
        office_.catalogue.procedure(*core::from_text<core::Training>(core::field(story.request, "type")));
    const auto& layout = *office_.catalogue.layout(procedure->form);
    store_.transaction([&] {
        const auto dossier = drop->part == 2 ? known_dossier(drop->number) : dossier_of(story, arrival);
        const auto pages = pages_of(story, drop->part, dossier, layout);
        store_.readings().set_page_count(arrival.sha256, static_cast<int>(pages.size()));
        for (const auto& page : pages) store_.readings().save_page(arrival.sha256, "simulation", page);
        const auto assembly = pipeline::assemble(arrival.id, pages, office_.catalogue.kinds, dossier);
        const auto touched = pipeline::register_pages(office_, store_, arrival, assembly);
        pipeline::note_answer(office_, store_, arrival, touched);
        for (const auto& number_of : touched) store_.jobs().enqueue(pipeline::check_job, number_of, now_);
        store_.jobs().finish(job);
    });
}

void SimulatedOffice::check() {
    while (const auto job = store_.jobs().claim("simulation", lease, {pipeline::check_job}))
        pipeline::settle(office_, store_, *job);
}

/// Doubts are settled by looking; what stays silent for weeks is given up; who withdraws is let go.
void SimulatedOffice::people_look() {
    for (const auto state : {DossierState::doubtful, DossierState::incomplete, DossierState::complete})
        for (const auto& row : store_.dossiers().list(state))
            people_answer_for(case_of(plan_, number_in(row.dossier.data)), row.dossier.number);
}

void SimulatedOffice::people_answer_for(const Case& story, const std::string& dossier) {
    const auto state = store_.dossiers().find(dossier)->dossier.state;
    const auto answers = answer_day(story.story, story.arrives);
    const bool answered = answers && *answers <= today_;
    std::optional<DossierState> to;
    if (story.story == Story::withdrawn && plus_days(story.arrives, 5) <= today_) to = DossierState::abandoned;
    if (story.story == Story::silent && plus_days(story.arrives, 7 * silent_weeks) <= today_)
        to = DossierState::abandoned;
    if (!to && state == DossierState::doubtful && story.story != Story::silent) to = DossierState::complete;
    if (!to && state == DossierState::incomplete && (answered || !story.forgets_a_piece())) to = DossierState::complete;
    if (!to || *to == state) return;
    const auto why = *to == DossierState::abandoned ? "retrait" : "examiné";
    store_.transaction([&] {
        store_.sessions().end_item(dossier, core::AgendaState::left, instructor, why);
        store_.proposals().withdraw(dossier, instructor, why);
        store_.dossiers().move(dossier, *to, instructor, why);
        if (const auto asked = store_.complements().standing(dossier))
            store_.complements().close(
                *asked,
                *to == DossierState::complete ? core::ComplementState::answered : core::ComplementState::withdrawn,
                instructor, why);
    });
}

/// Opened on the 25th for the next month, closed on the 8th, again at the next start when that was cut.
void SimulatedOffice::hold_sessions() {
    if (static_cast<unsigned>(today_.day()) >= 25 || store_.sessions().list().empty()) {
        const auto month =
            month_of(core::Date{core::Date{today_.year() / today_.month() / 1} + std::chrono::months{1}});
        const auto cut_off = pipeline::usual_cut_off(office_.config, month);
        if (!store_.sessions().find(month)) (void)pipeline::open_session(office_, store_, month, *cut_off, instructor);
    }
    pipeline::fill_agendas(store_);
    const auto this_month = month_of(today_);
    for (const auto& session : store_.sessions().list()) {
        const bool due = session.month < this_month ||
                         (session.month == this_month && static_cast<unsigned>(today_.day()) >= close_on);
        if (session.state == core::SessionState::open && due) propose_all(session.month);
        if ((session.state == core::SessionState::open && due) || session.state == core::SessionState::closing)
            close(session.month);
    }
}

void SimulatedOffice::propose_all(const std::string& month) {
    (void)pipeline::assign_agenda(office_, store_, month, {}, "", instructor);
    for (const auto& item : store_.sessions().agenda(month)) {
        if (item.state != core::AgendaState::pending || store_.proposals().standing(item.dossier)) continue;
        const auto story = case_of(plan_, number_in(store_.dossiers().find(item.dossier)->dossier.data));
        const bool partial = story.outcome == core::DecisionOutcome::accord_partiel;
        const bool total = story.outcome == core::DecisionOutcome::accord_total;
        const auto proposed = pipeline::propose(
            office_, store_,
            {.dossier = item.dossier,
             .outcome = story.outcome,
             .days = partial ? std::optional{core::HalfDays::of_days(2)} : std::nullopt,
             .motives = total ? std::vector<std::string>{} : std::vector<std::string>{"En droit.", "En fait."},
             .instructor = instructor});
        if (!proposed) throw std::runtime_error{item.dossier + ": " + core::describe(proposed.refusal())};
    }
}

void SimulatedOffice::close(const std::string& month) {
    const auto end = pipeline::close_session(office_, store_, month, "signataire");
    if (!end) throw std::runtime_error{month + ": " + core::describe(end.refusal())};
    for (const auto& [dossier, refusal] : end->troubles)
        throw std::runtime_error{dossier + ": " + core::describe(refusal)};
}

void SimulatedOffice::send() {
    pipeline::deliver_due(store_, pipeline::mail_settings(office_.config.mail));
    settle_uncertain();
}

/// A person asks the relay, as the page for the operator says.
void SimulatedOffice::settle_uncertain() {
    for (const auto& dispatch : store_.outbox().list(core::DispatchState::uncertain)) {
        bool taken = false;
        for (const auto& entry : fs::directory_iterator{mailbox_})
            if (!taken && entry.path().extension() == ".eml") taken = holds(entry.path(), dispatch.message_id);
        (void)(taken ? store_.outbox().settle_sent(dispatch.id, instructor)
                     : store_.outbox().retry(dispatch.id, instructor));
    }
}

/// What went to mailboxes that do not exist comes back, and goes by post.
void SimulatedOffice::bounce() {
    for (const auto& dispatch :
         store_.outbox().newest(core::DispatchState::sent, core::Delivery::relayed, most_a_day)) {
        if (dispatch.recipient.find("@nulle-part.example") == std::string::npos) continue;
        store_.transaction([&] {
            pipeline::note_report(office_, store_, dispatch, core::Delivery::bounced,
                                  "5.1.1 boîte aux lettres inconnue", "simulation");
        });
    }
    for (const auto& dispatch : store_.outbox().newest(std::nullopt, core::Delivery::bounced, most_a_day))
        if (dispatch.replaced_by.empty()) (void)pipeline::copy_by_post(office_, store_, dispatch.id, instructor);
}

void SimulatedOffice::print() {
    for (const auto& run : pipeline::print_due(
             store_, {store::post_out_path(office_.home), office_.config.office.name, office_.config.fonts}))
        for (const auto& dispatch : store_.outbox().of_run(store::run_name(run.run)))
            (void)store_.outbox().mark_posted(dispatch.id, "", "courrier");
    store_.sessions().printed();
}

void SimulatedOffice::count() {
    const auto sums = pipeline::balance(store_, pipeline::watch_places(office_.home));
    long long brought = 0;
    for (auto day = drops_.begin(); day != drops_.end() && day->first <= today_; ++day)
        brought += static_cast<long long>(day->second.size());
    if (!sums.holds() || sums.seen != brought || sums.refused != 0 || sums.waiting != 0)
        throw std::runtime_error{fmt::format(
            "{}: brought {}, seen {} = stored {} + refused {} + duplicate {} + waiting {}", core::iso_date(today_),
            brought, sums.seen, sums.stored, sums.refused, sums.duplicate, sums.waiting)};
    const auto jobs = store_.jobs().counts();
    if (jobs.parked + jobs.taken > 0) throw std::runtime_error{core::iso_date(today_) + ": jobs parked or taken"};
}

}  // namespace bench
