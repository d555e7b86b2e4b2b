#include "pipeline/process.h"

#include "core/failures.h"
#include "pipeline/assemble.h"
#include "pipeline/complement.h"
#include "pipeline/deposit.h"
#include "pipeline/intake.h"
#include "pipeline/mail_arrival.h"
#include "pipeline/page_reader.h"
#include "pipeline/register_pages.h"
#include "pipeline/settle.h"

namespace pipeline {

Processor::Processor(const Installation& office)
    : office_(office), store_(office.home, office.clock), reader_(reader_options(office)) {}

void Processor::work(const store::Job& job) {
    if (job.kind == check_job) {
        settle(office_, store_, job);
        return;
    }
    const auto arrival = store_.arrivals().find(job.subject);
    if (!arrival) throw std::logic_error("job without arrival: " + job.subject);

    if (arrival->channel == core::Channel::online)
        read_deposit(*arrival, job);
    else if (arrival->channel == core::Channel::mail && is_message(store_.spool(), *arrival))
        read_message(*arrival, job);
    else
        read_scan(*arrival, job);
}

void Processor::read_scan(const core::Arrival& arrival, const store::Job& job) {
    PageReader pages{office_, store_, reader_, arrival.sha256, job};
    const auto count = pages.read(store_.spool().path(arrival.sha256), 1);
    if (!count) return refuse(arrival, count.refusal(), job);

    const auto assembly = assemble(arrival.id, pages.done(*count), office_.catalogue.kinds);
    store_.transaction([&] {  // Pages, pieces and the end of the job are one: a crash leaves all or nothing.
        joined(arrival, register_pages(office_, store_, arrival, assembly));
        store_.jobs().finish(job);
    });
}

void Processor::read_deposit(const core::Arrival& arrival, const store::Job& job) {
    PageReader pages{office_, store_, reader_, arrival.sha256, job};
    const auto deposit = open_deposit(office_, store_, arrival, pages);
    if (!deposit) return refuse(arrival, deposit.refusal(), job);

    store_.transaction([&] {
        joined(arrival, register_deposit(office_, store_, arrival, *deposit));
        store_.jobs().finish(job);
    });
}

void Processor::read_message(const core::Arrival& arrival, const store::Job& job) {
    PageReader pages{office_, store_, reader_, arrival.sha256, job};
    const auto mail = open_mail(office_, store_, arrival, pages);
    if (!mail) return refuse(arrival, mail.refusal(), job);

    store_.transaction([&] {
        joined(arrival, register_mail(office_, store_, arrival, *mail));
        store_.jobs().finish(job);
    });
}

void Processor::refuse(const core::Arrival& arrival, const core::Refusal& refusal, const store::Job& job) {
    // A crash of the decoder may be the machine's fault: it gets a second try before the document is blamed.
    if (refusal.reason == core::Reason::decoder_crashed && job.failures == 0)
        throw core::TryLater(core::describe(refusal));
    auto refused = arrival;
    refused.refusal = refusal;
    for (const auto& place : watch_places(office_.home))
        if (place.channel == arrival.channel) show_refusal(store_.spool(), place, refused);
    store_.transaction([&] {
        store_.arrivals().refuse(arrival.id, refusal);
        store_.jobs().finish(job);
    });
}

/// Other arrivals of the same dossier may be on their way: the check waits a little.
void Processor::joined(const core::Arrival& arrival, const std::vector<std::string>& dossiers) {
    note_answer(office_, store_, arrival, dossiers);
    const auto due = store_.now() + std::chrono::minutes{office_.config.check_wait_minutes};
    for (const auto& dossier : dossiers) store_.jobs().enqueue(check_job, dossier, due);
}

}  // namespace pipeline
