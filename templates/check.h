#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "templates/data_model.h"
#include "templates/letter.h"

namespace templates {

/// The check of what administrators write: letters and their fragments, the charter, forms, procedures. What the schema
/// and the compiler say comes first; a template they accept is then held against the data it may get
/// (schema/donnees.xml): fields that exist and stand where they can be missing, conditions that can be true and false,
/// formats that suit, branches that are reached, characters the faces draw, texts for who does not see; at last the
/// letter is composed with its sample data (letters/samples/NAME.xml, or the examples of the data model).
/// core::BadSetup when schema or data model cannot be read.
class TemplateCheck {
  public:
    explicit TemplateCheck(std::filesystem::path templates);

    std::vector<std::string> names() const;  ///< `charte`, letters, `courriel`, forms, `procedures/…`; sorted by kind.
    /// Everything wrong with one of `names()`, by file and place. A name that is none of them: one fault, which says
    /// the nearest.
    std::vector<TemplateFault> faults(const std::string& name) const;
    std::vector<TemplateFault> all() const;  ///< Each fault once.

    const std::filesystem::path& folder() const { return templates_; }
    const DataModel& model() const { return model_; }

  private:
    std::vector<TemplateFault> charter() const;
    std::vector<TemplateFault> fragment(const std::string& name) const;
    std::vector<TemplateFault> letter(const std::string& id) const;
    std::vector<TemplateFault> form(const std::string& id) const;
    std::vector<TemplateFault> procedure(const std::string& id) const;

    std::filesystem::path templates_;
    TemplateFolder folder_;
    DataModel model_;
};

/// A cause is `what is wrong ; what to write`: its two halves, the second empty when there is none.
struct SaidFault {
    std::string what, remedy;
};
SaidFault said(const TemplateFault& fault);

/// The data an example of a letter is made with: samples/ID.xml beside it, or the examples of the data model.
core::Outcome<core::Fields> sample_data(const std::filesystem::path& templates, const DataModel& model,
                                        const std::string& id);

}  // namespace templates
