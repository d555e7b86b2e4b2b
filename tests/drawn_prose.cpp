#include <iterator>
#include <string_view>

#include "tests/drawn_page.h"

namespace drawn {

namespace {

constexpr std::string_view sentences[]{
    "Monsieur le Maire, j’ai l’honneur de vous adresser la demande de dispense de formation de notre agent.",
    "L’intéressée a été nommée stagiaire le 1er mars 2026 dans le cadre d’emplois des adjoints administratifs.",
    "La durée de la formation d’intégration est fixée à dix jours pour les cadres d’emplois de catégorie A et B.",
    "Elle a suivi, du 4 au 8 mars 2024, un stage consacré à l’accueil du public et à l’état civil.",
    "Le présent certificat est délivré pour servir et valoir ce que de droit.",
    "Vous trouverez ci-joint l’attestation de présence, le programme détaillé et la fiche de poste.",
    "L’organisme de formation certifie que les heures réalisées correspondent à la convention signée.",
    "Je soussigné, directeur général des services, émets un avis favorable à cette demande.",
    "Le bénéficiaire a acquis des compétences en comptabilité publique, en rédaction et en gestion budgétaire.",
    "La collectivité souhaite que cinq jours soient déduits du parcours obligatoire de l’agent.",
    "Les pièces justificatives doivent parvenir au service avant le 15 novembre, délai de rigueur.",
    "Nom de naissance : LEMOINE ; nom d’usage : DUVAL ; prénom : Anne-Laure ; née le 12 avril 1989.",
    "N° SIRET : 211 401 185 00017, courriel : rh@valmer.example, téléphone : 02 31 00 00 00.",
    "Vu le décret n° 2008-512 du 29 mai 2008 relatif à la formation statutaire obligatoire ;",
    "Considérant que l’expérience professionnelle antérieure est en rapport avec les missions exercées ;",
    "La maîtrise d’œuvre, les marchés publics et l’urbanisme ont été abordés à travers des cas pratiques.",
    "Objectif : être capable d’identifier les acteurs, de prévenir les conflits et d’agir en équipe.",
    "Le stagiaire a obtenu 87 % de bonnes réponses à l’évaluation finale (voir annexe n° 3).",
    "À défaut de réponse dans un délai de deux mois, la demande est réputée rejetée.",
    "Ce poste comporte l’encadrement de six agents, dont deux à temps non complet (28/35e).",
    "Coût pédagogique : 1 250,00 €, pris en charge intégralement par l’établissement public.",
    "Il gère l’agenda, prépare les réunions, rédige les comptes rendus et classe les archives.",
    "Fait à Valmer-sur-Orne, le 3 novembre 2026, pour être transmis à la délégation régionale.",
    "Les élèves accueillis à la cantine sont répartis en trois services, de 11 h 30 à 13 h 30.",
    "Diplôme préparé : licence professionnelle « métiers des administrations et collectivités ».",
    "Depuis septembre 2019, elle exerce les fonctions de secrétaire de mairie à mi-temps.",
    "Le médecin de prévention, consulté, n’a formulé aucune réserve quant à l’aptitude de l’agent.",
    "Où que soit affecté l’agent, l’employeur veille à l’égalité d’accès aux formations.",
    "Ce module traite de la régie d’avances, du contrôle de légalité et de la clôture des comptes.",
    "Veuillez agréer, Madame, Monsieur, l’expression de ma considération distinguée.",
};

}  // namespace

std::vector<std::string> prose(int count, unsigned seed) {
    std::vector<std::string> lines;
    std::string line;
    static constexpr unsigned steps[]{1, 7, 11};  // Coprime with the number of sentences: all come before one returns.
    for (unsigned at = seed * 7;; at += steps[seed % 3]) {
        std::string_view rest = sentences[at % std::size(sentences)];
        while (!rest.empty()) {
            const auto end = rest.find(' ');
            const auto word = rest.substr(0, end);
            if (line.size() + word.size() > 88) {
                lines.push_back(line);
                if (static_cast<int>(lines.size()) == count) return lines;
                line.clear();
            }
            if (!line.empty()) line += ' ';
            line += word;
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        }
    }
}

}  // namespace drawn
