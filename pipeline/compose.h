#pragma once

#include <string>
#include <vector>

#include "core/decision.h"
#include "core/dispatch.h"
#include "pipeline/installation.h"
#include "store/register.h"
#include "store/spool.h"

/// Stage `compose`.
/// Does: dossier, findings or decision to letters (PDF) and to the message or envelope that carries each.
/// Trusts: the catalogue. A PDF counts only once reopened in the sandbox and found to say what it must.
/// Touches: the spool (blobs); never the store: the caller commits letters and dispatches with what they tell of.
/// Refuses with: field_missing, address_overflow, glyph_missing, data_invalid.
namespace pipeline {

/// A letter and what carries it, ready to be committed together.
struct Correspondence {
    core::Letter letter;
    core::Dispatch dispatch;
};

/// The request and the office as the letter templates see them (docs/letters.md).
core::Fields letter_data(const Installation& office, const store::DossierRow& row);
void add_decision(core::Fields& data, const core::Decision& decision, const Installation& office,
                  const store::DossierRow& row);

enum class Carrier { mail_if_possible, mail, post };

class Composer {
  public:
    Composer(const Installation& office, const store::Spool& spool) : office_(office), spool_(spool) {}

    /// `kind` without the procedure: `complement`, `accord-total` … To the collectivité. `enclosed`: a PDF of ours put
    /// behind the letter, or nothing.
    core::Outcome<Correspondence> to_collectivite(const std::string& kind, int version, const store::DossierRow& row,
                                                  core::Fields data, Carrier carrier,
                                                  const std::string& enclosed = {}) const;
    /// The PDF of that letter alone, marked as a draft on every page; nothing is kept.
    core::Outcome<std::string> draft(const std::string& kind, const store::DossierRow& row, core::Fields data,
                                     Carrier carrier) const;
    /// The agent's copy: a covering letter with the decision behind it, in one PDF (décret 2008-512 art. 19). By the
    /// agent's e-mail address, else postal address, else joined to what the collectivité gets.
    core::Outcome<Correspondence> to_agent(const store::DossierRow& row, core::Fields data,
                                           const Correspondence& decision) const;

  private:
    struct Rendered;
    struct Prepared;
    core::Outcome<Prepared> prepare(const std::string& kind, int version, const store::DossierRow& row,
                                    core::Fields data, Carrier carrier) const;
    core::Outcome<Rendered> render(const std::string& letter_id, const store::DossierRow& row,
                                   const core::Fields& data) const;
    core::Outcome<Correspondence> carry(const Rendered& letter, const std::string& pdf_sha256, const std::string& pdf,
                                        core::Dispatch dispatch, core::Fields data) const;
    core::Outcome<std::string> message(const Rendered& letter, const std::string& pdf, core::Dispatch& dispatch,
                                       core::Fields data) const;

    const Installation& office_;
    const store::Spool& spool_;
};

}  // namespace pipeline
