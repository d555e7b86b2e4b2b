#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/fields.h"

namespace templates {

/// One element of the data document, as schema/donnees.xml describes it. The root has no name.
struct DataField {
    enum class Type { text, date, instant, days, number, siret, telephone, email, picture };

    std::string name, says;  ///< `says`: French, what it is.
    std::string path;        ///< `agent/nom`; empty for the root.
    Type type = Type::text;
    std::vector<std::string> values;    ///< The only ones possible; empty when any will do.
    std::vector<std::string> letters;   ///< The only letters that have it, without the procedure; empty for all.
    std::vector<std::string> required;  ///< The letters that must print it.
    std::string example;
    bool repeats = false, optional = false;
    std::vector<DataField> children;

    const DataField* child(const std::string& called) const;
    const DataField* below(const std::string& path_from_here) const;  ///< `agent/nom`; null when there is none.
    /// Whether the letters of this kind (`refus`, `courriel` for the messages, which may carry any) have it.
    bool known_to(const std::string& letter) const;
};

/// What letters and forms may ask of their data. Constant once loaded.
struct DataModel {
    DataField letter;                ///< What a letter sees: the request and what the office adds.
    DataField request;               ///< What a form sees: the request alone.
    std::vector<std::string> kinds;  ///< The letters the program writes, without the procedure.

    /// `templates/schema/donnees.xml`; the procedures of that folder say which trainings there are.
    /// core::BadSetup naming file, line and cause when it cannot be read or is wrong.
    static DataModel load(const std::filesystem::path& file);

    /// `refus` of `refus-integration`; `courriel`, which may ask for anything, for a letter the program does not write.
    std::string kind_of(const std::string& letter_id) const;
    /// Every path whose last step has this name, `agent/nom`.
    std::vector<std::string> paths_ending(const std::string& name) const;
};

/// The data a letter of this kind may get, all of it: each element with its example, those that repeat `times` times.
core::Fields example_data(const DataField& root, const std::string& letter, int times = 2);

/// The texts an element may hold, for who tries conditions: its values, or its example.
std::vector<std::string> possible_values(const DataField& field);

}  // namespace templates
