#include "pipeline/whole.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "ocr/decode.h"

namespace pipeline {
namespace {

/// Bytes of a file by place; short at its end or when a read fails.
class Look {
  public:
    Look(int file, std::uint64_t size) : file_(file), size_(size) {}
    std::uint64_t size() const { return size_; }

    std::string at(std::uint64_t offset, std::size_t length) const {
        std::string bytes(offset < size_ ? std::min<std::uint64_t>(length, size_ - offset) : 0, '\0');
        const auto count = bytes.empty() ? 0 : pread(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return bytes;
    }
    /// The last bytes before the zeros some devices pad with.
    std::string tail(std::size_t length) const {
        constexpr std::uint64_t most_padding = 1 << 20;
        std::uint64_t end = size_;
        while (end > 0 && size_ - end < most_padding) {
            const std::uint64_t start = end > 4096 ? end - 4096 : 0;
            const auto last = at(start, end - start).find_last_not_of('\0');
            if (last != std::string::npos) {
                end = start + last + 1;
                break;
            }
            end = start;
        }
        const std::uint64_t start = end > length ? end - length : 0;
        return at(start, end - start);
    }
    std::optional<std::uint64_t> number(std::uint64_t offset, std::size_t length, bool little) const {
        const auto bytes = at(offset, length);
        if (bytes.size() < length) return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < length; ++i)
            value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * (little ? i : length - 1 - i));
        return value;
    }

  private:
    int file_;
    std::uint64_t size_;
};

bool pdf_is_whole(const Look& file) {
    const auto tail = file.tail(2048);
    const auto end = tail.rfind("%%EOF");
    const auto start = end == tail.npos ? tail.npos : tail.rfind("startxref", end);
    if (start == tail.npos) return false;
    const auto digit = tail.find_first_of("0123456789", start + 9);
    if (digit >= end) return false;
    std::uint64_t offset = 0;
    const auto parsed = std::from_chars(tail.data() + digit, tail.data() + end, offset);
    return parsed.ec == std::errc() && offset < file.size();
}

constexpr std::uint64_t most_strips = 100'000;

/// Bytes of one value of a TIFF type that offsets and counts may have; 0 for the others.
std::uint64_t width_of_type(std::uint64_t type) { return type == 3 ? 2 : type == 4 ? 4 : 0; }

/// The numbers of a directory entry (at `entry`), wherever they stand.
std::vector<std::uint64_t> values_of(const Look& file, std::uint64_t entry, bool little) {
    const std::uint64_t width = width_of_type(file.number(entry + 2, 2, little).value_or(0));
    const std::uint64_t count = file.number(entry + 4, 4, little).value_or(0);
    if (width == 0 || count == 0 || count > most_strips) return {};
    const std::uint64_t place =
        width * count <= 4 ? entry + 8 : file.number(entry + 8, 4, little).value_or(file.size());
    const auto bytes = file.at(place, width * count);
    std::vector<std::uint64_t> values;
    for (std::size_t i = 0; i + width <= bytes.size(); i += width) {
        std::uint64_t value = 0;
        for (std::size_t b = 0; b < width; ++b)
            value |= std::uint64_t{static_cast<unsigned char>(bytes[i + b])} << (8 * (little ? b : width - 1 - b));
        values.push_back(value);
    }
    return values;
}

/// The data of one page lies inside the file. Strips without counts are left to the decoder.
bool directory_is_inside(const Look& file, std::uint64_t directory, std::uint64_t entries, bool little) {
    std::vector<std::uint64_t> offsets, counts;
    for (std::uint64_t i = 0; i < entries; ++i) {
        const std::uint64_t entry = directory + 2 + 12 * i;
        const auto tag = file.number(entry, 2, little);
        if (!tag) return false;
        if (*tag == 273 || *tag == 324) offsets = values_of(file, entry, little);
        if (*tag == 279 || *tag == 325) counts = values_of(file, entry, little);
    }
    for (std::size_t i = 0; i < std::min(offsets.size(), counts.size()); ++i)
        if (offsets[i] + counts[i] > file.size()) return false;
    return true;
}

bool tiff_is_whole(const Look& file) {
    const bool little = file.at(0, 1) == "I";
    if (file.number(2, 2, little) != 42)
        return file.number(8, 8, little).value_or(file.size()) < file.size();  // BigTIFF.
    std::uint64_t directory = file.number(4, 4, little).value_or(0);
    if (directory == 0) return false;  // Written last by most devices.
    for (int page = 0; directory != 0 && page < 10'000; ++page) {
        const auto entries = file.number(directory, 2, little);
        if (!entries || !directory_is_inside(file, directory, *entries, little)) return false;
        const auto next = file.number(directory + 2 + 12 * *entries, 4, little);
        if (!next) return false;
        directory = *next;
    }
    return true;  // A chain that loops is the decoder's to refuse.
}

bool zip_is_whole(const Look& file) {
    const auto tail = file.tail(66'000);
    const auto end = tail.rfind("PK\x05\x06");
    return end != tail.npos && end + 20 <= tail.size() + 4;
}

bool ends_well(const Look& file, ocr::Format format) {
    switch (format) {
        case ocr::Format::pdf:
            return pdf_is_whole(file);
        case ocr::Format::tiff:
            return tiff_is_whole(file);
        case ocr::Format::jpeg:
            return file.tail(1024).rfind("\xff\xd9") != std::string::npos;
        case ocr::Format::png:
            return file.tail(64).rfind("IEND") != std::string::npos;
        case ocr::Format::unknown:
            break;
    }
    return false;
}

ocr::Format format_of(const Look& file) {
    const auto head = file.at(0, 1024);
    return ocr::sniff(core::bytes_of(head));
}

}  // namespace

Wholeness look_at(int descriptor, std::uint64_t size, core::Channel channel) {
    const Look file(descriptor, size);
    if (size == 0) return Wholeness::empty;
    if (channel == core::Channel::online) {
        const auto head = file.at(0, 4);
        if (head != "PK\x03\x04" && head != "PK\x05\x06") return Wholeness::unknown;
        return zip_is_whole(file) ? Wholeness::whole : Wholeness::unended;
    }
    const auto format = format_of(file);
    if (format == ocr::Format::unknown) return Wholeness::unknown;
    return ends_well(file, format) ? Wholeness::whole : Wholeness::unended;
}

Wholeness look_at_member(int descriptor, std::uint64_t size) {
    const Look file(descriptor, size);
    if (size == 0) return Wholeness::empty;
    const auto format = format_of(file);
    return format == ocr::Format::unknown || ends_well(file, format) ? Wholeness::whole : Wholeness::unended;
}

}  // namespace pipeline
