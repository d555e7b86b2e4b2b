#pragma once

#include <memory>
#include <string>
#include <vector>

#include "templates/node.h"
#include "templates/qr.h"
#include "templates/typography.h"

namespace templates {

struct CharFormat {
    bool bold = false, italic = false, underline = false, raised = false;
    int link = -1;  ///< Number in Phrase::links.
    bool operator==(const CharFormat&) const = default;
};

/// Words with the data in place and French typography applied; '\n' ends a line.
struct Phrase {
    TypedText text;
    std::vector<CharFormat> formats;  ///< By the numbers of `text.format`.
    std::vector<std::string> links;

    bool empty() const { return text.text.empty(); }
    std::string plain() const;  ///< UTF-8.
};

/// A template with its data in place, before any layout.
struct Block {
    enum class Kind {
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
    };
    Kind kind = Kind::paragraph;
    const Node* node = nullptr;  ///< Where it comes from: style, sizes, spans; never null.
    Phrase phrase;               ///< Of a paragraph, a heading, a reference; of an item or cell that holds no blocks.
    std::shared_ptr<const MatrixCode> code;
    const Picture* picture = nullptr;
    std::vector<Block> children;
};

}  // namespace templates
