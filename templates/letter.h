#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/fields.h"
#include "core/outcome.h"
#include "templates/charter.h"

namespace templates {

/// What a template is once read; private to templates/letter*.cpp.
struct LetterContent;

/// A letter or mail template, checked, with its fragments, styles and page master. docs/letters.md is its manual.
/// Constant once loaded; may be rendered from several threads.
class LetterTemplate {
  public:
    explicit LetterTemplate(std::shared_ptr<const LetterContent> content) : content_(std::move(content)) {}

    const std::string& id() const;         ///< `refus-integration`
    const std::string& title() const;      ///< French.
    const std::string& procedure() const;  ///< Empty when any will do.
    bool is_message() const;               ///< The text of a message: it has no pages.
    /// Everything it asks of the data, fragments and page master included.
    const std::vector<TemplateUse>& uses() const;
    const LetterContent& content() const { return *content_; }

  private:
    std::shared_ptr<const LetterContent> content_;
};

/// A template, or everything that is wrong with it.
struct LoadedLetter {
    std::optional<LetterTemplate> letter;
    std::vector<TemplateFault> faults;
};

/// The templates of one folder (`letters/`, `charte.xml`, `images/`, `schema/modele.rng`): schema and charter are read
/// once for all of them. core::BadSetup when the schema cannot be read.
class TemplateFolder {
  public:
    explicit TemplateFolder(std::filesystem::path templates);
    LoadedLetter letter(const std::string& id) const;
    const Schema& schema() const { return schema_; }
    /// Null when it is wrong: then charter_faults() say why.
    const std::shared_ptr<const Charter>& charter() const { return charter_; }
    const std::vector<TemplateFault>& charter_faults() const { return charter_faults_; }

  private:
    std::filesystem::path templates_;
    Schema schema_;
    std::vector<TemplateFault> charter_faults_;
    std::shared_ptr<const Charter> charter_;
};

/// One file `…/letters/ID.xml`. Reason::template_invalid names file, line and remedy of the first faults.
core::Outcome<LetterTemplate> load_letter(const std::filesystem::path& file);
/// The first five faults, one a line: `FILE, ligne N : cause`. There is at least one.
core::Refusal refusal_of(const std::vector<TemplateFault>& faults);

/// Template and data to PDF. Pure: same template, data and date, same bytes. Refuses with field_missing (a value the
/// letter needs), data_invalid (a date that is none; data of the other procedure), address_overflow (a line that is too
/// wide or too many for the envelope's window), template_invalid (something else would show through it), glyph_missing.
core::Outcome<std::string> render_letter(const LetterTemplate& letter, const core::Fields& data, core::Date date);

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
