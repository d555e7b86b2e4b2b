#pragma once

#include <vector>

#include "core/durations.h"
#include "core/facts.h"
#include "pipeline/fact_page.h"

/// The finders that pipeline/facts.cpp puts together, each of one family of facts.
namespace pipeline {

using Facts = std::vector<core::Fact>;

/// holder, birth_name, usual_name, surname, first_name, birth_date.
void find_holder(const FactPage& page, Facts& facts);

/// title of a training, by label, quotes or the sentence that leads to it.
void find_training_title(const FactPage& page, Facts& facts);
/// title of a programme that stands as its heading.
void find_heading(const FactPage& page, Facts& facts);
/// title of a diploma.
void find_diploma(const FactPage& page, Facts& facts);
void find_organism(const FactPage& page, Facts& facts);

/// from and to of a session.
void find_session(const FactPage& page, Facts& facts);
/// days and hours.
void find_length(const FactPage& page, Facts& facts);
void find_document_date(const FactPage& page, Facts& facts);

/// grade, cadre_emplois.
void find_grade(const FactPage& page, const core::ReferenceTables& tables, Facts& facts);
/// effective_date, access_mode.
void find_appointment(const FactPage& page, Facts& facts);
/// from and to of each period of service.
void find_services(const FactPage& page, Facts& facts);
void find_employer(const FactPage& page, Facts& facts);
void find_function(const FactPage& page, Facts& facts);

}  // namespace pipeline
