#include "templates/fill.h"

#include <algorithm>

#include "templates/format.h"
#include "templates/utf8.h"

namespace templates {

using core::Reason;

std::string Phrase::plain() const { return encode_utf8(text.text); }

/// A sentence being put together: runs of XML white space count for one space, none at the ends.
class Filler::Sentence {
  public:
    void add(std::string_view utf8, const At& at, bool as_is = false) {
        for (const auto code : decode_utf8(utf8)) {
            const bool space = code == U' ' || code == U'\n' || code == U'\t' || code == U'\r';
            if (space && !(as_is && code == U'\n')) {
                space_due_ = true;
                continue;
            }
            if (std::exchange(space_due_, false) && last_ != U'\n' && code != U'\n')
                put(at.no_break ? U'\u00A0' : U' ', at);
            put(code, at);
        }
    }
    void end_line(const At& at) { add("\n", at, true); }
    int add_link(std::string address) {
        phrase_.links.push_back(std::move(address));
        return static_cast<int>(phrase_.links.size()) - 1;
    }

    Phrase done(bool capitals) && {
        if (capitals) phrase_.text.text = in_capitals(phrase_.text.text);
        phrase_.text = in_french(phrase_.text);
        return std::move(phrase_);
    }

  private:
    void put(char32_t code, const At& at) {
        if (phrase_.formats.empty() || phrase_.formats.back() != at.format) {
            const auto known = std::ranges::find(phrase_.formats, at.format);
            number_ = static_cast<std::uint16_t>(known - phrase_.formats.begin());
            if (known == phrase_.formats.end()) phrase_.formats.push_back(at.format);
        } else {
            number_ = static_cast<std::uint16_t>(phrase_.formats.size() - 1);
        }
        phrase_.text.add(code, number_, at.format.raised);
        last_ = code;
    }

