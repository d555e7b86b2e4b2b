#include "store/mails.h"

#include <stdexcept>

#include "store/connection.h"
#include "store/json_text.h"
#include "store/names.h"
#include "store/search_index.h"

namespace store {
namespace {

const std::string all_columns =
    "SELECT arrival, nature, sender, subject, message_id, body, dispatch, dossier, found_by, files, to_read FROM "
    "mails ";

template <class... Values>
std::vector<MailRow> select(Connection& connection, const std::string& which, const Values&... values) {
    std::vector<MailRow> rows;
    for (auto& [arrival, nature, sender, subject, message_id, body, dispatch, dossier, found_by, files, to_read] :
         connection.rows<long long, std::string, std::string, std::string, std::string, std::string, std::string,
                         std::string, std::string, std::string, int>(all_columns + which, values...))
        rows.push_back({.arrival = arrival_id(arrival),
                        .nature = std::move(nature),
                        .sender = std::move(sender),
                        .subject = std::move(subject),
                        .message_id = std::move(message_id),
                        .body = std::move(body),
                        .dispatch = std::move(dispatch),
                        .dossier = std::move(dossier),
                        .found_by = std::move(found_by),
                        .files = texts_from_json(files),
                        .to_read = to_read != 0});
    return rows;
}

long long number_of(std::string_view arrival) {
    const auto number = parse_arrival_id(arrival);
    if (!number) throw std::logic_error{"not an arrival: " + std::string{arrival}};
    return *number;
}

}  // namespace

void Mails::save(const MailRow& mail) {
    connection_.transaction([&] {
        connection_.change("DELETE FROM mails WHERE arrival = :arrival", number_of(mail.arrival));
        connection_.change(
            "INSERT INTO mails (arrival, nature, sender, subject, message_id, body, dispatch, dossier, found_by, "
            "files, "
            "to_read) VALUES (:arrival, :nature, :sender, :subject, :message_id, :body, :dispatch, :dossier, "
            ":found_by, "
            ":files, :to_read)",
            number_of(mail.arrival), mail.nature, mail.sender, mail.subject, mail.message_id, mail.body, mail.dispatch,
            mail.dossier, mail.found_by, texts_to_json(mail.files), mail.to_read ? 1 : 0);
        index_text(connection_, Indexed::mail, mail.arrival, mail.sender + "\n" + mail.subject + "\n" + mail.body);
    });
}

std::optional<MailRow> Mails::find(std::string_view arrival) {
    auto rows = select(connection_, "WHERE arrival = :arrival", parse_arrival_id(arrival).value_or(0));
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::vector<MailRow> Mails::of(std::string_view dossier) {
    return select(connection_, "WHERE dossier = :dossier ORDER BY arrival", dossier);
}

std::vector<MailRow> Mails::list_to_read() { return select(connection_, "WHERE to_read = 1 ORDER BY arrival"); }

bool Mails::mark_read(std::string_view arrival) {
    return connection_.change("UPDATE mails SET to_read = 0 WHERE arrival = :arrival AND to_read = 1",
                              number_of(arrival)) == 1;
}

MailCounts Mails::counts() {
    return {.to_read = connection_.value<long long>("SELECT COUNT(*) FROM mails WHERE to_read = 1"),
            .unknown_reports =
                connection_.value<long long>("SELECT COUNT(*) FROM mails WHERE nature = 'report' AND dispatch = ''")};
}

}  // namespace store
