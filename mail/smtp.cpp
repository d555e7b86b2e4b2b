#include "mail/smtp.h"

#include <Poco/Net/MailStream.h>
#include <Poco/Net/NetException.h>

#include <algorithm>
#include <csignal>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <tuple>

#include "core/failures.h"
#include "mail/header_text.h"
#include "mail/mailbox.h"
#include "mail/message.h"
#include "mail/smtp_dialogue.h"

namespace mail {
namespace {

constexpr std::chrono::seconds farewell{2};

/// Lines that begin with a dot get a second one; the final dot itself is the last three bytes.
std::string with_dots(std::string_view frozen) {
    std::ostringstream wire;
    Poco::Net::MailOutputStream stuffed{wire};
    stuffed.write(frozen.data(), static_cast<std::streamsize>(frozen.size()));
    stuffed.close();
    return wire.str();
}
constexpr std::size_t final_dot_length = 3;

void check(const SmtpSettings& settings) {
    const auto harmless = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
    };
    if (settings.hello_name.empty() || !std::all_of(settings.hello_name.begin(), settings.hello_name.end(), harmless))
        throw core::BadSetup(
            "Le nom annoncé au relais de courrier n'est pas un nom de machine : corriger la configuration.");
    if (!settings.ca_file.empty() && !std::filesystem::is_regular_file(settings.ca_file))
        throw core::BadSetup("Le fichier d'autorités de certification n'existe pas : " + settings.ca_file.string());
    if (!settings.user.empty() && settings.security == Security::none && !is_this_machine(settings.host))
        throw core::BadSetup("Le mot de passe du relais de courrier partirait en clair : choisir starttls ou tls.");
}

void ignore_broken_pipes() {
    struct sigaction current {};
    if (sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

std::string queue_id(std::string_view reply) {
    static const std::regex forms{R"(queued as <?([A-Za-z0-9.@_-]{4,64})|\bid=([A-Za-z0-9-]{6,40})|)"
                                  R"(^250 2\.0\.0:? ([A-Za-z0-9]{6,40}) Message accepted)",
                                  std::regex::icase};
    std::match_results<std::string_view::const_iterator> found;
    if (!std::regex_search(reply.begin(), reply.end(), found, forms)) return {};
    for (std::size_t group = 1; group < found.size(); ++group)
        if (found[group].matched) return found[group].str();
    return {};
}

class SmtpLink::Conversation {
  public:
    explicit Conversation(const SmtpSettings& settings) : settings_(settings), line_(settings) {}

    void open();
    bool offer(const Envelope& envelope, SendResult& result);
    SendResult finish(std::string_view final_dot);
    void leave() noexcept;
    void drop() noexcept { line_.drop(), usable_ = false; }

    const SmtpSettings settings_;
    SmtpDialogue line_;
    bool usable_ = true;

  private:
    Reply expect(Reply reply, int wanted, const char* step);
    void greet();
    void log_in();
    void forget_message() noexcept;

    Reply abilities_;
};

Reply SmtpLink::Conversation::expect(Reply reply, int wanted, const char* step) {
    if (reply.code / 100 != wanted)
        throw core::TryLater("relais de courrier, " + std::string{step} + " : " + reply.text);
    return reply;
}

void SmtpLink::Conversation::open() {
    if (settings_.security == Security::tls) line_.start_tls(settings_);
    line_.wait_at_most(settings_.command_timeout);
    expect(line_.read(), 2, "accueil");
    greet();
    if (settings_.security == Security::starttls) {
        if (!abilities_.offers("STARTTLS")) throw core::TryLater("relais de courrier : STARTTLS n'est pas proposé");
        expect(line_.ask("STARTTLS"), 2, "STARTTLS");
        line_.wait_at_most(settings_.connect_timeout);
        line_.start_tls(settings_);
        line_.wait_at_most(settings_.command_timeout);
        greet();
    }
    if (!settings_.user.empty()) log_in();
}

void SmtpLink::Conversation::greet() { abilities_ = expect(line_.ask("EHLO " + settings_.hello_name), 2, "EHLO"); }

void SmtpLink::Conversation::log_in() {
    const auto& [user, password] = std::tie(settings_.user, settings_.password);
    if (abilities_.offers("AUTH", "PLAIN")) {
        const std::string nul(1, '\0');
        expect(line_.ask("AUTH PLAIN " + base64(nul + user + nul + password)), 2, "identification");
    } else if (abilities_.offers("AUTH", "LOGIN")) {
        expect(line_.ask("AUTH LOGIN"), 3, "identification");
        expect(line_.ask(base64(user)), 3, "identification");
        expect(line_.ask(base64(password)), 2, "identification");
    } else {
        throw core::TryLater("relais de courrier : ni AUTH PLAIN ni AUTH LOGIN ne sont proposés");
    }
}

namespace {

/// RFC 3461 section 4: what a parameter may hold.
std::string xtext(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (c > ' ' && c <= '~' && c != '+' && c != '=') {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += {'+', digits[byte >> 4U], digits[byte & 15U]};
    }
    return out;
}

}  // namespace

/// MAIL, RCPT, DATA. True when the server waits for the message; else `result` is the outcome.
bool SmtpLink::Conversation::offer(const Envelope& envelope, SendResult& result) {
    const bool reports = !envelope.id.empty() && abilities_.offers("DSN");
    const std::string commands[] = {
        "MAIL FROM:<" + envelope.from.text() + ">" + (reports ? " RET=HDRS ENVID=" + xtext(envelope.id) : ""),
        "RCPT TO:<" + envelope.to.text() + ">" +
            (reports ? " NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;" + xtext(envelope.to.text()) : ""),
        "DATA"};
    for (const auto& command : commands) {
        const auto reply = line_.ask(command);
        if (reply.code / 100 == (command == "DATA" ? 3 : 2)) continue;
        const bool our_login = reply.code == 530 || reply.code == 535;  // Not the message's fault.
        const bool refused = reply.code / 100 == 5 && !our_login;
        result = {refused ? SendOutcome::refused : SendOutcome::later, reply.code, reply.text};
        const bool in_step = reply.code / 100 == 4 || reply.code / 100 == 5;
        if (!in_step || reply.code == 421)
            drop();
        else
            forget_message();
        return false;
    }
    return true;
}

/// A connection lost here changes nothing to the answer already given.
void SmtpLink::Conversation::forget_message() noexcept {
    try {
        if (line_.ask("RSET").good()) return;
    } catch (const Poco::Exception&) {  // Dropped below.
    }
    drop();
}

/// From here on, only a reply says what became of the message.
SendResult SmtpLink::Conversation::finish(std::string_view final_dot) {
    try {
        line_.write(final_dot);
        const auto reply = line_.read();
        if (reply.good()) return {SendOutcome::sent, reply.code, reply.text};
        if (reply.code / 100 == 5) return {SendOutcome::refused, reply.code, reply.text};
        if (reply.code / 100 == 4) {
            if (reply.code == 421) drop();
            return {SendOutcome::later, reply.code, reply.text};
        }
        drop();
        return {SendOutcome::uncertain, 0, "aucune réponse au point final : " + reply.text};
    } catch (const Poco::Exception& trouble) {
        drop();
        return {SendOutcome::uncertain, 0, "aucune réponse au point final : " + trouble.displayText()};
    }
}

void SmtpLink::Conversation::leave() noexcept {
    if (!usable_) return;
    try {
        line_.wait_at_most(farewell);
        line_.ask("QUIT");
    } catch (const Poco::Exception&) {  // The messages are settled; manners are not worth a wait.
    }
    drop();
}

SmtpLink::SmtpLink(const SmtpSettings& settings) {
    check(settings);
    ignore_broken_pipes();
    try {
        talk_ = std::make_unique<Conversation>(settings);
        talk_->open();
    } catch (const Poco::Exception& trouble) {
        throw core::TryLater("relais de courrier " + settings.host + ":" + std::to_string(settings.port) + " : " +
                             trouble.displayText());
    }
}

SmtpLink::~SmtpLink() { talk_->leave(); }

bool SmtpLink::usable() const { return talk_->usable_; }

SendResult SmtpLink::send(const Envelope& envelope, std::string_view frozen,
                          const std::function<void()>& before_final_dot) {
    if (!is_wire_form(frozen)) throw std::logic_error("bytes to send are not in wire form");
    SendResult result{SendOutcome::later, 0, "connexion perdue"};
    if (!usable()) return result;
    const auto wire = with_dots(frozen);
    const auto body = std::string_view{wire}.substr(0, wire.size() - final_dot_length);
    try {
        talk_->line_.wait_at_most(talk_->settings_.command_timeout);
        if (!talk_->offer(envelope, result)) return result;
        talk_->line_.write(body);
        talk_->line_.wait_at_most(talk_->settings_.final_reply_timeout);
    } catch (const Poco::Exception& trouble) {  // Without its dot the server must discard it (RFC 5321 4.1.1.4).
        talk_->drop();
        return {SendOutcome::later, 0, trouble.displayText()};
    }
    try {
        before_final_dot();
    } catch (...) {
        talk_->drop();
        throw;
    }
    return talk_->finish(std::string_view{wire}.substr(body.size()));
}

}  // namespace mail
