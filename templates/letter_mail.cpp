#include "templates/letter_text.h"

namespace templates {
namespace {

std::string paragraph_of(const Block& block) {
    if (block.kind != BlockKind::point) return plain(block.words);
    return (block.number > 0 ? std::to_string(block.number) + ". " : "- ") + plain(block.words);
}

/// The signature of a letter has three parts; in a message each stands on its line.
std::string signature_of(const Block& block) {
    std::string text;
    for (const auto& words : block.words) text += (text.empty() ? "" : "\n") + words.text;
    return text;
}

}  // namespace

core::Outcome<MailText> render_mail_text(const LetterTemplate& mail, const std::string& letter_id,
                                         const core::Fields& data) {
    const auto text = fill_letter(mail, letter_id, data);
    if (!text) return text.refusal();
    MailText out{.subject = plain(text->subject)};
    bool in_list = false;
    for (const auto& block : text->blocks) {
        const bool point = block.kind == BlockKind::point;
        if (!out.body.empty()) out.body += point && in_list ? "\n" : "\n\n";
        out.body += block.kind == BlockKind::signature ? signature_of(block) : paragraph_of(block);
        in_list = point;
    }
    out.body += "\n";
    return out;
}

}  // namespace templates
