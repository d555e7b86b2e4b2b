"""Scored templates: attestations, certificats de réalisation, programmes, bilans de compétences."""

import scored_world as w
from scored_page import (Style, body_foot, esc, foot, grid, h1, h2, labels, letterhead, logo, made, p, rows, sign, ul)


class _Case:
    """One training of one person, as all its papers tell it."""

    def __init__(self, rng):
        self.rng, self.style = rng, Style(rng)
        self.who, self.body, self.employer = w.person(rng), rng.choice(w.BODIES), w.employer(rng)
        self.theme, self.aims = rng.choice(w.THEMES)
        self.session, self.signed_on = w.session(rng), None
        self.length, self.days, self.hours = w.length(rng, self.session)
        self.place = w.town(rng)
        self.signed_on = self.session.last if rng.random() < 0.6 else self.session.last.replace(day=28)

    @property
    def holder(self):
        who, rng = self.who, self.rng
        name = rng.choice((f"{who.first} {who.called}", f"{who.called} {who.first}", f"{who.first} {who.called.title()}"))
        return f"{rng.choice((who.title, who.short))} {name}"

    def facts(self, **more):
        found = {"holder": self.who.names(), "title": [self.theme], "periods": self.periods(), "organism": [self.body]}
        if self.days:
            found["days"] = [self.days]
        if self.hours:
            found["hours"] = [self.hours]
        return {**found, **more}

    def periods(self):
        """Runs of days that follow each other, as [from, to]."""
        days, runs = self.session.days, []
        for day in days:
            if runs and (day - runs[-1][1]).days == 1:
                runs[-1][1] = day
            else:
                runs.append([day, day])
        return [[a.isoformat(), b.isoformat()] for a, b in runs]

    def head(self):
        rng = self.rng
        return letterhead(rng, self.style, esc(self.body), w.street(rng), f"{w.postcode(rng)} {w.town(rng)}",
                          *rng.sample(("Organisme certifié Qualiopi", f"Téléphone {w.phone(rng)}", "contact@formation.example"), 2))

    def close(self, *roles):
        rng = self.rng
        date = self.signed_on
        line = rng.choice((f"Fait à {self.place}, le {w.written(date)}", f"À {self.place}, le {w.slashed(date)}", f"{self.place}, le {w.written(date)}",
                           f"Établi à {self.place} le {w.slashed(date)}"))
        role = rng.choice(roles or ("La directrice de l'organisme", "Le responsable pédagogique", "Pour l'organisme, le gérant", "Cachet et visa"))
        return p(line, role, cls=rng.choice(("", "right"))) + sign(right=rng.random() < 0.6) + body_foot(rng, self.body)

    def dated(self, **more):
        return self.facts(document_date=[self.signed_on.isoformat()], **more)


def attestation_formation(rng):
    case = _Case(rng)
    makers = (_stage_sheet, _certifies_prose, _individual_table, _hours_grid, _stage_certificate, _distance, _two_columns, _as_letter, _plain_title, _plural)
    content, more = rng.choice(makers)(case)
    return made(rng, "attestation_formation", content, case.dated(**more), style=case.style)


def _stage_sheet(c):
    rng, who = c.rng, c.who
    pairs = [("Nom – prénom", f"{who.called} {who.first}"), ("Collectivité", c.employer), ("Stage suivi", c.theme), ("Référence", f"SX{rng.randint(1000, 9999)}B 0{rng.randint(10, 99)}"),
             ("Dates", w.span(rng, c.session, False)), ("Durée", c.length), ("Lieu", c.place)]
    return (c.head() + h1(rng.choice(("ATTESTATION DE STAGE", "Attestation de suivi de stage", "ATTESTATION DE FORMATION")))
            + p(f"Le directeur {rng.choice(('régional', 'de la structure'))} certifie la présence effective de l'agent désigné ci-après au stage suivant :")
            + labels(rng, pairs) + p("Ce document tient lieu de justificatif auprès de l'employeur.") + c.close(), {})


