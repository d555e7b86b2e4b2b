#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/clock.h"
#include "core/durations.h"
#include "core/facts.h"
#include "core/form_layout.h"
#include "core/kind_rules.h"
#include "core/procedure.h"
#include "core/reading.h"
#include "pipeline/config.h"
#include "pipeline/decode.h"
#include "pipeline/watch_folder.h"
#include "templates/form.h"
#include "templates/letter.h"
#include "templates/outside_form.h"

namespace pipeline {

/// Everything administrators own as data, loaded and validated once. Constant after construction: shared by all
/// threads.
struct Catalogue {
    std::filesystem::path root;                                ///< The folder `templates` of the installation.
    std::map<std::string, templates::Form> forms;              ///< By id.
    std::vector<templates::OutsideForm> outside_forms;         ///< Printed by others; sorted by id.
    std::vector<core::FormLayout> layouts;                     ///< Of all forms, ours and others'.
    std::map<std::string, templates::LetterTemplate> letters;  ///< By id.
    templates::LetterTemplate mail_text;
    std::vector<core::Procedure> procedures;
    core::KindRules kinds;
    core::FactRules facts;
    core::ReferenceTables tables;
    std::vector<core::HolidayRule> holidays;
    long long publication = 0;  ///< Which templates these are (core/publication.h); 0: not those of an installation.

    /// Null when there is none.
    const core::Procedure* procedure(core::Training training) const;
    const core::Procedure* procedure_of_form(const std::string& form) const;
    const core::FormLayout* layout(const std::string& form) const;
    /// What a page is a page of: by its form when one was found, else by its words.
    core::KindGuess kind_of(const core::Page& page) const;
};

/// Throws core::BadSetup naming file, line and remedy.
Catalogue load_catalogue(const std::filesystem::path& root);

/// An installation as a running program knows it. Constant after construction.
struct Installation {
    std::filesystem::path home;
    Config config;
    Catalogue catalogue;
    DecodeLimits limits;
    core::OfficeCalendar calendar;
    core::Clock clock = core::system_now;
};

/// `settings`: what looks at the store needs no template; the catalogue then holds only its root and the holidays.
enum class Load { settings, everything };

/// With the templates that were published last; an installation that never published any publishes those it has.
/// Throws core::BadSetup when `home` is not an installation or holds wrong settings or templates.
Installation open_installation(const std::filesystem::path& home, core::Clock clock = core::system_now,
                               Load load = Load::everything);

/// Makes an installation: folders, settings, store, and a copy of the shipped templates. core::BadSetup when there is
/// one.
void make_installation(const std::filesystem::path& home);

/// The watch folders of an installation.
std::vector<WatchPlace> watch_places(const std::filesystem::path& home);

/// The templates that came with the program: beside the source tree when built there, else under its data folder.
std::filesystem::path shipped_templates();

}  // namespace pipeline
