#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/raster.h"

/// What every scorer of scripts/score speaks: one JSON object an item and line on stdout, a picture of each item that
/// was answered wrongly or with doubt.
///
///     score_QUESTION [--pictures DIR] [--short] [--seed N]
///
/// `--short` is the small set that runs with the tests; it is held to the same limits.
namespace scoring {

struct Options {
    std::filesystem::path pictures;  ///< Empty: none are kept.
    bool is_short = false;
    unsigned seed = 1;
};

/// Ends the program with code 2 on an option that is not known.
Options options_from(int argc, char** argv);

enum class Verdict { right, wrong, doubt };

/// One answer. `score` is the probability, as the product says it, that the answer is right; with a doubt that of the
/// better guess.
struct Item {
    std::string question, item, kind, truth, answer;  ///< `kind` is printed as "class".
    double score = 0;
    Verdict verdict = Verdict::right;
};

class Report {
  public:
    explicit Report(Options options) : options_(std::move(options)) {}

    /// Prints the item; `picture`, called for what is not right, gives what a person should look at.
    template <class Picture>
    void add(const Item& item, Picture picture) const {
        print(item,
              item.verdict == Verdict::right || options_.pictures.empty() ? std::string{} : keep(item, picture()));
    }
    void add(const Item& item) const { print(item, {}); }

  private:
    std::string keep(const Item& item, const core::Raster& picture) const;
    static void print(const Item& item, const std::string& picture);

    Options options_;
};

}  // namespace scoring
