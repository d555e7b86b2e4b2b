#pragma once

#include "ocr/reader.h"
#include "pipeline/installation.h"
#include "store/store.h"

namespace pipeline {

/// What happens to one arrival (job `read`) and to one dossier (job `check`): the table of contents of the pipeline.
/// Owns a reading engine and a store connection: one per worker thread. Every step survives being done again: results
/// are committed in one transaction with the end of the job.
class Processor {
  public:
    explicit Processor(const Installation& office);

    /// Does one claimed job. A document's fault is recorded with the job's end; the world's is thrown (core::TryLater)
    /// and left to the runner.
    void work(const store::Job& job);

    store::Store& store() { return store_; }

  private:
    void read_scan(const core::Arrival& arrival, const store::Job& job);
    void read_deposit(const core::Arrival& arrival, const store::Job& job);
    void read_message(const core::Arrival& arrival, const store::Job& job);
    void refuse(const core::Arrival& arrival, const core::Refusal& refusal, const store::Job& job);
    void joined(const core::Arrival& arrival, const std::vector<std::string>& dossiers);

    const Installation& office_;
    store::Store store_;
    ocr::Reader reader_;
};

inline constexpr const char* read_job = "read";
inline constexpr const char* check_job = "check";

}  // namespace pipeline
