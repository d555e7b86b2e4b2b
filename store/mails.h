#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

class Connection;

/// What a message that came in was found to be. Its bytes are the arrival's.
struct MailRow {
    std::string arrival;
    std::string nature;  ///< letter, report, auto_reply, receipt.
    std::string sender;
    std::string subject;
    std::string message_id;
    std::string body;                ///< UTF-8, cut at a limit.
    std::string dispatch;            ///< Of ours that it answers or tells of; empty when none was recognised.
    std::string dossier;             ///< Empty when unknown.
    std::string found_by;            ///< thread, reference, number; empty.
    std::vector<std::string> files;  ///< Names; one that cannot be read is followed by ` : ` and why.
    bool to_read = false;            ///< A person has to look: words without a file, or nothing recognised.

    bool operator==(const MailRow&) const = default;
};

struct MailCounts {
    long long to_read = 0;
    long long unknown_reports = 0;  ///< Delivery reports that name no dispatch of ours.
};

/// One thread, that of its Store.
class Mails {
  public:
    explicit Mails(Connection& connection) : connection_{connection} {}

    void save(const MailRow& mail);
    std::optional<MailRow> find(std::string_view arrival);
    std::vector<MailRow> of(std::string_view dossier);
    std::vector<MailRow> list_to_read();
    /// False when it was not to be read.
    bool mark_read(std::string_view arrival);
    MailCounts counts();

  private:
    Connection& connection_;
};

}  // namespace store
