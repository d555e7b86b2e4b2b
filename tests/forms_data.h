#pragma once

#include "core/fields.h"

/// A request that fills every kind of zone, of fictitious people.
namespace forms_data {

inline core::Fields request() {
    return {
        {"date", "2026-11-03"},
        {"portee", "TOTALE"},
        {"jours", "4.5"},
        {"procedure", "integration"},
        {"type", "INTEGRATION"},
        {"collectivite.denomination", "Commune de Valmer-sur-Orne"},
        {"collectivite.type", "commune"},
        {"collectivite.siret", "211 401 185 00015"},
        {"collectivite.adresse.ligne.1", "MAIRIE DE VALMER SUR ORNE"},
        {"collectivite.adresse.ligne.2", "1 PLACE DE LA MAIRIE"},
        {"collectivite.adresse.ligne.3", "14999 VALMER SUR ORNE"},
        {"collectivite.courriel", "rh@valmer.example"},
        {"collectivite.telephone", "02 31 00 00 00"},
        {"collectivite.representant.civilite", "Madame"},
        {"collectivite.representant.prenom", "Odile"},
        {"collectivite.representant.nom", "TESNIÈRE"},
        {"collectivite.representant.qualite", "Maire"},
        {"collectivite.correspondant.prenom", "Luc"},
        {"collectivite.correspondant.nom", "HAMARD"},
        {"agent.civilite", "Madame"},
        {"agent.nom", "LEMOINE"},
        {"agent.nom_usage", "DUVAL"},
        {"agent.prenom", "Anne-Laure"},
        {"agent.naissance", "1989-04-12"},
        {"agent.statut", "STAGIAIRE"},
        {"agent.categorie", "C"},
        {"agent.cadre_emplois", "Adjoints administratifs territoriaux"},
        {"agent.grade", "adjoint administratif"},
        {"agent.mode_acces", "SANS_CONCOURS"},
        {"agent.nomination", "2026-03-01"},
        {"agent.emploi", "Agent d'accueil"},
        {"agent.service", "Accueil et état civil"},
        {"agent.courriel", "al.lemoine@courrier.example"},
        {"motifs.formation.1.intitule", "Accueil du public et gestion des situations difficiles"},
        {"motifs.formation.1.organisme", "GRETA du Calvados"},
        {"motifs.formation.1.du", "2024-03-04"},
        {"motifs.formation.1.au", "2024-03-08"},
        {"motifs.formation.1.jours", "5"},
        {"motifs.diplome.1.intitule", "Baccalauréat professionnel"},
        {"motifs.diplome.1.niveau", "4"},
        {"motifs.diplome.1.etablissement", "Lycée Victor-Lépine"},
        {"motifs.diplome.1.obtention", "2007-07-01"},
        {"motifs.experience.1.employeur", "SARL Bréville"},
        {"motifs.experience.1.fonction", "Secrétaire"},
        {"motifs.experience.1.du", "2010-01-01"},
        {"motifs.experience.1.au", "2019-12-31"},
        {"motifs.bilan.1.organisme", "Cap Métiers"},
        {"motifs.bilan.1.date", "2025-06-02"},
        {"motifs.argumentaire",
         "Les compétences acquises correspondent aux missions du poste ; l’œuvre « d’accueil »\n"
         "mobilise 40 % du temps – soit 2,5 jours."},
        {"pieces.piece.1.@fichier", "a.pdf"},
        {"pieces.piece.1.@nature", "attestation_formation"},
    };
}

}  // namespace forms_data