def _certifies_prose(c):
    rng, who = c.rng, c.who
    lead = rng.choice((f"Je soussignée Mathilde GROUSSARD, directrice de {esc(c.body)}, certifie que", f"Le soussigné, représentant {esc(c.body)}, certifie par la présente que",
                       f"{esc(c.body)}, organisme de formation, certifie que"))
    took = rng.choice(("a bien participé au stage", f"a pris part à la session", "a suivi dans son intégralité le module", f"a été stagiaire de la formation"))
    return (c.head() + h1(rng.choice(("Attestation de participation", "ATTESTATION DE FIN DE STAGE", "ATTESTATION D'ASSIDUITÉ", "Attestation de présence en formation")))
            + p(lead, f"<b>{c.holder}</b>", f"agent de {c.employer},", f"{took} « {c.theme} » organisée par nos soins {w.span(rng, c.session)} à {c.place}, "
                f"d'une durée totale de {c.length}.", "En foi de quoi, ce document lui est remis pour faire valoir ses droits.") + c.close(), {})


def _individual_table(c):
    rng, who = c.rng, c.who
    birth = [("Nom de naissance", who.last), ("Nom d'usage", who.usual or who.last), ("Prénom", who.first), ("Date de naissance", w.slashed(who.born))]
    pairs = birth + [("Employeur", c.employer), ("Action suivie", c.theme), ("Type d'action", "Perfectionnement des connaissances"),
                     ("Session", w.span(rng, c.session, False)), ("Volume", c.length), ("Assiduité", "100 %")]
    grades = grid(("Compétence évaluée", "Acquis", "En cours", "Non acquis"), [(aim, rng.choice(("X", "x")), "", "") for aim in c.aims])
    more = {"birth_name": [who.last], "birth_date": [who.born.isoformat()]}
    if who.usual:
        more["usual_name"] = [who.usual]
    return (c.head() + h1("Attestation individuelle de fin de formation") + p("Document délivré en application du code du travail.") + rows(pairs)
            + h2("Appréciation des acquis") + grades + c.close(), more)


def _hours_grid(c):
    rng = c.rng
    lines = [(w.slashed(day), "9 h – 12 h 30", "13 h 30 – 17 h", "Présent" + c.who.e) for day in c.session.days]
    return (c.head() + h1(rng.choice(("RELEVÉ INDIVIDUEL D'ASSIDUITÉ", "Attestation d'assiduité", "ATTESTATION DE PRÉSENCE")))
            + p(f"Stagiaire : {c.holder}", f"Structure d'origine : {c.employer}", f"Formation : {c.theme}", f"Période : {w.span(rng, c.session, False)}",
                f"Durée suivie : {c.length}") + grid(("Date", "Matinée", "Après-midi", "Situation"), lines)
            + p("Nous attestons l'exactitude des présences relevées ci-dessus.") + c.close(), {})


def _stage_certificate(c):
    rng = c.rng
    return (f'<div class="mid">{logo(rng, c.style.colour)}' + p(esc(c.body), cls="big") + "</div>"
            + h1(rng.choice(("Certificat de formation", "CERTIFICAT DE STAGE", "Certificat de fin de formation", "Attestation de compétences")))
            + f'<div class="mid">' + p("décerné à l'issue de la formation", f"<b>« {c.theme} »</b>", "à", cls="mid") + p(c.holder, cls="mid big")
            + p(f"qui a suivi l'ensemble des séquences {w.span(rng, c.session)}", f"soit {c.length} de formation,", "et satisfait aux évaluations prévues.", cls="mid")
            + "</div>" + c.close(), {})


def _distance(c):
    rng = c.rng
    return (c.head() + h1(rng.choice(("Attestation de suivi d'une formation à distance", "ATTESTATION DE FORMATION (e-learning)")))
            + rows([("Apprenant", c.holder), ("Parcours", c.theme), ("Connexions", w.span(rng, c.session, False)), ("Temps de formation", c.length),
                    ("Taux d'achèvement", "100 %"), ("Score au test final", f"{rng.randint(14, 20)}/20")])
            + p(f"L'équipe pédagogique de {esc(c.body)} atteste de la participation de l'apprenant aux activités en ligne et au tutorat.") + c.close(), {})


