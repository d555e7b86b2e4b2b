#pragma once

#include <arpa/inet.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "mail/mailbox.h"
#include "mail/smtp.h"
#include "tests/smtp_fixture.h"

/// Real mail servers of Debian on loopback, each in a folder of its own, stopped by process id.
namespace mail_servers {

namespace fs = std::filesystem;
using smtp_fixture::finish;
using smtp_fixture::start;

inline std::uint16_t free_port() {
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(probe, generic, size) != 0 || getsockname(probe, generic, &size) != 0) throw std::runtime_error("no port");
    close(probe);
    return ntohs(address.sin_port);
}

inline bool answers(std::uint16_t port) {
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const bool open = connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(probe);
    return open;
}

inline void wait_for(std::uint16_t port, const char* what) {
    for (int i = 0; i < 1500; ++i) {
        if (answers(port)) return;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    throw std::runtime_error(std::string{what} + " did not start");
}

/// Postfix and Dovecot take no blank in a path. The folder can be walked through by the users they become.
class PlainFolder {
  public:
    PlainFolder() {
        char name[] = "/tmp/vaguemestre-mail-XXXXXX";
        if (mkdtemp(name) == nullptr) throw std::runtime_error{"no temporary folder"};
        path_ = name;
        fs::permissions(path_, fs::perms{0755});
    }
    PlainFolder(const PlainFolder&) = delete;
    PlainFolder& operator=(const PlainFolder&) = delete;
    ~PlainFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    fs::path operator/(const std::string& name) const { return path_ / name; }
    std::string text() const { return path_.string(); }

    /// A folder that belongs to this user, when we may give it away.
    void make(const std::string& name, const char* owner = nullptr) const {
        fs::create_directories(path_ / name);
        const auto* user = owner == nullptr ? nullptr : getpwnam(owner);
        if (user != nullptr && geteuid() == 0 && chown((path_ / name).c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("chown");
    }
    void write(const std::string& name, const std::string& text) const { std::ofstream{path_ / name} << text; }

  private:
    fs::path path_;
};

inline const char* mail_user() { return geteuid() == 0 ? "nobody" : getpwuid(geteuid())->pw_name; }

/// Dovecot with POP3 and IMAP, over TLS and with STARTTLS; every user's password is `secret`. The mailbox of a user is
/// the Maildir FOLDER/mail/USER/Maildir.
class Dovecot {
  public:
    explicit Dovecot(const PlainFolder& folder) : folder_(folder) {
        const auto* user = getpwnam(mail_user());
        for (const auto* name : {"run", "state"}) folder.make(name);
        folder.make("mail", mail_user());
        if (!fs::exists(certificate()))
            finish(start({"/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
                          (folder / "key.pem").string(), "-out", certificate().string(), "-days", "2", "-subj",
                          "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"}));
        const auto at = folder.text();
        const auto listener = [](const char* name, std::uint16_t port) {
            return std::string{"inet_listener "} + name + " {\n port = " + std::to_string(port) + "\n}\n";
        };
        std::string config =
            "protocols = imap pop3\nbase_dir = " + at + "/run\nstate_dir = " + at + "/state\nlog_path = " + at +
            "/dovecot.log\nlisten = 127.0.0.1\nssl = yes\nssl_cert = <" + at + "/cert.pem\nssl_key = <" + at +
            "/key.pem\nauth_failure_delay = 0\nauth_username_format = %n\nmail_location = maildir:" + at +
            "/mail/%n/Maildir\nfirst_valid_uid = 1\npassdb {\n driver = static\n args = password=secret\n}\nuserdb {\n "
            "driver = "
            "static\n args = uid=" +
            std::to_string(user->pw_uid) + " gid=" + std::to_string(user->pw_gid) + " home=" + at +
            "/mail/%n\n}\nservice imap-login {\n" + listener("imap", imap_) + listener("imaps", imaps_) +
            "}\nservice pop3-login {\n" + listener("pop3", pop3_) + listener("pop3s", pop3s_) + "}\n";
        if (geteuid() != 0)
            config += std::string{"default_internal_user = "} + user->pw_name +
                      "\ndefault_login_user = " + user->pw_name +
                      "\nservice imap-login {\n chroot =\n}\nservice pop3-login {\n chroot =\n}\nservice anvil {\n "
                      "chroot =\n}\n";
        folder.write("dovecot.conf", config);
        pid_ = start({"/usr/sbin/dovecot", "-F", "-c", (folder / "dovecot.conf").string()});
        for (const auto port : {imap_, imaps_, pop3_, pop3s_}) wait_for(port, "dovecot");
    }
    Dovecot(const Dovecot&) = delete;
    Dovecot& operator=(const Dovecot&) = delete;
    ~Dovecot() {
        kill(pid_, SIGTERM);
        finish(pid_);
    }

    fs::path certificate() const { return folder_ / "cert.pem"; }
    fs::path maildir(const std::string& user) const { return folder_ / ("mail/" + user + "/Maildir"); }

    mail::BoxSettings box(mail::BoxProtocol protocol, mail::Security security = mail::Security::tls) const {
        const bool imap = protocol == mail::BoxProtocol::imap;
        const bool tls = security == mail::Security::tls;
        return {.name = "dispenses",
                .protocol = protocol,
                .host = "localhost",
                .port = imap ? (tls ? imaps_ : imap_) : (tls ? pop3s_ : pop3_),
                .security = security,
                .ca_file = certificate(),
                .user = "dispenses",
                .password = "secret",
                .timeout = std::chrono::seconds{20}};
    }

    /// Lays messages into a mailbox as a delivery agent does.
    void put(const std::string& user, const std::vector<std::string>& messages) const {
        for (const auto* part : {"", "/cur", "/new", "/tmp"})
            folder_.make("mail/" + user + "/Maildir" + part, mail_user());
        folder_.make("mail/" + user, mail_user());
        static int rank = 0;
        const auto* owner = getpwnam(mail_user());
        for (const auto& message : messages) {
            const auto name = std::to_string(1'700'000'000 + ++rank) + ".M1P1.localhost";
            const auto file = maildir(user) / "tmp" / name;
            std::ofstream{file, std::ios::binary} << message;
            if (geteuid() == 0 && chown(file.c_str(), owner->pw_uid, owner->pw_gid) != 0)
                throw std::runtime_error("chown");
            fs::rename(file, maildir(user) / "new" / name);
        }
    }

  private:
    const PlainFolder& folder_;
    std::uint16_t imap_ = free_port(), imaps_ = free_port(), pop3_ = free_port(), pop3s_ = free_port();
    pid_t pid_ = 0;
};

/// Postfix as the office's relay, and beside it a second server that refuses. It has to be root to start.
/// Recipients: REASON@refus.example, one for each way of refusing (see refusals()); anything@ok.example is delivered.
class Postfix {
  public:
    static bool possible() { return geteuid() == 0; }

    Postfix(const PlainFolder& folder, const std::string& more = {}) : folder_(folder) {
        folder.make("etc");
        folder.make("spool");
        folder.make("data", "postfix");
        folder.make("mail", mail_user());
        const auto at = folder.text();
        const auto dead = std::to_string(free_port()), far = std::to_string(far_);
        folder.write(
            "etc/main.cf",
            "compatibility_level = 3.6\nqueue_directory = " + at + "/spool\ndata_directory = " + at +
                "/data\ncommand_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\nmail_owner = "
                "postfix\nsetgid_group = postdrop\nmaillog_file = " +
                at +
                "/postfix.log\nmaillog_file_prefixes = /tmp\n"
                "myhostname = relay.office.example\nmydestination =\nmynetworks = 127.0.0.0/8\ninet_interfaces = "
                "127.0.0.1\ninet_protocols = ipv4\nalias_maps =\nalias_database =\nvirtual_mailbox_domains = "
                "office.example, ok.example\nvirtual_mailbox_base = " +
                at +
                "/mail\nvirtual_mailbox_maps = static:dispenses/"
                "Maildir/\nvirtual_uid_maps = static:" +
                std::to_string(getpwnam(mail_user())->pw_uid) +
                "\nvirtual_gid_maps = static:" + std::to_string(getpwnam(mail_user())->pw_gid) +
                "\nrecipient_delimiter = +\nvirtual_alias_maps = inline:{interne@refus.example=local@erreur.example}\n"
                "transport_maps = inline:{{erreur.example=error:5.1.6 mailbox has moved} "
                "{commande@refus.example=exits:} "
                "{muet@refus.example=smtp:[127.0.0.1]:" +
                dead + "} {refus.example=smtp:[127.0.0.1]:" + far +
                "}}\n"
                "smtpd_recipient_restrictions = permit_mynetworks, reject\nsmtp_tls_security_level = none\n"
                "disable_dns_lookups = yes\nminimal_backoff_time = 1s\nmaximal_backoff_time = 2s\nqueue_run_delay = "
                "1s\n"
                "append_dot_mydomain = no\n" +
                more);
        folder.write("etc/master.cf", master());
        finish(start({"/usr/sbin/postfix", "-c", (folder / "etc").string(), "check"}));  // Makes the queue's folders.
        pid_ = start({"/usr/lib/postfix/sbin/master", "-c", (folder / "etc").string(), "-d"});
        wait_for(relay_, "postfix");
        wait_for(far_, "postfix");
    }
    Postfix(const Postfix&) = delete;
    Postfix& operator=(const Postfix&) = delete;
    ~Postfix() {
        kill(pid_, SIGTERM);
        finish(pid_);
    }

    mail::SmtpSettings settings() const {
        return {.host = "127.0.0.1", .port = relay_, .security = mail::Security::none, .hello_name = "office.example"};
    }

    struct Refusal {
        std::string local;   ///< @refus.example
        std::string status;  ///< What the report says.
        std::string reason;  ///< French.
    };
    /// Ten ways.
    static std::vector<Refusal> refusals() {
        return {{"inconnu", "5.1.1", "boîte aux lettres inconnue"},
                {"pleine", "5.2.2", "boîte aux lettres pleine"},
                {"desactivee", "5.2.1", "boîte aux lettres désactivée"},
                {"politique", "5.7.1", "refusé par la politique de sécurité du destinataire"},
                {"dmarc", "5.7.26", "authentification du domaine refusée (DMARC)"},
                {"fermee", "5.3.2", "messagerie du destinataire fermée"},
                {"contenu", "5.6.0", "contenu refusé"},
                {"interne", "5.1.6", "boîte aux lettres supprimée, sans suivi"},
                {"commande", "5.1.1", "boîte aux lettres inconnue"},
                {"muet", "4.4.1", "la messagerie du destinataire ne répond pas"}};
    }

  private:
    std::string master() const {
        std::string far =
            std::to_string(far_) +
            " inet n - n - - smtpd\n  -o { smtpd_recipient_restrictions = check_recipient_access inline:{";
        for (const auto& [local, text] :
             std::vector<std::pair<std::string, std::string>>{{"inconnu", "550 5.1.1 user unknown"},
                                                              {"pleine", "552 5.2.2 mailbox full"},
                                                              {"desactivee", "550 5.2.1 mailbox disabled"},
                                                              {"politique", "554 5.7.1 refused by policy"},
                                                              {"dmarc", "550 5.7.26 unauthenticated mail"},
                                                              {"fermee", "550 5.3.2 system not accepting messages"}})
            far += "{" + local + "@refus.example=" + text + "} ";
        far +=
            "}, permit_mynetworks, reject }\n  -o { smtpd_end_of_data_restrictions = check_recipient_access "
            "inline:{{contenu@refus.example=554 5.6.0 content refused}} }\n";
        return std::to_string(relay_) + " inet n - n - - smtpd\n" + far +
               "cleanup unix n - n - 0 cleanup\nqmgr unix n - n 1 1 qmgr\nrewrite unix - - n - - trivial-rewrite\n"
               "bounce unix - - n - 0 bounce\ndefer unix - - n - 0 bounce\ntrace unix - - n - 0 bounce\n"
               "verify unix - - n - 1 verify\nflush unix n - n 1000? 0 flush\nproxymap unix - - n - - proxymap\n"
               "smtp unix - - n - - smtp\nerror unix - - n - - error\nretry unix - - n - - error\n"
               "discard unix - - n - - discard\nvirtual unix - n n - - virtual\nanvil unix - - n - 1 anvil\n"
               "scache unix - - n - 1 scache\npostlog unix-dgram n - n - 1 postlogd\ntlsmgr unix - - n 1000? 1 tlsmgr\n"
               "exits unix - n n - - pipe\n  flags= user=nobody argv=/bin/sh -c { exit 67 }\n";
    }

    const PlainFolder& folder_;
    std::uint16_t relay_ = free_port(), far_ = free_port();
    pid_t pid_ = 0;
};

}  // namespace mail_servers
