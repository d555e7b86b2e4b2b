#pragma once

#include <string>
#include <vector>

/// Invented postal addresses: the same seed and number, the same address. Names are common words of French addresses,
/// communes do not exist, postal codes end in a range nobody uses.
namespace bench {

struct Address {
    std::vector<std::string> lines;
    std::string kind;          ///< `capitals`, `accented capitals`, `mixed case`, `full lines`, `Spanish letters`.
    std::size_t too_long = 0;  ///< Number, from 1, of the line that cannot be shown; 0: all can.
};

/// Four to six lines of at most 38 characters, the last three in capitals without punctuation (NF Z 10-011).
Address fitting_address(unsigned seed, unsigned number);

/// One that does not fit: a line of more than 38 characters, one of 38 wide ones, or a seventh line.
Address overlong_address(unsigned seed, unsigned number);

}  // namespace bench
