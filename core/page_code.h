#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/kind.h"

namespace core {

/// What a printed code says. Written as `VM1:INTEGRATION:1:26-000123-7:2:K` on form pages (`-` for no dossier),
/// `VM1:S:D:26-000123-7:K` on the cover sheet of a dossier, `VM1:S:K:FICHE_POSTE:K` on a kind sheet and
/// `VM1:S:B:2026-11-25-A:40:6:1:K` on the cover of a batch (label, sheets, separators among them, sides scanned). The
/// last part is the ISO 7064 MOD 37,36 check character of what precedes. Never personal data. Only QR alphanumeric
/// characters, and `_` is written `/`.
struct PageCode {
    enum class Use { form_page, dossier_sheet, kind_sheet, batch_sheet };

    Use use = Use::form_page;
    std::string form;         ///< Form id in lower case (`premier-emploi`); form pages only.
    int version = 0;          ///< Form pages only.
    std::string dossier;      ///< Empty when blank, a kind sheet or a batch; always a valid DossierNumber otherwise.
    int page = 0;             ///< Form pages only, from 1.
    Kind kind = Kind::other;  ///< Kind sheets only.
    std::string batch;        ///< Label of a batch: capitals, digits and dashes, 1 to 20; batch covers only, as below.
    int sheets = 0;           ///< That follow the cover, 1 to 999.
    int separators = 0;       ///< Sheets of ours among them, 0 to 999; 0: not said.
    int sides = 1;            ///< Of each sheet that are scanned: 1 or 2.

    std::string text() const;
    /// Nothing when it is not one of ours or the check character is wrong.
    static std::optional<PageCode> parse(std::string_view text);
    static bool is_batch_label(std::string_view text);
    /// One of our sheets that are no part of any document.
    bool is_sheet() const { return use != Use::form_page; }
    bool operator==(const PageCode&) const = default;
};

}  // namespace core
