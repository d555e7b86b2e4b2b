#pragma once

#include <string_view>

namespace pipeline {

inline constexpr std::string_view config_default =
    R"toml(# Réglages de Vaguemestre. Une clé inconnue est refusée au démarrage.

[bureau]
# Paraît en tête des lettres et dans les adresses de réponse.
nom = "CNFPT Normandie"
service = "Pôle des dispenses de formation"
adresse = ["CNFPT NORMANDIE", "SITE DE CAEN", "17 AVENUE DE CAMBRIDGE", "14200 HEROUVILLE SAINT CLAIR"]
ville = "Hérouville-Saint-Clair"
telephone = "02 00 00 00 00"
courriel = "dispenses@cnfpt.example"

[recours]
# À faire confirmer par le service juridique.
tribunal = "tribunal administratif de Caen"
adresse = "3 rue Arthur-Le-Duc, 14000 Caen"

[decisions]
# Les lettres portent les prénom, nom et qualité de qui a signé la décision ; à défaut, de cet utilisateur (CRPA, art. L212-1).
signataire = "signataire"
jour_limite = 5           # du mois de la session : dernier jour pour être complet
deux_personnes = false    # true : une décision n'existe qu'une fois signée par un autre que celui qui l'a proposée

# Les personnes qui agissent : `vaguemestre … --par identifiant`. Rôles : courrier, instructeur, signataire, modeles
# (lettres et formulaires), administrateur. Une personne peut en avoir plusieurs.
[[utilisateurs]]
identifiant = "instructeur"
prenom = "Dominique"
nom = "MODELE"
qualite = "Conseiller formation"
telephone = "02 00 00 00 01"
courriel = "instruction@cnfpt.example"
roles = ["instructeur"]

[[utilisateurs]]
identifiant = "signataire"
prenom = "Camille"
nom = "EXEMPLE"
qualite = "Directrice de la délégation Normandie"
roles = ["signataire"]

[[utilisateurs]]
identifiant = "courrier"
prenom = "Claude"
nom = "SPECIMEN"
qualite = "Agent du courrier"
roles = ["courrier"]

[[utilisateurs]]
identifiant = "administrateur"
prenom = "Maxime"
nom = "GABARIT"
qualite = "Administrateur"
roles = ["administrateur", "modeles"]

[courriel]
# Le relais SMTP. securite : aucune (boucle locale seulement), starttls ou tls.
serveur = "127.0.0.1"
port = 25
securite = "aucune"
expediteur = "dispenses@cnfpt.example"
nom_expediteur = "CNFPT Normandie"
# adresse_retours = "retours@cnfpt.example"   # où reviennent les avis de non-remise ; l'expéditeur sinon
# adresses_etiquetees = true                  # réponses et retours portent une étiquette : dispenses+VR-…@…
piece = "jointe"                    # ou « lien » : le message ne contient qu'un lien vers le document
# lien = "https://dispenses.cnfpt.example/dossiers/{dossier}"
# utilisateur = "vaguemestre"
# fichier_mot_de_passe = "/etc/vaguemestre/smtp.secret"
# autorites = "/etc/ssl/certs/ca-certificates.crt"

# Les boîtes où arrivent les réponses et les avis de non-remise ; autant de [[boites]] que nécessaire.
# [[boites]]
# nom = "dispenses"
# protocole = "imap"                # ou pop3
# serveur = "messagerie.cnfpt.example"
# securite = "tls"                  # ou starttls ; aucune sur cette machine seulement
# utilisateur = "dispenses@cnfpt.example"
# fichier_mot_de_passe = "/etc/vaguemestre/boite.secret"
# dossier = "INBOX"                 # imap
# dossier_traites = "Recus"         # imap : où vont les messages pris

[complement]
# Demande de pièces : « automatique », ou « relu » (une personne valide chaque demande avec « complement ask »).
envoi = "automatique"
compte = "calendaire"               # ou jours-ouvres, heures-ouvrees (horaires ci-dessous)
report_jour_ouvre = true            # un délai qui expire un jour fermé va à la fermeture du jour ouvré suivant
acheminement_jours = 4              # par la poste, le délai part après ces jours ouvrés
rappel_avant_heures = 24            # rappel par courriel avant l'échéance ; 0 : aucun
rappel_apres_heures = 0             # relance après l'échéance, par courriel ou par la poste ; 0 : aucune

[conservation]
# Durées après la fin d'un dossier, à faire valider par le délégué à la protection des données et par les archives.
# « purge --dry-run » dit ce qui y est arrivé ; « purge » le retire ; « dossier freeze » garde un dossier (contentieux).
pieces_mois = 12                    # scans, courriels, textes lus ; 6 au moins : jusque-là un recours est possible
decisions_annees = 15               # décision, lettres, identités ; restent ensuite numéro, états et journal
pieces_non_demandees_jours = 30     # identité, banque, impôts, santé …
sans_dossier_mois = 12              # arrivées qui ne sont d'aucun dossier
recus_jours = 7                     # fichiers pris, gardés dans le dossier surveillé
# visa_elimination = "AD14 2027/031"  # sans lui rien ne part que des copies (code du patrimoine, art. L212-2, R212-14)

[horaires]
lundi = ["08:30-12:00", "13:30-17:00"]
mardi = ["08:30-12:00", "13:30-17:00"]
mercredi = ["08:30-12:00", "13:30-17:00"]
jeudi = ["08:30-12:00", "13:30-17:00"]
vendredi = ["08:30-12:00", "13:30-17:00"]
samedi = []
dimanche = []
# alsace_moselle = true             # Vendredi saint et 26 décembre
# fermetures = ["2026-05-15", "2026-12-24/2026-12-31"]
# jours_travailles = ["2026-05-25"] # un jour férié travaillé : lundi de Pentecôte

[travail]
ouvriers = 0                        # 0 : un par cœur
repos_secondes = 2                  # un fichier doit être resté inchangé si longtemps (20 sur un partage réseau)
attente_verification_minutes = 15   # laisse arriver le reste d'un dossier avant de le vérifier
delai_complement_heures = 48        # compté comme le dit [complement]
controle_un_sur = 50                # une lecture sûre sur tant est montrée à quelqu'un, pour connaître l'erreur ; 0 : aucune
heure_impression = 6                # le service imprime le lot du jour à partir de cette heure
releve_minutes = 5                  # le service relève les boîtes à cet intervalle
# erreur_page = 0.02                # part d'erreurs admise avant le doute : pages dites signées ou non
# tessdata = "/usr/share/tesseract-ocr/5/tessdata"
# polices = "/usr/share/fonts/truetype/liberation2"
)toml";

}  // namespace pipeline
