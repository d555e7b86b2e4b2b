#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace ocr {

/// A Tesseract model file (`fra.traineddata`): a number of entries, as many offsets (-1: absent), then the entries.
class TrainedData {
  public:
    /// The places of the entries read here, fixed by the format.
    enum class Entry { network = 17, punctuation = 18, words = 19, numbers = 20, alphabet = 21, recoder = 22 };

    /// core::TryLater when the file cannot be read whole. A file that is no such container has no entries.
    explicit TrainedData(const std::filesystem::path& file);

    /// Empty when the file does not hold it. Valid as long as this object.
    std::span<const std::uint8_t> entry(Entry which) const;

  private:
    std::vector<std::uint8_t> bytes_;
    std::vector<std::int64_t> offsets_;
};

}  // namespace ocr
