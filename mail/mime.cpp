#include "mail/mime.h"

#include <gmime/gmime.h>
#include <iconv.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "core/utf8.h"
#include "mail/html_text.h"
#include "mail/notice.h"

namespace mail {
namespace {

struct Unref {
    void operator()(void* object) const noexcept { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;
struct GFree {
    void operator()(char* text) const noexcept { g_free(text); }
};

std::string text_of(const char* text) { return text == nullptr ? std::string{} : core::utf8_or_latin1(text); }

std::string small_letters(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

struct TooMuch {
    std::string what;
};

/// Before a tree is built: a million parts cost a million objects.
bool has_too_many_boundaries(std::span<const std::uint8_t> bytes, int max_parts) {
    const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};  // NOLINT: bytes are bytes
    constexpr int prose = 10'000;  // Lines of dashes in a text are no boundaries.
    int count = 0;
    for (auto at = text.find("\n--"); at != text.npos && count <= max_parts + prose; at = text.find("\n--", at + 3))
        ++count;
    return count > max_parts + prose;
}

std::string content_of(GMimePart* part, std::uint64_t room) {
    auto* content = g_mime_part_get_content(part);
    if (content == nullptr) return {};
    const Owned<GMimeStream> memory{g_mime_stream_mem_new()};
    g_mime_data_wrapper_write_to_stream(content, memory.get());
    const auto* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    if (array == nullptr || array->len == 0) return {};
    if (array->len > room) throw TooMuch{"pièces jointes trop grosses"};
    return {reinterpret_cast<const char*>(array->data), array->len};  // NOLINT: bytes are bytes
}

std::string media_type(GMimeObject* object) {
    auto* type = g_mime_object_get_content_type(object);
    if (type == nullptr) return {};
    return small_letters(text_of(g_mime_content_type_get_media_type(type)) + "/" +
                         text_of(g_mime_content_type_get_media_subtype(type)));
}

std::string extension_of(const std::string& type) {
    for (const auto& [known, extension] :
         {std::pair{"application/pdf", ".pdf"}, std::pair{"image/jpeg", ".jpg"}, std::pair{"image/png", ".png"},
          std::pair{"image/tiff", ".tif"}, std::pair{"application/zip", ".zip"}, std::pair{"text/plain", ".txt"},
          std::pair{"application/ms-tnef", ".dat"}})
        if (type == known) return extension;
    return ".bin";
}

/// Without path, control or drive characters: something a file system and a person can bear.
std::string harmless_name(std::string name) {
    name = name.substr(name.find_last_of("/\\") + 1);
    std::string kept;
    for (const char c : name)
        kept += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ||
                        std::string_view{":*?\"<>|"}.find(c) != std::string_view::npos
                    ? '_'
                    : c;
    while (kept.size() > 150) kept.erase(kept.begin() + 100);
    return core::as_utf8(kept);
}

/// Walks one message.
class Reader {
  public:
    Reader(const MimeBounds& bounds, const PartSink& sink) : bounds_(bounds), sink_(sink), room_(bounds.max_bytes) {}

    Received read(GMimeMessage* message);

  private:
    enum class Within { mixed, related, report };
    void headers(GMimeMessage* message);
    void addresses(InternetAddressList* list, std::vector<std::string>& into, int depth = 0) const;
    void references(const std::string& header);
    void walk(GMimeObject* object, Within within, int depth);
    void leaf(GMimePart* part, Within within, int depth);
    void body_text(GMimePart* part, const std::string& type);
    void give(GMimePart* part, const std::string& type);

    const MimeBounds& bounds_;
    const PartSink& sink_;
    std::uint64_t room_;
    int parts_ = 0;
    bool has_plain_text_ = false;
    Received message_;
    Traits traits_;
    std::vector<Part> files_;
};

void Reader::addresses(InternetAddressList* list, std::vector<std::string>& into, int depth) const {
    const int count = list == nullptr || depth > 4 ? 0 : internet_address_list_length(list);
    for (int i = 0; i < std::min(count, 100); ++i) {
        auto* address = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_MAILBOX(address))
            into.push_back(text_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address))));
        else if (INTERNET_ADDRESS_IS_GROUP(address))
            addresses(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)), into, depth + 1);
    }
}

