#include "bench/simulated_sums.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/delivery.h"
#include "store/names.h"
#include "store/store.h"

namespace bench {
namespace {

namespace fs = std::filesystem;
using core::Delivery;
using core::DossierState;

/// By Message-ID, the addresses of each time the relay took it.
using Mailbox = std::map<std::string, std::vector<std::string>>;

std::string message_id_in(const fs::path& message) {
    std::ifstream file{message};
    for (std::string line; std::getline(file, line) && line != "\r";) {
        const auto open = line.find('<');
        if (line.starts_with("Message-ID:") && open != std::string::npos)
            return line.substr(open + 1, line.find('>') - open - 1);
    }
    return {};
}

Mailbox mailbox_of(const fs::path& folder) {
    Mailbox mailbox;
    for (const auto& entry : fs::directory_iterator{folder}) {
        if (entry.path().extension() != ".eml") continue;
        auto envelope = entry.path();
        std::ifstream file{envelope.replace_extension(".json")};
        const auto about = nlohmann::json::parse(file);
        for (const auto& address : about.at("rcpt_tos"))
            mailbox[message_id_in(entry.path())].push_back(address.get<std::string>());
    }
    return mailbox;
}

/// How often each letter of a dossier stands in a print run.
std::map<std::pair<std::string, std::string>, int> printed_letters(const fs::path& home) {
    std::map<std::pair<std::string, std::string>, int> printed;
    for (const auto& run : fs::directory_iterator{store::post_out_path(home)})
        for (const auto& entry : fs::directory_iterator{run})
            if (const auto letter = store::parse_letter_name(entry.path().filename().string()))
                ++printed[{letter->dossier, letter->letter + "/" + std::to_string(letter->version)}];
    return printed;
}

class Counter {
  public:
    Counter(const fs::path& home, const Plan& plan, const fs::path& mailbox)
        : plan_{plan}, store_{home}, mailbox_{mailbox_of(mailbox)}, printed_{printed_letters(home)} {
        for (const auto* what :
             {"dossiers without one outcome", "decisions not notified exactly once",
              "decisions to a wrong collectivité or agent", "withdrawn yet decided", "messages the relay took twice",
              "messages sent that it never took", "messages it took that are not ours", "messages to a wrong address",
              "letters not printed exactly once", "faults of the journal", "bytes missing"})
            faults_[what] = 0;
    }

    Sums count() {
        for (int number = 1; number <= plan_.dossiers; ++number)
            by_email_.emplace(core::field(case_of(plan_, number).request, "agent.courriel"), number);
        for (const auto& row : store_.dossiers().list()) count_dossier(row);
        faults_["dossiers without one outcome"] += std::abs(plan_.dossiers - dossiers_);
        count_dispatches();
        faults_["faults of the journal"] = store_.journal().verify().has_value() ? 1 : 0;
        for (const auto& use : store_.blobs()) faults_["bytes missing"] += !store_.spool().has(use.sha256);
        Sums sums{.facts = {{"dossiers", dossiers_},
                            {"decided", decided_},
                            {"withdrawn", abandoned_},
                            {"messages", messages_},
                            {"bounced, then by post", replaced_},
                            {"letters by post", letters_},
                            {"events", store_.journal().length()}}};
        sums.faults.assign(faults_.begin(), faults_.end());
        return sums;
    }

  private:
    void count_dossier(const store::DossierRow& row) {
        const auto& number = row.dossier.number;
        ++dossiers_;
        const auto decision = store_.dossiers().decision(number);
        if (row.dossier.state == DossierState::abandoned) {
            ++abandoned_;
            faults_["withdrawn yet decided"] += decision.has_value();
            return;
        }
        const bool notified = row.dossier.state == DossierState::notified && decision;
        faults_["dossiers without one outcome"] += !notified;
        if (!notified) return;
        ++decided_;
        const auto story = case_of(plan_, by_email_.at(core::field(row.dossier.data, "agent.courriel")));
        std::map<core::Addressee, int> told;
        for (const auto& dispatch : store_.outbox().of(number))
            count_decision_dispatch(dispatch, *decision, story, told);
        faults_["decisions not notified exactly once"] +=
            told[core::Addressee::collectivite] != 1 || told[core::Addressee::agent] != 1;
    }

