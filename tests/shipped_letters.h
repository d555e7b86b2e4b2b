#pragma once

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>

#include "core/outcome.h"
#include "templates/data.h"
#include "templates/letter.h"
#include "templates/schema.h"

/// The letters that are shipped, with their sample data.
namespace shipped {

inline const std::filesystem::path letters = std::filesystem::path(TEST_SOURCE_DIR) / "templates" / "letters";

/// The refusal as a user reads it; empty when there is none.
template <class T>
std::string said(const core::Outcome<T>& outcome) {
    return outcome ? "" : core::describe(outcome.refusal());
}

inline core::Fields sample(const std::string& id) {
    auto fields = templates::fields_from_xml(templates::read_template(letters / "samples" / (id + ".xml")), id);
    BOOST_REQUIRE_MESSAGE(fields, said(fields));
    return *std::move(fields);
}

inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace shipped