void Reader::references(const std::string& header) {
    auto* list = g_mime_references_parse(nullptr, header.c_str());
    for (int i = g_mime_references_length(list) - 1; i >= 0 && message_.references.size() < 50; --i)
        message_.references.push_back(text_of(g_mime_references_get_message_id(list, i)));
    g_mime_references_free(list);
}

void Reader::headers(GMimeMessage* message) {
    message_.subject = text_of(g_mime_message_get_subject(message)).substr(0, 998);
    message_.message_id = text_of(g_mime_message_get_message_id(message));
    std::vector<std::string> from;
    addresses(g_mime_message_get_from(message), from);
    message_.from = from.empty() ? std::string{} : from.front();
    traits_.from = message_.from;
    addresses(g_mime_message_get_to(message), message_.to);
    addresses(g_mime_message_get_cc(message), message_.to);

    auto* list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    for (int i = 0; i < std::min(g_mime_header_list_get_count(list), 500); ++i) {
        auto* header = g_mime_header_list_get_header_at(list, i);
        const auto name = small_letters(text_of(g_mime_header_get_name(header)));
        const auto value = text_of(g_mime_header_get_value(header)).substr(0, 4096);
        traits_.headers.emplace(name, value);
        if (name == "delivered-to" || name == "x-original-to" || name == "envelope-to") message_.to.push_back(value);
    }
    for (const auto* name : {"in-reply-to", "references"})
        if (const auto found = traits_.headers.find(name); found != traits_.headers.end()) references(found->second);
}

Received Reader::read(GMimeMessage* message) {
    headers(message);
    if (auto* body = g_mime_message_get_mime_part(message)) walk(body, Within::mixed, 0);
    traits_.text = message_.text;
    traits_.has_files = !files_.empty();
    tell_nature(traits_, message_);
    // What a report returns is ours; a program that answers joins nothing that was asked for.
    if (message_.nature == Nature::letter || message_.nature == Nature::auto_reply)
        for (auto& file : files_) sink_(std::move(file));
    return std::move(message_);
}

