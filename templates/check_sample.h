#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "templates/data_model.h"
#include "templates/node.h"

namespace templates {

/// Data of an example that no letter can ask for, or that no dossier can hold: a misspelt element would pass unseen.
void check_sample(const core::Fields& data, const DataModel& model, const std::filesystem::path& templates,
                  const std::string& id, std::vector<TemplateFault>& faults);

/// A letter refused its sample: where the first quoted text of the refusal stands, in the sample, the letter or the
/// charter; the letter's top otherwise.
TemplateFault fault_of(const core::Refusal& refusal, const std::filesystem::path& templates, const std::string& id);

}  // namespace templates
