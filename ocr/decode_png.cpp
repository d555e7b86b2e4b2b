#include "ocr/decode_image.h"

namespace ocr {

core::Outcome<int> decode_png(Bytes file, const DecodeBounds& bounds, const PageSink& sink) {
    int width = 0, height = 0;
    if (readHeaderMemPng(file.data(), file.size(), &width, &height, nullptr, nullptr, nullptr) != 0)
        return damaged("page 1", "en-tête PNG illisible");
    if (auto refusal = refuse_size(width, height, bounds, "page 1")) return *refusal;
    l_pngSetReadStrip16To8(1);
    const PixPtr image(pixReadMemPng(file.data(), file.size()));
    if (!image) return damaged("page 1", "image PNG coupée ou abîmée");
    auto raster = raster_of(*image, "page 1");
    if (!raster) return raster.refusal();
    raster->dpi = plausible_dpi(pixGetXRes(image.get()), raster->width, raster->height);
    sink(*std::move(raster));
    return 1;
}

}  // namespace ocr