def _two_columns(c):
    rng = c.rng
    left = h2("Stagiaire") + p(c.holder, f"Fonction : agent de {c.employer}") + h2("Formation") + p(c.theme, f"Dates : {w.span(rng, c.session, False)}", f"Durée : {c.length}")
    right = h2("Objectifs visés") + ul(c.aims) + h2("Bilan") + p("Objectifs atteints : oui", "Modalité : présentiel")
    return (c.head() + h1("ATTESTATION DE FIN DE FORMATION") + f'<div class="cols">{left}{right}</div>'
            + p("L'organisme soussigné atteste que le stagiaire désigné a suivi la formation ci-dessus.") + c.close(), {})


def _as_letter(c):
    rng = c.rng
    return (c.head() + p(f"{c.place}, le {w.written(c.signed_on)}", cls="right") + p("<b>Objet : attestation de formation</b>")
            + p("Madame, Monsieur,", f"La présente pour attester que {c.holder}, employé{c.who.e} par {c.employer}, a suivi notre formation « {c.theme} » {w.span(rng, c.session)} "
                f"({c.length}).", "Les feuilles de présence signées sont conservées dans nos locaux.", "Cette attestation est délivrée pour servir ce que de droit.")
            + p("La responsable de la scolarité", cls="right") + sign(right=True) + body_foot(rng, c.body), {})


def _plain_title(c):
    rng = c.rng
    return (c.head() + h1("ATTESTATION") + p(f"{c.holder} a effectivement suivi les {c.length} de la formation :", f"<b>{c.theme}</b>", f"qui a eu lieu {w.span(rng, c.session)} à {c.place}.",
                                             "Formateur : Hugues LERAITRE", "Délivrée à la demande de l'intéressé" + c.who.e + ".") + c.close(), {})


def _plural(c):
    """Trainings of the territorial statute, said in the words of the decree."""
    rng = c.rng
    kind = rng.choice(("formation d'intégration", "formation de professionnalisation au premier emploi", "formation de professionnalisation tout au long de la carrière"))
    return (c.head() + h1("Attestation de suivi de formation statutaire obligatoire")
            + p(f"Vu le décret relatif à la formation statutaire obligatoire des fonctionnaires territoriaux, le délégué de {esc(c.body)} atteste que :")
            + labels(rng, [("Agent", c.holder), ("Employeur", c.employer), ("Obligation concernée", kind), ("Intitulé", c.theme), ("Calendrier", w.span(rng, c.session, False)),
                           ("Jours pris en compte", c.length)]) + p("Exemplaire à verser au dossier individuel de l'agent.") + c.close(), {})


def certificat_realisation(rng):
    c = _Case(rng)
    makers = (_realisation_official, _realisation_table, _realisation_letter)
    return made(rng, "certificat_realisation", rng.choice(makers)(c), c.dated(), style=c.style)


def _realisation_official(c):
    rng = c.rng
    boxes = rng.choice((("☒", "☐"), ("[x]", "[ ]"), ("■", "□")))
    return (c.head() + h1("CERTIFICAT DE RÉALISATION")
            + p(f"Je soussigné(e) Ambroise TALVAT, représentant(e) légal(e) du dispensateur de l'action concourant au développement des compétences {esc(c.body)}, atteste que :",
                f"{c.holder}, salarié(e) de {c.employer}", f"a suivi l'action {c.theme}", "Nature de l'action concourant au développement des compétences :")
            + p(f"{boxes[0]} action de formation", f"{boxes[1]} bilan de compétences", f"{boxes[1]} action de VAE", f"{boxes[1]} action de formation par apprentissage")
            + p(f"qui s'est déroulée {w.span(rng, c.session)}", f"pour une durée de {c.length}.",
                "Sans préjudice des délais imposés par les règles fiscales, comptables ou commerciales, je m'engage à conserver l'ensemble des pièces justificatives pendant trois ans.")
            + c.close())


