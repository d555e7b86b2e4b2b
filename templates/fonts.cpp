#include "templates/fonts.h"

#include <hb.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "core/failures.h"

namespace templates {
namespace {

constexpr std::array<const char*, face_count> liberation{
    "LiberationSans-Regular.ttf",    "LiberationSans-Bold.ttf",        "LiberationSans-Italic.ttf",
    "LiberationSans-BoldItalic.ttf", "LiberationSerif-Regular.ttf",    "LiberationSerif-Bold.ttf",
    "LiberationSerif-Italic.ttf",    "LiberationSerif-BoldItalic.ttf", "LiberationMono-Regular.ttf",
    "LiberationMono-Bold.ttf",
};

bool is_dropped(char32_t code) { return code == 0x00AD || (code >= 0x200B && code <= 0x200D) || code == 0xFEFF; }

using Ranges = std::initializer_list<std::pair<char32_t, char32_t>>;
bool is_in(char32_t code, Ranges ranges) {
    return std::ranges::any_of(ranges,
                               [code](const auto& range) { return code >= range.first && code <= range.second; });
}

std::filesystem::path found(const FontFiles& files, const std::string& name) {
    for (const auto& folder : files.folders)
        if (std::error_code missing; std::filesystem::exists(folder / name, missing)) return folder / name;
    return files.folders.empty() ? std::filesystem::path{name} : files.folders.front() / name;
}

}  // namespace

Repertoire repertoire_of(char32_t code) {
    if (is_in(code, {{0x20, 0x7E},
                     {0xA0, 0xFF},
                     {0x152, 0x153},
                     {0x178, 0x178},
                     {0x2010, 0x2014},
                     {0x2018, 0x201E},
                     {0x2022, 0x2022},
                     {0x2026, 0x2026},
                     {0x202F, 0x202F},
                     {0x20AC, 0x20AC},
                     {1, 5}}))
        return Repertoire::everyday;
    if (is_in(code, {{0xA0, 0x17F},
                     {0x1A0, 0x1A1},
                     {0x1AF, 0x1B0},
                     {0x218, 0x21B},
                     {0x1EA0, 0x1EF9},
                     {0x2002, 0x200A},
                     {0x2010, 0x2027},
                     {0x202F, 0x203A},
                     {0x2116, 0x2122},
                     {0x2190, 0x2193},
                     {0x2212, 0x2212},
                     {0x25A0, 0x25CF}}))
        return Repertoire::latin;
    return Repertoire::whole;
}

std::u32string composed(std::u32string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (const auto code : text) {
        hb_codepoint_t both = 0;
        if (is_dropped(code)) continue;
        const bool accent = code >= 0x300 && code < 0x370 && !out.empty();
        if (accent && hb_unicode_compose(hb_unicode_funcs_get_default(), out.back(), code, &both))
            out.back() = both;
        else
            out.push_back(code);
    }
    return out;
}

Fonts::Fonts(const FontFiles& files) {
    faces_.reserve(face_count);
    for (const auto& name : files.names) faces_.emplace_back(found(files, name));
}

const Fonts& fonts_of(const FontFiles& files) {
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<const Fonts>> loaded;
    std::string key;
    for (const auto& name : files.names) key += name + '\n';
    for (const auto& folder : files.folders) key += folder.string() + '\n';
    const std::scoped_lock lock(mutex);
    auto& fonts = loaded[key];
    if (!fonts) fonts = std::make_unique<const Fonts>(files);
    return *fonts;
}

const char* liberation_file(Face face) { return liberation.at(static_cast<std::size_t>(face)); }

const Fonts& fonts_of(const std::filesystem::path& directory) {
    FontFiles files{.names = {}, .folders = {directory}};
    std::ranges::copy(liberation, files.names.begin());
    return fonts_of(files);
}

}  // namespace templates
