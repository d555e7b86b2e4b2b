#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace templates {

/// Where a French word may be divided at a line end: the numbers of the characters that may begin the next line, by
/// libhyphen and its French patterns. Names are never divided (no capital, no digit, nothing with an @ or a dot
/// inside), nor short words; at least two letters stay before the hyphen and three follow it. Letters before an
/// apostrophe do not count. Safe from several threads. core::BadSetup (French) when the patterns are missing.
std::vector<std::size_t> divisions_of(std::u32string_view word);

}  // namespace templates
