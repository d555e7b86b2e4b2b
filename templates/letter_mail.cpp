#include "templates/letter.h"
#include "templates/letter_content.h"

namespace templates {
namespace {

/// Blocks as plain text: paragraphs apart, the points of a list and the lines of a signature one below the other.
class PlainText {
  public:
    void add(const std::vector<Block>& blocks, const char* between) {
        for (const auto& block : blocks) add(block, between);
    }
    std::string done() && { return text_.empty() ? text_ : text_ + "\n"; }

  private:
    void add(const Block& block, const char* between) {
        switch (block.kind) {
            case Block::Kind::list:
                return add_list(block, between);
            case Block::Kind::signature:
                begin(between);
                return add(block.children, "\n");
            case Block::Kind::reference:
                return put(block.node->label + " : " + block.phrase.plain(), between);
            default:
                if (!block.phrase.empty()) return put(block.phrase.plain(), between);
                add(block.children, between);
        }
    }

    void add_list(const Block& list, const char* between) {
        int number = 0;
        for (const auto& item : list.children) {
            const auto sign = list.node->flag ? std::to_string(++number) + ". " : std::string{"- "};
            if (item.children.empty())
                put(sign + item.phrase.plain(), &item == &list.children.front() ? between : "\n");
            else
                add(item.children, "\n");
        }
    }

    void begin(const char* between) {
        if (!text_.empty()) text_ += between;
        begun_ = true;
    }
    void put(const std::string& text, const char* between) {
        if (!std::exchange(begun_, false)) begin(between);
        begun_ = false;
        text_ += text;
    }

    std::string text_;
    bool begun_ = false;  ///< What separates is written already.
};

}  // namespace

std::optional<core::Refusal> other_procedure(const LetterContent& letter, const core::Fields& data) {
    const auto given = core::field(data, "procedure");
    if (letter.procedure.empty() || given.empty() || given == letter.procedure) return std::nullopt;
    return core::Refusal{core::Reason::data_invalid,
                         letter.id + " : la demande relève de la procédure « " + given + " »"};
}

core::Outcome<MailText> render_mail_text(const LetterTemplate& mail, const std::string& letter_id,
                                         const core::Fields& data) {
    const auto& content = mail.content();
    const auto doc = xml_from_fields(data, "donnees");
    if (!doc) return doc.refusal();
    Filler filler{*doc, content.charter->pictures};
    filler.set_variable("lettre", letter_id);
    filler.set_variable("procedure", core::field(data, "procedure"));
    MailText out{.subject = filler.phrase(content.object).plain(), .body = {}};
    PlainText body;
    body.add(filler.blocks(content.body), "\n\n");
    if (filler.refusal()) return *filler.refusal();
    out.body = std::move(body).done();
    return out;
}

}  // namespace templates
