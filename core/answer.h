#pragma once

#include "core/enum_names.h"

namespace core {

/// What the product says of anything it was asked. Wrong costs more than doubtful.
enum class Answer { yes, no, doubt };

constexpr Answer opposite(Answer answer) {
    return answer == Answer::doubt ? Answer::doubt : answer == Answer::yes ? Answer::no : Answer::yes;
}

}  // namespace core

template <>
struct core::EnumNames<core::Answer> {
    static constexpr std::array<std::string_view, 3> names{"yes", "no", "doubt"};
};
