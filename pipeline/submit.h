#pragma once

#include <filesystem>
#include <string_view>

#include "core/arrival.h"
#include "store/store.h"

namespace pipeline {

/// Takes one file given by hand as the watch folder would: bytes safe, then committed. A folder is an online deposit.
/// `who` gave it: a login, or the system account. The source stays where it is. The same file given twice (name, bytes,
/// time) is one arrival. core::BadSetup when it cannot be opened.
core::Arrival submit(store::Store& store, const std::filesystem::path& file, core::Channel channel,
                     std::string_view who);

}  // namespace pipeline
