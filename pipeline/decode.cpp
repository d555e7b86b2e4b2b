#include "pipeline/decode.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>

#include "core/bytes.h"
#include "core/failures.h"
#include "pipeline/child_process.h"
#include "pipeline/decode_child.h"
#include "pipeline/frames.h"

namespace pipeline {
namespace {

constexpr std::size_t small_frame = 64U << 20U;  // Words, fields, texts: far under this.

core::Refusal refusal(core::Reason reason, std::string detail) { return {reason, std::move(detail)}; }

Descriptor open_input(const Hostile& input) {
    if (!input.file.empty()) {
        Descriptor file(open(input.file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
        if (!file) throw core::TryLater(input.file.string() + " : " + std::strerror(errno));
        return file;
    }
    Descriptor memory(memfd_create("decode", MFD_CLOEXEC));
    auto rest = input.bytes;
    while (memory && !rest.empty()) {
        const auto written = write(memory.number(), rest.data(), rest.size());
        if (written <= 0) throw core::TryLater(std::string("mémoire : ") + std::strerror(errno));
        rest = rest.subspan(static_cast<std::size_t>(written));
    }
    if (!memory) throw core::TryLater(std::string("mémoire : ") + std::strerror(errno));
    return memory;
}

/// One child at work, and what to make of how it goes.
class Decoding {
  public:
    Decoding(const Descriptor& input, const DecodeLimits& limits, const ChildTask& task)
        : limits_(limits),
          child_(limits.program, child_arguments(task, limits), input),
          frames_(child_.output(), limits.page_patience) {}

    /// The next message that is no refusal; nothing when it stopped before `done`: then failure() says why.
    std::optional<Frame> next() {
        if (frames_.waited() > limits_.total_patience) {
            failure_ = refusal(core::Reason::decoder_timeout, "après " + std::to_string(given_) + " pages");
            return std::nullopt;
        }
        auto frame = frames_.next(std::max<std::size_t>(small_frame, limits_.max_unpacked + 4096));
        if (!frame) {
            explain_end();
            return std::nullopt;
        }
        if (frame->kind == FrameKind::setup) throw core::BadSetup(ByteReader(frame->body).text());
        if (frame->kind != FrameKind::refusal) return frame;
        ByteReader body(frame->body);
        const auto reason = core::from_text<core::Reason>(body.text());
        failure_ = reason ? refusal(*reason, body.text()) : nonsense();
        return std::nullopt;
    }

    std::optional<core::Raster> page(const Frame& frame) {
        auto raster = frames_.page(frame, limits_.max_pixels);
        if (!raster) explain_end();
        if (raster) ++given_;
        allow_more_time();
        return raster;
    }

    core::Refusal nonsense() const { return refusal(core::Reason::decoder_crashed, "réponse incohérente" + so_far()); }
    const core::Refusal& failure() const { return failure_; }

  private:
    std::string so_far() const { return given_ == 0 ? "" : " après la page " + std::to_string(given_); }

    void allow_more_time() {
        const rlimit limit{
            std::min(limits_.cpu_most, limits_.cpu_seconds + limits_.cpu_per_page * static_cast<unsigned>(given_)),
            limits_.cpu_most};
        prlimit(child_.id(), RLIMIT_CPU, &limit, nullptr);
    }

    void explain_end() {
        if (frames_.state() == FrameReader::State::timed_out) {
            failure_ = refusal(core::Reason::decoder_timeout, "rien reçu à temps" + so_far());
            return;
        }
        if (frames_.state() == FrameReader::State::broken) {
            failure_ = nonsense();
            return;
        }
        const ProcessEnd end = child_.wait();
        if (end.signal == SIGXCPU)
            failure_ = refusal(core::Reason::decoder_timeout, "temps de calcul épuisé" + so_far());
        else if (end.signal != 0)
            failure_ = refusal(core::Reason::decoder_crashed, "signal " + std::to_string(end.signal) + so_far());
        else
            failure_ = refusal(core::Reason::decoder_crashed, "arrêt " + std::to_string(end.exit_code) + so_far());
    }

    const DecodeLimits& limits_;
    ChildProcess child_;
    FrameReader frames_;
    int given_ = 0;
    core::Refusal failure_;
};

/// Runs one child over the input; `take` handles every message before `done` and says false when it makes no sense.
core::Outcome<int> run(const Hostile& input, const DecodeLimits& limits, const ChildTask& task,
                       const std::function<bool(Decoding&, Frame&&)>& take) {
    const Descriptor file = open_input(input);
    struct stat facts {};
    if (fstat(file.number(), &facts) != 0 || !S_ISREG(facts.st_mode))
        throw core::TryLater(input.file.string() + " : illisible");
    if (facts.st_size == 0) return refusal(core::Reason::empty_file, "0 octet");
    if (static_cast<std::uint64_t>(facts.st_size) > limits.max_bytes)
        return refusal(core::Reason::too_large, std::to_string(facts.st_size / 1'000'000) + " Mo");
    Decoding decoding(file, limits, task);
    while (auto frame = decoding.next()) {
        if (frame->kind == FrameKind::done) return ByteReader(frame->body).signed_number();
        if (!take(decoding, std::move(*frame)))
            return decoding.failure().detail.empty() ? decoding.nonsense() : decoding.failure();
    }
    return decoding.failure();
}

}  // namespace

core::Outcome<int> decode(const Hostile& input, const DecodeLimits& limits, const RasterSink& sink, int first_page) {
    int last = first_page - 1;
    auto count = run(input, limits, {ChildMode::pages, first_page}, [&](Decoding& decoding, Frame&& frame) {
        if (frame.kind != FrameKind::page || last >= limits.max_pages) return false;
        auto page = decoding.page(frame);
        if (!page) return false;
        sink(*std::move(page), ++last);
        return true;
    });
    const bool none = last < first_page;
    if (count && (none ? *count > last : *count != last))
        return refusal(core::Reason::decoder_crashed, "pages manquantes");
    return count;
}

namespace {

/// Members as they come, checked and counted.
class MemberTaker {
  public:
    MemberTaker(const DecodeLimits& limits, const MemberSink& sink) : limits_(limits), sink_(sink) {}

    bool take(const Frame& frame) {
        ByteReader body(frame.body);
        std::string name = body.text();
        size_ += body.rest().size();
        if (frame.kind != FrameKind::member || !body.good() || ++given_ > limits_.max_members ||
            size_ > limits_.max_unpacked || !is_safe_member_name(name))
            return false;
        sink_(std::move(name), body.rest());
        return true;
    }

  private:
    const DecodeLimits& limits_;
    const MemberSink& sink_;
    int given_ = 0;
    std::uint64_t size_ = 0;
};

constexpr std::uint32_t most_texts = 1'000;

std::vector<std::string> texts_in(ByteReader& body) {
    std::vector<std::string> texts;
    const auto count = std::min(body.number(), most_texts);
    for (std::uint32_t i = 0; i < count && body.good(); ++i) texts.push_back(body.text());
    return texts;
}

template <class Enum>
std::optional<Enum> enumerator_in(ByteReader& body) {
    const auto value = body.number();
    if (value >= core::EnumNames<Enum>::names.size()) return std::nullopt;
    return static_cast<Enum>(value);
}

/// False when it makes no sense.
bool read_message(const Frame& frame, mail::Received& message) {
    ByteReader body(frame.body);
    const auto nature = enumerator_in<mail::Nature>(body);
    if (!nature) return false;
    message.nature = *nature;
    for (auto* text : {&message.from, &message.subject, &message.message_id, &message.text}) *text = body.text();
    message.to = texts_in(body);
    message.references = texts_in(body);
    const auto notices = std::min(body.number(), most_texts);
    for (std::uint32_t i = 0; i < notices && body.good(); ++i) {
        const auto what = enumerator_in<core::Delivery>(body);
        if (!what) return false;
        message.notices.push_back({.what = *what});
        for (auto* text :
             {&message.notices.back().recipient, &message.notices.back().status, &message.notices.back().diagnostic})
            *text = body.text();
    }
    return body.good();
}

}  // namespace

core::Outcome<int> unpack(const Hostile& archive, const DecodeLimits& limits, const MemberSink& sink) {
    MemberTaker members{limits, sink};
    return run(archive, limits, {ChildMode::archive}, [&](Decoding&, Frame&& frame) { return members.take(frame); });
}

core::Outcome<mail::Received> read_mail(const Hostile& message, const DecodeLimits& limits, const MemberSink& sink) {
    MemberTaker members{limits, sink};
    mail::Received received;
    bool told = false;
    const auto done = run(message, limits, {ChildMode::mail}, [&](Decoding&, Frame&& frame) {
        if (frame.kind != FrameKind::message) return !told && members.take(frame);
        told = !told && read_message(frame, received);
        return told;
    });
    if (!done) return done.refusal();
    if (!told) return refusal(core::Reason::decoder_crashed, "courriel sans contenu lu");
    return received;
}

core::Outcome<core::Fields> read_demande(const Hostile& xml, const std::filesystem::path& schema,
                                         const DecodeLimits& limits) {
    core::Fields fields;
    auto done = run(xml, limits, {.mode = ChildMode::demande, .schema = schema}, [&](Decoding&, Frame&& frame) {
        ByteReader body(frame.body);
        const std::uint32_t count = frame.kind == FrameKind::fields ? body.number() : 0;
        for (std::uint32_t i = 0; i < count && body.good(); ++i) {
            std::string key = body.text();
            fields[std::move(key)] = body.text();
        }
        return frame.kind == FrameKind::fields && body.good();
    });
    if (!done) return done.refusal();
    return fields;
}

core::Outcome<PdfFacts> check_pdf(const Hostile& letter, const DecodeLimits& limits) {
    PdfFacts facts;
    auto done = run(letter, limits, {ChildMode::check_pdf}, [&](Decoding&, Frame&& frame) {
        ByteReader body(frame.body);
        facts.ends_properly = body.number() == 1;
        const std::uint32_t count = body.number();
        for (std::uint32_t i = 0; i < count && body.good(); ++i) facts.pages.push_back(body.text());
        return frame.kind == FrameKind::pdf_text && body.good();
    });
    if (!done) return done.refusal();
    return facts;
}

core::Outcome<std::string> searchable_pdf(const std::string& file, std::span<const core::Page> pages,
                                          DecodeLimits limits) {
    if (file.empty()) return refusal(core::Reason::empty_file, "0 octet");
    const auto words = pack_words(pages);
    ByteWriter input;
    input.put(static_cast<std::uint32_t>(words.size()));
    input.put_raw(words);
    input.put_raw(core::bytes_of(file));
    limits.max_bytes += words.size() + sizeof(std::uint32_t);
    std::string pdf;
    const auto done =
        run(std::span(input.bytes()), limits, {.mode = ChildMode::searchable}, [&](Decoding&, Frame&& frame) {
            pdf.assign(frame.body.begin(), frame.body.end());
            return frame.kind == FrameKind::pdf;
        });
    if (!done) return done.refusal();
    if (!pdf.starts_with("%PDF-")) return refusal(core::Reason::decoder_crashed, "réponse incohérente");
    return pdf;
}

core::Outcome<std::vector<ocr::PdfField>> form_fields(const Hostile& blank, const DecodeLimits& limits) {
    std::vector<ocr::PdfField> fields;
    auto done = run(blank, limits, {ChildMode::form_fields}, [&](Decoding&, Frame&& frame) {
        ByteReader body(frame.body);
        ocr::PdfField field{.page = body.signed_number()};
        const auto kind = core::from_text<ocr::PdfField::Kind>(body.text());
        for (double* side : {&field.box.x0, &field.box.y0, &field.box.x1, &field.box.y1}) *side = body.real();
        field.name = body.text();
        field.label = body.text();
        field.cells = body.signed_number();
        const bool sane = std::isfinite(field.box.x0) && std::isfinite(field.box.y0) && std::isfinite(field.box.x1) &&
                          std::isfinite(field.box.y1);
        if (frame.kind != FrameKind::form_field || !body.good() || !kind || !sane || field.cells < 0 ||
            field.page < 1 || field.page > limits.max_pages)
            return false;
        field.kind = *kind;
        fields.push_back(std::move(field));
        return true;
    });
    if (!done) return done.refusal();
    return fields;
}

}  // namespace pipeline