def _realisation_table(c):
    rng = c.rng
    return (c.head() + h1("Certificat de réalisation d'une action de formation")
            + rows([("Prestataire", esc(c.body)), ("Bénéficiaire de l'action", c.holder), ("Entreprise ou collectivité", c.employer), ("Libellé de l'action", c.theme),
                    ("Catégorie", "Action de formation (article L. 6313-1 du code du travail)"), ("Exécution", w.span(rng, c.session, False)), ("Durée réalisée", c.length),
                    ("Modalité", rng.choice(("Présentiel", "Classe virtuelle", "Mixte")))])
            + p("Le prestataire certifie la réalisation de l'action décrite et tient à la disposition du financeur les justificatifs d'assiduité.") + c.close())


def _realisation_letter(c):
    rng = c.rng
    return (c.head() + h1(rng.choice(("CERTIFICAT DE RÉALISATION", "Certificat de réalisation")))
            + p(f"{esc(c.body)} certifie avoir réalisé l'action « {c.theme} » au profit de {c.holder} ({c.employer}).",
                f"L'action s'est tenue {w.span(rng, c.session)}. Elle représente {c.length} au total.",
                "Document établi conformément à l'article R. 6332-26 du code du travail, à produire à l'appui de la demande de prise en charge.") + c.close())


def programme_formation(rng):
    c = _Case(rng)
    makers = (_offer_sheet, _timetable, _catalogue, _curriculum, _stage_description, _syllabus, _blocks)
    content = rng.choice(makers)(c)
    facts = {"title": [c.theme]}
    return made(rng, "programme_formation", content, facts if c.theme in content else {}, style=c.style)


def _aims(c):
    return c.rng.choice(("Au terme du stage, les participants sauront :", "Objectifs opérationnels", "Ce que vous saurez faire", "À la fin de l'action, chacun doit pouvoir :"))


def _offer_sheet(c):
    rng = c.rng
    parts = [h2("Objectifs") + p(_aims(c)) + ul(c.aims), h2("Pour qui ?") + p("Personnels communaux et intercommunaux confrontés à ces situations."),
             h2("Pré-requis") + p(rng.choice(("Aucun", "Exercer depuis au moins six mois"))), h2("Contenus") + ul([f"Séquence {k} – {aim.lower()}" for k, aim in enumerate(c.aims, 1)]),
             h2("Pédagogie") + p("Exposés illustrés, jeux de rôle, échanges de pratiques, livret remis à chaque participant."),
             h2("Évaluation") + p("Test de positionnement à l'entrée, mise en situation finale. Une attestation sera délivrée à l'issue du stage."),
             h2("Organisation") + p(f"{c.length} – groupe de 6 à 12 personnes – {rng.randint(3, 9) * 100} € par jour", "Locaux accessibles ; référent handicap : nous contacter.")]
    return c.head() + h1(rng.choice(("Fiche formation", "PROGRAMME", "Programme de la session", "Fiche de présentation de la formation"))) + p(f"<b>{c.theme}</b>", cls="big") \
        + rng.choice(("{}", '<div class="cols">{}</div>')).format("".join(parts)) + body_foot(rng, c.body)


def _timetable(c):
    rng = c.rng
    lines = []
    for number, aim in enumerate(c.aims, 1):
        lines += [(f"J{number} – 9 h", "Accueil, tour de table" if number == 1 else "Retour sur la veille", "Échange"), ("10 h", aim, "Apport"), ("14 h", f"Application : {aim.lower()}", "Atelier")]
    return (c.head() + h1(rng.choice(("Déroulé de la formation", "DÉROULEMENT DU STAGE", "Scénario pédagogique"))) + p(f"Thème : {c.theme}", f"Durée : {c.length}", "Animation : Hugues LERAITRE")
            + grid(("Horaire", "Contenu abordé", "Méthode"), lines) + p("Supports : diaporama, cas tirés du terrain, quiz de fin de journée.") + body_foot(rng, c.body))


