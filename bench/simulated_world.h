#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/decision.h"
#include "core/dossier.h"
#include "core/form_layout.h"
#include "core/kind.h"
#include "core/reading.h"

/// What the outside world does to an office over some months: who asks for what and when, what is forgotten, who
/// answers late or never, whose mailbox does not exist. All of it depends on a dossier's number and the plan alone, so
/// that an office that was killed meets the same world again.
namespace bench {

/// How one request goes. `answers_late`: after the delay ran out. `silent`: never answers; withdrawn by a person weeks
/// later. `bounces`: no such mailbox. `sent_twice`: the same scan, dropped again. `withdrawn`: by the collectivité.
enum class Story { plain, answers, answers_late, silent, bounces, sent_twice, withdrawn };

struct Plan {
    core::Date first_day{};
    int months = 6;  ///< During which requests arrive; what is under way then comes to its end.
    int dossiers = 5000;
    unsigned long long seed = 1;
};

struct Case {
    int number = 0;
    Story story = Story::plain;
    core::Date arrives{};  ///< A working day, mostly.
    core::Fields request;
    core::DecisionOutcome outcome = core::DecisionOutcome::accord_total;

    bool on_paper() const;
    bool forgets_a_piece() const;
};

Case case_of(const Plan& plan, int number);

/// A file that the world brings: part 1 is the request, part 2 the answer, part 3 the request again.
struct Drop {
    int number = 0;
    int part = 1;
};
/// All of them, by day.
std::map<core::Date, std::vector<Drop>> drops_of(const Plan& plan);

std::string file_name(const Drop& drop);
/// Nothing when it is no name of ours.
std::optional<Drop> parse_file_name(const std::string& name);

/// The day of its answer; nothing when it gives none.
std::optional<core::Date> answer_day(Story story, core::Date arrives);

/// The pages of a file as the reader would give them: form pages with their code and filled zones (on paper), pieces
/// recognised. The request without the piece that is forgotten; the answer behind its cover sheet, with that piece.
std::vector<core::Page> pages_of(const Case& story, int part, const std::string& dossier,
                                 const core::FormLayout& layout);

}  // namespace bench
