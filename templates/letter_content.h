#pragma once

#include <memory>
#include <string>
#include <vector>

#include "templates/charter.h"
#include "templates/data.h"
#include "templates/fill.h"
#include "templates/rows.h"

namespace templates {

/// Data that travel inside the PDF.
struct JoinedData {
    std::string file, title;
    std::vector<std::string> paths;  ///< `decision`, `agent/nom`
};

struct LetterContent {
    std::string id, title, procedure;
    std::shared_ptr<const Charter> charter;
    const Master* master = nullptr;  ///< Null for a mail text.
    std::vector<Node> references, object, body;
    bool has_object = false;
    std::vector<JoinedData> joined;
    std::vector<TemplateUse> uses;
};

/// Checks that the data are of the template's procedure.
std::optional<core::Refusal> other_procedure(const LetterContent& letter, const core::Fields& data);

/// The lines of the recipient's address, set to show whole through the window, from its top left corner: at most six
/// lines of NF Z 10-011. Reason::address_overflow names the line; without postal address, the e-mail address
/// (field_missing when none).
core::Outcome<std::vector<RowPiece>> address_lines(Shaper& shaper, const core::BoxMm& window, const core::Fields& data);

}  // namespace templates
