#include "pipeline/decode_child.h"

#include <leptonica/allheaders.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <new>
#include <optional>

#include "core/bytes.h"
#include "core/failures.h"
#include "core/utf8.h"
#include "mail/mime.h"
#include "mail/tnef.h"
#include "ocr/decode.h"
#include "ocr/decode_pdf.h"
#include "ocr/pdf_fields.h"
#include "ocr/searchable_pdf.h"
#include "pipeline/child_process.h"
#include "pipeline/frames.h"
#include "pipeline/sandbox.h"
#include "pipeline/unpack.h"
#include "templates/data.h"

namespace pipeline {
namespace {

/// In the order of child_arguments(), after the mode.
struct ChildOrders {
    ChildMode mode{};
    SandboxLimits sandbox;
    ocr::DecodeBounds bounds;
    UnpackBounds unpack;
    std::filesystem::path schema;
};

std::uint64_t number(const char* text) {
    std::uint64_t value = 0;
    const std::string_view digits(text);
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (end.ec != std::errc() || end.ptr != digits.data() + digits.size())
        throw core::BadSetup("decode-child : nombre attendu");
    return value;
}

ChildOrders orders_of(int argc, char** argv) {
    if (argc != 15) throw core::BadSetup("decode-child : commande réservée au programme");
    const auto mode = core::from_text<ChildMode>(argv[2]);
    if (!mode) throw core::BadSetup("decode-child : mode inconnu");
    ChildOrders orders{.mode = *mode};
    orders.sandbox.parent = static_cast<int>(number(argv[3]));
    orders.sandbox.address_space = number(argv[4]);
    orders.sandbox.cpu_seconds = static_cast<unsigned>(number(argv[5]));
    orders.sandbox.cpu_most = static_cast<unsigned>(number(argv[6]));
    orders.bounds.max_pages = static_cast<int>(number(argv[7]));
    orders.bounds.max_pixels = static_cast<std::int64_t>(number(argv[8]));
    orders.bounds.render_dpi = static_cast<int>(number(argv[9]));
    orders.unpack.max_members = static_cast<int>(number(argv[10]));
    orders.unpack.max_bytes = number(argv[11]);
    orders.unpack.max_ratio = number(argv[12]);
    orders.bounds.first_page = static_cast<int>(number(argv[13]));
    orders.schema = argv[14];
    return orders;
}

std::span<const std::uint8_t> map_input() {
    struct stat facts {};
    if (fstat(ChildProcess::input_number, &facts) != 0) throw core::BadSetup("decode-child : rien à lire");
    const auto size = static_cast<std::size_t>(facts.st_size);
    void* const start = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, ChildProcess::input_number, 0);
    if (start == MAP_FAILED) throw std::bad_alloc();
    return {static_cast<const std::uint8_t*>(start), size};
}

core::Outcome<int> send_pages(std::span<const std::uint8_t> file, const ChildOrders& orders, FrameWriter& out) {
    return ocr::decode_pages(file, orders.bounds, [&](core::Raster&& page) { out.send_page(page); });
}

void send_member(const std::string& name, std::span<const std::uint8_t> bytes, FrameWriter& out) {
    ByteWriter body;
    body.put(name);
    body.put_raw(bytes);
    out.send(FrameKind::member, body.bytes());
}

core::Outcome<int> send_members(std::span<const std::uint8_t> file, const ChildOrders& orders, FrameWriter& out) {
    return unpack_zip(file, orders.unpack, [&](const std::string& name, std::span<const std::uint8_t> bytes) {
        send_member(name, bytes, out);
    });
}

core::Outcome<int> send_fields(std::span<const std::uint8_t> file, const templates::Schema& schema, FrameWriter& out) {
    const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
    const auto fields = templates::fields_from_xml(text, "demande.xml", &schema, core::Reason::invalid_demande);
    if (!fields) return fields.refusal();
    ByteWriter body;
    body.put(static_cast<std::uint32_t>(fields->size()));
    for (const auto& [key, value] : *fields) {
        body.put(key);
        body.put(value);
    }
    out.send(FrameKind::fields, body.bytes());
    return 1;
}

core::Outcome<int> send_pdf_text(std::span<const std::uint8_t> file, const ChildOrders& orders, FrameWriter& out) {
    const auto text = ocr::read_pdf_text(file, orders.bounds);
    if (!text) return text.refusal();
    ByteWriter body;
    body.put(text->ends_properly ? 1U : 0U);
    body.put(static_cast<std::uint32_t>(text->pages.size()));
    for (const auto& page : text->pages) body.put(page);
    out.send(FrameKind::pdf_text, body.bytes());
    return 1;
}

void put_texts(ByteWriter& body, const std::vector<std::string>& texts) {
    body.put(static_cast<std::uint32_t>(texts.size()));
    for (const auto& text : texts) body.put(core::as_utf8(text));
}

void send_message(const mail::Received& message, FrameWriter& out) {
    ByteWriter body;
    body.put(static_cast<std::uint32_t>(message.nature));
    for (const auto* text : {&message.from, &message.subject, &message.message_id, &message.text})
        body.put(core::as_utf8(*text));
    put_texts(body, message.to);
    put_texts(body, message.references);
    body.put(static_cast<std::uint32_t>(message.notices.size()));
    for (const auto& notice : message.notices) {
        body.put(static_cast<std::uint32_t>(notice.what));
        for (const auto* text : {&notice.recipient, &notice.status, &notice.diagnostic}) body.put(core::as_utf8(*text));
    }
    out.send(FrameKind::message, body.bytes());
}

/// A message and its files, those of archives and of winmail.dat among them.
class MailSender {
  public:
    MailSender(const ChildOrders& orders, FrameWriter& out) : orders_(orders), out_(out) {}

