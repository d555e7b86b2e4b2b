#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/rights.h"
#include "ocr/reader.h"
#include "templates/fonts.h"

namespace pipeline {

enum class MailSecurity { none, starttls, tls };

struct MailConfig {
    std::string host = "127.0.0.1";
    int port = 25;
    MailSecurity security = MailSecurity::starttls;
    std::string user;
    std::filesystem::path password_file;  ///< Empty: no AUTH.
    std::filesystem::path ca_file;        ///< Empty: the system's certificates.
    std::string from;
    std::string from_name;
    std::string bounces;   ///< Envelope sender; empty: `from`.
    bool tagged = false;   ///< Addresses of answers and bounces take a `+tag` (the mail system must deliver them).
    bool attached = true;  ///< Messages carry the PDF; else a link.
    std::string link;      ///< Of the portal, when not attached; `{dossier}` stands for the number.
};

struct Office {
    std::string name;
    std::string service;
    std::vector<std::string> address;
    std::string city;
    std::string telephone;
    std::string email;
    std::string court;  ///< Tribunal administratif, as printed in the recours block.
    std::string court_address;
};

/// A mailbox whose messages are taken.
struct BoxConfig {
    std::string name;  ///< Letters, digits, `.`, `_`, `-`.
    bool imap = true;
    std::string host;
    int port = 993;
    MailSecurity security = MailSecurity::tls;
    std::string user;
    std::filesystem::path password_file;
    std::filesystem::path ca_file;      ///< Empty: the system's certificates.
    std::string folder = "INBOX";       ///< IMAP.
    std::string done_folder = "Recus";  ///< IMAP.
};

/// `automatic`: a request for what is missing leaves as soon as the check has made it. `reviewed`: a person looks
/// first.
enum class ComplementSending { automatic, reviewed };

struct ComplementConfig {
    ComplementSending sending = ComplementSending::automatic;
    int hours = 48;  ///< Of the procedure; no statutory basis, so nothing is refused by it.
    core::Counting counting = core::Counting::calendar;
    bool to_open_day = true;  ///< A deadline on a closed day is carried to the next open day's closing.
    int postal_days = 4;      ///< Open days a letter takes: the delay starts after them.
    int remind_before = 24;   ///< Hours before the deadline, by e-mail only; 0: no reminder.
    int remind_after = 0;     ///< Hours after the deadline; 0: no reminder.
};

/// Months after a decision during which it may be fought: two (CJA R421-1), two more for the answer to a request to
/// the office, and two after it (CJA R421-2). No setting removes what proves a decision before.
inline constexpr int appeal_months = 6;

/// How long what is kept; counted from the end of a dossier (notified, closed or withdrawn).
struct RetentionConfig {
    int pieces_months = 12;   ///< Scans, messages, readings. At least appeal_months.
    int decision_years = 15;  ///< As an employer keeps attestations (arrêté of 21 December 2012).
    int loose_months = 12;    ///< Arrivals of no dossier.
    int surplus_days = 30;    ///< Pieces nobody asked for.
    int taken_days = 7;       ///< Files taken, in the watch folder.
    std::string visa;         ///< Reference of the archives' visa; empty: what is more than a copy is not removed.
};

/// `vaguemestre.toml`.
struct Config {
    Office office;
    std::vector<core::Person> users;
    core::Person signatory;    ///< Whose name stands on a decision that nobody signed by login (CRPA L212-1).
    int cut_off_day = 5;       ///< Of the session's month: dossiers complete by then join it.
    bool two_persons = false;  ///< A decision exists once a signatory other than who proposed it has signed it.
    MailConfig mail;
    std::vector<BoxConfig> boxes;
    int fetch_minutes = 5;        ///< `run` empties the boxes so often.
    int workers = 0;              ///< 0: one per core.
    int settle_seconds = 2;       ///< A file must rest this long before it is taken.
    int check_wait_minutes = 15;  ///< `run` lets a dossier's other arrivals come before it is checked.
    ComplementConfig complement;
    RetentionConfig retention;
    core::OfficeRules hours;    ///< Opening hours and closures; the table of holidays is in the catalogue.
    int control_one_in = 50;    ///< One certain reading in so many is looked at by a person; 0: none.
    int print_hour = 6;         ///< `run` makes the day's print run from this hour (office time).
    ocr::ErrorTargets targets;  ///< How often the reading of signatures may be wrong; the rest is doubt.
    std::filesystem::path tessdata = ocr::ReaderOptions{}.models;
    std::filesystem::path fonts = templates::debian_fonts;
};

/// Throws core::BadSetup naming file, line, key and remedy; an unknown key is refused with the nearest known one.
Config load_config(const std::filesystem::path& file);

/// The commented file that `init` writes.
std::string default_config_text();

}  // namespace pipeline
