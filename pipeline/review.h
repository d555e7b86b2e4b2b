#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/finding.h"
#include "core/review.h"
#include "pipeline/installation.h"
#include "store/store.h"

/// Stage `review`.
/// Does: turns the doubts of a check into questions for people, draws some of what was not in doubt for control, takes
/// the answers, shows what the question is about, and gives the answers out as labelled data.
/// Trusts: the person, when the settings know them. An answer stands for what the machine says in the next check, with
/// who and when as its evidence. Touches: reviews, in the caller's transaction where it says so.
namespace pipeline {

/// In the caller's transaction, with the findings of the same check.
void open_reviews(const Installation& office, store::Store& store, const std::string& dossier,
                  const core::CheckResult& result);

/// Whether a certain answer is drawn: one in `one_in`, always the same ones.
bool is_drawn(const std::string& dossier, const std::string& key, int one_in);

/// What may be answered, as people type it: « s signé, v vide ».
std::string answers_hint(const core::Question& question);
/// What was typed as the answer is kept: `s`, `signé` and `signed` are `signed`; a date becomes ISO; a nature must be
/// known, a value must suit its field. Refuses data_invalid with what is admitted.
core::Outcome<std::string> read_answer(const Installation& office, const core::Question& question,
                                       const std::string& typed);

/// The answer is journaled and the dossier is checked again. Refuses not_allowed (a person the settings do not know),
/// data_invalid. An answer to a dossier already in session or decided changes nothing of it: `status` tells.
core::Outcome<core::Review> settle_review(const Installation& office, store::Store& store, const std::string& id,
                                          const std::string& typed, const std::string& who);

/// PNG: the crop that was kept, or the whole page. Refuses when there is nothing to show.
core::Outcome<std::string> review_picture(const Installation& office, store::Store& store, const core::Review& review);

/// One HTML page with the pictures in it, the questions and how to answer them. Nothing is fetched from anywhere.
std::string review_page(const Installation& office, store::Store& store, const std::vector<core::Review>& reviews);

enum class Labels { without_texts, with_texts };
/// What people settled, for calibration: `etiquettes.jsonl` and one PNG each, in an empty or new folder. Texts of
/// fields are personal data: left out unless asked. Gives how many.
int export_labels(const Installation& office, store::Store& store, const std::filesystem::path& folder, Labels labels);

/// Of `wrong` among `judged`: the share, and where it lies with 95 % confidence (Wilson 1927). Nothing judged: 0 to 1.
struct ErrorRate {
    double rate = 0;
    double low = 0;
    double high = 1;
};
ErrorRate error_rate(long long wrong, long long judged);

}  // namespace pipeline
