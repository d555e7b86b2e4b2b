#include "templates/pdf_structure.h"

#include <array>

#include "templates/utf8.h"

namespace templates {
namespace {

std::string reference(unsigned number) { return std::to_string(number) + " 0 R"; }

}  // namespace

std::string text_string(std::string_view utf8) {
    std::string out = "<";
    for (const char unit : utf16_be(utf8)) {
        const auto byte = static_cast<unsigned char>(unit);
        out += "0123456789ABCDEF"[byte >> 4U];
        out += "0123456789ABCDEF"[byte & 0xFU];
    }
    return out + ">";
}

const char* PdfStructure::name(TagType type) {
    static constexpr std::array names{"Document", "Sect",  "Div",   "P",  "H1", "H2", "H3",     "L",    "LI",
                                      "Lbl",      "LBody", "Table", "TR", "TH", "TD", "Figure", "Link", "Form"};
    return names.at(static_cast<std::size_t>(type));
}

Tag PdfStructure::add(TagType type, Tag parent, TagFacts facts) {
    elements_.push_back({.type = type, .parent = parent, .facts = std::move(facts)});
    return static_cast<Tag>(elements_.size() - 1);
}

void PdfStructure::attach(Tag tag) {
    auto& child = element(tag);
    if (child.attached) return;
    child.attached = true;
    attach(child.parent);
    element(child.parent).kids.push_back({.number = static_cast<unsigned>(tag)});
}

int PdfStructure::mark(Tag tag, std::size_t page) {
    attach(tag);
    if (marks_.size() <= page) marks_.resize(page + 1);
    const auto number = marks_[page].size();
    marks_[page].push_back(tag);
    element(tag).kids.push_back({Kid::Kind::content, page, static_cast<unsigned>(number)});
    return static_cast<int>(number);
}

void PdfStructure::own(Tag tag, std::size_t page, unsigned annotation, std::size_t key) {
    attach(tag);
    element(tag).kids.push_back({Kid::Kind::annotation, page, annotation});
    annotations_.push_back({key, tag});
}

std::vector<std::size_t> PdfStructure::drawn() const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < elements_.size(); ++i)
        if (elements_[i].attached) found.push_back(i);
    return found;
}

std::string PdfStructure::attributes(const Element& element) const {
    const auto& facts = element.facts;
    switch (element.type) {
        case TagType::header_cell:
        case TagType::cell: {
            std::string text;
            if (element.type == TagType::header_cell) text += facts.heads_row ? "/Scope/Row" : "/Scope/Column";
            if (facts.columns > 1) text += "/ColSpan " + std::to_string(facts.columns);
            if (facts.rows > 1) text += "/RowSpan " + std::to_string(facts.rows);
            return text.empty() ? text : "/A<</O/Table" + text + ">>";
        }
        case TagType::list:
            return std::string{"/A<</O/List/ListNumbering"} + (facts.numbered ? "/Decimal" : "/Disc") + ">>";
        case TagType::figure:
            return "/A<</O/Layout/Placement/Block>>/Alt" + text_string(facts.alt);
        case TagType::form:
        case TagType::link:
            return facts.alt.empty() ? "" : "/Alt" + text_string(facts.alt);
        default:
            return {};
    }
}

std::string PdfStructure::text_of(std::size_t number, const Numbers& numbers) const {
    const auto& element = elements_.at(number);
    const auto parent = number == 0 ? numbers.root : numbers.elements.at(static_cast<std::size_t>(element.parent));
    std::string text = std::string{"/Type/StructElem/S/"} + name(element.type) + "/P " + reference(parent);
    const auto page_of_first = [&] {
        for (const auto& kid : element.kids)
            if (kid.kind != Kid::Kind::element) return kid.page;
        return numbers.pages.size();
    }();
    if (page_of_first < numbers.pages.size()) text += "/Pg " + reference(numbers.pages[page_of_first]);
    text += attributes(element) + "/K[";
    for (const auto& kid : element.kids) {
        const auto elsewhere = kid.page != page_of_first;
        const auto page = elsewhere && kid.kind != Kid::Kind::element ? "/Pg " + reference(numbers.pages.at(kid.page))
                                                                      : std::string{};
        if (kid.kind == Kid::Kind::element) text += reference(numbers.elements.at(kid.number));
        if (kid.kind == Kid::Kind::content)
            text += elsewhere ? "<</Type/MCR" + page + "/MCID " + std::to_string(kid.number) + ">>"
                              : std::to_string(kid.number);
        if (kid.kind == Kid::Kind::annotation) text += "<</Type/OBJR" + page + "/Obj " + reference(kid.number) + ">>";
        text += ' ';
    }
    return text + "]";
}

std::string PdfStructure::root_text(const Numbers& numbers, std::size_t pages) const {
    std::string tree;
    std::size_t next = pages;
    for (std::size_t page = 0; page < marks_.size(); ++page) {
        tree += std::to_string(page) + "[";
        for (const auto owner : marks_[page])
            tree += reference(numbers.elements.at(static_cast<std::size_t>(owner))) + " ";
        tree += "]";
    }
    for (const auto& owner : annotations_) {
        tree +=
            std::to_string(owner.key) + " " + reference(numbers.elements.at(static_cast<std::size_t>(owner.tag))) + " ";
        next = std::max(next, owner.key + 1);
    }
    return "/Type/StructTreeRoot/K[" + reference(numbers.elements.at(0)) + "]/ParentTree<</Nums[" + tree +
           "]>>/ParentTreeNextKey " + std::to_string(next);
}

}  // namespace templates