    void count_decision_dispatch(const core::Dispatch& dispatch, const core::Decision& decision, const Case& story,
                                 std::map<core::Addressee, int>& told) {
        std::string_view kind = dispatch.letter_kind;
        if (kind.starts_with(core::postal_copy_prefix)) kind.remove_prefix(core::postal_copy_prefix.size());
        const bool agents = dispatch.addressee == core::Addressee::agent && kind.starts_with("copie-agent-");
        if (!agents && !kind.starts_with(core::to_text(decision.outcome))) return;
        replaced_ += !dispatch.replaced_by.empty();
        if (dispatch.replaced_by.empty() && core::has_left(dispatch)) ++told[dispatch.addressee];
        faults_["decisions to a wrong collectivité or agent"] += !is_right(dispatch, story);
    }

    static bool is_right(const core::Dispatch& dispatch, const Case& story) {
        const auto value = [&](const char* key) { return core::field(story.request, key); };
        if (dispatch.addressee == core::Addressee::agent && dispatch.channel == core::DispatchChannel::mail)
            return dispatch.recipient == value("agent.courriel");
        if (dispatch.addressee == core::Addressee::collectivite && dispatch.siret != value("collectivite.siret"))
            return false;
        if (dispatch.channel == core::DispatchChannel::mail)
            return dispatch.recipient == value("collectivite.courriel");
        return dispatch.recipient.find(value("collectivite.adresse.ligne.2")) != std::string::npos &&
               dispatch.recipient.find(value("collectivite.adresse.ligne.3")) != std::string::npos;
    }

    void count_dispatches() {
        std::set<std::string> ours;
        for (const auto& dispatch : store_.outbox().list()) {
            if (dispatch.channel == core::DispatchChannel::post) {
                count_printed(dispatch);
                continue;
            }
            ++messages_;
            ours.insert(dispatch.message_id);
            const auto taken = mailbox_.find(dispatch.message_id);
            const std::size_t times = taken == mailbox_.end() ? 0 : taken->second.size();
            faults_["messages the relay took twice"] += times > 1;
            faults_["messages sent that it never took"] += dispatch.state == core::DispatchState::sent && times == 0;
            if (times > 0) faults_["messages to a wrong address"] += taken->second.front() != dispatch.recipient;
        }
        for (const auto& [id, addresses] : mailbox_)
            faults_["messages it took that are not ours"] += !ours.contains(id);
    }

    void count_printed(const core::Dispatch& dispatch) {
        ++letters_;
        const auto found =
            printed_.find({dispatch.dossier, dispatch.letter_kind + "/" + std::to_string(dispatch.letter_version)});
        const bool left = dispatch.state == core::DispatchState::printed;
        faults_["letters not printed exactly once"] += (found == printed_.end() ? 0 : found->second) != (left ? 1 : 0);
    }

    const Plan& plan_;
    store::Store store_;
    Mailbox mailbox_;
    std::map<std::pair<std::string, std::string>, int> printed_;
    std::map<std::string, int> by_email_;
    std::map<std::string, long long> faults_;
    long long dossiers_ = 0, decided_ = 0, abandoned_ = 0, messages_ = 0, replaced_ = 0, letters_ = 0;
};

}  // namespace

bool Sums::hold() const {
    return std::all_of(faults.begin(), faults.end(), [](const auto& fault) { return fault.second == 0; });
}

Sums sums_of(const fs::path& home, const Plan& plan, const fs::path& mailbox) {
    return Counter{home, plan, mailbox}.count();
}

}  // namespace bench
