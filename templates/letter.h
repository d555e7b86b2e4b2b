#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/fields.h"
#include "core/outcome.h"
#include "templates/fonts.h"
#include "templates/xml.h"

namespace templates {

/// A letter or mail template and the fragments it includes, checked against letter.rng. docs/letters.md is its manual.
/// Constant once loaded; may be rendered from several threads.
class LetterTemplate {
  public:
    using Fragments = std::map<std::string, XmlDoc>;
    LetterTemplate(XmlDoc doc, Fragments fragments) : doc_(std::move(doc)), fragments_(std::move(fragments)) {}

    std::string id() const { return doc_.root().attribute_or("nom", ""); }               ///< `refus-integration`
    std::string title() const { return doc_.root().attribute_or("titre", ""); }          ///< French.
    std::string procedure() const { return doc_.root().attribute_or("procedure", ""); }  ///< Empty for a mail text.
    const XmlDoc& doc() const { return doc_; }
    const Fragments& fragments() const { return fragments_; }  ///< By file name: `_recours.xml`.

  private:
    XmlDoc doc_;
    Fragments fragments_;
};

/// Reads a template, its fragments (files beside it whose name begins with `_`) and the schema `../schema/letter.rng`.
/// Reason::template_invalid names file, line and remedy; core::BadSetup when the schema cannot be read.
core::Outcome<LetterTemplate> load_letter(const std::filesystem::path& file);

/// Template and data to PDF. Pure: same template, data and date, same bytes. Refuses with field_missing (a value the
/// letter needs), data_invalid (a date that is none; data of the other procedure), address_overflow (a line that is too
/// wide or too many for the envelope's window), glyph_missing.
core::Outcome<std::string> render_letter(const LetterTemplate& letter, const core::Fields& data, core::Date date,
                                         const Fonts& fonts = fonts_of());

/// Subject and plain text of the message that carries a letter (template courriel.xml); UTF-8, lines end with '\n'.
struct MailText {
    std::string subject;  ///< Neither name nor outcome.
    std::string body;
    bool operator==(const MailText&) const = default;
};
core::Outcome<MailText> render_mail_text(const LetterTemplate& mail, const std::string& letter_id,
                                         const core::Fields& data);

/// The letters of a directory by their file names: not fragments, not courriel.xml; sorted.
std::vector<std::string> list_letters(const std::filesystem::path& directory);

}  // namespace templates
