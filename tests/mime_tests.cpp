#include "mail/mime.h"

#include <algorithm>

#include "pipeline/decode.h"
#include "pipeline/pack.h"
#include "tests/bounces.h"

namespace {

using bounces::own_id;
using bounces::wire;

std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

pipeline::DecodeLimits limits() {
    pipeline::DecodeLimits limits;
    limits.program = TEST_PROGRAM;
    return limits;
}

/// As the product reads it: in the sandboxed child.
struct Opened {
    core::Outcome<mail::Received> message;
    std::vector<std::pair<std::string, std::string>> files;

    std::string names() const {
        std::string all;
        for (const auto& [name, bytes] : files) all += name + " ";
        return all;
    }
};

Opened opened(const std::string& bytes) {
    Opened result{core::Refusal{}, {}};
    result.message = pipeline::read_mail(bytes_of(bytes), limits(), [&](std::string&& name, auto content) {
        result.files.emplace_back(std::move(name), std::string{content.begin(), content.end()});
    });
    return result;
}

std::string part(const std::string& head, const std::string& body) { return "--m\n" + head + "\n\n" + body + "\n"; }

std::string mixed(const std::string& parts) {
    return "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n" + parts +
           "--m--\n";
}

std::string base64(const std::string& bytes) {
    static const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : digits[group >> (18 - 6 * k) & 63U];
        if (i % 57 == 54) out += '\n';
    }
    return out;
}

