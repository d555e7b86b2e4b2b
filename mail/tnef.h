#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mail/mime.h"

namespace mail {

/// winmail.dat: what Outlook wraps attachments in. Told by its first four bytes.
bool is_tnef(std::string_view bytes);

/// The files within, by libytnef; empty when there is none or it is damaged. Runs in the sandboxed child only: the
/// library has a history of faults.
std::vector<Part> tnef_files(std::string_view bytes, int max_files);

}  // namespace mail
