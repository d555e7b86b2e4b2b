#include "ocr/traineddata.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/failures.h"
#include "ocr/byte_source.h"

namespace ocr {

TrainedData::TrainedData(const std::filesystem::path& file) {
    constexpr std::uint32_t most_entries = 1000;
    std::ifstream in(file, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
    if (in.bad() || bytes_.empty()) throw core::TryLater("lecture de " + file.string());
    if (bytes_.size() < sizeof(std::uint32_t)) return;

    ByteSource source(bytes_);
    const auto count = source.number<std::uint32_t>();
    const auto table = sizeof count + std::uint64_t{count} * sizeof(std::int64_t);
    if (count > most_entries || table > bytes_.size()) return;
    offsets_ = source.numbers<std::int64_t>(count);
}

std::span<const std::uint8_t> TrainedData::entry(Entry which) const {
    const auto at = static_cast<std::size_t>(which);
    const auto size = static_cast<std::int64_t>(bytes_.size());
    if (at >= offsets_.size() || offsets_[at] < 0 || offsets_[at] > size) return {};
    const auto start = offsets_[at];
    const auto next = std::find_if(offsets_.begin() + static_cast<std::ptrdiff_t>(at) + 1, offsets_.end(),
                                   [](std::int64_t offset) { return offset >= 0; });
    const auto end = next == offsets_.end() ? size : *next;
    if (end < start || end > size) return {};
    return std::span(bytes_).subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start));
}

}  // namespace ocr
