#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace templates {

/// The standard structure types of PDF 1.7 that letters and forms need.
enum class TagType {
    document,
    section,
    division,
    paragraph,
    heading1,
    heading2,
    heading3,
    list,
    item,
    label,
    item_body,
    table,
    table_row,
    header_cell,
    cell,
    figure,
    link,
    form,
};

/// An element of the structure tree; `artefact` is decoration, said to nobody. The document itself is 0.
enum class Tag : int { artefact = -1, document = 0 };

struct TagFacts {
    std::string alt;  ///< What a figure shows, UTF-8.
    int columns = 1;  ///< A cell's span.
    int rows = 1;
    bool heads_row = false;  ///< A header cell is of its row; of its column otherwise.
    bool numbered = false;   ///< A list.
};

/// What a screen reader hears: the elements, the marked content of the pages that belongs to each, and the annotations.
/// An element joins its parent when something of it is first drawn: what is drawn in reading order is read in order.
class PdfStructure {
  public:
    Tag add(TagType type, Tag parent, TagFacts facts = {});
    bool empty() const { return elements_.size() == 1; }

    /// Begins marked content of the element on a page (from 0): its number there.
    int mark(Tag tag, std::size_t page);
    /// An annotation (object number) of the element: its key in the parent tree, after the pages'.
    void own(Tag tag, std::size_t page, unsigned annotation, std::size_t key);
    void attach(Tag tag);  ///< Joins its parent now, drawn or not: an empty cell.
    static const char* name(TagType type);
    const char* name(Tag tag) const { return name(element(tag).type); }

    /// Object numbers of the pages, and of the tree's root; `next` gives a new object number.
    struct Numbers {
        std::vector<unsigned> pages;
        unsigned root = 0;
        std::vector<unsigned> elements;  ///< 0 for an element that was never drawn.
    };
    /// The elements that were drawn, by number.
    std::vector<std::size_t> drawn() const;
    /// The entries of one element's dictionary.
    std::string text_of(std::size_t element, const Numbers& numbers) const;
    std::string root_text(const Numbers& numbers, std::size_t pages) const;

  private:
    struct Kid {
        enum class Kind { element, content, annotation } kind = Kind::element;
        std::size_t page = 0;
        unsigned number = 0;  ///< Of the element, the marked content, the annotation.
    };
    struct Element {
        TagType type = TagType::document;
        Tag parent = Tag::artefact;
        TagFacts facts;
        std::vector<Kid> kids;
        bool attached = false;
    };
    struct Owner {
        std::size_t key = 0;
        Tag tag = Tag::artefact;
    };

    const Element& element(Tag tag) const { return elements_.at(static_cast<std::size_t>(tag)); }
    Element& element(Tag tag) { return elements_.at(static_cast<std::size_t>(tag)); }
    std::string attributes(const Element& element) const;

    std::vector<Element> elements_{{.attached = true}};
    std::vector<std::vector<Tag>> marks_;  ///< By page, the owner of each marked content.
    std::vector<Owner> annotations_;
};

/// A PDF text string, `<FEFF0044…>`.
std::string text_string(std::string_view utf8);

}  // namespace templates
