#pragma once

#include <string>
#include <vector>

#include "ocr/reader.h"
#include "pipeline/installation.h"
#include "store/store.h"

namespace pipeline {

/// Readings made by an older reader are made again.
inline constexpr const char* reader_version = "5";

ocr::ReaderOptions reader_options(const Installation& office);

/// Reads the pages of one arrival, each saved as soon as it is read: after a crash only the missing ones are read
/// again.
class PageReader {
  public:
    PageReader(const Installation& office, store::Store& store, ocr::Reader& reader, std::string sha256,
               store::Job job);

    /// The pages of one file, numbered from `first`. The number of pages, or why the file cannot be taken.
    core::Outcome<int> read(const Hostile& file, int first);
    /// All pages read, once their number is known.
    std::vector<core::Page> done(int count);

  private:
    void read_page(core::Raster&& raster, int number);
    bool is_read(int number);

    const Installation& office_;
    store::Store& store_;
    ocr::Reader& reader_;
    std::string sha256_;
    store::Job job_;
};

}  // namespace pipeline
