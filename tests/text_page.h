#pragma once

#include <sstream>
#include <string>

#include "core/reading.h"
#include "core/utf8.h"

/// A page of text as a reader gives it: one string a line, words set one after the other in letters 20 px wide and 40
/// px high (60 px high when the line begins with `#`, a title); `|` begins a new column at the next multiple of 400 px.
inline core::Page text_page(const std::string& lines) {
    core::Page page{.page = 1,
                    .width_px = 1654,
                    .height_px = 2339,
                    .dpi = 200,
                    .text_source = core::TextSource::ocr,
                    .confidence = 0.95};
    std::istringstream all{lines};
    int number = 0;
    int y = 150;
    for (std::string line; std::getline(all, line); ++number) {
        const bool title = line.starts_with('#');
        if (title) line.erase(0, 1);
        const int height = title ? 60 : 40;
        std::istringstream words{line};
        int x = 120;
        for (std::string word; words >> word;) {
            if (word == "|") {
                x = (x / 400 + 1) * 400;
                continue;
            }
            int letters = 0;
            for (std::size_t at = 0; at < word.size();
                 at += std::max<std::size_t>(1, core::utf8_sequence(std::string_view{word}.substr(at))))
                ++letters;
            const int width = letters * height / 2;
            page.words.push_back(
                {.text = word, .confidence = 0.95, .box = {x, y, x + width, y + height}, .line = number});
            x += width + height / 2;
        }
        page.text += (number > 0 ? "\n" : "") + line;
        y += title ? 100 : 60;
    }
    return page;
}
