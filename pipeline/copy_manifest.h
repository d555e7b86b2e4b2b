#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "store/spool.h"

/// What a copy of an installation says it holds (backup.h).
namespace pipeline {

struct CopiedFile {
    std::string path;  ///< Relative to the installation.
    std::string sha256;
};

struct CopyManifest {
    long long events = 0;
    std::string head;       ///< Hash of the journal's last line.
    std::string database;   ///< SHA-256
    std::string blob_list;  ///< SHA-256
    std::vector<CopiedFile> files;
    std::vector<std::string> faults;
};

struct CopyContent {
    CopyManifest manifest;
    std::vector<store::Blob> blobs;
};

std::string manifest_text(const CopyManifest& manifest);

/// Manifest and list of a copy, the list's hash checked. core::BadSetup when they cannot be read or do not agree, or
/// when a path leads out of the installation.
CopyContent read_copy(const std::filesystem::path& copy);

/// In pieces: a database may be larger than memory.
std::string hash_of_file(const std::filesystem::path& file);

}  // namespace pipeline
