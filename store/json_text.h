#pragma once

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/fields.h"

/// Inside `store` only: JSON as a column of text.
namespace store {

/// One line; bytes that are not UTF-8 become replacement characters instead of an exception.
inline std::string json_text(const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

inline nlohmann::ordered_json parse_json(std::string_view text) {
    try {
        return nlohmann::ordered_json::parse(text);
    } catch (const nlohmann::ordered_json::exception& error) {
        throw std::logic_error{std::string{"not JSON in the store: "} + error.what()};
    }
}

inline std::string texts_to_json(const std::vector<std::string>& texts) { return json_text(texts); }

inline std::vector<std::string> texts_from_json(std::string_view text) {
    return parse_json(text).get<std::vector<std::string>>();
}

inline std::string fields_to_json(const core::Fields& fields) { return json_text(fields); }

inline core::Fields fields_from_json(std::string_view text) { return parse_json(text).get<core::Fields>(); }

}  // namespace store
