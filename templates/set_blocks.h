#pragma once

#include <vector>

#include "templates/block.h"
#include "templates/charter.h"
#include "templates/rows.h"

namespace templates {

/// Turns blocks into rows: fonts, line breaks, tables; gives every piece its place in the structure. The document is
/// the one the rows will be drawn in.
class BlockSetter {
  public:
    BlockSetter(HaruDoc& doc, Shaper& shaper, const Charter& charter, const Master& master)
        : doc_(doc), shaper_(shaper), charter_(charter), master_(master) {}

    /// Lines of the address block, laid at the top left of whatever holds <adresse/>.
    void set_address(const std::vector<RowPiece>& lines) { address_ = &lines; }

    /// Where blocks stand and what they belong to.
    struct Area {
        double x = 0, width = 0;  ///< mm
        Tag parent = Tag::document;
        const Style* style = nullptr;  ///< Of the text around.
        bool labels = false;           ///< A margin for labels stands at the left.
        std::optional<Alignment> alignment{};
    };
    Flow set(const std::vector<Block>& blocks, const Area& area);

    /// The object of a letter: its first heading, with « Objet » in the margin.
    void set_object(const Phrase& phrase, const Style& style, const Area& area);

  private:
    friend class TableSetter;
    using Rows = std::vector<Row>;

    struct Words {
        const Phrase& phrase;
        const Style& style;
        Tag tag = Tag::artefact;
        std::optional<Alignment> alignment{};
    };

    void add(const Block& block, const Area& area);
    void add_text(const Block& block, const Area& area);
    void add_list(const Block& block, const Area& area);
    void add_item(const Block& item, const Block& list, int number, const Area& area, Tag parent);
    void add_reference(const Block& block, const Area& area);
    void add_picture(const Block& block, const Area& area);
    void add_columns(const Block& block, const Area& area);
    void add_group(const Block& block, const Area& area);
    void add_inset(const Block& block, const Area& area);
    void add_address(const Area& area);

    std::vector<TextRun> runs_of(const Phrase& phrase, const Style& style) const;
    Rows lines_of(const Words& words, double x, double width);
    void add_links(Row& row, const Words& words, double x, const TextLine& line);
    void add_label(Rows& rows, const std::string& label, const Style& style, Tag tag);
    void add_row(Row row, double before);
    void add_rows(Rows rows, double before, double after);
    void keep_last(std::size_t rows);
    Tag child_tag(TagType type, Tag parent, TagFacts facts = {});
    Flow sub_flow(const std::vector<Block>& blocks, const Area& area);

    HaruDoc& doc_;
    Shaper& shaper_;
    const Charter& charter_;
    const Master& master_;
    const std::vector<RowPiece>* address_ = nullptr;
    Flow flow_;
    double pending_ = 0;  ///< Space wanted below the last row.
    double extra_ = 0;    ///< Of <espace>, on top of it.
    bool break_ = false;  ///< The next row begins a page.
};

}  // namespace templates
