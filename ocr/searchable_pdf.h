#pragma once

#include <span>
#include <string>

#include "core/outcome.h"
#include "core/reading.h"
#include "ocr/decode.h"

/// Does: lays the words of a reading invisibly over the pages of the file they were read in, so that a PDF can be
/// searched and copied from. Trusts: the reading; nothing of the file: runs only in the sandboxed child of
/// pipeline/decode.h (tests excepted). Touches: memory. Refuses with what decode_pages() refuses with.
///
/// A PDF keeps its images and the content of its pages as they are, byte for byte; a JPEG becomes a page that holds its
/// very bytes; the pixels of other images are packed without loss. Pages with visible text, and pages without words,
/// are left as they are; invisible text of another reader gives way. Words are set in a font without outlines
/// (Type 3) that says which characters its codes mean. Same file and reading, same bytes.
/// Known faults: a digital signature of the file does not survive; JPEG of four inks or mirrored by EXIF are kept as
/// pixels.
namespace ocr {

core::Outcome<std::string> searchable_pdf(std::span<const std::uint8_t> file, std::span<const core::Page> pages,
                                          const DecodeBounds& bounds);

}  // namespace ocr
