#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"
#include "core/review.h"

namespace store {

class Connection;
class Journal;

/// Of one kind of question, how the machine stood when it was examined.
struct ControlCount {
    long long drawn = 0;
    long long judged = 0;
    long long wrong = 0;
    bool operator==(const ControlCount&) const = default;
};

struct ReviewCounts {
    long long open = 0;           ///< Doubts that wait for a person.
    long long open_controls = 0;  ///< Readings drawn for control that wait.
    std::map<core::QuestionKind, ControlCount> controls;
    /// Controls that found the machine wrong in a dossier that was decided before they were judged.
    long long wrong_decided = 0;
};

/// Questions for people and their answers. A question is known by its dossier and key: asked again, it is the same one,
/// and its answer stands. One thread, that of its Store.
class Reviews {
  public:
    Reviews(Connection& connection, Journal& journal) : connection_{connection}, journal_{journal} {}

    /// What a check of the dossier asks now. New doubts are opened, one drawn for control that is now in doubt becomes
    /// a doubt; open doubts that are not asked any more become obsolete; what is settled stays.
    void ask(std::string_view dossier, const std::vector<core::Question>& doubts);
    /// Opened once; nothing when the question is known.
    void draw(std::string_view dossier, const core::MachineAnswer& answer);

    std::optional<core::Review> find(std::string_view id);
    /// By id; of one dossier when it is named.
    std::vector<core::Review> list(std::optional<core::ReviewState> state = std::nullopt,
                                   std::string_view dossier = {});
    /// Answers again when it was settled before: the last answer stands. Event `review_settled` of the dossier: id,
    /// kind and answer, but never the text of a field. `agrees`: the machine had said the same. An id that is none is
    /// refused (data_invalid).
    core::Outcome<core::Review> settle(std::string_view id, std::string_view answer, bool agrees, std::string_view who);
    /// What people said of a dossier, for its next check.
    std::vector<core::Settlement> settlements(std::string_view dossier);
    ReviewCounts counts();

  private:
    template <class... Values>
    std::vector<core::Review> select(const std::string& which, const Values&... values);
    void insert(std::string_view dossier, const core::Question& question, core::ReviewPurpose purpose,
                std::string_view machine);

    Connection& connection_;
    Journal& journal_;
};

}  // namespace store
