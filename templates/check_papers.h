#pragma once

#include "templates/data_model.h"
#include "templates/node.h"
#include "templates/schema.h"

namespace templates {

/// Forms and procedures (with the fragments they include): see TemplateCheck. Faults carry the names of files.
std::vector<TemplateFault> check_form_file(const std::filesystem::path& path, const Schema& schema,
                                           const DataModel& model);
std::vector<TemplateFault> check_procedure_file(const std::filesystem::path& path, const DataModel& model);

}  // namespace templates
