#pragma once

#include <string>
#include <string_view>

namespace mail {

/// The words of an HTML body, for people to read and for references to be found in: scripts and styles left out. Runs
/// in the sandboxed child only.
std::string html_text(std::string_view utf8);

}  // namespace mail
