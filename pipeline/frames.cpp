#include "pipeline/frames.h"

#include <poll.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <system_error>

#include "core/utf8.h"

namespace pipeline {
namespace {

constexpr std::uint32_t magic = 0x31464d56;  // VMF1
constexpr std::size_t head_size = 16;
constexpr std::uint32_t most_words = 200'000;

template <class T>
void append(std::vector<std::uint8_t>& bytes, T value) {
    for (std::size_t i = 0; i < sizeof value; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

template <class T>
T number_in(std::span<const std::uint8_t> bytes) {
    T value = 0;
    for (std::size_t i = 0; i < sizeof value && i < bytes.size(); ++i) value |= static_cast<T>(bytes[i]) << (8 * i);
    return value;
}

}  // namespace

void ByteWriter::put(std::uint32_t value) { append(bytes_, value); }
void ByteWriter::put(double value) { append(bytes_, std::bit_cast<std::uint64_t>(value)); }
void ByteWriter::put(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    bytes_.insert(bytes_.end(), text.begin(), text.end());
}

std::span<const std::uint8_t> ByteReader::take(std::size_t count) {
    if (!good_ || rest_.size() < count) {
        good_ = false;
        return {};
    }
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
}
std::uint32_t ByteReader::number() { return number_in<std::uint32_t>(take(4)); }
double ByteReader::real() {
    const auto value = std::bit_cast<double>(number_in<std::uint64_t>(take(8)));
    return std::isfinite(value) ? value : 0;
}
std::string ByteReader::text() {
    const auto taken = take(number());
    std::string text(taken.begin(), taken.end());
    if (!core::is_utf8(text)) good_ = false;
    return good_ ? text : std::string();
}

void FrameWriter::write_all(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto written = write(pipe_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw std::system_error(errno, std::generic_category(), "pipe");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void FrameWriter::send(FrameKind kind, std::span<const std::uint8_t> body) {
    std::vector<std::uint8_t> head;
    append(head, magic);
    append(head, static_cast<std::uint32_t>(kind));
    append(head, static_cast<std::uint64_t>(body.size()));
    write_all(head);
    write_all(body);
}

void FrameWriter::send_page(const core::Raster& page) {
    ByteWriter body;
    for (const int value : {page.width, page.height, page.channels, page.dpi}) body.put(value);
    body.put(static_cast<std::uint32_t>(page.layer.size()));
    for (const core::Word& word : page.layer) {
        body.put(core::as_utf8(word.text));
        body.put(word.confidence);
        for (const int value : {word.box.x0, word.box.y0, word.box.x1, word.box.y1, word.line}) body.put(value);
    }
    send(FrameKind::page, body.bytes());
    write_all(page.pixels);
}

void FrameWriter::send_refusal(const core::Refusal& refusal) {
    ByteWriter body;
    body.put(core::to_text(refusal.reason));
    body.put(core::as_utf8(refusal.detail));
    send(FrameKind::refusal, body.bytes());
}

void FrameWriter::send_done(int count) {
    ByteWriter body;
    body.put(count);
    send(FrameKind::done, body.bytes());
}

bool FrameReader::read_all(std::span<std::uint8_t> to) {
    while (!to.empty() && state_ == State::open) {
        const auto before = std::chrono::steady_clock::now();
        pollfd waiting{pipe_, POLLIN, 0};
        const auto left = patience_ - waited_for_this_;
        const int ready = left.count() > 0 ? poll(&waiting, 1, static_cast<int>(left.count())) : 0;
        const auto spent =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - before);
        waited_for_this_ += spent;
        waited_ += spent;
        if (ready == 0) state_ = State::timed_out;
        if (ready <= 0) continue;
        const auto count = read(pipe_, to.data(), to.size());
        if (count == 0) state_ = State::ended;
        if (count < 0 && errno != EINTR) state_ = State::broken;
        if (count > 0) to = to.subspan(static_cast<std::size_t>(count));
    }
    return state_ == State::open;
}

std::optional<Frame> FrameReader::next(std::size_t largest_body) {
    waited_for_this_ = {};
    std::vector<std::uint8_t> head(head_size);
    if (!read_all(head)) return std::nullopt;
    const std::span<const std::uint8_t> bytes(head);
    const auto kind = number_in<std::uint32_t>(bytes.subspan(4, 4));
    const auto size = number_in<std::uint64_t>(bytes.subspan(8, 8));
    if (number_in<std::uint32_t>(bytes.first(4)) != magic || kind < 1 ||
        kind > static_cast<std::uint32_t>(FrameKind::pdf) || size > largest_body) {
        state_ = State::broken;
        return std::nullopt;
    }
    Frame frame{.kind = static_cast<FrameKind>(kind), .body = std::vector<std::uint8_t>(size)};
    if (!read_all(frame.body)) return std::nullopt;
    return frame;
}

std::optional<core::Raster> FrameReader::page(const Frame& frame, std::int64_t max_pixels) {
    ByteReader body(frame.body);
    core::Raster page{.width = body.signed_number(),
                      .height = body.signed_number(),
                      .channels = body.signed_number(),
                      .dpi = body.signed_number()};
    const bool sane = page.width > 0 && page.height > 0 && std::int64_t{page.width} * page.height <= max_pixels &&
                      (page.channels == 1 || page.channels == 3) && page.dpi > 0 && page.dpi <= 4800;
    const std::uint32_t words = body.number();
    if (!sane || words > most_words) state_ = State::broken;
    for (std::uint32_t i = 0; i < words && body.good() && state_ == State::open; ++i) {
        core::Word word{.text = body.text(), .confidence = body.real()};
        word.box = {body.signed_number(), body.signed_number(), body.signed_number(), body.signed_number()};
        word.line = body.signed_number();
        if (word.box.x0 < 0 || word.box.y0 < 0 || word.box.x1 > page.width || word.box.y1 > page.height)
            state_ = State::broken;
        if (!word.text.empty()) page.layer.push_back(std::move(word));
    }
    if (!body.good()) state_ = State::broken;
    if (state_ != State::open) return std::nullopt;
    page.pixels.resize(static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.height) *
                       static_cast<std::size_t>(page.channels));
    if (!read_all(page.pixels)) return std::nullopt;
    return page;
}

}  // namespace pipeline