    core::Outcome<int> send(std::span<const std::uint8_t> file) {
        const mail::MimeBounds bounds{.max_bytes = orders_.unpack.max_bytes};
        const auto message = mail::read_message(file, bounds, [&](mail::Part&& part) { take(part); });
        if (!message) return message.refusal();
        send_message(*message, out_);
        return count_;
    }

  private:
    void take(const mail::Part& part) {
        const auto bytes = core::bytes_of(part.bytes);
        if (mail::is_tnef(part.bytes)) {
            for (const auto& inner : mail::tnef_files(part.bytes, orders_.unpack.max_members)) take(inner);
            return;
        }
        if (is_zip(part) && unzip(bytes)) return;
        give(part.name, bytes);
    }

    /// A text processor's document is a zip too, and one document.
    static bool is_zip(const mail::Part& part) {
        const auto dot = part.name.rfind('.');
        const auto extension = dot == std::string::npos ? std::string{} : part.name.substr(dot);
        const bool said =
            part.media_type.find("zip") != std::string::npos || extension == ".zip" || extension == ".ZIP";
        return said && part.bytes.starts_with("PK");
    }

    bool unzip(std::span<const std::uint8_t> bytes) {
        std::vector<std::pair<std::string, std::vector<std::uint8_t>>> members;
        const auto done = unpack_zip(bytes, orders_.unpack, [&](const std::string& name, auto content) {
            members.emplace_back(name, std::vector<std::uint8_t>{content.begin(), content.end()});
        });
        if (done)
            for (const auto& [name, content] : members) give(name, content);
        return static_cast<bool>(done);
    }

    void give(const std::string& name, std::span<const std::uint8_t> bytes) {
        if (count_ >= orders_.unpack.max_members || size_ + bytes.size() > orders_.unpack.max_bytes || bytes.empty())
            return;
        size_ += bytes.size();
        ++count_;
        send_member(is_safe_member_name(name) ? name : "piece-" + std::to_string(count_), bytes, out_);
    }

    const ChildOrders& orders_;
    FrameWriter& out_;
    int count_ = 0;
    std::uint64_t size_ = 0;
};

core::Outcome<int> send_searchable(std::span<const std::uint8_t> input, const ChildOrders& orders, FrameWriter& out) {
    ByteReader head(input);
    const std::size_t size = head.number();
    if (size > head.rest().size()) throw std::logic_error("decode-child: words");
    const auto pages = unpack_words(head.rest().first(size));
    const auto pdf = ocr::searchable_pdf(head.rest().subspan(size), pages, orders.bounds);
    if (!pdf) return pdf.refusal();
    out.send(FrameKind::pdf, core::bytes_of(*pdf));
    return 1;
}

core::Outcome<int> send_form_fields(std::span<const std::uint8_t> file, const ChildOrders& orders, FrameWriter& out) {
    if (ocr::sniff(file) != ocr::Format::pdf) return core::Refusal{core::Reason::unsupported, "PDF attendu"};
    const auto fields = ocr::read_pdf_fields(file, orders.bounds);
    if (!fields) return fields.refusal();
    for (const auto& field : *fields) {
        ByteWriter body;
        body.put(static_cast<std::uint32_t>(field.page));
        body.put(core::to_text(field.kind));
        for (const double side : {field.box.x0, field.box.y0, field.box.x1, field.box.y1}) body.put(side);
        body.put(field.name);
        body.put(field.label);
        body.put(static_cast<std::uint32_t>(field.cells));
        out.send(FrameKind::form_field, body.bytes());
    }
    return static_cast<int>(fields->size());
}

core::Outcome<int> work(const ChildOrders& orders, FrameWriter& out) {
    // What needs files of ours or of the system comes before the door is shut.
    std::optional<templates::Schema> schema;
    if (orders.mode == ChildMode::demande) schema = templates::Schema::load(orders.schema);
    if (orders.mode == ChildMode::mail) mail::prepare_mime();
    ocr::prepare_text();
    setMsgSeverity(L_SEVERITY_NONE);
    enter_sandbox(orders.sandbox);
    const auto file = map_input();
    switch (orders.mode) {
        case ChildMode::pages:
            return send_pages(file, orders, out);
        case ChildMode::archive:
            return send_members(file, orders, out);
        case ChildMode::demande:
            return send_fields(file, *schema, out);
        case ChildMode::check_pdf:
            return send_pdf_text(file, orders, out);
        case ChildMode::mail:
            return MailSender{orders, out}.send(file);
        case ChildMode::searchable:
            return send_searchable(file, orders, out);
        case ChildMode::form_fields:
            return send_form_fields(file, orders, out);
    }
    throw std::logic_error("decode-child: mode");
}

}  // namespace

