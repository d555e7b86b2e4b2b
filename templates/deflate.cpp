#include "templates/deflate.h"

#include <zlib.h>

#include <new>

namespace templates {
namespace {

std::string compressed(std::string_view bytes, int level) {
    auto size = compressBound(static_cast<uLong>(bytes.size()));
    std::string out(size, '\0');
    const auto status =
        compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                  static_cast<uLong>(bytes.size()), level);
    if (status != Z_OK) throw std::bad_alloc();
    out.resize(size);
    return out;
}

}  // namespace

std::string deflated(std::string_view bytes) { return compressed(bytes, Z_DEFAULT_COMPRESSION); }
std::string deflated_hard(std::string_view bytes) { return compressed(bytes, Z_BEST_COMPRESSION); }

}  // namespace templates
