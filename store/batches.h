#pragma once

#include <string_view>
#include <vector>

#include "core/batch.h"

namespace store {

class Connection;
class Journal;

/// Batches announced by a cover sheet. One row a label: a batch scanned again takes the place of the first try. One
/// thread, that of its Store.
class Batches {
  public:
    Batches(Connection& connection, Journal& journal) : connection_{connection}, journal_{journal} {}

    /// What came under this label, last. A batch that is not whole is an event as well; saying the same again is none.
    void record(const core::Batch& batch);
    /// Those that are not whole and that nobody settled; by label.
    std::vector<core::Batch> broken();
    /// A person looked: the batch is as it should be. False when there is no such broken batch.
    bool settle(std::string_view label, std::string_view who);

  private:
    Connection& connection_;
    Journal& journal_;
};

}  // namespace store
