"""French prose of the trade. Two sets that share no sentence: one to tune on, one to score on."""

TUNING = """
Le service des ressources humaines a transmis la demande au centre de gestion le {date}.
Madame {name}, rédactrice territoriale, exerce ses fonctions à {town} depuis {year}.
L'agent sollicite une dispense de {days} jours au titre de sa formation professionnelle antérieure.
Les heures de formation figurent au tableau ci-dessous ; elles ont été vérifiées par l'organisme.
La commission examinera votre dossier lors de sa séance du {date}, sous réserve des pièces manquantes.
Conformément à l'article {number} du décret n° 2008-830, l'autorité territoriale émet un avis motivé.
Nous vous prions de bien vouloir nous retourner l'exemplaire signé avant le {date}.
Ce stage a permis d'acquérir les bases de la comptabilité M57 et du contrôle budgétaire.
À l'issue de l'entretien, {name} a confirmé son souhait de rejoindre la bibliothèque de {town}.
Le montant des frais s'élève à {money} €, pris en charge à hauteur de {percent} %.
Toute déclaration inexacte entraîne l'annulation de la dispense accordée.
Les trois modules suivis portent sur l'état civil, les élections et la gestion des cimetières.
Il appartient à l'employeur de joindre la copie du diplôme et l'attestation de présence.
Cette expérience, acquise dans le secteur privé, correspond aux missions de la fiche de poste.
Veuillez noter que l'original reste dû en cas de contrôle, même après l'envoi dématérialisé.
Le directeur adjoint, absent ce jour, a délégué sa signature à la responsable du pôle.
Où trouver les formulaires ? Sur le site de la délégation ou à l'accueil, de 9 h à 17 h 30.
Les agents de catégorie C bénéficient d'un parcours de cinq jours dans la première année.
Après étude, votre demande a été jugée recevable ; une notification vous parviendra sous huitaine.
L'évaluation à froid, réalisée six mois plus tard, confirme l'acquisition des compétences visées.
Son ancienneté lui ouvre droit à un congé de formation de {days} jours, fractionnable.
Référence à rappeler : {ref} ; suivi par {name}, poste {number}.
""".strip().splitlines()

SCORED = """
Par courrier reçu le {date}, vous avez bien voulu nous saisir d'une demande relative à {name}.
Le certificat de réalisation précise que la session s'est déroulée à {town}, en présentiel.
Après avis du médecin du travail, un aménagement des horaires a été proposé à l'intéressé.
La durée totale retenue est de {days} jours, soit {number} heures effectives.
Nous accusons réception de votre envoi et l'avons enregistré sous le numéro {ref}.
Un complément d'information est nécessaire : merci de préciser l'intitulé exact du diplôme.
Sur proposition du jury, la valeur des acquis a été reconnue pour deux unités sur quatre.
Le tuteur désigné par le maire accompagne la nouvelle recrue pendant son premier trimestre.
L'absence de réponse vaut rejet implicite, susceptible de recours devant le tribunal administratif.
Dès réception de l'arrêté de nomination, le stage débutera à la médiathèque de {town}.
{name} justifie de {days} années d'expérience dans la conduite d'équipes d'entretien.
Les objectifs pédagogiques étaient les suivants : accueillir, orienter, informer le public.
Cette prestation, facturée {money} € hors taxes, ouvre droit à remboursement partiel.
Il résulte de l'instruction que les conditions prévues à l'article {number} sont remplies.
Nul ne peut être dispensé s'il n'a exercé effectivement pendant au moins trois ans.
La présente décision peut être contestée dans les deux mois suivant sa notification.
Pendant la période considérée, l'assiduité moyenne du groupe a atteint {percent} %.
Le programme comprend l'hygiène des locaux, la sécurité incendie et les gestes d'urgence.
Fait en double exemplaire, dont un remis à chaque partie, à {town}, le {date}.
Rédigée en termes clairs, la notice rappelle les délais et les voies de recours.
Monsieur {name}, chef de cuisine, encadre quatre aides et gère l'économat de l'école.
Aucune pièce originale ne sera restituée ; n'adressez que des photocopies lisibles.
En conséquence, le conseil d'administration approuve, à l'unanimité, le plan pluriannuel.
""".strip().splitlines()

TUNING_NAMES = "Élodie Marchand|Gérard Lefebvre|Aïcha Benali|Théo Garnier|Noëlle Dupré|Yann Le Goff|Inès Caron".split("|")
SCORED_NAMES = "Zoé Vasseur|Loïc Quéré|Maïwenn Hébert|Jérôme Fouquet|Solène d'Orval|Kévin Bœuf|Agnès Pruvost".split("|")
TUNING_TOWNS = "Valmer-sur-Orne|Saint-Aubin-le-Vieux|Belleville-en-Caux|Port-Évrard".split("|")
SCORED_TOWNS = "Montreuil-la-Haye|Sainte-Gauburge|Épreville|Les Authieux-sur-Buchy".split("|")
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


class Prose:
    """Sentences of one set, filled in by the given source of chance."""

    def __init__(self, rng, scored):
        self.rng = rng
        self.all = SCORED if scored else TUNING
        self.names = SCORED_NAMES if scored else TUNING_NAMES
        self.towns = SCORED_TOWNS if scored else TUNING_TOWNS
        self.waiting = []

    def date(self):
        return f"{self.rng.randint(2, 28)} {self.rng.choice(MONTHS)} {self.rng.randint(2019, 2026)}"

    def money(self):
        return f"{self.rng.randint(1, 9)} {self.rng.randint(0, 999):03d},{self.rng.randint(0, 99):02d}"

    def ref(self):
        return f"{self.rng.choice(('RH', 'FORM', 'CNF', 'INT'))}-{self.rng.randint(2019, 2026)}-{self.rng.randint(1, 9999):04d}"

    def name(self):
        return self.rng.choice(self.names)

    def town(self):
        return self.rng.choice(self.towns)

    def sentence(self):
        if not self.waiting:
            self.waiting = self.rng.sample(self.all, len(self.all))
        return self.waiting.pop().format(
            date=self.date(), name=self.name(), town=self.town(), year=self.rng.randint(1998, 2025),
            days=self.rng.randint(2, 30), number=self.rng.randint(3, 140), money=self.money(),
            percent=self.rng.randint(20, 100), ref=self.ref())

    def paragraph(self, sentences):
        return " ".join(self.sentence() for _ in range(sentences))
