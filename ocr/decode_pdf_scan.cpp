#include <algorithm>
#include <qpdf/Pipeline.hh>

#include "ocr/pdf_page.h"

namespace ocr {
namespace {

/// Keeps at most what the image's dimensions need: a stream may inflate to anything.
class CappedBytes : public Pipeline {
  public:
    explicit CappedBytes(std::size_t cap) : Pipeline("image", nullptr), cap_(cap) {}
    void write(const unsigned char* data, std::size_t length) override {
        bytes.insert(bytes.end(), data, data + std::min(length, cap_ - bytes.size()));
    }
    void finish() override {}

    std::vector<std::uint8_t> bytes;

  private:
    std::size_t cap_;
};

struct ImageHead {
    int width = 0, height = 0, bits = 8;
    std::string filter;  ///< The only one, `` for none, `?` for several.
    QPDFObjectHandle parameters;
    int channels = 0;  ///< Of the colour space; 0 when it is not plain grey or RGB.
    bool inverted = false;
    bool plain = false;  ///< No mask, no odd decode.
};

int channels_of(QPDFObjectHandle space) {
    if (space.isNameAndEquals("/DeviceGray")) return 1;
    if (space.isNameAndEquals("/DeviceRGB")) return 3;
    if (!space.isArray() || space.getArrayNItems() < 2) return 0;
    auto family = space.getArrayItem(0);
    if (family.isNameAndEquals("/CalGray")) return 1;
    if (family.isNameAndEquals("/CalRGB")) return 3;
    if (!family.isNameAndEquals("/ICCBased") || !space.getArrayItem(1).isStream()) return 0;
    auto count = space.getArrayItem(1).getDict().getKey("/N");
    return count.isInteger() && (count.getIntValue() == 1 || count.getIntValue() == 3) ? count.getIntValueAsInt() : 0;
}

/// Only the identity, or on grey the exact inverse, is understood here.
bool understand_decode(QPDFObjectHandle decode, ImageHead& head) {
    if (decode.isNull()) return true;
    if (!decode.isArray()) return false;
    std::vector<double> values;
    for (auto& item : decode.getArrayAsVector()) values.push_back(item.isNumber() ? item.getNumericValue() : -1);
    if (values == std::vector<double>{1, 0} && head.channels == 1) return head.inverted = true;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] != static_cast<double>(i % 2)) return false;
    return true;
}

int integer(QPDFObjectHandle dictionary, const char* key, int otherwise) {
    auto value = dictionary.getKeyIfDict(key);
    return value.isInteger() ? value.getIntValueAsInt() : otherwise;
}

bool flag(QPDFObjectHandle dictionary, const char* key) {
    auto value = dictionary.getKeyIfDict(key);
    return value.isBool() && value.getBoolValue();
}

ImageHead head_of(QPDFObjectHandle dictionary) {
    ImageHead head{.width = integer(dictionary, "/Width", 0),
                   .height = integer(dictionary, "/Height", 0),
                   .bits = integer(dictionary, "/BitsPerComponent", 8),
                   .parameters = QPDFObjectHandle::newNull()};
    auto filter = dictionary.getKey("/Filter");
    auto parameters = dictionary.getKey("/DecodeParms");
    if (filter.isArray() && filter.getArrayNItems() == 1) filter = filter.getArrayItem(0);
    if (parameters.isArray() && parameters.getArrayNItems() == 1) parameters = parameters.getArrayItem(0);
    head.filter = filter.isNull() ? "" : filter.isName() ? filter.getName() : "?";
    head.parameters = parameters;
    head.channels = channels_of(dictionary.getKey("/ColorSpace"));
    head.plain =
        !flag(dictionary, "/ImageMask") && dictionary.getKey("/SMask").isNull() && dictionary.getKey("/Mask").isNull();
    if (head.plain) head.plain = understand_decode(dictionary.getKey("/Decode"), head);
    return head;
}

void invert(core::Raster& raster) {
    for (auto& value : raster.pixels) value = static_cast<std::uint8_t>(255 - value);
}

