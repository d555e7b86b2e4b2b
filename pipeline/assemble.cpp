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

/// A page of a request form that no code names: known by its print alone, it says nothing of whose it is.
bool is_uncoded_form(const core::Page& page) {
    return page.form && page.kind.code == core::Kind::demande_dispense && !own_code(page);
}

/// The page before or after in the same form.
bool is_page_of(const core::Page* page, const core::FormMatch& form, int number) {
    return page != nullptr && page->form && page->form->id == form.id && page->form->version == form.version &&
           page->form->page == number;
}

/// Walks the pages of one file in order.
class Assembler {
  public:
    Assembler(std::string arrival, const core::KindRules& rules, std::string dossier)
        : arrival_(std::move(arrival)), rules_(rules), dossier_(std::move(dossier)) {}

    /// `next`: the page after it that is not blank, if any.
    void add(const core::Page& page, const core::Page* next) {
        const auto code = own_code(page);
        const auto before = dossier_;
        count(code);
        if (code && (code->use == core::PageCode::Use::form_page || code->use == core::PageCode::Use::dossier_sheet))
            dossier_ = code->dossier;
        if (is_uncoded_form(page)) dossier_ = dossier_beside(page, next);
        assembly_.pages.push_back({ref(page), dossier_});
        if (!page.blank) last_ = &page;

        if (is_uncoded_form(page) && dossier_.empty())
            dossier_ = before;  // What follows may still be of the dossier that was open.
        else if (is_uncoded_form(page) || (code && code->use == core::PageCode::Use::form_page))
            add_form_page(page);
        else if (code)
            start_sheet(*code);
        else if (!page.blank)
            add_piece_page(page);
    }

    Assembly done() && {
        close_batch();
        return std::move(assembly_);
    }

  private:
    /// Of a form page without code: that of the page before it in the form, or of the sheet that announced it, unless
    /// what follows contradicts. Else nobody knows.
    std::string dossier_beside(const core::Page& page, const core::Page* next) const {
        const auto& form = *page.form;
        const auto sheet = last_ != nullptr ? own_code(*last_) : std::nullopt;
        const bool announced = sheet && sheet->use != core::PageCode::Use::form_page;
        if (!announced && !is_page_of(last_, form, form.page - 1)) return {};
        const bool follows = is_page_of(next, form, form.page + 1) && own_code(*next);
        return follows && next->form->dossier != dossier_ ? std::string{} : dossier_;
    }

    core::PageRef ref(const core::Page& page) const { return {arrival_, page.page}; }

    /// Everything that follows the cover of a batch is of it, up to the next cover.
    void count(const std::optional<core::PageCode>& code) {
        if (code && code->use == core::PageCode::Use::batch_sheet) {
            close_batch();
            batch_ = {.label = code->batch, .arrival = arrival_, .sheets = code->sheets, .separators = code->separators};
            sides_ = code->sides;
            images_ = 0;
            return;
        }
        ++images_;
        if (code && code->is_sheet()) ++batch_.separators_seen;
    }

    /// With both sides scanned, the back of the cover is an image too.
    void close_batch() {
        if (sides_ == 0) return;
        batch_.sheets_seen = images_ / sides_;
        assembly_.batches.push_back(batch_);
        sides_ = 0;
    }

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
    const core::Page* last_ = nullptr;  ///< That is not blank.
    std::optional<core::Kind> announced_;
    core::Batch batch_;  ///< Being counted.
    int sides_ = 0;      ///< Of its sheets; 0: no batch.
    int images_ = 0;     ///< Since its cover.
    bool open_ = false;                    ///< The last piece may go on.
    Assembly assembly_;
};

}  // namespace

Assembly assemble(const std::string& arrival, const std::vector<core::Page>& pages, const core::KindRules& rules,
                  const std::string& deposit) {
    Assembler assembler{arrival, rules, deposit.empty() ? only_dossier(pages) : deposit};
    for (std::size_t i = 0; i < pages.size(); ++i) {
        std::size_t next = i + 1;
        while (next < pages.size() && pages[next].blank) ++next;
        assembler.add(pages[i], next < pages.size() ? &pages[next] : nullptr);
    }
    return std::move(assembler).done();
}

}  // namespace pipeline
