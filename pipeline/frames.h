#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"
#include "core/raster.h"

/// What crosses the pipe between the sandboxed decoder and its parent. A message is a head (magic, kind, size) and a
/// body of that size; a page's pixels follow its message, exactly width * height * channels bytes. Numbers are
/// little-endian. The parent believes none of it: every size is checked against a cap before memory is taken, every
/// text against UTF-8.
namespace pipeline {

enum class FrameKind : std::uint32_t {
    page = 1,  ///< i32 width, height, channels, dpi; u32 words; each: text, f64 confidence, 4 i32 box, i32 line. Then
               ///< pixels.
    member,    ///< text name, then the bytes.
    fields,    ///< u32 count; each: text key, text value.
    pdf_text,  ///< u32 proper end; u32 pages; each: text.
    message,   ///< u32 nature; texts from, subject, id, body; u32 count and texts to; the same of references; u32 count
               ///< of notices, each u32 what, texts recipient, status, diagnostic. After its members.
    form_field,  ///< u32 page; text kind; 4 f64 box in mm; text name; text label; u32 cells.
    refusal,     ///< text reason code, text detail.
    setup,       ///< text: the sandbox could not be set up.
    done,        ///< u32 count of what was sent. Nothing follows.
    pdf,         ///< The bytes of a PDF.
};

class ByteWriter {
  public:
    void put(std::uint32_t value);
    void put(std::int32_t value) { put(static_cast<std::uint32_t>(value)); }
    void put(double value);
    void put(std::string_view text);
    void put_raw(std::span<const std::uint8_t> bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
    const std::vector<std::uint8_t>& bytes() const { return bytes_; }

  private:
    std::vector<std::uint8_t> bytes_;
};

/// Reads what a ByteWriter wrote; past the end or at malformed UTF-8 it turns bad and gives zeros.
class ByteReader {
  public:
    explicit ByteReader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}
    std::uint32_t number();
    std::int32_t signed_number() { return static_cast<std::int32_t>(number()); }
    double real();
    std::string text();
    std::span<const std::uint8_t> rest() const { return rest_; }
    bool good() const { return good_; }

  private:
    std::span<const std::uint8_t> take(std::size_t count);
    std::span<const std::uint8_t> rest_;
    bool good_ = true;
};

/// The child's end. A parent that went away ends the child (SIGPIPE is left at its default).
class FrameWriter {
  public:
    explicit FrameWriter(int pipe) : pipe_(pipe) {}
    void send(FrameKind kind, std::span<const std::uint8_t> body);
    void send_page(const core::Raster& page);
    void send_refusal(const core::Refusal& refusal);
    void send_done(int count);

  private:
    void write_all(std::span<const std::uint8_t> bytes);
    int pipe_;
};

struct Frame {
    FrameKind kind{};
    std::vector<std::uint8_t> body;
};

/// The parent's end.
class FrameReader {
  public:
    enum class State { open, ended, timed_out, broken };

    /// Waits at most `patience` for each message, pixels included.
    FrameReader(int pipe, std::chrono::milliseconds patience) : pipe_(pipe), patience_(patience) {}
    /// Nothing when the pipe ended, the time is over, or the sender broke the format: see state().
    std::optional<Frame> next(std::size_t largest_body);
    /// The raster a `page` frame announces, its pixels read; nothing as above.
    std::optional<core::Raster> page(const Frame& frame, std::int64_t max_pixels);
    State state() const { return state_; }
    /// Time spent waiting, all messages together.
    std::chrono::milliseconds waited() const { return waited_; }

  private:
    bool read_all(std::span<std::uint8_t> to);
    int pipe_;
    std::chrono::milliseconds patience_;
    std::chrono::milliseconds waited_{};
    std::chrono::milliseconds waited_for_this_{};
    State state_ = State::open;
};

}  // namespace pipeline