core::Outcome<core::Raster> from_samples(QPDFObjectHandle image, const ImageHead& head, const std::string& place) {
    const std::size_t width = static_cast<std::size_t>(head.width), height = static_cast<std::size_t>(head.height);
    const std::size_t row = head.bits == 1 ? (width + 7) / 8 : width * static_cast<std::size_t>(head.channels);
    CappedBytes samples(row * height);
    if (!image.pipeStreamData(&samples, 0, qpdf_dl_all, true) || samples.bytes.size() < row * height)
        return damaged(place, "image coupée ou abîmée");
    core::Raster raster{.width = head.width, .height = head.height, .channels = head.channels, .dpi = 0};
    if (head.bits == 8) {
        raster.pixels = std::move(samples.bytes);
        return raster;
    }
    raster.pixels.resize(width * height);
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x)
            raster.pixels[y * width + x] = (samples.bytes[y * row + x / 8] >> (7 - x % 8)) & 1 ? 255 : 0;
    return raster;
}

core::Outcome<core::Raster> from_fax(QPDFObjectHandle image, ImageHead& head, const DecodeBounds& bounds,
                                     const std::string& place) {
    const auto data = image.getRawStreamData();
    const auto tiff = fax_as_tiff({data->getBuffer(), data->getSize()}, integer(head.parameters, "/K", 0),
                                  integer(head.parameters, "/Columns", 1728), head.height);
    core::Raster raster;
    const auto read = decode_tiff(tiff, bounds, [&](core::Raster&& page) { raster = std::move(page); });
    if (!read || raster.width != head.width) return damaged(place, "image de télécopie coupée ou abîmée");
    head.inverted = head.inverted != flag(head.parameters, "/BlackIs1");
    return raster;
}

core::Outcome<core::Raster> from_jpeg(QPDFObjectHandle image, const DecodeBounds& bounds, const std::string& place) {
    const auto data = image.getRawStreamData();
    JpegHead head;
    return read_jpeg({data->getBuffer(), data->getSize()}, bounds, place, head);
}

}  // namespace

std::optional<core::Outcome<core::Raster>> take_out(QPDFObjectHandle image, const DecodeBounds& bounds,
                                                    const std::string& place) {
    auto head = head_of(image.getDict());
    if (auto refusal = refuse_size(head.width, head.height, bounds, place)) return *refusal;
    if (!head.plain || head.channels == 0) return std::nullopt;
    std::optional<core::Outcome<core::Raster>> raster;
    if (head.filter == "/DCTDecode") {
        raster = from_jpeg(image, bounds, place);
    } else if (head.filter == "/CCITTFaxDecode" && head.channels == 1 && !flag(head.parameters, "/EncodedByteAlign")) {
        raster = from_fax(image, head, bounds, place);
    } else if ((head.filter.empty() || head.filter == "/FlateDecode" || head.filter == "/LZWDecode" ||
                head.filter == "/RunLengthDecode") &&
               (head.bits == 8 || (head.bits == 1 && head.channels == 1))) {
        raster = from_samples(image, head, place);
    }
    if (!raster || !*raster) return raster;
    if (head.inverted) invert(**raster);
    return grey_unless_coloured(*std::move(*raster));
}

std::vector<std::uint8_t> fax_as_tiff(Bytes data, int k, int columns, int rows) {
    std::vector<std::uint8_t> tiff{'I', 'I', '*', 0, 8, 0, 0, 0};
    const auto put = [&](std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) tiff.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    };
    struct Entry {
        std::uint16_t tag;
        std::uint32_t value;
    };
    const std::uint32_t long_of[]{static_cast<std::uint32_t>(columns), static_cast<std::uint32_t>(rows)};
    const Entry entries[]{{256, long_of[0]},
                          {257, long_of[1]},
                          {258, 1},
                          {259, k < 0 ? 4U : 3U},
                          {262, 0},
                          {273, 8 + 2 + 10 * 12 + 4},
                          {277, 1},
                          {278, long_of[1]},
                          {279, static_cast<std::uint32_t>(data.size())},
                          {k < 0 ? std::uint16_t{293} : std::uint16_t{292}, k > 0 ? 1U : 0U}};
    put(std::size(entries), 2);
    for (const Entry& entry : entries) {
        put(entry.tag, 2);
        put(4, 2);  // LONG, for every tag: libtiff takes any integer type.
        put(1, 4);
        put(entry.value, 4);
    }
    put(0, 4);
    tiff.insert(tiff.end(), data.begin(), data.end());
    return tiff;
}

}  // namespace ocr