def _catalogue(c):
    rng = c.rng
    price = rng.randint(20, 90) * 10
    return (p(f"Catalogue {rng.randint(2019, 2026)} – {rng.choice(('Relation aux usagers', 'Techniques', 'Bureautique', 'Management'))}", cls="right small")
            + h1(c.theme) + p(f"Réf. {rng.choice('ABCDEF')}{rng.randint(100, 999)} – {c.length} – {price} € nets de taxe", cls="mid")
            + f'<div class="cols">' + h2("Vous allez apprendre à") + ul(c.aims) + h2("Public concerné") + p("Tout agent en poste.") + h2("Niveau requis") + p("Pas de niveau préalable.")
            + h2("Au programme") + ul([f"Partie {k} : {aim.lower()}" for k, aim in enumerate(c.aims, 1)]) + h2("Moyens pédagogiques et techniques")
            + p("Salle équipée, documentation numérique, formateur expert du secteur public.") + h2("Suivi et évaluation") + p("Émargement, questionnaire d'acquis, bilan à chaud.") + "</div>"
            + p("Prochaines sessions : voir notre site. Taux de satisfaction 2024 : 96 %.") + body_foot(rng, c.body))


def _curriculum(c):
    rng = c.rng
    name, detail, level = rng.choice(w.DIPLOMAS)
    units = [(f"UE {k}", topic, rng.choice((3, 4, 6)), rng.choice((18, 24, 36))) for k, topic in enumerate(
        ("Institutions administratives", "Finances locales", "Droit de la fonction publique", "Langue vivante", "Projet tuteuré", "Méthodologie", "Stage en collectivité"), 1)]
    return (letterhead(rng, c.style, f"Université {w.of(w.town(rng))}", "UFR Droit et administration") + h1(rng.choice(("Maquette de la formation", "Contenu des enseignements", "PROGRAMME DES ENSEIGNEMENTS")))
            + p(f"{name} {detail}", f"Niveau {level} du cadre national") + grid(("Unité d'enseignement", "Matière", "Crédits ECTS", "Volume horaire"), units)
            + p("Modalités de contrôle des connaissances : contrôle continu et épreuve terminale.", "Compétences visées : mobiliser les outils du droit public local ; conduire un projet."))


def _stage_description(c):
    rng = c.rng
    pairs = [("Domaine", "Positionnement et repères"), ("Public", "Cadres d'emplois de catégorie B et C"), ("Objectifs", "<br/>".join(c.aims)), ("Contenus", "<br/>".join(f"- {aim.lower()}" for aim in c.aims)),
             ("Méthodes", "Alternance d'apports, de travaux en sous-groupes et d'analyse de situations"), ("Prérequis", "Aucun"), ("Durée", c.length), ("Évaluation", "Autodiagnostic en fin de stage")]
    return c.head() + h1(c.theme) + p("Descriptif du stage", cls="mid") + rows(pairs) + body_foot(rng, c.body)


def _syllabus(c):
    rng = c.rng
    days = "".join(h2(f"{rng.choice(('Journée', 'Jour', 'Module'))} {k} : {aim}") + p("Matinée : repères théoriques et cadre réglementaire.", "Après-midi : exercices, étude d'un cas, débriefing collectif.") for k, aim in enumerate(c.aims, 1))
    second = f'<div class="break"></div>' + h2("Modalités d'organisation") + p("Horaires : 9 h – 12 h 30 / 13 h 30 – 17 h.", "Effectif maximal : douze stagiaires.", "Délai d'accès : quinze jours après signature de la convention.") \
        + h2("Modalités d'évaluation des acquis") + p("Évaluation diagnostique, formative puis sommative.") + h2("Ressources remises") + p("Mémento, fiches réflexes, bibliographie.") \
        + h2("Adaptations") + p("Les parcours peuvent être aménagés pour les personnes en situation de handicap.")
    return (c.head() + h1(rng.choice(("Programme détaillé de l'action", "PROGRAMME PÉDAGOGIQUE", "Contenu détaillé du stage"))) + p(f"« {c.theme} »", cls="big") + h2("Finalités") + ul(c.aims) + days
            + (second if rng.random() < 0.5 else "") + body_foot(rng, c.body))


