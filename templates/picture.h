#pragma once

#include <string>
#include <string_view>

#include "core/outcome.h"

namespace templates {

/// An image as a PDF holds it: 8 bits a channel, opaque.
struct Picture {
    enum class Coding { deflate, jpeg };
    int width = 0, height = 0;  ///< px
    int channels = 3;           ///< 1 grey, 3 RGB.
    Coding coding = Coding::deflate;
    std::string bytes;
};

/// PNG of any kind (what is transparent is laid on white) or JPEG, grey or colour. Reason::damaged when the bytes are
/// no such image or break off, Reason::unsupported for a JPEG in printing inks (CMYK), Reason::too_many_pixels above 25
/// million. Templates' own images: not for what comes from outside, which is decoded in the sandbox.
core::Outcome<Picture> read_picture(std::string_view bytes);

}  // namespace templates
