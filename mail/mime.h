#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "core/outcome.h"
#include "mail/received.h"

/// Bytes of a message to what it says and the files it carries. Runs in the sandboxed child only.
///
/// Does: MIME by GMime 3.2 (fuzzed, used by notmuch, Geary and Balsa; Poco's MailMessage frees an empty
/// Content-Disposition twice and keeps every part in memory, hence it parses nothing here). Messages within messages
/// are looked into; what a delivery report returns is not taken for a file, nor is the decoration of a signature
/// (images of multipart/related). Trusts: nothing. Refuses with archive_unsafe: too many
/// parts, too deep, too large. Known faults: character sets that glibc has no table for within the sandbox are read as
/// Latin-1.
namespace mail {

struct MimeBounds {
    int max_parts = 300;
    int max_depth = 12;
    std::size_t max_text = 262'144;         ///< bytes of text kept
    std::uint64_t max_bytes = 200'000'000;  ///< Of all files together.
};

struct Part {
    std::string name;        ///< UTF-8, without a path; made from its rank when it has none.
    std::string media_type;  ///< `application/pdf`, as declared.
    std::string bytes;
};

/// What GMime and character sets need of the system, before the door is shut.
void prepare_mime();

/// Called once a file, in the order they stand.
using PartSink = std::function<void(Part&& part)>;
core::Outcome<Received> read_message(std::span<const std::uint8_t> bytes, const MimeBounds& bounds,
                                     const PartSink& sink);

}  // namespace mail
