#pragma once

#include <string>
#include <vector>

/// Delivery reports as mail systems write them, for one message of ours. Written for these tests after the formats'
/// descriptions and habits; names and hosts are invented.
namespace bounces {

inline const std::string own_id = "vaguemestre-0123456789abcdef0123456789abcdef.1@office.example";

struct Sample {
    std::string title;
    std::string bytes;
    std::string nature;    ///< letter, report, auto_reply, receipt
    std::string delivery;  ///< bounced, delayed, delivered, read; empty when there is no notice
    std::string status;    ///< Empty when the report gives none.
    bool names_ours = true;
};

/// LF to CRLF.
std::string wire(const std::string& text);
/// A multipart/report with these two parts behind its text.
std::string report(const std::string& head, const std::string& text, const std::string& status,
                   const std::string& returned);
/// The header block of our message, as a report returns it.
std::string our_headers();

std::vector<Sample> reports();     ///< Of delivery, in twenty and more forms.
std::vector<Sample> other_mail();  ///< Letters, automatic replies and receipts, and what only looks like a report.

}  // namespace bounces