    Phrase phrase_;
    bool space_due_ = false;
    char32_t last_ = U'\n';
    std::uint16_t number_ = 0;
};

Filler::Filler(const XmlDoc& data, const Pictures& pictures) : xpath_(data), root_(data.root()), pictures_(pictures) {}

void Filler::refuse(const Node& node, Reason reason, const std::string& cause) {
    if (!refusal_)
        refusal_ =
            core::Refusal{reason, *node.place.file + ", ligne " + std::to_string(node.place.line) + " : " + cause};
}

template <class Visit>
void Filler::each(const std::vector<Node>& nodes, const At& at, const Visit& visit) {
    for (const auto& node : nodes) {
        if (refusal_) return;
        if (!enter(node, at, visit)) visit(node, at);
    }
}

/// Conditions, loops and fragments: visits what they let through. False for any other node.
template <class Visit>
bool Filler::enter(const Node& node, const At& at, const Visit& visit) {
    switch (node.op) {
        case Op::condition:
            if (holds(node, at)) each(node.children, at, visit);
            return true;
        case Op::otherwise:
            each(node.children, at, visit);
            return true;
        case Op::choice:
            for (const auto& branch : node.children)
                if (branch.op == Op::otherwise || holds(branch, at)) {
                    each(branch.children, at, visit);
                    break;
                }
            return true;
        case Op::variant:
            each(variant(node, at).children, at, visit);
            return true;
        case Op::loop:
            repeat(node, at, visit);
            return true;
        default:
            return false;
    }
}

template <class Visit>
void Filler::repeat(const Node& node, const At& at, const Visit& visit) {
    const auto found = xpath_.elements(node.text, at.data);
    if (!found) return refuse(node, found.refusal().reason, found.refusal().detail);
    for (std::size_t i = 0; i < found->size(); ++i) {
        const bool last = i + 1 == found->size();
        const auto& between = last && node.last_separator ? node.last_separator : node.separator;
        if (i > 0 && between) visit(Node{.op = Op::text, .place = node.place, .text = *between}, at);
        auto inside = at;
        inside.data = (*found)[i];
        xpath_.set_variable("rang", std::to_string(i + 1));
        each(node.children, inside, visit);
    }
}

bool Filler::holds(const Node& node, const At& at) {
    const auto answer = xpath_.boolean(node.text, at.data);
    if (!answer) refuse(node, answer.refusal().reason, answer.refusal().detail);
    return answer && *answer;
}

const Node& Filler::variant(const Node& node, const At& at) {
    const auto value = xpath_.text(node.text, at.data);
    if (!value) refuse(node, value.refusal().reason, value.refusal().detail);
    for (const auto& branch : node.children)
        if (value && !branch.label.empty() && branch.label == *value) return branch;
    return node.children.back();
}

Phrase Filler::phrase(const std::vector<Node>& nodes) { return phrase(nodes, {.data = root_}); }

Phrase Filler::phrase(const std::vector<Node>& nodes, const At& at, bool capitals) {
    Sentence sentence;
    add_words(nodes, at, sentence);
    return std::move(sentence).done(capitals);
}

void Filler::add_words(const std::vector<Node>& nodes, const At& start, Sentence& sentence) {
    each(nodes, start, [&](const Node& node, const At& at) {
        auto inside = at;
        switch (node.op) {
            case Op::text:
                return sentence.add(node.text, at);
            case Op::value:
                return sentence.add(value(node, at), at, joins(node.format));
            case Op::line_break:
                return sentence.end_line(at);
            case Op::page_number:
                return sentence.add(std::to_string(page_), at);
            case Op::page_count:
                return sentence.add(std::to_string(pages_), at);
            case Op::link:
                return add_link(node, at, sentence);
            case Op::bold:
                inside.format.bold = true;
                break;
            case Op::italic:
                inside.format.italic = true;
                break;
            case Op::underline:
                inside.format.underline = true;
                break;
            case Op::superscript:
                inside.format.raised = true;
                break;
            case Op::no_break:
                inside.no_break = true;
                break;
            default:
                throw std::logic_error("a block inside a phrase");  // The compiler refused it.
        }
        add_words(node.children, inside, sentence);
    });
}

void Filler::add_link(const Node& node, const At& at, Sentence& sentence) {
    auto inside = at;
    auto address = node.text;
    if (node.flag) {
        const auto found = xpath_.text(node.text, at.data);
        if (!found) return refuse(node, found.refusal().reason, found.refusal().detail);
        address = *found;
        if (!address.empty() && address.find("://") == address.npos) address.insert(0, "mailto:");
    }
    // Only what a link may hold: what is typed elsewhere must not become a command of the viewer.
    const bool sound =
        std::ranges::all_of(address, [](char c) { return c > ' ' && c < '\x7F' && c != '"' && c != '<'; });
    if (sound && !address.empty()) inside.format.link = sentence.add_link(address);
    add_words(node.children, inside, sentence);
}

std::string Filler::value(const Node& node, const At& at) {
    const auto named = "« " + node.text + " »";
    if (joins(node.format)) {
        const auto found = xpath_.texts(node.text, at.data);
        if (!found) return refuse(node, found.refusal().reason, found.refusal().detail), std::string{};
        if (!found->empty()) return joined(*found, node.format);
        if (node.otherwise) return *node.otherwise;
        if (!node.optional) refuse(node, Reason::field_missing, named);
        return {};
    }
    const auto found = xpath_.text(node.text, at.data);
    if (!found) return refuse(node, found.refusal().reason, found.refusal().detail), std::string{};
    if (found->empty()) {
        if (node.otherwise) return *node.otherwise;
        if (!node.optional) refuse(node, Reason::field_missing, named);
        return {};
    }
    const auto text = formatted(*found, node.format);
    if (!text)
        refuse(node, Reason::data_invalid,
               named + " vaut « " + *found + " », qui ne convient pas au format « " + node.format + " »");
    return text.value_or("");
}

std::vector<Block> Filler::blocks(const std::vector<Node>& nodes) {
    std::vector<Block> out;
    add_blocks(nodes, {.data = root_}, out);
    return out;
}

void Filler::add_blocks(const std::vector<Node>& nodes, const At& start, std::vector<Block>& out) {
    each(nodes, start, [&](const Node& node, const At& at) {
        if (node.op == Op::text) return;  // The separator of a loop over blocks.
        if (node.op == Op::part) {
            if (references_ != nullptr) add_blocks(*references_, at, out);
            return;
        }
        if (auto made = block(node, at)) out.push_back(*std::move(made));
    });
}

std::optional<Block> Filler::block(const Node& node, const At& at) {
    Block block{.node = &node};
    block.kind = static_cast<Block::Kind>(static_cast<int>(node.op) - static_cast<int>(Op::paragraph));
    switch (node.op) {
        case Op::paragraph:
        case Op::heading:
        case Op::reference:
            block.phrase = phrase(node.children, at, node.style->capitals);
            if (block.phrase.empty()) return std::nullopt;
            break;
        case Op::item:
        case Op::cell: {
            const bool holds_blocks = node.op == Op::item ? node.flag : node.with_next;
            if (holds_blocks)
                add_blocks(node.children, at, block.children);
            else
                block.phrase = phrase(node.children, at, node.style->capitals);
            if (node.op == Op::item && block.phrase.empty() && block.children.empty()) return std::nullopt;
            break;
        }
        case Op::picture:
            find_picture(node, at, block);
            if (block.picture == nullptr) return std::nullopt;
            break;
        case Op::code: {
            const auto text = xpath_.text(node.text, at.data);
            if (!text || text->empty()) {
                refuse(node, Reason::field_missing, "« " + node.text + " »");
                break;
            }
            auto code = make_code(node.flag ? CodeKind::data_matrix : CodeKind::qr, *text);
            if (!code) refuse(node, Reason::data_invalid, "« " + node.text + " » : texte trop long pour un code");
            block.code = std::make_shared<const MatrixCode>(code.value_or(MatrixCode{}));
            break;
        }
        default: {
            if (node.op == Op::signature) check_signatory(node);
            add_blocks(node.children, at, block.children);
            // A list, a table or a group whose conditions let nothing through leaves no trace.
            const bool only_head = node.op == Op::table && std::ranges::all_of(block.children, [](const Block& child) {
                                       return child.kind == Block::Kind::table_head;
                                   });
            const bool nothing = block.children.empty() && !node.children.empty() && node.op != Op::column;
            if (nothing || only_head) return std::nullopt;
        }
    }
    return block;
}

void Filler::find_picture(const Node& node, const At& at, Block& block) {
    block.picture = node.picture;
    if (node.picture != nullptr || node.text.empty()) return;
    const auto name = xpath_.text(node.text, at.data);
    if (!name) return refuse(node, name.refusal().reason, name.refusal().detail);
    if (name->empty()) return;
    const auto found = pictures_.find(*name);
    if (found == pictures_.end())
        return refuse(node, Reason::data_invalid,
                      "« " + node.text + " » : image « " + *name + " » absente du dossier « images »");
    block.picture = &found->second;
}

/// Author of the act: no letter leaves without (CRPA L212-1, L212-2).
void Filler::check_signatory(const Node& node) {
    for (const auto* expression : {"signataire/prenom", "signataire/nom", "signataire/qualite", "bureau/service"}) {
        const auto found = xpath_.text(expression);
        if (!found || found->empty()) return refuse(node, Reason::field_missing, std::string{"« "} + expression + " »");
        const bool initial = found->ends_with('.') || decode_utf8(*found).size() == 1;
        if (expression == std::string_view{"signataire/prenom"} && initial)
            return refuse(node, Reason::data_invalid,
                          "« signataire/prenom » vaut « " + *found + " » : écrire le prénom en entier");
    }
}

}  // namespace templates