void Reader::walk(GMimeObject* object, Within within, int depth) {
    if (++parts_ > bounds_.max_parts) throw TooMuch{"plus de " + std::to_string(bounds_.max_parts) + " parties"};
    if (depth > bounds_.max_depth) throw TooMuch{"parties trop imbriquées"};
    const auto type = media_type(object);
    if (GMIME_IS_MULTIPART(object)) {
        if (type == "multipart/report" && depth == 0)
            traits_.report_type =
                small_letters(text_of(g_mime_object_get_content_type_parameter(object, "report-type")));
        const auto inside = type == "multipart/report" && depth == 0 ? Within::report
                            : type == "multipart/related"            ? Within::related
                                                                     : within;
        auto* multipart = GMIME_MULTIPART(object);
        for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i)
            walk(g_mime_multipart_get_part(multipart, i), inside, depth + 1);
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        auto* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        if (inner == nullptr) return;
        const std::unique_ptr<char, GFree> block{g_mime_object_get_headers(GMIME_OBJECT(inner), nullptr)};
        traits_.returned.push_back(text_of(block.get()).substr(0, 65'536));
        if (within == Within::report) return;
        if (auto* body = g_mime_message_get_mime_part(inner)) walk(body, Within::mixed, depth + 1);
    } else if (GMIME_IS_PART(object)) {
        leaf(GMIME_PART(object), within, depth);
    }
}

void Reader::leaf(GMimePart* part, Within within, int depth) {
    const auto type = media_type(GMIME_OBJECT(part));
    const bool status = type == "message/delivery-status" || type == "message/global-delivery-status" ||
                        type == "message/disposition-notification";
    if (status) {
        traits_.status_parts.push_back(core::utf8_or_latin1(content_of(part, room_)).substr(0, 65'536));
        return;
    }
    if (type == "text/rfc822-headers" || type == "message/global-headers" || type == "message/rfc822-headers") {
        traits_.returned.push_back(core::utf8_or_latin1(content_of(part, room_)).substr(0, 65'536));
        return;
    }
    const bool named = g_mime_part_get_filename(part) != nullptr;
    const auto disposition = small_letters(text_of(g_mime_object_get_disposition(GMIME_OBJECT(part))));
    const bool text = type == "text/plain" || type == "text/html";
    if (text && !named && disposition != "attachment") return body_text(part, type);
    const bool decoration = within == Within::related && type.starts_with("image/") && disposition != "attachment";
    if (within != Within::report && !decoration && depth <= bounds_.max_depth) give(part, type);
}

/// Plain text wins over the HTML that says the same.
void Reader::body_text(GMimePart* part, const std::string& type) {
    if (type == "text/html" && has_plain_text_) return;
    std::string text;
    if (GMIME_IS_TEXT_PART(part)) {
        const std::unique_ptr<char, GFree> converted{g_mime_text_part_get_text(GMIME_TEXT_PART(part))};
        text = text_of(converted.get());
    }
    if (text.empty()) text = core::utf8_or_latin1(content_of(part, room_));
    if (type == "text/html") text = html_text(text);
    const bool first_plain = type == "text/plain" && !has_plain_text_;
    has_plain_text_ = has_plain_text_ || type == "text/plain";
    if (first_plain)
        message_.text = text + (message_.text.empty() ? "" : "\n" + message_.text);
    else
        message_.text += (message_.text.empty() ? "" : "\n") + text;
    if (message_.text.size() > bounds_.max_text)
        message_.text = core::as_utf8(message_.text.substr(0, bounds_.max_text));
}

void Reader::give(GMimePart* part, const std::string& type) {
    Part file{.media_type = type, .bytes = content_of(part, room_)};
    room_ -= file.bytes.size();
    const auto name = harmless_name(text_of(g_mime_part_get_filename(part)));
    const auto rank = std::to_string(files_.size() + 1);
    file.name = name.empty() || name == "." || name == ".." ? "piece-" + rank + extension_of(type) : name;
    const auto same = [&](const Part& other) { return other.name == file.name; };
    if (std::any_of(files_.begin(), files_.end(), same)) file.name = rank + "-" + file.name;
    files_.push_back(std::move(file));
}

}  // namespace

void prepare_mime() {
    g_mime_init();
    // Tables of glibc are loaded as code: they must be there before the sandbox, and stay.
    for (const auto* charset : {"ISO-8859-1", "ISO-8859-15", "ISO-8859-2", "ISO-8859-9", "WINDOWS-1252", "WINDOWS-1250",
                                "CP850", "MACINTOSH", "UTF-16", "UTF-16LE", "UTF-7", "US-ASCII"})
        (void)iconv_open("UTF-8", charset);
}

core::Outcome<Received> read_message(std::span<const std::uint8_t> bytes, const MimeBounds& bounds,
                                     const PartSink& sink) {
    if (has_too_many_boundaries(bytes, bounds.max_parts))
        return core::Refusal{core::Reason::archive_unsafe, "courriel de trop de parties"};
    const Owned<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(reinterpret_cast<const char*>(bytes.data()),
                                                                      bytes.size())};  // NOLINT: bytes are bytes
    const Owned<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
    const Owned<GMimeMessage> message{g_mime_parser_construct_message(parser.get(), nullptr)};
    if (!message) {  // Not even a header: words.
        const auto kept = bytes.first(std::min(bytes.size(), bounds.max_text));
        return Received{.text =
                            core::utf8_or_latin1({reinterpret_cast<const char*>(kept.data()), kept.size()})};  // NOLINT
    }
    try {
        return Reader{bounds, sink}.read(message.get());
    } catch (const TooMuch& much) {
        return core::Refusal{core::Reason::archive_unsafe, much.what};
    }
}

}  // namespace mail
