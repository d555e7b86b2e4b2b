#include "core/finding.h"

#include <algorithm>

namespace core {

std::vector<Fact> facts_of(const DossierView& dossier, const Piece& piece) {
    std::vector<std::vector<Fact>> of_pages;
    for (const auto& ref : piece.pages) {
        const auto at = std::find_if(dossier.pages.begin(), dossier.pages.end(),
                                     [&](const DossierPage& page) { return page.ref == ref; });
        if (at != dossier.pages.end()) of_pages.push_back(at->page.facts);
    }
    return facts_of_piece(of_pages);
}

}  // namespace core
