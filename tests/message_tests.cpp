#include "mail/message.h"

#include <algorithm>

#include "tests/smtp_fixture.h"

namespace {

using namespace std::string_literals;

mail::OutgoingMessage decision() {
    return {.from = *core::EmailAddress::parse("dispenses@office.example"),
            .from_name = "Délégation régionale, service des dispenses",
            .to = *core::EmailAddress::parse("rh@valmer-sur-orne.example"),
            .subject =
                "Décision n° 26-000123-7 : dispense de formation accordée à Mme Anne-Laure Lemoine (œuvre à l’étude)",
            .text = "Madame la Maire,\n\nVeuillez trouver ci-joint la décision.\n.\n.. fin\n",
            .attachments = {{.name = "décision 26-000123-7 – Lemoine.pdf", .bytes = "%PDF-1.7\n\0\xff\r\n.\r\n"s}},
            .message_id = "decision-0d9b6c1e.1@office.example",
            .date = *core::parse_instant("2026-11-03T09:30:00.000Z"),
            .decision = "0d9b6c1e;v=1"};
}

std::string hexadecimal(const std::string& bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(message_tests)

BOOST_AUTO_TEST_CASE(the_same_message_gives_the_same_bytes) {
    const auto bytes = *mail::freeze(decision());
    BOOST_TEST(bytes == *mail::freeze(decision()));
    BOOST_TEST(mail::is_wire_form(bytes));
    auto other = decision();
    other.message_id = "decision-0d9b6c1e.2@office.example";
    BOOST_TEST(bytes != *mail::freeze(other));
}

BOOST_AUTO_TEST_CASE(python_reads_a_french_message_without_a_defect) {
    const TemporaryFolder scratch;
    const auto message = decision();
    const auto parsed = smtp_fixture::parsed_by_python(scratch, *mail::freeze(message));
    BOOST_TEST(parsed["defects"].size() == 0U, parsed["defects"].dump());
    BOOST_TEST(parsed["subject"].get<std::string>() == message.subject);
    BOOST_TEST(parsed["from_name"].get<std::string>() == message.from_name);
    BOOST_TEST(parsed["from"].get<std::string>() == "dispenses@office.example");
    BOOST_TEST(parsed["to"].dump() == R"(["rh@valmer-sur-orne.example"])");
    BOOST_TEST(parsed["date"].get<std::string>() == "2026-11-03T09:30:00+00:00");
    BOOST_TEST(parsed["text"].get<std::string>() ==
               "Madame la Maire,\r\n\r\nVeuillez trouver ci-joint la décision.\r\n.\r\n.. fin\r\n");
    BOOST_REQUIRE(parsed["attachments"].size() == 1U);
    const auto& attachment = parsed["attachments"][0];
    BOOST_TEST(attachment["name"].get<std::string>() == message.attachments[0].name);
    BOOST_TEST(attachment["type"].get<std::string>() == "application/pdf");
    BOOST_TEST(attachment["hex"].get<std::string>() == hexadecimal(message.attachments[0].bytes));
    BOOST_TEST(parsed["headers"].size() == 9U, parsed["headers"].dump());
}

BOOST_AUTO_TEST_CASE(names_of_two_thousand_characters_come_back_whole_in_short_lines) {
    const TemporaryFolder scratch;
    std::string name;
    for (int i = 0; i < 400; ++i) name += "aé€œ ";
    name.pop_back();
    auto message = decision();
    message.from_name = message.subject = name;
    message.attachments[0].name = name + ".pdf";
    message.attachments.push_back({.name = "liste.csv", .media_type = "text/csv", .bytes = ""});
    const auto bytes = *mail::freeze(message);
    std::size_t longest = 0;
    for (std::size_t start = 0; start < bytes.size();) {
        const auto end = bytes.find("\r\n", start);
        longest = std::max(longest, end - start);
        start = end + 2;
    }
    BOOST_TEST(longest <= 76U);
    const auto parsed = smtp_fixture::parsed_by_python(scratch, bytes);
    BOOST_TEST(parsed["defects"].size() == 0U, parsed["defects"].dump());
    BOOST_TEST(parsed["subject"].get<std::string>() == name);
    BOOST_TEST(parsed["from_name"].get<std::string>() == name);
    BOOST_TEST(parsed["attachments"][0]["name"].get<std::string>() == name + ".pdf");
    BOOST_TEST(parsed["attachments"][1]["hex"].get<std::string>() == "");
}

BOOST_AUTO_TEST_CASE(every_sign_of_a_file_name_or_subject_survives) {
    const TemporaryFolder scratch;
    std::string signs;
    for (char c = ' '; c < 127; ++c)
        if (c != '/' && c != '\\') signs += c;
    auto message = decision();
    message.subject = message.from_name = message.attachments[0].name = "x" + signs + "x";
    const auto parsed = smtp_fixture::parsed_by_python(scratch, *mail::freeze(message));
    BOOST_TEST(parsed["defects"].size() == 0U, parsed["defects"].dump());
    BOOST_TEST(parsed["subject"].get<std::string>() == message.subject);
    BOOST_TEST(parsed["from_name"].get<std::string>() == message.subject);
    BOOST_TEST(parsed["attachments"][0]["name"].get<std::string>() == message.subject);
}

BOOST_AUTO_TEST_CASE(a_message_without_attachment_is_a_plain_one) {
    const TemporaryFolder scratch;
    auto message = decision();
    message.attachments.clear();
    message.from_name.clear();
    message.decision.clear();
    message.subject = "Accuse de reception";
    const auto parsed = smtp_fixture::parsed_by_python(scratch, *mail::freeze(message));
    BOOST_TEST(parsed["defects"].size() == 0U, parsed["defects"].dump());
    BOOST_TEST(parsed["text"].get<std::string>().starts_with("Madame la Maire,\r\n"));
    BOOST_TEST(parsed["attachments"].size() == 0U);
}

BOOST_AUTO_TEST_CASE(hostile_texts_are_refused) {
    const std::vector<std::pair<std::string, std::string>> bad{{"CR LF", "x\r\nBcc: evil@example.com"},
                                                               {"LF", "x\nBcc: evil@example.com"},
                                                               {"CR", "x\rBcc: evil@example.com"},
                                                               {"NUL", "x\0y"s},
                                                               {"escape", "x\x1by"},
                                                               {"tabulation", "x\ty"},
                                                               {"delete", "x\x7fy"},
                                                               {"next line (C1)", "x\xc2\x85y"},
                                                               {"malformed UTF-8", "x\xc3"},
                                                               {"latin-1",
                                                                "d\xe9"
                                                                "cision"},
                                                               {"overlong", "x\xc0\x8ay"},
                                                               {"line separator", "x\xe2\x80\xa8y"},
                                                               {"right-to-left override", "x\xe2\x80\xaey"}};
    for (const auto& [title, text] : bad) {
        auto message = decision();
        message.subject = text;
        BOOST_TEST(!mail::freeze(message), "subject: " << title);
        message = decision();
        message.from_name = text;
        BOOST_TEST(!mail::freeze(message), "name: " << title);
        message = decision();
        message.attachments[0].name = text;
        BOOST_TEST(!mail::freeze(message), "file name: " << title);
        message = decision();
        message.decision = text;
        BOOST_TEST(!mail::freeze(message), "decision: " << title);
        message = decision();
        message.message_id = text + "@office.example";
        BOOST_TEST(!mail::freeze(message), "message id: " << title);
        message = decision();
        message.attachments[0].media_type = "text/plain; " + text;
        BOOST_TEST(!mail::freeze(message), "media type: " << title);
        BOOST_TEST(!core::EmailAddress::parse("rh" + text + "@valmer.example"), "address: " << title);
        BOOST_TEST(!core::EmailAddress::parse("rh@valmer.example" + text), "address: " << title);
    }
    for (const auto* path : {"../décision.pdf", "c:\\x.pdf", ""}) {
        auto message = decision();
        message.attachments[0].name = path;
        BOOST_TEST(!mail::freeze(message), path);
    }
}

BOOST_AUTO_TEST_CASE(a_missing_subject_or_text_is_named) {
    auto message = decision();
    message.subject.clear();
    BOOST_TEST(mail::freeze(message).refusal().detail == "objet du message");
    message = decision();
    message.text.clear();
    BOOST_TEST((mail::freeze(message).refusal().reason == core::Reason::field_missing));
}

BOOST_AUTO_TEST_CASE(a_frozen_message_is_read_again) {
    auto message = decision();
    message.attachments.push_back({.name = "vide.pdf", .bytes = ""});
    const auto bytes = *mail::freeze(message);
    const auto again = mail::reread(bytes);
    BOOST_REQUIRE(again);
    BOOST_TEST(again->to == message.to.text());
    BOOST_TEST(again->message_id == message.message_id);
    BOOST_REQUIRE(again->attachments.size() == 2U);
    BOOST_TEST((again->attachments[0] == message.attachments[0].bytes));
    BOOST_TEST(again->attachments[1].empty());

    message.attachments.clear();
    BOOST_TEST(mail::reread(*mail::freeze(message))->attachments.empty());
    for (const auto& wrong :
         {""s, "x"s, "To: a@b.example\r\n\r\n"s, bytes.substr(0, bytes.size() / 2), "To: a@b.example\r\n" + bytes})
        BOOST_TEST(!mail::reread(wrong), wrong.substr(0, 40));
}

BOOST_AUTO_TEST_CASE(only_whole_seven_bit_lines_may_leave) {
    BOOST_TEST(mail::is_wire_form("a\r\n.\r\n\r\n"));
    BOOST_TEST(mail::is_wire_form(std::string(998, 'x') + "\r\n"));
    for (const auto& wrong : {""s, "a"s, "a\n"s, "a\n.\n"s, "a\r\n.\n"s, "a\r"s, "a\r\r\n"s, "a\n\r\n"s, "a\0\r\n"s,
                              "é\r\n"s, std::string(999, 'x') + "\r\n"})
        BOOST_TEST(!mail::is_wire_form(wrong));
}

BOOST_AUTO_TEST_SUITE_END()
