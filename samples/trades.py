"""Trades of the territorial public service and trainings: the words of the pieces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    corps: str
    grade: str
    category: str
    job: str
    service: str
    missions: tuple


@dataclass(frozen=True)
class Theme:
    title: str
    aims: tuple
    modules: tuple


TRADES = (
    Trade("Adjoints administratifs territoriaux", "adjoint administratif", "C", "Agent d'accueil et d'état civil",
          "Accueil et état civil", ("Accueillir et orienter les usagers", "Établir les actes d'état civil",
                                    "Tenir les registres et délivrer les copies", "Instruire les dossiers de mariage")),
    Trade("Adjoints techniques territoriaux", "adjoint technique", "C", "Agent d'entretien des espaces verts",
          "Services techniques", ("Entretenir les massifs, pelouses et haies", "Tailler les arbres et arbustes",
                                  "Entretenir le matériel", "Veiller à la propreté des aires de jeux")),
    Trade("Adjoints territoriaux d'animation", "adjoint d'animation", "C", "Animation périscolaire",
          "Enfance et jeunesse", ("Encadrer les temps périscolaires", "Préparer des animations",
                                  "Assurer la sécurité des enfants", "Dialoguer avec les familles")),
    Trade("Agents sociaux territoriaux", "agent social", "C", "Aide à domicile", "Action sociale",
          ("Aider aux actes de la vie quotidienne", "Préparer les repas", "Prévenir l'isolement", "Rendre compte")),
    Trade("Rédacteurs territoriaux", "rédacteur", "B", "Gestionnaire des marchés publics", "Commande publique",
          ("Rédiger les pièces des consultations", "Suivre les procédures de passation", "Notifier les marchés",
           "Conseiller les services acheteurs")),
    Trade("Techniciens territoriaux", "technicien", "B", "Responsable du patrimoine bâti", "Bâtiments",
          ("Programmer les travaux d'entretien", "Suivre les chantiers", "Contrôler la sécurité incendie",
           "Encadrer une équipe de quatre agents")),
    Trade("Auxiliaires de puériculture territoriaux", "auxiliaire de puériculture de classe normale", "B",
          "Auxiliaire en multi-accueil", "Petite enfance",
          ("Accueillir l'enfant et sa famille", "Assurer les soins d'hygiène", "Proposer des activités d'éveil",
           "Participer au projet d'établissement")),
    Trade("Attachés territoriaux", "attaché", "A", "Direction des ressources humaines", "Ressources humaines",
          ("Piloter la politique des ressources humaines", "Animer le dialogue social", "Préparer le budget du personnel",
           "Encadrer le service")),
    Trade("Assistants territoriaux socio-éducatifs", "assistant socio-éducatif", "A", "Référence insertion",
          "Solidarités", ("Accompagner les personnes en insertion", "Instruire les aides", "Animer des ateliers collectifs",
                          "Travailler en réseau avec les partenaires")),
)

THEMES = (
    Theme("Les fondamentaux de l'état civil",
          ("connaître le rôle de l'officier de l'état civil", "établir un acte de naissance, de mariage ou de décès",
           "apposer une mention marginale", "traiter une demande de changement de prénom"),
          ("Les sources du droit de l'état civil", "Les actes et leur rédaction", "Les mentions et les livrets de famille",
           "Études de cas et travaux pratiques")),
    Theme("Accueil physique et téléphonique des usagers",
          ("se présenter et identifier la demande", "adapter son langage à la situation", "gérer une situation tendue",
           "orienter vers le bon interlocuteur"),
          ("La posture d'accueil", "La communication verbale et non verbale", "Les situations difficiles", "Mises en situation")),
    Theme("Entretien des espaces verts sans produits phytosanitaires",
          ("choisir une technique alternative", "planifier l'entretien différencié", "expliquer la démarche aux habitants",
           "utiliser le matériel en sécurité"),
          ("La réglementation", "Le paillage et les couvre-sols", "Le désherbage mécanique et thermique", "Visite de chantier")),
    Theme("Hygiène alimentaire et méthode HACCP en restauration collective",
          ("repérer les dangers microbiens", "appliquer le plan de maîtrise sanitaire", "tenir les relevés de température",
           "réagir à une non-conformité"),
          ("Les micro-organismes", "Les sept principes de la méthode", "Nettoyage et désinfection", "Traçabilité")),
    Theme("Rédaction des actes administratifs et des délibérations",
          ("distinguer arrêté, décision et délibération", "rédiger des visas et des considérants",
           "assurer le caractère exécutoire d'un acte", "prévenir les risques contentieux"),
          ("La hiérarchie des normes", "La structure de l'acte", "Publication et contrôle de légalité", "Ateliers d'écriture")),
    Theme("Marchés publics : passation et exécution",
          ("choisir la procédure adaptée", "rédiger le règlement de la consultation", "analyser les offres",
           "suivre l'exécution financière"),
          ("Le code de la commande publique", "Les procédures", "L'analyse des offres", "L'exécution du marché")),
    Theme("Management d'équipe de proximité",
          ("fixer des objectifs clairs", "conduire un entretien professionnel", "réguler les conflits",
           "développer la coopération"),
          ("Le rôle de l'encadrant", "La communication managériale", "La délégation", "Retours d'expérience")),
    Theme("Budget et comptabilité publique : nomenclature M57",
          ("lire un budget communal", "enregistrer un engagement", "liquider une dépense", "préparer une décision modificative"),
          ("Les principes budgétaires", "Le cycle de la dépense", "La clôture de l'exercice", "Exercices d'application")),
    Theme("Observation et éveil du jeune enfant",
          ("observer sans interpréter", "proposer un aménagement favorable au jeu", "transmettre une observation",
           "travailler avec les parents"),
          ("Le développement de l'enfant", "Le jeu libre", "Les transmissions", "Analyse de pratiques")),
    Theme("Prévention des risques liés à l'activité physique",
          ("repérer les situations à risque", "appliquer les principes d'économie d'effort",
           "proposer une amélioration du poste", "participer au document unique"),
          ("Anatomie et pathologies", "Les gestes et postures", "L'analyse du poste", "Travaux pratiques")),
)

DIPLOMAS = (
    ("Licence professionnelle Métiers des administrations territoriales", "6", "Université de Hauteronde"),
    ("Brevet de technicien supérieur Aménagements paysagers", "5", "Lycée agricole de Bréhoulle"),
    ("Diplôme d'État d'assistant de service social", "6", "Institut régional du travail social de Quettemont"),
    ("Titre professionnel Secrétaire assistant", "4", "Centre de formation de Pontécaux"),
    ("Certificat d'aptitude professionnelle Accompagnant éducatif petite enfance", "3", "Lycée de Saint-Vauldry"),
)
