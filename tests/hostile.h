#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/documents.h"

namespace tests {

/// A file that must be refused, and the code of the reason; several codes when the libraries may see it first in one
/// way or another.
struct HostileFile {
    std::string title;
    Bytes file;
    std::vector<std::string> reasons;
};

std::vector<HostileFile> damaged_files();
std::vector<HostileFile> unsupported_files();
/// Small files that ask for much.
std::vector<HostileFile> bombs();
/// One of each format, small, whole: what mutations start from.
std::vector<std::pair<std::string, Bytes>> seeds();

Bytes encrypted_pdf(const Bytes& pdf, const std::string& user_password);

}  // namespace tests
