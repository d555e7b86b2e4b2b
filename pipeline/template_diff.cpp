#include "pipeline/template_diff.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "core/bytes.h"
#include "pipeline/html.h"
#include "pipeline/template_preview.h"

namespace pipeline {
namespace {

constexpr int drawn_dpi = 80;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

constexpr const char* head = R"(<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Modèles comparés</title><style>
body{font:15px/1.45 sans-serif;margin:2em auto;max-width:1500px;color:#222}
h1{font-size:1.3em;color:#17365c} h2{font-size:1.05em;margin-top:2em;color:#17365c}
pre{background:#f7f7f5;padding:.8em;overflow-x:auto;white-space:pre-wrap;line-height:1.35}
ins{background:#d9f2d9;text-decoration:none;display:block} del{background:#fbdcdc;text-decoration:none;display:block}
.pages{display:flex;gap:1em} .pages img{width:100%;border:1px solid #bbb}
.changed img{border:3px solid #c03} figure{margin:0;flex:1} figcaption{font-size:.9em;color:#555;padding:.3em 0}
</style></head><body>
)";

/// Lines that stay are shown only near those that change.
std::string shown(const std::vector<LinePair>& lines) {
    constexpr std::size_t around = 3;
    std::vector<bool> near(lines.size(), false);
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (lines[i].kind != LinePair::Kind::same)
            for (auto j = i - std::min(i, around); j < std::min(lines.size(), i + around + 1); ++j) near[j] = true;
    std::string out = "<pre>";
    bool gap = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto text = html_text(lines[i].line);
        if (lines[i].kind == LinePair::Kind::removed)
            out += "<del>− " + text + "</del>";
        else if (lines[i].kind == LinePair::Kind::added)
            out += "<ins>+ " + text + "</ins>";
        else if (near[i])
            out += "  " + text + "\n";
        else if (!std::exchange(gap, true))
            out += "  …\n";
        if (near[i]) gap = false;
    }
    return out + "</pre>\n";
}

std::string text_part(const char* title, const std::string& before, const std::string& after) {
    std::string out = "<h2>" + std::string{title} + "</h2>\n";
    if (before == after) return out + "<p>Identique.</p>\n";
    return out + shown(compare_lines(before, after));
}

std::string figure(const std::vector<core::Raster>& pages, std::size_t number, const TemplateVersion& version) {
    const auto caption = html_text(version.title) + ", page " + std::to_string(number + 1);
    if (number >= pages.size()) return "<figure><figcaption>" + caption + " : n'existe pas</figcaption></figure>\n";
    return "<figure><figcaption>" + caption + "</figcaption><img alt=\"" + caption + "\" src=\"" +
           png_source(png_of(pages[number])) + "\"></figure>\n";
}

}  // namespace

core::Outcome<std::string> printed_words(const std::string& pdf, const DecodeLimits& limits) {
    const auto facts = check_pdf(core::bytes_of(pdf), limits);
    if (!facts) return facts.refusal();
    std::string text;
    for (const auto& page : facts->pages) text += page + "\n";
    return text;
}

std::vector<LinePair> compare_lines(const std::string& before, const std::string& after) {
    const auto a = lines_of(before), b = lines_of(after);
    // common[i][j]: how many lines the rests from i and from j can share.
    std::vector<std::vector<int>> common(a.size() + 1, std::vector<int>(b.size() + 1, 0));
    for (auto i = a.size(); i-- > 0;)
        for (auto j = b.size(); j-- > 0;)
            common[i][j] = a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    std::vector<LinePair> pairs;
    for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
        if (i < a.size() && j < b.size() && a[i] == b[j])
            pairs.push_back({LinePair::Kind::same, a[i]}), ++i, ++j;
        else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1]))
            pairs.push_back({LinePair::Kind::removed, a[i++]});
        else
            pairs.push_back({LinePair::Kind::added, b[j++]});
    }
    return pairs;
}

core::Outcome<std::string> diff_page(const TemplateVersion& before, const TemplateVersion& after,
                                     const DecodeLimits& limits) {
    const auto old_words = printed_words(before.pdf, limits), new_words = printed_words(after.pdf, limits);
    if (!old_words) return old_words.refusal();
    if (!new_words) return new_words.refusal();
    const auto old_pages = pages_of(before.pdf, limits, drawn_dpi), new_pages = pages_of(after.pdf, limits, drawn_dpi);
    if (!old_pages) return old_pages.refusal();
    if (!new_pages) return new_pages.refusal();

    std::string out = head;
    out += "<h1>" + html_text(before.title) + " → " + html_text(after.title) + "</h1>\n";
    out += text_part("Les modèles", before.source, after.source);
    out += text_part("Les mots imprimés", *old_words, *new_words);
    out += "<h2>Les pages</h2>\n";
    for (std::size_t i = 0; i < std::max(old_pages->size(), new_pages->size()); ++i) {
        const bool same =
            i < old_pages->size() && i < new_pages->size() && (*old_pages)[i].pixels == (*new_pages)[i].pixels;
        out += std::string{"<div class=\"pages"} + (same ? "" : " changed") + "\">" + figure(*old_pages, i, before) +
               figure(*new_pages, i, after) + "</div>\n";
    }
    return out + "</body></html>\n";
}

}  // namespace pipeline
