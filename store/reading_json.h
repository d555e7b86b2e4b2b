#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/reading.h"

/// The one JSON shape of a reading, printed by `read --json` and kept in the store (the contract in design.md). `box`
/// is [x0,y0,x1,y1]. Beyond the contract: a page says in `text_reason` how its text was had and carries `facts`, and
/// `words` when asked, `kind` a `detail` when the rules name one, a typed zone `state` when it is not read, a zone
/// `evidence` when a crop was kept. Text that is not UTF-8 is written with replacement characters.
namespace store {

enum class Words { without, with };

nlohmann::ordered_json page_to_json(const core::Page& page, Words words = Words::without);
/// std::logic_error when it is not such a page.
core::Page page_from_json(const nlohmann::ordered_json& json);

/// As they stand on a page: name, value, confidence, item when several belong together, page, box.
nlohmann::ordered_json facts_to_json(const std::vector<core::Fact>& facts);

/// One object of the array `read --json` prints.
nlohmann::ordered_json reading_to_json(std::string_view file, const core::Reading& reading,
                                       Words words = Words::without);
core::Reading reading_from_json(const nlohmann::ordered_json& json);

/// One line of text, as stored.
std::string page_text(const core::Page& page);
core::Page parse_page(std::string_view text);

}  // namespace store
