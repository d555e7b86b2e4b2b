/// The second half of Register: what a dossier holds and what was said about it.
#include <stdexcept>

#include "store/connection.h"
#include "store/journal.h"
#include "store/json_text.h"
#include "store/register.h"

namespace store {
namespace {

std::string page_refs_to_json(const std::vector<core::PageRef>& pages) {
    auto json = nlohmann::ordered_json::array();
    for (const auto& page : pages) json.push_back({page.arrival, page.page});
    return json_text(json);
}

std::vector<core::PageRef> page_refs_from_json(const std::string& text) {
    std::vector<core::PageRef> pages;
    for (const auto& item : parse_json(text)) pages.push_back({item.at(0).get<std::string>(), item.at(1).get<int>()});
    return pages;
}

}  // namespace

void Register::set_pieces(std::string_view dossier, const std::vector<core::Piece>& pieces) {
    connection_.transaction([&] {
        require_known(dossier);
        connection_.change("DELETE FROM pieces WHERE dossier = :dossier", dossier);
        int position = 0;
        for (const auto& piece : pieces)
            connection_.change(
                "INSERT INTO pieces (dossier, position, kind, detail, state, score, pages) "
                "VALUES (:dossier, :position, :kind, :detail, :state, :score, :pages)",
                dossier, ++position, piece.kind, piece.detail, piece.state, piece.score,
                page_refs_to_json(piece.pages));
    });
}

std::vector<core::Piece> Register::pieces(std::string_view dossier) {
    std::vector<core::Piece> pieces;
    for (const auto& [kind, detail, state, score, refs] :
         connection_.rows<core::Kind, std::string, core::KindState, double, std::string>(
             "SELECT kind, detail, state, score, pages FROM pieces WHERE dossier = :dossier ORDER BY position",
             dossier))
        pieces.push_back(
            {.kind = kind, .detail = detail, .state = state, .score = score, .pages = page_refs_from_json(refs)});
    return pieces;
}

void Register::set_findings(std::string_view dossier, const std::vector<core::Finding>& findings) {
    connection_.transaction([&] {
        require_known(dossier);
        connection_.change("DELETE FROM findings WHERE dossier = :dossier", dossier);
        int position = 0;
        for (const auto& finding : findings)
            connection_.change(
                "INSERT INTO findings (dossier, position, code, subject, severity, sentence, evidence, source, "
                "settled_by, "
                "proposal) VALUES (:dossier, :position, :code, :subject, :severity, :sentence, :evidence, :source, "
                ":settled_by, :proposal)",
                dossier, ++position, finding.code, finding.subject, finding.severity, finding.sentence,
                finding.evidence, finding.source, finding.settled_by, finding.proposal);
    });
}

std::vector<core::Finding> Register::findings(std::string_view dossier) {
    std::vector<core::Finding> findings;
    for (auto& [code, subject, severity, sentence, evidence, source, settled_by, proposal] :
         connection_.rows<std::string, std::string, core::Severity, std::string, std::string, std::string,
                          core::SettledBy, std::string>(
             "SELECT code, subject, severity, sentence, evidence, source, settled_by, proposal FROM findings "
             "WHERE dossier = :dossier ORDER BY position",
             dossier))
        findings.push_back({std::move(code), std::move(subject), severity, std::move(sentence), std::move(evidence),
                            std::move(source), settled_by, std::move(proposal)});
    return findings;
}

core::Outcome<core::Decision> Register::decide(const core::Decision& taken) {
    core::Outcome<core::Decision> outcome{taken};
    connection_.transaction([&] {
        require_known(taken.dossier);
        if (const auto standing = decision(taken.dossier)) {
            if (*standing != taken) outcome = core::Refusal{core::Reason::wrong_state, "une décision a déjà été prise"};
            return;
        }
        const auto version = decisions_taken(taken.dossier) + 1;
        connection_.change(
            "INSERT INTO decisions (dossier, version, outcome, half_days, motives, instructor, signatory, day, "
            "reversed) VALUES (:dossier, :version, :outcome, :half_days, :motives, :instructor, :signatory, :day, 0)",
            taken.dossier, version, taken.outcome, taken.days.halves(), texts_to_json(taken.motives), taken.instructor,
            taken.signatory, taken.date);
        journal_.append(taken.signatory.empty() ? taken.instructor : taken.signatory, "decision_taken", taken.dossier,
                        core::to_text(taken.outcome));
    });
    return outcome;
}

bool Register::reverse_decision(std::string_view dossier, std::string_view who, std::string_view why) {
    bool reversed = false;
    connection_.transaction([&] {
        reversed = connection_.change("UPDATE decisions SET reversed = 1 WHERE dossier = :dossier AND reversed = 0",
                                      dossier) == 1;
        if (reversed) journal_.append(who, "decision_reversed", dossier, why);
    });
    return reversed;
}

std::optional<core::Decision> Register::decision(std::string_view dossier) {
    auto found = connection_.row<core::DecisionOutcome, int, std::string, std::string, std::string, core::Date>(
        "SELECT outcome, half_days, motives, instructor, signatory, day FROM decisions WHERE dossier = :dossier AND "
        "reversed = 0",
        dossier);
    if (!found) return std::nullopt;
    auto& [outcome, half_days, motives, instructor, signatory, day] = *found;
    return core::Decision{.dossier = std::string{dossier},
                          .outcome = outcome,
                          .days = core::HalfDays::of_halves(half_days),
                          .motives = texts_from_json(motives),
                          .instructor = std::move(instructor),
                          .signatory = std::move(signatory),
                          .date = day};
}

int Register::decisions_taken(std::string_view dossier) {
    return connection_.value<int>("SELECT COUNT(*) FROM decisions WHERE dossier = :dossier", dossier);
}

core::Letter Register::add_letter(const core::Letter& letter) {
    auto kept = letter;
    connection_.transaction([&] {
        require_known(letter.dossier);
        if (auto known = find_letter(letter.dossier, letter.kind, letter.version)) {
            kept = std::move(*known);
            return;
        }
        connection_.change(
            "INSERT INTO letters (dossier, kind, version, sha256, day, publication) VALUES (:dossier, :kind, :version, "
            ":sha256, :day, :publication)",
            letter.dossier, letter.kind, letter.version, letter.sha256, letter.date, letter.publication);
        journal_.append(program, "letter_composed", letter.dossier, letter.kind + " " + std::to_string(letter.version));
    });
    return kept;
}

std::optional<core::Letter> Register::find_letter(std::string_view dossier, std::string_view kind, int version) {
    for (auto& letter : letters(dossier))
        if (letter.kind == kind && letter.version == version) return std::move(letter);
    return std::nullopt;
}

std::vector<core::Letter> Register::letters(std::string_view dossier) {
    std::vector<core::Letter> letters;
    for (auto& [kind, version, sha256, day, publication] :
         connection_.rows<std::string, int, std::string, core::Date, long long>(
             "SELECT kind, version, sha256, day, publication FROM letters WHERE dossier = :dossier ORDER BY kind, "
             "version",
             dossier))
        letters.push_back({.dossier = std::string{dossier},
                           .kind = std::move(kind),
                           .version = version,
                           .sha256 = std::move(sha256),
                           .date = day,
                           .publication = publication});
    return letters;
}

}  // namespace store
