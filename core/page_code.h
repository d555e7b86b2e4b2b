#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/kind.h"

namespace core {

/// What a printed code says. Written as `VM1:INTEGRATION:1:26-000123-7:2:K` on form pages (`-` for no dossier),
/// `VM1:S:D:26-000123-7:K` on the cover sheet of a dossier, `VM1:S:K:FICHE_POSTE:K` on a kind sheet. The last part is
/// the ISO 7064 MOD 37,36 check character of what precedes. Never personal data. Only QR alphanumeric characters, and
/// `_` is written `/`.
struct PageCode {
    enum class Use { form_page, dossier_sheet, kind_sheet };

    Use use = Use::form_page;
    std::string form;         ///< Form id in lower case (`premier-emploi`); form pages only.
    int version = 0;          ///< Form pages only.
    std::string dossier;      ///< Empty when blank or a kind sheet; always a valid DossierNumber otherwise.
    int page = 0;             ///< Form pages only, from 1.
    Kind kind = Kind::other;  ///< Kind sheets only.

    std::string text() const;
    /// Nothing when it is not one of ours or the check character is wrong.
    static std::optional<PageCode> parse(std::string_view text);
    bool operator==(const PageCode&) const = default;
};

}  // namespace core
