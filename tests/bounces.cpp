#include "tests/bounces.h"

namespace bounces {

std::string wire(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

std::string our_headers() {
    return "From: CNFPT Normandie <dispenses@office.example>\nTo: rh@valmer.example\n"
           "Subject: =?UTF-8?B?RGlzcGVuc2U=?=\nMessage-ID: <" +
           own_id + ">\nX-Decision: 26-000123-5; v=1\nAuto-Submitted: auto-generated\n";
}

std::string report(const std::string& head, const std::string& text, const std::string& status,
                   const std::string& returned) {
    return head +
           "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n boundary=\"b1\"\n\n"
           "--b1\nContent-Type: text/plain; charset=utf-8\n\n" +
           text + "\n\n--b1\nContent-Type: message/delivery-status\n\n" + status + "\n--b1\n" + returned + "\n--b1--\n";
}

namespace {

std::string status(const std::string& action, const std::string& code, const std::string& diagnostic,
                   const std::string& head = "Reporting-MTA: dns; mx.valmer.example\n") {
    return head + "\nFinal-Recipient: rfc822; rh@valmer.example\nAction: " + action + "\nStatus: " + code +
           "\nDiagnostic-Code: smtp; " + diagnostic + "\n";
}

std::string as_message() { return "Content-Type: message/rfc822\n\n" + our_headers() + "\nBonjour.\n"; }
std::string as_headers() { return "Content-Type: text/rfc822-headers\n\n" + our_headers(); }

std::string daemon(const std::string& subject,
                   const std::string& from = "Mail Delivery System <MAILER-DAEMON@mx.valmer.example>") {
    return "Return-Path: <>\nFrom: " + from + "\nTo: dispenses@office.example\nSubject: " + subject +
           "\nMessage-ID: <r1@mx.valmer.example>\nAuto-Submitted: auto-replied\n";
}

std::string plain(const std::string& head, const std::string& text) {
    return head + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + text + "\n";
}

}  // namespace

std::vector<Sample> reports() {
    std::vector<Sample> all;
    const auto add = [&](const std::string& title, const std::string& bytes, const std::string& delivery,
                         const std::string& code) {
        all.push_back({title, wire(bytes), "report", delivery, code});
    };

    add("Postfix, unknown mailbox",
        report(
            daemon("Undelivered Mail Returned to Sender"),
            "This is the mail system at host mx.valmer.example.\n\nI'm sorry to have to inform you that your message "
            "could not\nbe delivered to one or more recipients.",
            status("failed", "5.1.1", "550 5.1.1 <rh@valmer.example>: Recipient address rejected: User unknown"),
            as_message()),
        "bounced", "5.1.1");
    add("Postfix, headers only, with the envelope id",
        report(daemon("Undelivered Mail Returned to Sender"), "This is the mail system.",
               status("failed", "5.2.2", "552 5.2.2 mailbox full",
                      "Reporting-MTA: dns; mx.valmer.example\nOriginal-Envelope-Id: " + own_id + "\n"),
               as_headers()),
        "bounced", "5.2.2");
    add("envelope id alone, in xtext",
        report(daemon("Undelivered Mail Returned to Sender"), "This is the mail system.",
               status("failed", "5.7.1", "554 5.7.1 refused",
                      "Reporting-MTA: dns; mx\nOriginal-Envelope-Id: "
                      "vaguemestre-0123456789abcdef0123456789abcdef+2E1@office.example\n"),
               "Content-Type: text/plain\n\n(rien)"),
        "bounced", "5.7.1");
    add("Postfix, delayed",
        report(daemon("Delayed Mail (still being retried)"), "THIS IS A WARNING ONLY.",
               status("delayed", "4.4.1", "connect to mx.valmer.example: Connection timed out"), as_headers()),
        "delayed", "4.4.1");
    add("Postfix, delivered",
        report(daemon("Successful Mail Delivery Report"), "Your message was successfully delivered.",
               status("delivered", "2.0.0", "250 2.0.0 Ok"), as_headers()),
        "delivered", "2.0.0");
    add("relayed to a system that reports nothing",
        report(daemon("Successful Mail Delivery Report"), "Relayed.", status("relayed", "2.0.0", "250 ok"),
               as_headers()),
        "delivered", "2.0.0");
    add("a vague status before a clear diagnostic",
        report(daemon("Returned mail: see transcript for details"),
               "   ----- The following addresses had permanent fatal errors -----",
               status("failed", "5.0.0", "550 5.1.1 no such user here"), as_message()),
        "bounced", "5.1.1");
    add("Exchange, English",
        report(daemon("Undeliverable: Dispense de formation",
                      "Microsoft Outlook <MicrosoftExchange329e71ec@valmer.example>"),
               "Delivery has failed to these recipients or groups:\n\nrh@valmer.example\nThe email address you entered "
               "couldn't be found.",
               status("failed", "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found",
                      "Reporting-MTA: dns;EX01.valmer.example\nReceived-From-MTA: dns;relay.office.example\n"),
               as_message()),
        "bounced", "5.1.10");
    add("Exchange, French",
        report(daemon("Non remis : Dispense de formation", "postmaster@valmer.example"),
               "Échec de la remise à ces destinataires ou groupes :\n\nrh@valmer.example\nLa boîte aux lettres du "
               "destinataire est pleine.",
               status("failed", "5.2.2", "554 5.2.2 STOREDRV.Deliver.Exception:QuotaExceededException",
                      "Reporting-MTA: dns;EX02.valmer.example\n"),
               as_message()),
        "bounced", "5.2.2");
    add("a large provider, with its own header",
        report(daemon("Delivery Status Notification (Failure)",
                      "Mail Delivery Subsystem <mailer-daemon@provider.example>") +
                   "X-Failed-Recipients: rh@valmer.example\n",
               "** Address not found **\n\nYour message wasn't delivered to rh@valmer.example because the address "
               "couldn't be found.",
               status("failed", "5.1.1", "550-5.1.1 The email account that you tried to reach does not exist."),
               as_message()),
        "bounced", "5.1.1");
    add("status written in small letters and folded",
        report(daemon("Undelivered Mail"), "x",
               "reporting-mta: dns; mx\n\nfinal-recipient: rfc822; rh@valmer.example\naction: failed\nstatus: 5.4.6\n"
               "diagnostic-code: smtp;\n 554 5.4.6\n Too many hops\n",
               as_headers()),
        "bounced", "5.4.6");

    const std::string copy = "\n" + our_headers() + "\nBonjour.\n";
    add("Exim, the old form",
        plain(
            daemon("Mail delivery failed: returning message to sender",
                   "Mail Delivery System <Mailer-Daemon@mx.valmer.example>") +
                "X-Failed-Recipients: rh@valmer.example\n",
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
            "delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) "
            "failed:\n\n"
            "  rh@valmer.example\n    SMTP error from remote mail server after RCPT TO:<rh@valmer.example>:\n"
            "    host mx.valmer.example [192.0.2.7]: 550 5.1.1 User unknown\n\n"
            "------ This is a copy of the message, including all the headers. ------" +
                copy),
        "bounced", "5.1.1");
    add("Exim, delayed",
        plain(daemon("Warning: message 1qXyZ2-000abc-01 delayed 24 hours",
                     "Mail Delivery System <Mailer-Daemon@mx.valmer.example>"),
              "This message was created automatically by mail delivery software.\nA message that you sent has not yet "
              "been "
              "delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\nThe message "
              "identifier "
              "is: " +
                  own_id +
                  "\n\n  rh@valmer.example\n    host mx.valmer.example [192.0.2.7]: 451 4.7.1 Greylisted\n\n"
                  "No action is required on your part. Delivery attempts will continue."),
        "delayed", "4.7.1");
    add("qmail",
        plain(daemon("failure notice", "MAILER-DAEMON@mx.valmer.example"),
              "Hi. This is the qmail-send program at mx.valmer.example.\nI'm afraid I wasn't able to deliver your "
              "message to "
              "the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
              "<rh@valmer.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
              "--- Below this line is a copy of the message.\n\nReturn-Path: <dispenses@office.example>" +
                  copy),
        "bounced", "5.1.1");
    add("Sendmail, the old form",
        plain(daemon("Returned mail: User unknown", "Mail Delivery Subsystem <MAILER-DAEMON@mx.valmer.example>"),
              "The original message was received at Mon, 23 Nov 2026 10:00:00 +0100\n\n"
              "   ----- The following addresses had permanent fatal errors -----\n<rh@valmer.example>\n\n"
              "   ----- Transcript of session follows -----\n... while talking to mx.valmer.example.:\n"
              ">>> RCPT To:<rh@valmer.example>\n<<< 550 5.1.1 <rh@valmer.example>... User unknown\n\n"
              "   ----- Original message follows -----\n" +
                  copy),
        "bounced", "5.1.1");
    add("an old Exchange, English",
        plain(
            daemon("Undeliverable: Dispense", "System Administrator <postmaster@valmer.example>"),
            "Your message did not reach some or all of the intended recipients.\n\n      Subject: Dispense\n\nThe "
            "following "
            "recipient(s) could not be reached:\n\n      rh@valmer.example on 23/11/2026 10:00\n            The e-mail "
            "account does not exist at the organization this message was sent to.\n            <mx.valmer.example "
            "#5.1.1>\n\n"
            "Message-ID: <" +
                own_id + ">"),
        "bounced", "5.1.1");
    add("an old Exchange, French",
        plain(daemon("Non remis : Dispense", "Administrateur système <postmaster@valmer.example>"),
              "Votre message n'a pas été remis à certains ou à tous les destinataires prévus.\n\nImpossible de joindre "
              "le ou "
              "les destinataires suivants :\n\n      rh@valmer.example le 23/11/2026 10:00\n            Adresse "
              "inconnue dans "
              "cette organisation.\n            <mx.valmer.example #5.1.1 smtp;550 5.1.1 unknown>\n\nMessage-ID: <" +
                  own_id + ">"),
        "bounced", "5.1.1");
    add("Courier",
        plain(daemon("NOTICE: mail delivery status.", "postmaster@mx.valmer.example"),
              "UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be "
              "delivered:\n\n<rh@valmer.example>:\n"
              "    mx.valmer.example [192.0.2.7]:\n<<< 550 User unknown.\n\nThe original message follows as a copy.\n" +
                  copy),
        "bounced", "");
    add("Domino",
        plain(daemon("DELIVERY FAILURE: User rh (rh@valmer.example) not listed in Domino Directory",
                     "Postmaster@valmer.example"),
              "Your message\n\n  Subject: Dispense\n\nwas not delivered to:\n\n  rh@valmer.example\n\nbecause:\n\n  "
              "550 5.1.1 "
              "User rh not listed in Domino Directory\n\n" +
                  copy),
        "bounced", "5.1.1");
    add("a web mail provider",
        plain(daemon("Failure Notice", "MAILER-DAEMON@provider.example"),
              "Sorry, we were unable to deliver your message to the following address.\n\n<rh@valmer.example>:\n552: "
              "5.2.2 "
              "This message is larger than the current system limit or the recipient's mailbox is full.\n\n"
              "--- Below this line is a copy of the message.\n" +
                  copy),
        "bounced", "5.2.2");
    add("a French operator",
        plain(daemon("Message non distribué", "MAILER-DAEMON@operateur.example"),
              "Ce message a été créé automatiquement par le serveur de messagerie.\n\nVotre message n'a pas pu être "
              "remis à :\n\n"
              "rh@valmer.example\n\nRaison : 550 5.1.1 Utilisateur inconnu\n\n" +
                  copy),
        "bounced", "5.1.1");
    add("a French operator, delayed",
        plain(daemon("Remise différée", "MAILER-DAEMON@operateur.example"),
              "Votre message n'a pas encore été remis à rh@valmer.example : le serveur ne répond pas. De nouvelles "
              "tentatives "
              "auront lieu.\n\nMessage-ID: <" +
                  own_id + ">"),
        "delayed", "");
    add("only the address it comes to names the message",
        plain("Return-Path: <>\nFrom: MAILER-DAEMON@mx.valmer.example\nTo: "
              "retours+vaguemestre-0123456789abcdef0123456789abcdef.1"
              "@office.example\nSubject: Undeliverable\n",
              "The message could not be delivered: 550 5.1.2 bad destination host"),
        "bounced", "5.1.2");
    return all;
}

std::vector<Sample> other_mail() {
    std::vector<Sample> all;
    const std::string person =
        "Return-Path: <rh@valmer.example>\nFrom: RH Valmer <rh@valmer.example>\nTo: dispenses@office.example\n";
    const auto reply = "In-Reply-To: <" + own_id + ">\nReferences: <autre@x.example> <" + own_id + ">\n";
    const auto with_file = [](const std::string& head, const std::string& text) {
        return head +
               "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"m1\"\n\n--m1\nContent-Type: text/plain; "
               "charset=utf-8\n\n" +
               text +
               "\n--m1\nContent-Type: application/pdf; name=\"piece.pdf\"\nContent-Disposition: attachment; "
               "filename=\"piece.pdf\"\n\n%PDF-1.4 x\n--m1--\n";
    };
    const auto add = [&](const std::string& title, const std::string& bytes, const std::string& nature,
                         const std::string& delivery = "", bool ours = true) {
        all.push_back({title, wire(bytes), nature, delivery, "", ours});
    };
    add("a reply", plain(person + reply + "Subject: Re: Dispense\n", "Voici la date demandée : 1er septembre."),
        "letter");
    add("a letter about an undelivered message",
        plain(person + "Subject: message non remis ?\n",
              "Bonjour, votre courrier n'a pas été remis à la bonne personne."),
        "letter", "", false);
    add("a reply whose subject speaks of absence, with a piece",
        with_file(person + reply + "Subject: Re: Dispense (je suis absent demain)\n", "Ci-joint."), "letter");
    add("out of office, told by its header",
        plain(person + reply + "Auto-Submitted: auto-replied\nSubject: Re: Dispense\n", "Je suis en congé."),
        "auto_reply");
    add("out of office, told by Exchange's subject",
        plain(person + reply + "Subject: Réponse automatique : Dispense\n", "Je suis absente jusqu'au 30."),
        "auto_reply");
    add("out of office, capital accents",
        plain(person + reply + "Subject: =?UTF-8?Q?R=C3=89PONSE_AUTOMATIQUE?=\n", "Absence."), "auto_reply");
    add("out of office, English", plain(person + reply + "Subject: Out of Office: Dispense\n", "Back on Monday."),
        "auto_reply");
    add("an old autoresponder", plain(person + reply + "X-Autoreply: yes\nSubject: Merci\n", "Bien reçu."),
        "auto_reply");
    add("precedence auto_reply", plain(person + reply + "Precedence: auto_reply\nSubject: Merci\n", "Bien reçu."),
        "auto_reply");
    add("Auto-Submitted: no is a person", plain(person + reply + "Auto-Submitted: no\nSubject: Re: x\n", "Oui."),
        "letter");
    add("an antispam that asks the sender to prove himself",
        plain(person + reply + "Subject: Demande d'authentification de votre message\n", "Cliquez ici."), "auto_reply");
    add("a receipt",
        person + reply +
            "Subject: Lu : Dispense\nMIME-Version: 1.0\nContent-Type: multipart/report; "
            "report-type=disposition-notification; "
            "boundary=\"d\"\n\n--d\nContent-Type: text/plain\n\nLu.\n--d\nContent-Type: "
            "message/disposition-notification\n\n"
            "Final-Recipient: rfc822; rh@valmer.example\nOriginal-Message-ID: <" +
            own_id + ">\nDisposition: manual-action/MDN-sent-manually; displayed\n--d--\n",
        "receipt", "read");
    add("deleted without being read",
        person +
            "Subject: Non lu : Dispense\nMIME-Version: 1.0\nContent-Type: multipart/report; "
            "report-type=disposition-notification; boundary=\"d\"\n\n--d\nContent-Type: text/plain\n\nNon lu.\n--d\n"
            "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; rh@valmer.example\n"
            "Original-Message-ID: <" +
            own_id + ">\nDisposition: manual-action/MDN-sent-manually; deleted\n--d--\n",
        "auto_reply");
    add("an empty message", "From: rh@valmer.example\n\n", "letter", "", false);
    add("no header at all", "\nBonjour\n", "letter", "", false);
    return all;
}

}  // namespace bounces
