#pragma once

#include <string>
#include <string_view>

namespace templates {

/// In the zlib format, as PDF's FlateDecode reads it. `hard` for what is made once and written many times.
std::string deflated(std::string_view bytes);
std::string deflated_hard(std::string_view bytes);

}  // namespace templates
