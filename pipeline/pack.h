#pragma once

#include <map>
#include <string>

namespace pipeline {

/// Files of a deposit by relative path; the map's order is the archive's.
using PackedFiles = std::map<std::string, std::string>;

/// A zip of these files, stored and not compressed, without dates or owners: the same files give the same bytes, so
/// that a deposit taken twice because of a crash is one arrival. core::TryLater when memory lacks.
std::string pack_zip(const PackedFiles& files);

}  // namespace pipeline
