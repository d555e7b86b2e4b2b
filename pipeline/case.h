#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/durations.h"
#include "core/facts.h"
#include "core/finding.h"
#include "core/periods.h"
#include "core/person_name.h"
#include "core/procedure.h"

/// What is known of one dossier, ready to be asked by rules. Inside the check only.
namespace pipeline {

/// A value a rule compares.
struct Known {
    bool given = false;  ///< False: nothing is there, and what would compare with it has nothing to judge.
    bool sure = true;    ///< False: it may be something else; any comparison is in doubt.
    std::string text;
    std::optional<core::Range> number;  ///< Of a number, or of a date in days since 1970.
    std::vector<core::Evidence> evidence;
    std::vector<core::Question> questions;  ///< What a person would say to make it sure.
};

/// What a test found. No answer: there was nothing to judge.
struct Verdict {
    std::optional<core::Answer> answer;
    std::vector<core::Evidence> evidence;
    std::vector<core::Question> questions;
};

/// What a rule is about when it is asked once for each ground, page or piece.
struct Instance {
    std::string ground;  ///< `motifs.formation.2`
    int page = 0;        ///< Of the form, from 1.
    const core::Piece* piece = nullptr;
};

struct SeenZone {
    core::Zone zone;
    core::PageRef ref;
    std::string who;  ///< Who settled it, and when; empty when the machine read it.
};

/// Word confidence from which a value read on paper is taken as it is.
inline constexpr double sure_text = 0.8;

struct FoundPiece {
    const core::Piece* piece = nullptr;
    bool sure = false;  ///< It is of the nature, and of the ground asked about.
};

/// The settlements of people are applied to data, zones and pieces once, here; what reads them cannot forget them.
class Case {
  public:
    Case(const core::DossierView& view, const core::FormLayout& form, const core::ReferenceTables& tables,
         core::Training training, core::Date today);

    const core::Fields& data() const { return data_; }
    const core::ReferenceTables& tables() const { return tables_; }
    const core::FormLayout& form() const { return form_; }
    core::Training training() const { return training_; }
    core::Date today() const { return today_; }
    core::Channel channel() const { return view_.channel; }
    core::NamedPerson agent() const;
    const core::Settlement* settled(const std::string& key) const;

    /// `path` may begin with a dot: below the ground of the instance.
    static std::string resolved(const std::string& path, const Instance& instance);
    Known field(const std::string& path) const;
    /// Whether there is anything at a path or below it.
    Verdict filled(const std::string& path) const;

    /// All copies of a zone: a page sent again counts with the first.
    std::vector<SeenZone> zones(const std::string& id) const;
    std::optional<core::PageRef> form_page(int page) const;
    /// Page of the form a zone stands on; 0 when the form has no such zone.
    int page_of(const std::string& zone) const;
    std::string label_of(const std::string& zone) const;

    const std::vector<core::Piece>& pieces() const { return pieces_; }
    /// The piece of one of the natures that goes with the ground of the instance, if it is about one.
    FoundPiece find_piece(const std::vector<std::string>& natures, const Instance& instance) const;
    /// A piece of unknown kind, that could be any; null when there is none.
    const core::Piece* unread() const;
    /// Looks like the form, but bears no code that says which page it is; null when there is none.
    const core::Piece* nameless_form_page() const;
    static bool is_of(const core::Piece& piece, const std::vector<std::string>& natures);
    std::vector<core::Fact> facts_of(const core::Piece& piece) const { return core::facts_of(view_, piece); }
    std::string text_of(const core::Piece& piece) const;

    /// `motifs.formation.1`, `motifs.formation.2` …
    std::vector<std::string> grounds(const std::string& path) const;

  private:
    void settle_data();
    void settle_pieces();
    const core::ZoneLayout* zone_layout(const std::string& id) const;
    std::vector<std::string> zones_of_path(const std::string& path) const;
    Known unread_field(const std::string& path) const;
    bool on_lost_page(const std::string& path) const;
    std::vector<FoundPiece> shared_out(const std::vector<std::string>& natures, const std::string& path) const;

    const core::DossierView& view_;
    const core::FormLayout& form_;
    const core::ReferenceTables& tables_;
    core::Training training_;
    core::Date today_;
    core::Fields data_;
    std::vector<core::Piece> pieces_;
    std::map<std::string, core::Settlement> settlements_;
};

core::Evidence seen_on(const core::PageRef& ref, std::string field, std::string value, double confidence);
core::Evidence seen_in(const SeenZone& seen);
core::Evidence said_by(const core::Settlement& settlement);

}  // namespace pipeline
