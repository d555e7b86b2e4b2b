#include "pipeline/bad_sheets.h"

#include <string>
#include <utility>
#include <vector>

namespace pipeline {
namespace {

struct Complaint {
    std::string code, cause;
};

std::vector<Complaint> complaints_about(const core::Page& page) {
    std::vector<Complaint> all;
    if (!page.blank && page.legibility < core::poor_legibility)
        all.push_back({"page_illegible", "elle ne se lit pas, ou mal"});
    if (page.form && !page.form->trouble.empty()) all.push_back({"form_unplaced", page.form->trouble});
    for (const auto fault : page.faults)
        all.push_back(fault == core::PageFault::cut ? Complaint{"page_cut", "une partie de son contenu est coupée"}
                                                    : Complaint{"double_fed", "elle est plus longue qu'une feuille"});
    return all;
}

bool will_do(const Case& dossier, const std::string& key) {
    const auto* said = dossier.settled(key);
    return said != nullptr && said->answer == "yes";
}

}  // namespace

void add_bad_sheets(const Case& dossier, std::span<const core::DossierPage> pages, core::CheckResult& result) {
    for (const auto& [ref, page] : pages)
        for (const auto& complaint : complaints_about(page)) {
            const auto number = std::to_string(ref.page);
            const auto subject = ref.arrival + "-" + number, key = complaint.code + ":" + subject;
            if (will_do(dossier, key)) continue;
            const auto sheet = "la page " + number + " de l'envoi " + ref.arrival;
            result.findings.push_back({.code = complaint.code,
                                       .subject = subject,
                                       .severity = core::Severity::doubt,
                                       .sentence = "Numériser de nouveau " + sheet + " : " + complaint.cause + ".",
                                       .evidence = ref.arrival + " page " + number});
            result.questions.push_back({.kind = core::QuestionKind::rule,
                                        .key = key,
                                        .page = ref,
                                        .text = "La feuille suffit-elle telle quelle (" + complaint.cause + ") ?"});
        }
}

}  // namespace pipeline
