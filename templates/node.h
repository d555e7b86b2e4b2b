#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "templates/picture.h"
#include "templates/style.h"

namespace templates {

/// Where something stands in a template, for messages: `_recours.xml, ligne 4`.
struct Place {
    std::shared_ptr<const std::string> file;
    int line = 0, column = 0;
};

/// What a template is made of once read: its elements, fragments put in, names resolved.
enum class Op {
    // Of a phrase.
    text,
    value,
    bold,
    italic,
    underline,
    superscript,
    no_break,
    link,
    line_break,
    page_number,
    page_count,
    // Of anything.
    condition,  ///< Children when `text` holds.
    choice,     ///< The first branch (a condition, or `otherwise`) that holds.
    otherwise,
    loop,     ///< Children for each element of `text`.
    variant,  ///< The branch (`otherwise` with a label) whose label is the value of `text`; the last when none is.
    // Blocks.
    paragraph,
    heading,
    list,
    item,
    table,
    table_head,
    row,
    cell,
    reference,
    picture,
    code,
    rule,
    space,
    page_break,
    columns,
    column,
    group,
    inset,
    signature,
    address,
    part,
};

struct TableColumn {
    double width = 0;  ///< mm; 0 for a share of what is left.
    Alignment alignment = Alignment::left;
    bool decimal = false;
};

struct Node {
    Op op = Op::text;
    Place place{};
    std::string text{};   ///< Literal text; an XPath expression; an address; the name of a part.
    std::string label{};  ///< In the margin; of a reference; title of an inset; what a picture shows.
    const Style* style = nullptr;
    const Style* head_style = nullptr;  ///< Of a table.
    std::vector<Node> children{};
    // Of a value.
    std::string format{};
    std::optional<std::string> otherwise{};
    bool optional = false;
    // Of a loop.
    std::optional<std::string> separator{}, last_separator{};
    // Of blocks.
    int level = 1;                 ///< Of a heading.
    int columns = 1, rows = 1;     ///< A cell's span.
    double width = 0, height = 0;  ///< mm; of a space, a picture, a code, a column.
    bool flag = false;             ///< Numbered; a heading cell; kept together; a DataMatrix; text is an expression.
    bool with_next = false;
    std::optional<Alignment> alignment{};
    std::optional<Colour> colour{};
    const Picture* picture = nullptr;
    std::vector<TableColumn> table_columns{};
};

/// What a template asks of the data, for who checks it.
struct TemplateUse {
    enum class Kind { value, test, loop } kind = Kind::value;
    std::string expression;
    Place place;
};

/// One fault of a template.
struct TemplateFault {
    std::string file;
    int line = 0;
    std::string cause;  ///< French, with the remedy.
    int column = 0;     ///< From 1; 0 when it is not known.
    bool operator==(const TemplateFault&) const = default;
};

}  // namespace templates
