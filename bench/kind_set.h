#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/raster.h"
#include "core/reading.h"

/// The documents of samples/kinds, made by samples/kinds/make_kinds and read by the program, each once: makings and
/// readings are kept in the build folder until the set or the program that reads is another.
namespace bench {

struct KindDocument {
    std::string item;
    std::filesystem::path file;
    std::string kind;  ///< Code of the truth.
    std::string look;  ///< How it was scanned.
    std::map<std::string, std::vector<std::string>>
        facts;                      ///< By name, all the ways to be right; periods as `from to`.
    std::vector<core::Page> pages;  ///< As read; their kinds and facts are those of that time.
};

enum class SetSize { full, quick };

/// `which` is `scored` or `tuning`. std::runtime_error when the set cannot be made or read.
std::vector<KindDocument> kind_set(const std::string& which, unsigned seed, SetSize size);

/// One page of a document, as pixels.
core::Raster picture_of(const KindDocument& document, int page);

}  // namespace bench
