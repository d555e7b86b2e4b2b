#pragma once

#include <leptonica/allheaders.h>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/geometry.h"
#include "core/raster.h"

/// Leptonica, owned. Images never leave this folder as raw handles; a null PixPtr never comes out of these functions:
/// what Leptonica cannot make (memory) is thrown as core::TryLater.
namespace ocr {

struct LeptFree {
    void operator()(Pix* pix) const noexcept { pixDestroy(&pix); }
    void operator()(Pixa* pixa) const noexcept { pixaDestroy(&pixa); }
    void operator()(Box* box) const noexcept { boxDestroy(&box); }
    void operator()(Boxa* boxa) const noexcept { boxaDestroy(&boxa); }
    void operator()(Numa* numa) const noexcept { numaDestroy(&numa); }
    void operator()(Pta* pta) const noexcept { ptaDestroy(&pta); }
};
using PixPtr = std::unique_ptr<Pix, LeptFree>;
using PixaPtr = std::unique_ptr<Pixa, LeptFree>;
using BoxPtr = std::unique_ptr<Box, LeptFree>;
using BoxaPtr = std::unique_ptr<Boxa, LeptFree>;
using NumaPtr = std::unique_ptr<Numa, LeptFree>;
using PtaPtr = std::unique_ptr<Pta, LeptFree>;

/// Takes over what a Leptonica call returned; null becomes core::TryLater naming the call.
PixPtr own(Pix* made, const char* call);

/// 8 bit grey or 32 bit RGB, resolution set. std::logic_error when the raster contradicts itself.
PixPtr to_pix(const core::Raster& raster);
/// 8 bit grey of any image, without colour map.
PixPtr to_grey(const Pix& image);
core::Raster to_raster(const Pix& image);
/// A PNG file's bytes.
std::vector<std::uint8_t> png_bytes(const Pix& image);
/// The part of the image inside the box, cut at its borders; null when nothing is left.
PixPtr crop(const Pix& image, const core::Box& box);

/// `rotated`: degrees clockwise by which the sheet was turned (0, 90, 180, 270); the image comes back upright.
PixPtr upright(const Pix& image, int rotated);
/// A box of the upright image as it lies on the page as decoded, which is decoded_width x decoded_height px.
core::Box box_as_decoded(const core::Box& upright_box, int rotated, int decoded_width, int decoded_height);
/// The inverse: a box of the page as decoded as it lies on the upright image.
core::Box box_upright(const core::Box& decoded_box, int rotated, int decoded_width, int decoded_height);
/// Points of the upright image (px, continuous: 0 is the left edge of the first pixel) on the page as decoded.
core::Point point_as_decoded(const core::Point& upright_point, int rotated, int decoded_width, int decoded_height);

/// Leptonica's signatures forget const; nothing here modifies its input.
inline Pix* lept(const Pix& image) { return const_cast<Pix*>(&image); }

}  // namespace ocr