std::vector<std::uint8_t> pack_words(std::span<const core::Page> pages) {
    ByteWriter body;
    body.put(static_cast<std::uint32_t>(pages.size()));
    for (const auto& page : pages) {
        for (const int value : {page.page, page.width_px, page.height_px, page.rotated}) body.put(value);
        body.put(static_cast<std::uint32_t>(page.text_source));
        body.put(page.skew_deg);
        body.put(static_cast<std::uint32_t>(page.words.size()));
        for (const auto& word : page.words) {
            body.put(std::string_view(core::as_utf8(word.text)));
            for (const int value : {word.box.x0, word.box.y0, word.box.x1, word.box.y1, word.line}) body.put(value);
        }
    }
    return body.bytes();
}

std::vector<core::Page> unpack_words(std::span<const std::uint8_t> packed) {
    ByteReader body(packed);
    std::vector<core::Page> pages;
    for (auto left = body.number(); left > 0 && body.good(); --left) {
        core::Page page;
        for (int* value : {&page.page, &page.width_px, &page.height_px, &page.rotated}) *value = body.signed_number();
        page.text_source = static_cast<core::TextSource>(body.number());
        page.skew_deg = body.real();
        for (auto words = body.number(); words > 0 && body.good(); --words) {
            core::Word word{.text = body.text()};
            for (int* value : {&word.box.x0, &word.box.y0, &word.box.x1, &word.box.y1, &word.line})
                *value = body.signed_number();
            page.words.push_back(std::move(word));
        }
        pages.push_back(std::move(page));
    }
    return pages;
}

std::vector<std::string> child_arguments(const ChildTask& task, const DecodeLimits& limits) {
    return {std::string(child_argument),
            std::string(core::to_text(task.mode)),
            std::to_string(getpid()),
            std::to_string(limits.address_space),
            std::to_string(limits.cpu_seconds),
            std::to_string(limits.cpu_most),
            std::to_string(limits.max_pages),
            std::to_string(limits.max_pixels),
            std::to_string(limits.render_dpi),
            std::to_string(limits.max_members),
            std::to_string(limits.max_unpacked),
            std::to_string(limits.max_ratio),
            std::to_string(task.first_page),
            task.schema.string()};
}

namespace {

void report(int argc, char** argv, FrameWriter& out) try {
    const auto count = work(orders_of(argc, argv), out);
    if (count)
        out.send_done(*count);
    else
        out.send_refusal(count.refusal());
} catch (const core::BadSetup& trouble) {
    ByteWriter body;
    body.put(std::string_view(trouble.what()));
    out.send(FrameKind::setup, body.bytes());
} catch (const std::bad_alloc&) {
    out.send_refusal({core::Reason::decoder_crashed, "mémoire permise dépassée"});
} catch (const std::exception& trouble) {
    out.send_refusal({core::Reason::decoder_crashed, trouble.what()});
}

}  // namespace

void run_decode_child(int argc, char** argv) {
    FrameWriter out(ChildProcess::output_number);
    try {
        report(argc, argv, out);
    } catch (const std::exception&) {  // Nobody listens.
        _exit(2);
    }
    _exit(0);  // Nothing is worth destroying, and no destructor of a half-used library runs.
}

}  // namespace pipeline
