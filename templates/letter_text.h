#pragma once

#include <string>
#include <vector>

#include "core/fields.h"
#include "core/outcome.h"
#include "templates/letter.h"

namespace templates {

/// Words of one weight; typography already French.
struct Words {
    std::string text;
    bool bold = false;
    bool italic = false;
    bool operator==(const Words&) const = default;
};

enum class BlockKind { call, paragraph, heading, point, statement, signature, copy, attachment };

/// A template with its data in place, before any layout.
struct Block {
    BlockKind kind = BlockKind::paragraph;
    std::vector<Words> words;
    int number = 0;     ///< Of a point in a numbered list; 0 in a plain one.
    std::string inset;  ///< Title of the inset it belongs to (small print); empty outside.
    bool operator==(const Block&) const = default;
};

struct Reference {
    std::string label;
    std::vector<Words> words;
};

struct LetterText {
    std::vector<Reference> references;
    std::vector<Words> subject;
    std::vector<Block> blocks;
};

std::string plain(const std::vector<Words>& words);

/// Evaluates values, conditions and loops. `letter_id` is `$lettre`, the template's procedure `$procedure`.
core::Outcome<LetterText> fill_letter(const LetterTemplate& letter, const std::string& letter_id,
                                      const core::Fields& data);

/// A value as a letter writes it: formats `date`, `date-courte`, `echeance`, `jours`, `siret`, `majuscules` and none.
/// Nothing when the value has not the shape the format wants.
std::optional<std::string> formatted(const std::string& value, const std::string& format);

}  // namespace templates
