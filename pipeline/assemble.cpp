#include "pipeline/assemble.h"

#include <set>

#include "core/page_code.h"
#include "pipeline/recognise.h"

namespace pipeline {
namespace {

std::optional<core::PageCode> own_code(const core::Page& page) {
    for (const auto& code : page.codes)
        if (auto ours = core::PageCode::parse(code.text)) return ours;
    return std::nullopt;
}

/// The one dossier that all codes of the file name; empty when there is none or more than one.
std::string only_dossier(const std::vector<core::Page>& pages) {
    std::set<std::string> named;
    for (const auto& page : pages)
        if (const auto code = own_code(page); code && !code->dossier.empty()) named.insert(code->dossier);
    return named.size() == 1 ? *named.begin() : std::string{};
}

/// Walks the pages of one file in order.
class Assembler {
  public:
    Assembler(std::string arrival, const core::KindRules& rules, std::string dossier)
        : arrival_(std::move(arrival)), rules_(rules), dossier_(std::move(dossier)) {}

    void add(const core::Page& page) {
        const auto code = own_code(page);
        if (code && code->use != core::PageCode::Use::kind_sheet) dossier_ = code->dossier;
        assembly_.pages.push_back({ref(page), dossier_});

        if (code && code->use == core::PageCode::Use::form_page)
            add_form_page(page);
        else if (code)
            start_sheet(*code);
        else if (!page.blank)
            add_piece_page(page);
    }

    Assembly done() && { return std::move(assembly_); }

  private:
    core::PageRef ref(const core::Page& page) const { return {arrival_, page.page}; }

    void add_form_page(const core::Page& page) {
        announced_.reset();
        open_ = false;
        for (auto& [dossier, piece] : assembly_.pieces)
            if (dossier == dossier_ && piece.kind == core::Kind::demande_dispense) {
                piece.pages.push_back(ref(page));
                return;
            }
        start_piece(page, {core::Kind::demande_dispense, 1, core::KindState::recognised});
        open_ = false;
    }

    void start_sheet(const core::PageCode& code) {
        open_ = false;
        announced_.reset();
        if (code.use == core::PageCode::Use::kind_sheet) announced_ = code.kind;
    }

    /// A kind sheet announces one piece: all pages up to the next sheet or form page.
    void add_piece_page(const core::Page& page) {
        if (announced_ && !open_)
            start_piece(page, {*announced_, 1, core::KindState::recognised});
        else if (announced_ || continues(page))
            assembly_.pieces.back().piece.pages.push_back(ref(page));
        else
            start_piece(page, page.kind);
    }

    bool continues(const core::Page& page) const {
        if (!open_) return false;
        if (page.kind.state == core::KindState::unrecognised) return true;
        const auto& piece = assembly_.pieces.back().piece;
        if (page.kind.code == core::Kind::other && page.kind.detail != piece.detail) return false;
        if (page.kind.code == piece.kind) return !opens_piece(page, rules_);
        return page.kind.state == core::KindState::uncertain && !opens_piece(page, rules_);
    }

    void start_piece(const core::Page& page, const core::KindGuess& kind) {
        assembly_.pieces.push_back({dossier_,
                                    {.kind = kind.code,
                                     .detail = kind.detail,
                                     .state = kind.state,
                                     .score = kind.score,
                                     .pages = {ref(page)}}});
        open_ = true;
    }

    std::string arrival_;
    const core::KindRules& rules_;
    std::string dossier_;
    std::optional<core::Kind> announced_;
    bool open_ = false;  ///< The last piece may go on.
    Assembly assembly_;
};

}  // namespace

Assembly assemble(const std::string& arrival, const std::vector<core::Page>& pages, const core::KindRules& rules,
                  const std::string& deposit) {
    Assembler assembler{arrival, rules, deposit.empty() ? only_dossier(pages) : deposit};
    for (const auto& page : pages) assembler.add(page);
    return std::move(assembler).done();
}

}  // namespace pipeline