std::string delivery_word(const mail::Received& message) {
    return message.notices.empty() ? std::string{} : std::string{core::to_text(message.notices.front().what)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mime_tests)

BOOST_AUTO_TEST_CASE(every_delivery_report_is_understood_and_names_its_message) {
    const auto samples = bounces::reports();
    BOOST_TEST(samples.size() >= 20U);
    for (const auto& sample : samples) {
        const auto result = opened(sample.bytes);
        BOOST_TEST_CONTEXT(sample.title) {
            BOOST_REQUIRE(bool(result.message));
            const auto& message = *result.message;
            BOOST_TEST(core::to_text(message.nature) == sample.nature);
            BOOST_TEST(delivery_word(message) == sample.delivery);
            BOOST_TEST((message.notices.empty() ? "" : message.notices.front().status) == sample.status);
            BOOST_TEST(std::any_of(message.references.begin(), message.references.end(),
                                   [](const auto& id) { return id == own_id || own_id.starts_with(id + "@"); }));
            BOOST_TEST(result.files.empty(), "what a report returns is no piece");
        }
    }
}

BOOST_AUTO_TEST_CASE(letters_and_automatic_replies_are_told_apart) {
    for (const auto& sample : bounces::other_mail()) {
        const auto result = opened(sample.bytes);
        BOOST_TEST_CONTEXT(sample.title) {
            BOOST_REQUIRE(bool(result.message));
            const auto& message = *result.message;
            BOOST_TEST(core::to_text(message.nature) == sample.nature);
            BOOST_TEST(delivery_word(message) == sample.delivery);
            const bool ours =
                std::find(message.references.begin(), message.references.end(), own_id) != message.references.end();
            BOOST_TEST(ours == sample.names_ours);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_files_of_a_letter_are_given_with_their_names) {
    const auto result = opened(wire(mixed(
        part("Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable", "Voil=E0") +
        part("Content-Type: application/pdf\nContent-Disposition: attachment;\n "
             "filename*=UTF-8''d%C3%A9cision%20n%C2%B01.pdf\n"
             "Content-Transfer-Encoding: base64",
             base64("%PDF-1.4 un")) +
        part("Content-Type: application/pdf; name=\"=?UTF-8?Q?pi=C3=A8ce.pdf?=\"\nContent-Transfer-Encoding: base64",
             base64("%PDF-1.4 deux")) +
        part("Content-Type: image/jpeg\nContent-Disposition: inline", "photo d'un scan") +
        part("Content-Type: application/octet-stream\nContent-Disposition: attachment; "
             "filename=\"C:\\\\x\\\\..\\\\nom:a|b.pdf\"",
             "trois"))));
    BOOST_REQUIRE(bool(result.message));
    BOOST_TEST(result.message->text == "Voilà");
    BOOST_TEST(result.names() == "décision n°1.pdf pièce.pdf piece-3.jpg nom_a_b.pdf ");
    BOOST_TEST(result.files.at(0).second == "%PDF-1.4 un");
    BOOST_TEST(result.files.at(1).second == "%PDF-1.4 deux");
}

BOOST_AUTO_TEST_CASE(a_forwarded_message_is_looked_into_and_a_signature_s_picture_is_not_a_piece) {
    const auto result =
        opened(wire(mixed(part("Content-Type: multipart/related; boundary=r",
                               "--r\nContent-Type: text/html; "
                               "charset=utf-8\n\n<html><head><style>p{}</style></head><body><p>Bonjour&nbsp;: "
                               "VR-0</p><script>x</script></body></html>\n--r\nContent-Type: image/png\nContent-ID: "
                               "<logo>\n\nlogo\n--r--\n") +
                          part("Content-Type: message/rfc822",
                               "From: c@d.example\nSubject: y\nMIME-Version: 1.0\nContent-Type: multipart/mixed; "
                               "boundary=n\n\n--n\nContent-Type: "
                               "application/pdf; name=dedans.pdf\n\n%PDF-1.4 dedans\n--n--\n"))));
    BOOST_REQUIRE(bool(result.message));
    BOOST_TEST(result.names() == "dedans.pdf ");
    BOOST_TEST(result.message->text.find("Bonjour") != std::string::npos);
    BOOST_TEST(result.message->text.find("p{}") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(zip_archives_are_opened_and_documents_that_are_zips_are_not) {
    const auto zip = pipeline::pack_zip({{"a.pdf", "%PDF-1.4 a"}, {"sous/b.pdf", "%PDF-1.4 b"}});
    const auto as = [&](const std::string& type, const std::string& name) {
        return opened(wire(mixed(part(
            "Content-Type: " + type + "; name=\"" + name + "\"\nContent-Transfer-Encoding: base64", base64(zip)))));
    };
    BOOST_TEST(as("application/zip", "pieces.zip").names() == "a.pdf sous/b.pdf ");
    BOOST_TEST(as("application/octet-stream", "pieces.zip").names() == "a.pdf sous/b.pdf ");
    BOOST_TEST(as("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "lettre.docx").names() ==
               "lettre.docx ");
}

/// A TNEF of one attachment, built from MS-OXTNEF: signature, key, then attributes with their checksums.
std::string tnef(const std::string& name, const std::string& content) {
    std::string out;
    const auto little = [](std::uint32_t value, int size) {
        std::string bytes;
        for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 255U);
        return bytes;
    };
    const auto attribute = [&](int level, std::uint32_t id, const std::string& data) {
        std::uint32_t sum = 0;
        for (const char c : data) sum += static_cast<unsigned char>(c);
        out += static_cast<char>(level);
        out += little(id, 4) + little(static_cast<std::uint32_t>(data.size()), 4) + data + little(sum & 0xFFFFU, 2);
    };
    out = little(0x223E9F78, 4) + little(1, 2);
    attribute(1, 0x00089006, little(0x00010000, 4));        // attTnefVersion
    attribute(2, 0x00069002, std::string(14, '\0'));        // attAttachRendData
    attribute(2, 0x00018010, name + std::string(1, '\0'));  // attAttachTitle
    attribute(2, 0x0006800F, content);                      // attAttachData
    return out;
}

BOOST_AUTO_TEST_CASE(what_outlook_wraps_is_unwrapped) {
    const auto result =
        opened(wire(mixed(part("Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64",
                               base64(tnef("attestation.pdf", "%PDF-1.4 outlook"))))));
    BOOST_REQUIRE(bool(result.message));
    BOOST_REQUIRE(result.files.size() == 1U);
    BOOST_TEST(result.files[0].first == "attestation.pdf");
    BOOST_TEST(result.files[0].second == "%PDF-1.4 outlook");
    BOOST_TEST(opened(wire(mixed(part("Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64",
                                      base64("\x78\x9F\x3E\x22 coupe")))))
                   .files.empty());
}

BOOST_AUTO_TEST_CASE(the_mail_that_kills_poco_is_survived) {
    // A part whose Content-Disposition is empty: Poco 1.11 frees it twice.
    const std::string killer =
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
        "boundary=x\r\n\r\n--x\r\nContent-Disposition:\r\n\r\na\r\n--x--\r\n";
    BOOST_TEST(killer.size() < 130U);
    const auto result = opened(killer);
    BOOST_TEST(bool(result.message));
}

BOOST_AUTO_TEST_CASE(bombs_cost_a_bounded_amount) {
    std::string million = "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n";
    for (int i = 0; i < 1'000'000; ++i) million += "--m\r\n\r\n\r\n";
    million += "--m--\r\n";
    const auto refused = opened(million);
    BOOST_REQUIRE(!refused.message);
    BOOST_TEST((refused.message.refusal().reason == core::Reason::archive_unsafe));

    std::string many;
    for (int i = 0; i < 500; ++i) many += part("Content-Type: text/plain; name=a.txt", "x");
    BOOST_TEST((opened(wire(mixed(many))).message.refusal().reason == core::Reason::archive_unsafe));

    std::string deep = "From: a@b.example\nMIME-Version: 1.0\n";
    for (int i = 0; i < 200; ++i) {
        const auto name = "b" + std::to_string(i);
        deep += "Content-Type: multipart/mixed; boundary=" + name + "\n\n--" + name + "\n";
    }
    const auto nested = opened(wire(deep + "Content-Type: text/plain\n\nfond\n"));
    BOOST_REQUIRE(!nested.message);

    std::string matryoshka = "From: a@b.example\nMIME-Version: 1.0\n";
    for (int i = 0; i < 200; ++i)
        matryoshka += "Content-Type: message/rfc822\n\nFrom: a@b.example\nMIME-Version: 1.0\n";
    BOOST_TEST(!opened(wire(matryoshka + "\nfond\n")).message);
}

BOOST_AUTO_TEST_CASE(odd_messages_are_read_all_the_same) {
    for (const auto& [title, bytes] : std::vector<std::pair<std::string, std::string>>{
             {"a letter cut in the middle of a part",
              mixed(part("Content-Type: application/pdf; name=a.pdf", "%PDF")).substr(0, 150)},
             {"a boundary that never comes", "From: a@b.example\nContent-Type: multipart/mixed; boundary=zz\n\nrien\n"},
             {"no boundary named", "From: a@b.example\nContent-Type: multipart/mixed\n\n--x\n\nrien\n--x--\n"},
             {"bytes that are no text", std::string{"From: a@b.example\n\n\0\xFF\xFE\x80", 22}},
             {"an unknown character set",
              "From: a@b.example\nContent-Type: text/plain; charset=klingon\n\nqapla\xE9\n"},
             {"base64 that is none",
              mixed(part("Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64", "é*!"))},
             {"a very long header", "From: a@b.example\nSubject: " + std::string(200'000, 'x') + "\n\nx\n"},
             {"a report of one endless line",
              "Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: Undeliverable\n\nunable to deliver " +
                  std::string(250'000, 'a')},
             {"a report of endless digits",
              "Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: failure notice\n"
              "X-Failed-Recipients: " +
                  std::string(100'000, 'b') + "\n\nundeliverable " + std::string(250'000, '5')},
             {"one dot", "."}})
        BOOST_TEST(bool(opened(wire(bytes)).message), title);
    BOOST_TEST((opened("").message.refusal().reason == core::Reason::empty_file));
}

BOOST_AUTO_TEST_SUITE_END()
