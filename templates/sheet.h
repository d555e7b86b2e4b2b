#pragma once

#include <optional>
#include <vector>

#include "templates/charter.h"
#include "templates/fill.h"
#include "templates/rows.h"

namespace templates {

/// Draws the pages of a document: its rows, and what the page master puts around them. Nothing but the address may
/// stand where the envelope's window may show it.
class Sheet {
  public:
    Sheet(HaruDoc& doc, Shaper& shaper, const Charter& charter, const Master& master, Filler& filler,
          const std::vector<RowPiece>& address)
        : doc_(doc), shaper_(shaper), charter_(charter), master_(master), filler_(filler), address_(address) {}

    /// Adds a page. `number` from 1.
    void draw(const PageRows& rows, std::size_t number, std::size_t count);
    /// What of a master stands around the text, on the current page.
    void draw_master(const PageMaster& page);
    void draw_rows(const PageRows& rows);

    const std::optional<core::Refusal>& refusal() const { return refusal_; }

  private:
    void draw_frame(const PageMaster& page, const Frame& frame);
    void draw_row(double top, const Row& row);
    void check(const PageMaster& page, const PageRows& rows);
    void refuse(core::Reason reason, std::string detail) {
        if (!refusal_) refusal_ = core::Refusal{reason, std::move(detail)};
    }

    HaruDoc& doc_;
    Shaper& shaper_;
    const Charter& charter_;
    const Master& master_;
    Filler& filler_;
    const std::vector<RowPiece>& address_;
    std::optional<core::Refusal> refusal_;
};

}  // namespace templates
