#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "templates/data_model.h"
#include "templates/fonts.h"
#include "templates/letter_content.h"
#include "templates/xpath_terms.h"

namespace templates {

/// Elements of the data model an expression starts from or leads to.
using ModelFields = std::vector<const DataField*>;

/// A loop or a condition around an expression.
struct Scope {
    std::string expression;
    bool loop = false;
    bool holds = true;  ///< Of a condition: what it must be for its inside to print.
};

/// What surrounds a node.
struct CheckAt {
    ModelFields data;  ///< The elements its expressions start from.
    std::vector<Scope> scopes;
    const Style* style = nullptr;
    bool bold = false, italic = false;
    double width = 0;  ///< mm, of the text; 0 when it is not known.
};

/// The files of a folder of templates as they are written, for messages that point into them.
class TemplateSources {
  public:
    explicit TemplateSources(std::filesystem::path templates) : templates_(std::move(templates)) {}
    /// `charte.xml`, or a file of `letters`; empty when it cannot be read.
    const std::string& bytes(const std::string& file);
    /// A fault where `word` is written in the tag at `place` or, `inside`, behind it; at the tag when it is not found.
    TemplateFault fault(const Place& place, std::string_view word, std::string cause, bool inside = false);

  private:
    std::filesystem::path templates_;
    std::map<std::string, std::string> files_;
};

/// The letter being checked, and what its data may be.
struct CheckedLetter {
    const LetterContent& content;
    const DataModel& model;
    std::string kind;                  ///< For DataField::known_to.
    std::vector<std::string> letters;  ///< Of the folder: what $lettre may be.
};

/// Holds expressions against the data model.
class FieldChecker {
  public:
    FieldChecker(const CheckedLetter& letter, TemplateSources& sources, std::vector<TemplateFault>& faults)
        : letter_(letter), sources_(sources), faults_(faults) {}

    /// The elements an expression asks for, from those of `at`; what does not exist is said at `place`.
    struct Found {
        ModelFields fields;
        bool followed = true;  ///< False when a part of the expression could not be followed, or was wrong.
        XPathTerms terms;
    };
    Found find(const std::string& expression, const ModelFields& from, const Place& place);

  private:
    struct Walk;
    bool take(Walk& walk, const XPathStep& step);
    void unknown(Walk& walk, const std::string& name);
    bool starts_well(const Walk& walk, const XPathPath& path);

    const CheckedLetter& letter_;
    TemplateSources& sources_;
    std::vector<TemplateFault>& faults_;
};

/// What a condition of a choice can be, over all the data the letter may get.
struct Verdict {
    bool holds = false, fails = false;
    bool first = false;  ///< Can be the first of its choice that holds.
};
struct Verdicts {
    std::vector<Verdict> branches;
    bool none = false;     ///< All can fail together: the branch `sinon` is reached.
    bool complete = true;  ///< False when there were too many cases to try.
    std::optional<core::Refusal> wrong;
};
/// `fields`: what each condition asks for (FieldChecker). `own`: they stand in the letter's own file, so that $lettre
/// and $procedure are its own.
Verdicts try_conditions(const CheckedLetter& letter, const std::vector<std::string>& conditions,
                        const std::vector<FieldChecker::Found>& found, const CheckAt& at, bool own);

/// What an expression gives when the letter gets all its data, those that repeat twice, but not `absent` (null:
/// nothing is). Nothing when its surroundings do not print then.
std::optional<core::Outcome<std::vector<std::string>>> value_without(const CheckedLetter& letter,
                                                                     const std::string& expression, const CheckAt& at,
                                                                     const DataField* absent);

/// Holds what is printed as it is written: characters the face draws, words that were meant to be replaced.
class TextChecker {
  public:
    TextChecker(const CheckedLetter& letter, TemplateSources& sources, const Fonts& fonts,
                std::vector<TemplateFault>& faults)
        : letter_(letter), sources_(sources), fonts_(fonts), faults_(faults) {}

    void check(const Node& node, const std::string& text, const CheckAt& at);

  private:
    void check_characters(const Node& node, const std::string& text, const CheckAt& at);
    void check_left_overs(const Node& node, const std::string& text);
    void say(const Node& node, std::string_view word, std::string cause);

    const CheckedLetter& letter_;
    TemplateSources& sources_;
    const Fonts& fonts_;
    std::vector<TemplateFault>& faults_;
    std::set<std::tuple<std::string, int, int, std::string>> said_;
};

/// A value whose format is not for its kind of data, or that needs one.
void check_format(const Node& node, const DataField& field, TemplateSources& sources,
                  std::vector<TemplateFault>& faults);

/// A block that does not suit its place: empty, too large, a table whose cells do not fit its columns.
void check_block(const Node& node, const CheckAt& at, const CheckedLetter& letter, TemplateSources& sources,
                 std::vector<TemplateFault>& faults);

bool within_phrase(Op op);  ///< Bold, a link …: what it holds is read on with what stands around it.
/// Texts and values of a phrase that would touch, a unit that would be written twice.
void check_phrase(const std::vector<Node>& nodes, TemplateSources& sources, std::vector<TemplateFault>& faults);
/// The same between the turns of a loop inside a phrase.
void check_turns(const Node& loop, TemplateSources& sources, std::vector<TemplateFault>& faults);

/// A value that is printed, and what surrounds it.
struct PrintedField {
    std::string expression;
    ModelFields fields;
    CheckAt at;
    Place place;
};
/// What a letter of this kind must say (data model: `obligatoire`) and does not, or not always.
void check_mentions(const CheckedLetter& letter, const std::vector<PrintedField>& printed, TemplateSources& sources,
                    std::vector<TemplateFault>& faults);

/// Everything that is wrong with the nodes of a letter; see TemplateCheck.
void check_nodes(const CheckedLetter& letter, TemplateSources& sources, const Fonts& fonts,
                 std::vector<TemplateFault>& faults);

/// « ; vouliez-vous dire « x » ? », or « ; connus : a, b ».
std::string meant(const std::string& word, const std::vector<std::string>& known, const char* otherwise = "connus");

}  // namespace templates
