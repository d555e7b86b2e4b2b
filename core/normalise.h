#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace core {

/// The words of a text in the common form in which phrases and OCR text meet: accents and ligatures off, capitals,
/// only letters and digits. Line-end hyphens are joined.
std::vector<std::string> plain_words(std::string_view utf8);

/// The plain words with one space between them, letter-spaced words (`A R R E T E`) closed up.
std::string normalised(std::string_view utf8);

/// How many words from `at` on are the letters of one letter-spaced word; 0 when they are not. OCR sometimes keeps two
/// or three letters together (`A RR E T E`).
std::size_t letter_spaced(const std::vector<std::string>& words, std::size_t at);

/// A plain word with what OCR confuses made alike: O and 0, I and L and 1, S and 5, B and 8, M and RN. Only for
/// comparing with another folded word.
std::string folded(std::string_view plain);

}  // namespace core