def _blocks(c):
    rng = c.rng
    name, detail, level = rng.choice(w.DIPLOMAS)
    blocks = [(f"Bloc {k}", aim, f"{rng.randint(2, 9) * 7} h", rng.choice(("Étude de cas", "Dossier", "Entretien avec le jury"))) for k, aim in enumerate(c.aims, 1)]
    return (c.head() + h1(rng.choice(("Référentiel de formation", "Parcours de formation", "PLAN DE FORMATION DU PARCOURS CERTIFIANT"))) + p(f"{name} {detail} – niveau {level}", f"Fiche RNCP {rng.randint(30000, 39999)}")
            + grid(("Bloc de compétences", "Contenu", "Durée", "Évaluation"), blocks) + h2("Conditions d'accès") + p("Niveau 3 ou expérience d'un an dans le métier.") + h2("Débouchés") + p("Emplois des collectivités territoriales.")
            + h2("Validation") + p("Validation totale ou par blocs ; équivalences et passerelles sur demande.") + body_foot(rng, c.body))


def bilan_competences(rng):
    c = _Case(rng)
    start, end = c.session.first, c.session.first.replace(year=c.session.first.year + 1)
    facts = {"holder": c.who.names(), "organism": [c.body], "document_date": [c.signed_on.isoformat()]}
    maker = rng.choice((_bilan_paper, _bilan_summary, _bilan_table))
    content = maker(c, start, end)
    if maker is not _bilan_paper:
        facts.pop("document_date")
    return made(rng, "bilan_competences", content, facts, style=c.style)


def _bilan_paper(c, start, end):
    rng = c.rng
    return (c.head() + h1(rng.choice(("ATTESTATION DE SUIVI D'UN BILAN DE COMPÉTENCES", "Attestation de fin de bilan de compétences")))
            + p(f"{esc(c.body)}, prestataire de bilans de compétences, certifie que {c.holder} a réalisé un bilan de compétences de 24 heures.",
                "Les trois phases prévues par le code du travail (préliminaire, d'investigation, de conclusion) ont été menées à leur terme.",
                f"Le bilan s'est achevé par un entretien au cours duquel la synthèse a été remise à l'intéressé{c.who.e}, qui en est seul{c.who.e} propriétaire.") + c.close())


def _bilan_summary(c, start, end):
    rng = c.rng
    second = h2("Atouts au regard du projet") + ul(("Sens du contact et de l'organisation", "Connaissance du secteur public local", "Autonomie")) + h2("Freins et points à travailler") + p("Maîtrise inégale des outils numériques.") \
        + h2("Étapes du plan d'action") + grid(("Étape", "Échéance", "Appui"), [("Enquête métier", "3 mois", "Réseau"), ("Formation complémentaire", "1 an", "Employeur"), ("Candidature interne", "18 mois", "RH")])
    return (c.head() + h1(rng.choice(("DOCUMENT DE SYNTHÈSE DU BILAN DE COMPÉTENCES", "Synthèse de bilan de compétences"))) + p(f"Bénéficiaire : {c.holder}", f"Consultante : Nathalie POTIER, {esc(c.body)}", "Document confidentiel, remis au seul bénéficiaire.")
            + h2("Contexte et attentes") + p("La démarche a été engagée à l'initiative du bénéficiaire après douze ans sur le même emploi.") + h2("Analyse du parcours")
            + p("Le parcours fait ressortir des compétences transférables en accueil, gestion et coordination.") + h2("Projet professionnel retenu") + p("Évoluer vers un poste de responsable de service à la population.")
            + (f'<div class="break"></div>' if rng.random() < 0.6 else "") + second + body_foot(rng, c.body))


def _bilan_table(c, start, end):
    rng = c.rng
    return (c.head() + h1("Bilan de compétences") + p("Restitution", cls="mid") + labels(rng, [("Bénéficiaire", c.holder), ("Prestataire", esc(c.body)), ("Durée", "24 heures sur quatre mois"), ("Cadre", "Compte personnel de formation")])
            + h2("Phase préliminaire") + p("Analyse de la demande, choix des outils.") + h2("Phase d'investigation") + p("Inventaire des aptitudes, tests d'intérêts, enquêtes auprès de professionnels.")
            + h2("Phase de conclusion") + p("Deux pistes validées, conditions de réussite, calendrier.") + sign() + body_foot(rng, c.body))
