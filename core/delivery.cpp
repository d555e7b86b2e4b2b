#include "core/delivery.h"

#include <algorithm>
#include <array>

namespace core {
namespace {

struct StatusRow {
    std::string_view code;  ///< Without its class: `1.1`; or the subject alone: `1`.
    std::string_view reason;
};

constexpr std::array status_table{
    StatusRow{"1.0", "adresse refusée"},
    StatusRow{"1.1", "boîte aux lettres inconnue"},
    StatusRow{"1.2", "domaine inconnu"},
    StatusRow{"1.3", "adresse mal formée"},
    StatusRow{"1.4", "adresse ambiguë"},
    StatusRow{"1.6", "boîte aux lettres supprimée, sans suivi"},
    StatusRow{"1.7", "adresse d'expéditeur mal formée"},
    StatusRow{"1.8", "adresse d'expéditeur inconnue du serveur"},
    StatusRow{"1.9", "message relayé vers une messagerie qui ne rend pas compte"},
    StatusRow{"1.10", "ce domaine ne reçoit pas de courrier"},
    StatusRow{"2.0", "boîte aux lettres indisponible"},
    StatusRow{"2.1", "boîte aux lettres désactivée"},
    StatusRow{"2.2", "boîte aux lettres pleine"},
    StatusRow{"2.3", "message trop gros pour cette boîte"},
    StatusRow{"2.4", "liste de diffusion en défaut"},
    StatusRow{"3.0", "messagerie du destinataire en défaut"},
    StatusRow{"3.1", "messagerie du destinataire saturée"},
    StatusRow{"3.2", "messagerie du destinataire fermée"},
    StatusRow{"3.4", "message trop gros pour la messagerie du destinataire"},
    StatusRow{"4.0", "acheminement impossible"},
    StatusRow{"4.1", "la messagerie du destinataire ne répond pas"},
    StatusRow{"4.2", "connexion rompue avec la messagerie du destinataire"},
    StatusRow{"4.3", "annuaire des domaines indisponible"},
    StatusRow{"4.4", "aucune route vers la messagerie du destinataire"},
    StatusRow{"4.6", "le message tourne en boucle"},
    StatusRow{"4.7", "délai de remise dépassé"},
    StatusRow{"5.0", "échange refusé par le serveur"},
    StatusRow{"6.0", "contenu refusé"},
    StatusRow{"6.7", "adresse internationale non prise en charge"},
    StatusRow{"7.0", "refusé par la politique de sécurité du destinataire"},
    StatusRow{"7.1", "refusé par la politique de sécurité du destinataire"},
    StatusRow{"7.9", "identification refusée"},
    StatusRow{"7.20", "signature DKIM absente ou invalide"},
    StatusRow{"7.23", "serveur d'envoi non autorisé (SPF)"},
    StatusRow{"7.25", "nom du serveur d'envoi non vérifiable"},
    StatusRow{"7.26", "authentification du domaine refusée (DMARC)"},
    StatusRow{"7.27", "ce domaine d'expéditeur ne reçoit pas de courrier"},
    StatusRow{"1", "adresse refusée"},
    StatusRow{"2", "boîte aux lettres indisponible"},
    StatusRow{"3", "messagerie du destinataire en défaut"},
    StatusRow{"4", "acheminement impossible"},
    StatusRow{"5", "échange refusé par le serveur"},
    StatusRow{"6", "contenu refusé"},
    StatusRow{"7", "refusé par la politique de sécurité du destinataire"},
};

/// Words of servers that give no useful code, in small letters.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> spoken{{
    {"user unknown", "1.1"},
    {"unknown user", "1.1"},
    {"no such user", "1.1"},
    {"no mailbox", "1.1"},
    {"does not exist", "1.1"},
    {"doesn't exist", "1.1"},
    {"utilisateur inconnu", "1.1"},
    {"n'existe pas", "1.1"},
    {"adresse inconnue", "1.1"},
    {"host not found", "1.2"},
    {"domain not found", "1.2"},
    {"disabled", "2.1"},
    {"quota", "2.2"},
    {"mailbox full", "2.2"},
    {"mailbox is full", "2.2"},
    {"spam", "7.1"},
    {"loop", "4.6"},
}};

std::string_view reason_of(std::string_view code) {
    for (const auto& row : status_table)
        if (row.code == code) return row.reason;
    return {};
}

std::string small_letters(std::string_view text) {
    std::string small{text};
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return small;
}

}  // namespace

Delivery delivery_of(const Dispatch& dispatch) {
    if (dispatch.reported) return *dispatch.reported;
    switch (dispatch.state) {
        case DispatchState::waiting:
        case DispatchState::connecting:
        case DispatchState::final_dot:
            return Delivery::queued;
        case DispatchState::sent:
            return Delivery::relayed;
        case DispatchState::refused:
            return Delivery::bounced;
        case DispatchState::uncertain:
            return Delivery::uncertain;
        case DispatchState::held:
            return Delivery::held;
        case DispatchState::printed:
            return Delivery::printed;
        case DispatchState::cancelled:
            return Delivery::cancelled;
    }
    return Delivery::queued;
}

bool has_left(const Dispatch& dispatch) {
    const auto delivery = delivery_of(dispatch);
    return (dispatch.state == DispatchState::sent || dispatch.state == DispatchState::printed) &&
           delivery != Delivery::bounced && delivery != Delivery::returned;
}

bool supersedes(Delivery report, std::optional<Delivery> earlier) {
    if (!earlier || report == Delivery::read) return true;
    switch (*earlier) {
        case Delivery::bounced:
        case Delivery::returned:
        case Delivery::read:
            return false;
        case Delivery::delivered:
            return report != Delivery::delayed && report != Delivery::delivered;
        case Delivery::delayed:
            return report != Delivery::delayed;
        default:
            return true;
    }
}

std::string delivery_reason(std::string_view status, std::string_view diagnostic) {
    const bool shaped = status.size() >= 5 && status[1] == '.' && (status[0] == '4' || status[0] == '5');
    const auto code = shaped ? status.substr(2) : std::string_view{};
    auto reason = reason_of(code);
    if (reason.empty() || code.ends_with(".0")) {
        const auto said = small_letters(diagnostic);
        for (const auto& [words, meant] : spoken)
            if (said.find(words) != std::string::npos) {
                reason = reason_of(meant);
                break;
            }
    }
    if (reason.empty() && !code.empty()) reason = reason_of(code.substr(0, 1));
    if (reason.empty()) reason = "non remis, sans raison donnée";
    return std::string{reason};
}

}  // namespace core
