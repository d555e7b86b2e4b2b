"""Scored templates: fiches de poste, arrêtés and contracts, états de services, diplomas."""

import datetime as dt

import scored_world as w
from scored_page import Style, foot, grid, h1, h2, labels, letterhead, logo, made, p, rows, sign, ul


def _holder(rng, who):
    name = rng.choice((f"{who.first} {who.called}", f"{who.called} {who.first}"))
    return f"{rng.choice((who.title, who.short))} {name}"


def _married(rng, who):
    """Name as deeds give it: birth name, and the usual name when there is one."""
    if not who.usual:
        return f"{who.title} {who.first} {who.last}"
    return rng.choice((f"Madame {who.last} épouse {who.usual} {who.first}", f"Madame {who.first} {who.usual} née {who.last}", f"Madame {who.first} {who.last} ({who.usual})"))


def fiche_poste(rng):
    style, who, employer = Style(rng), w.person(rng), w.employer(rng)
    job, grade, cadre, category, missions = rng.choice(w.JOBS)
    service, updated = rng.choice(w.SERVICES), w.some_day(rng)
    named = rng.random() < 0.7
    head = letterhead(rng, style, employer, "Direction des ressources humaines") if rng.random() < 0.8 else ""
    title = h1(rng.choice(("FICHE DE POSTE", "Fiche de poste", f"Fiche de poste : {job}", "DESCRIPTION DE POSTE", "Fiche d'emploi", "FICHE DE FONCTIONS", "Descriptif de poste")))
    content = rng.choice((_job_table, _job_sections, _job_short, _job_two_pages))(rng, job, grade, cadre, category, missions, service, updated, _holder(rng, who) if named else None)
    facts = {"function": [job]}
    if named:
        facts["holder"] = who.names()
    return made(rng, "fiche_poste", head + title + content, facts, style=style)


def _job_table(rng, job, grade, cadre, category, missions, service, updated, holder):
    pairs = [("Emploi occupé", job), ("Agent en poste", holder or "à pourvoir"), ("Direction / service", service), ("Filière – catégorie", f"{cadre} – {category}"), ("Grade(s) de référence", grade),
             ("N+1", f"Responsable – {service}"), ("Raison d'être du poste", f"Contribuer au bon fonctionnement du service « {service} »"), ("Tâches confiées", "<br/>".join(missions)),
             ("Liens avec les autres services", "Comptabilité, accueil, services techniques"), ("Contacts extérieurs", "Usagers, fournisseurs, préfecture"), ("Savoirs", "Statut, procédures internes"),
             ("Savoir-faire", "S'organiser, rendre compte"), ("Qualités attendues", "Discrétion, adaptabilité"), ("Contraintes du poste", "Pics d'activité en fin d'exercice"), ("Cycle de travail", "37 h 30, ARTT"),
             ("Moyens", "Bureau partagé, véhicule de service")]
    if rng.random() < 0.5:
        del pairs[rng.randrange(6, len(pairs))]
    return rows(pairs) + p(f"Mise à jour : {w.slashed(updated)}") + grid(("L'agent", "Le chef de service", "L'autorité territoriale"), [(sign("sign1"), sign("sign2"), sign("sign3"))])


def _job_sections(rng, job, grade, cadre, category, missions, service, updated, holder):
    return (p(*([f"Titulaire : {holder}"] if holder else []), f"Poste : {job}", f"Service de rattachement : {service}", f"Grade : {grade} (catégorie {category})", "Responsable direct : la cheffe de service")
            + h2("1. Mission générale") + p("Sous l'autorité du chef de service, l'agent participe à la qualité du service rendu à la population.") + h2("2. Activités et tâches") + ul(missions)
            + h2("3. Situation dans l'organigramme") + p("Rattaché au pôle ; n'encadre pas d'agent.") + h2("4. Compétences nécessaires") + ul(("Connaissances : environnement territorial", "Aptitudes techniques : logiciels métiers", "Aptitudes relationnelles : sens de l'écoute"))
            + h2("5. Conditions de travail") + p("Temps complet, présence certains samedis, permis B indispensable, équipements de protection fournis.")
            + p("Reçu un exemplaire, le", "L'intéressé(e)") + sign())


def _job_short(rng, job, grade, cadre, category, missions, service, updated, holder):
    return (labels(rng, [("Métier", job), ("Affectation", service), *([("Nom de l'agent", holder)] if holder else []), ("Cadre d'emplois", cadre), ("Quotité", rng.choice(("35/35e", "28/35e", "temps complet")))])
            + h2("Missions") + ul(missions) + h2("Profil") + p("Connaissance du milieu, rigueur, goût du travail en équipe.") + h2("Évaluation") + p("Indicateurs suivis lors de l'entretien annuel.")
            + p(f"Fiche établie le {w.written(updated)}, portée à la connaissance de l'agent."))


def _job_two_pages(rng, job, grade, cadre, category, missions, service, updated, holder):
    first = rows([("Intitulé", job), ("Occupant", holder or "–"), ("Lieu de travail", service), ("Catégorie", category), ("Cadre d'emplois", cadre)]) + h2("Positionnement du poste") \
        + p("Relations hiérarchiques : sous la responsabilité de la directrice.", "Relations internes : l'ensemble des services. Relations externes : partenaires institutionnels.") + h2("Activités du poste") \
        + grid(("Activité", "Tâches", "Part du temps"), [(f"Activité {k}", mission, f"{rng.choice((20, 30, 40))} %") for k, mission in enumerate(missions, 1)])
    second = '<div class="break"></div>' + h2("Compétences mobilisées sur le poste") + grid(("Savoirs", "Savoir-faire", "Savoir-être"), [("Réglementation applicable", "Prioriser ses tâches", "Réserve"), ("Outils bureautiques", "Alerter sa hiérarchie", "Esprit d'équipe")]) \
        + h2("Exigences particulières") + p("Habilitation électrique, vaccinations à jour, astreintes une semaine sur six.") + h2("Perspectives d'évolution") + p("Responsable d'équipe après formation.") \
        + p("Signature du titulaire du poste") + sign("sign1") + p("Signature du supérieur hiérarchique") + sign("sign2", True)
    return first + second


def _visas(rng, decree):
    pool = ["Vu le code général des collectivités territoriales,", "Vu le code général de la fonction publique,", f"Vu le décret n° {decree} portant statut particulier du cadre d'emplois concerné,",
            "Vu le décret n° 92-1194 du 4 novembre 1992 relatif aux fonctionnaires stagiaires territoriaux,", "Vu le budget de l'exercice et le tableau des emplois,", "Vu l'avis de vacance publié auprès du centre de gestion,",
            "Vu la loi n° 84-53 du 26 janvier 1984 modifiée,", "Vu le certificat délivré par un médecin agréé,"]
    return [visa for visa in pool if rng.random() < 0.75] or pool[:2]


MODES = {"CONCOURS": "Considérant que l'intéressé{e} figure sur la liste d'aptitude établie à la suite du concours {kind},", "SANS_CONCOURS": "Considérant la candidature présentée et l'accès sans concours au grade de {grade},",
         "PROMOTION_INTERNE": "Considérant l'inscription sur la liste d'aptitude établie au titre de la promotion interne,"}


def arrete_nomination(rng):
    style, who, employer = Style(rng), w.person(rng), w.employer(rng)
    job, grade, cadre, category, _ = rng.choice(w.JOBS)
    effect = w.some_day(rng)
    signed = effect - dt.timedelta(days=rng.randint(3, 30))
    mode = rng.choice(("CONCOURS", "SANS_CONCOURS", "PROMOTION_INTERNE")) if rng.random() < 0.7 else None
    if category != "C" and mode == "SANS_CONCOURS":
        mode = "CONCOURS"
    chief = rng.choice(("Le Maire", "Le Président", "La Présidente", "L'autorité territoriale"))
    base = {"holder": who.names(), "effective_date": [effect.isoformat()], "document_date": [signed.isoformat()], "grade": [grade]}
    maker = rng.choice((_trainee, _trainee, _tenure, _contract, _posting, _numbered))
    content, extra = maker(rng, style, who, employer, grade, cadre, category, effect, signed, mode, chief, job)
    facts = {**base, **extra}
    facts = {key: value for key, value in facts.items() if value is not None}
    return made(rng, "arrete_nomination", content, facts, style=style)


def _deed_end(rng, chief, signed, place):
    return (p(f"Fait à {place}, le {w.date_text(rng, signed)}", f"{chief},") + sign("sign1", True)
            + p("Le présent acte peut être déféré au tribunal administratif dans les deux mois de sa notification.", cls="small") + p("Notifié le :", "L'agent (signature) :", cls="small") + sign("sign2"))


def _trainee(rng, style, who, employer, grade, cadre, category, effect, signed, mode, chief, job):
    considering = [MODES[mode].format(e=who.e, kind=rng.choice(("externe", "interne", "sur titres")), grade=grade)] if mode else [f"Considérant les besoins du service,"]
    head = rng.choice((f"ARRÊTÉ DE NOMINATION EN QUALITÉ DE STAGIAIRE", f"Arrêté portant recrutement et nomination d'un fonctionnaire stagiaire", f"ARRÊTÉ N° {rng.randint(2018, 2025)}-{rng.randint(1, 400)} – NOMINATION STAGIAIRE"))
    name = _married(rng, who)
    articles = [f"{name}, né{who.e} le {w.slashed(who.born)}, est recruté{who.e} à compter du {w.written(effect)} en qualité de {grade} stagiaire.",
                f"Son temps de travail est fixé à {rng.choice(('35 heures', '28 heures', 'un temps complet'))} hebdomadaires ; la période de stage est d'une année.",
                f"L'intéressé{who.e} est classé{who.e} à l'échelon {rng.randint(1, 4)} (IB {rng.randint(367, 440)}, IM {rng.randint(366, 390)}).", "Le trésorier et le directeur général sont chargés, chacun en ce qui le concerne, de l'application du présent arrêté."]
    form = rng.choice(("Article {}. – ", "ARTICLE {} : ", "<b>Article {}</b><br/>", "Art. {} – "))
    numbered = [form.format("1er" if k == 1 else k) + text for k, text in enumerate(articles, 1)]
    return (letterhead(rng, style, employer, "Département", "République française") + h1(head) + p(f"{chief} de la collectivité,", *_visas(rng, "2006-1690"), *considering)
            + p(f"<b>{rng.choice(('ARRÊTE', 'A R R Ê T E', 'ARRÊTE CE QUI SUIT :'))}</b>", cls="mid") + p(*numbered) + _deed_end(rng, chief, signed, w.town(rng)),
            {"access_mode": [mode] if mode else None, "birth_date": [who.born.isoformat()], **({"usual_name": [who.usual]} if who.usual else {})})


def _tenure(rng, style, who, employer, grade, cadre, category, effect, signed, mode, chief, job):
    return (letterhead(rng, style, employer, "Ressources humaines") + h1(rng.choice(("ARRÊTÉ DE TITULARISATION", "Arrêté portant titularisation d'un agent stagiaire")))
            + p(f"{chief},", *_visas(rng, "2010-1357"), "Vu l'arrêté nommant l'agent stagiaire,", "Considérant que le stage a donné satisfaction et que la formation d'intégration a été suivie,")
            + p("<b>ARRÊTE</b>", cls="mid") + p(f"Article 1 : {_holder(rng, who)} est titularisé{who.e} dans le grade de {grade} à compter du {w.written(effect)}.", "Article 2 : L'ancienneté acquise est conservée.",
                                               "Article 3 : Ampliation du présent arrêté sera transmise au centre de gestion et au comptable.") + _deed_end(rng, chief, signed, w.town(rng)), {})


def _contract(rng, style, who, employer, grade, cadre, category, effect, signed, mode, chief, job):
    end = effect.replace(year=effect.year + 1)
    return (letterhead(rng, style, employer) + h1(rng.choice(("CONTRAT DE RECRUTEMENT D'UN AGENT CONTRACTUEL", "Contrat à durée déterminée de droit public", "CONTRAT D'ENGAGEMENT")))
            + p(f"Entre {employer}, représentée par son exécutif, d'une part,", f"et {_holder(rng, who)}, d'autre part,", "Vu le code général de la fonction publique, notamment son article L. 332-8,", "il est convenu ce qui suit :")
            + p(f"Article 1 – Objet. Le cocontractant est engagé du {w.written(effect)} au {w.written(end)} pour exercer les fonctions de {job.lower()}.",
                f"Article 2 – Rémunération. Elle est fixée par référence au grade de {grade}, indice brut {rng.randint(367, 500)}.", "Article 3 – Période d'essai. Deux mois.", "Article 4 – Rupture. Le préavis est celui du décret n° 88-145.")
            + p(f"Fait en deux exemplaires à {w.town(rng)}, le {w.slashed(signed)}") + sign("sign1") + sign("sign2", True), {"grade": [grade]})


def _posting(rng, style, who, employer, grade, cadre, category, effect, signed, mode, chief, job):
    return (letterhead(rng, style, employer) + h1(rng.choice(("ARRÊTÉ PORTANT DÉTACHEMENT", "Arrêté de nomination par voie de mutation", "ARRÊTÉ PORTANT INTÉGRATION DIRECTE")))
            + p(f"{chief},", *_visas(rng, "2012-924"), "Vu la demande de l'agent et l'accord de l'administration d'origine,") + p("<b>A R R Ê T E</b>", cls="mid")
            + p(f"Article 1er – À compter du {w.written(effect)}, {_holder(rng, who)}, {grade}, est nommé{who.e} dans les services de la collectivité.", "Article 2 – L'agent conserve son échelon et son ancienneté.",
                "Article 3 – Le présent arrêté sera notifié à l'intéressé" + who.e + ".") + _deed_end(rng, chief, signed, w.town(rng)), {})


def _numbered(rng, style, who, employer, grade, cadre, category, effect, signed, mode, chief, job):
    """The short form of a town's register: no « portant », the object in a box."""
    return (p(f"N° {rng.randint(2016, 2025)}/RH/{rng.randint(10, 250)}", cls="right") + letterhead(rng, style, employer, "Extrait du registre des arrêtés") + p(f"Objet : nomination de {_holder(rng, who)} au grade de {grade} stagiaire", cls="big")
            + p(f"{chief} de la commune,", *_visas(rng, "2006-1691")) + h1("ARRÊTE") + p(f"Article 1 – {_holder(rng, who)} est nommé{who.e} {grade} stagiaire, à temps complet, au {w.written(effect)}.",
                f"Article 2 – L'agent percevra la rémunération afférente à l'indice brut {rng.randint(367, 420)}.", "Article 3 – M. le directeur général des services est chargé de l'exécution du présent arrêté.") + _deed_end(rng, chief, signed, w.town(rng)), {})


def etat_services(rng):
    style, who, employer = Style(rng), w.person(rng), w.employer(rng)
    count = rng.choice((1, 2, 3, 4))
    periods, at = [], w.some_day(rng, 2005, 2010)
    for _ in range(count):
        end = at + dt.timedelta(days=rng.randint(200, 900))
        periods.append((at, end, rng.choice(w.JOBS)))
        at = end + dt.timedelta(days=rng.choice((1, 1, 40)))
    signed = at + dt.timedelta(days=rng.randint(5, 90))
    facts = {"holder": who.names(), "periods": [[a.isoformat(), b.isoformat()] for a, b, _ in periods], "document_date": [signed.isoformat()]}
    maker = rng.choice((_services_grid, _services_grid, _work_certificate, _employer_statement) if count > 1 else (_work_certificate, _employer_statement, _experience, _services_grid))
    content = maker(rng, style, who, employer, periods, signed)
    if maker in (_work_certificate, _employer_statement, _experience):
        a, b, _ = periods[0]
        facts["periods"] = [[a.isoformat(), b.isoformat()]]
    return made(rng, "etat_services", content, facts, style=style)


def _services_end(rng, signed):
    return p(f"{rng.choice(('Fait', 'Arrêté', 'Établi'))} à {w.town(rng)}, le {w.date_text(rng, signed)}", rng.choice(("Le directeur du personnel", "L'autorité territoriale", "La responsable des ressources humaines"))) + sign(right=True)


def _services_grid(rng, style, who, employer, periods, signed):
    lines = [(job[1], employer if rng.random() < 0.5 else "Même employeur", w.slashed(a), w.slashed(b), rng.choice(("100 %", "80 %", "17h30/35h"))) for a, b, job in periods]
    days = sum((b - a).days for a, b, _ in periods)
    return (letterhead(rng, style, employer, "Gestion du personnel") + h1(rng.choice(("ÉTAT DES SERVICES", "Relevé de services", "ÉTAT DÉTAILLÉ DES SERVICES PUBLICS", "Récapitulatif de carrière", "État de services effectués")))
            + labels(rng, [("Agent", _holder(rng, who)), ("Né" + who.e + " le", w.slashed(who.born)), ("Matricule", rng.randint(1000, 9999))])
            + grid(("Grade ou emploi", "Administration", "Du", "Au", "Temps de travail"), lines) + p(f"Total des services : {days // 365} ans {days % 365 // 30} mois {days % 30} jours.", "Certifié exact au vu du dossier de l'agent.") + _services_end(rng, signed))


def _work_certificate(rng, style, who, employer, periods, signed):
    a, b, job = periods[0]
    return (letterhead(rng, style, employer, w.street(rng)) + h1("CERTIFICAT DE TRAVAIL") + p(f"Le soussigné, directeur de {employer}, certifie avoir employé {_holder(rng, who)}, demeurant à {w.town(rng)},",
            f"du {w.date_text(rng, a)} au {w.date_text(rng, b)}", f"comme {job[0].lower()}, à temps {rng.choice(('plein', 'partiel'))}.", f"{'Elle' if who.female else 'Il'} quitte l'établissement libre de tout engagement.") + _services_end(rng, signed))


def _employer_statement(rng, style, who, employer, periods, signed):
    a, b, job = periods[0]
    return (letterhead(rng, style, employer) + h1(rng.choice(("ATTESTATION D'EMPLOI", "Attestation de l'employeur", "CERTIFICAT ADMINISTRATIF", "ATTESTATION DE SERVICE FAIT")))
            + p(f"Je soussignée, Présidente de {employer}, atteste que {_holder(rng, who)} occupe ou a occupé dans nos services l'emploi de {job[0].lower()} au grade de {job[1]}, sur la période du {w.written(a)} au {w.written(b)}.",
                f"Durant ces années, {'elle' if who.female else 'il'} a exercé les fonctions suivantes : {', '.join(m.lower() for m in job[4])}.", "Pièce remise sur sa demande pour valoir ce que de droit.") + _services_end(rng, signed))


def _experience(rng, style, who, employer, periods, signed):
    a, b, job = periods[0]
    return (letterhead(rng, style, employer) + h1("Attestation d'expérience professionnelle") + labels(rng, [("Salarié" + who.e, _holder(rng, who)), ("Emploi tenu", job[0]), ("Statut", "Contractuel" if rng.random() < 0.5 else "Vacataire"), ("Entrée", w.slashed(a)), ("Sortie", w.slashed(b)),
            ("Quotité de travail", rng.choice(("35 h", "24 h", "50 %")))]) + h2("Nature des tâches exercées") + ul(job[4]) + _services_end(rng, signed))


def diplome(rng):
    style, who = Style(rng), w.person(rng)
    name, detail, level = rng.choice(w.DIPLOMAS)
    date = w.some_day(rng, 1990, 2024)
    facts = {"holder": [f"{who.first} {who.last}"], "title": [name, f"{name} {detail}"], "birth_date": [who.born.isoformat()], "document_date": [date.isoformat()]}
    state = f"né{who.e} le {w.written(who.born)} à {who.place}"
    maker = rng.choice((_national, _university, _title, _framed, _success))
    return made(rng, "diplome", maker(rng, style, who, name, detail, level, date, state), facts, style=style)


def _national(rng, style, who, name, detail, level, date, state):
    return (f'<div class="mid">' + p("RÉPUBLIQUE FRANÇAISE", rng.choice(("Ministère chargé de l'éducation nationale", "Ministère chargé de l'agriculture", "Ministère des solidarités et de la santé")), f"Académie {w.of(w.town(rng))}", cls="mid") + "</div>" + h1(name.upper()) + p(detail, cls="mid big")
            + p("Vu le procès-verbal de l'examen établi par le président du jury,", f"le diplôme est délivré à {who.title} <b>{who.first} {who.last}</b>, {state}, pour en jouir avec les droits et prérogatives attachés à ce titre.")
            + p(f"Fait à {w.town(rng)}, le {w.written(date)}") + p("Signature du titulaire") + sign("sign1") + p("Le recteur de la région académique", cls="right") + sign("sign2", True))


def _university(rng, style, who, name, detail, level, date, state):
    return (p(f"UNIVERSITÉ {w.of(w.town(rng)).upper()}", cls="mid big") + p("Le président de l'université,", "Vu le code de l'éducation, notamment ses articles L. 613-1 et D. 613-3 ;", "Vu les habilitations accordées par le ministère ;", "Vu le procès-verbal des délibérations du jury ;")
            + h1(f"Le diplôme de {name} {detail}") + p("est conféré", f"à {who.title} {who.first} {who.last}", state, f"au titre de l'année universitaire {date.year - 1}-{date.year}, {rng.choice(('mention bien', 'mention assez bien', 'sans mention'))}", cls="mid")
            + p(f"Délivré le {w.written(date)}", f"N° {rng.randint(100000, 999999)}") + sign("sign1") + p("Le secrétaire général", cls="right"))


def _title(rng, style, who, name, detail, level, date, state):
    return (p("République française", "Ministère du travail", cls="mid") + h1(f"{name.upper()}<br/>{detail}") + p(f"Certification enregistrée au répertoire national au niveau {level}", cls="mid")
            + p(f"Le jury ayant constaté la maîtrise de l'ensemble des blocs de compétences, le titre est attribué à :", f"<b>{who.last} {who.first}</b>", state)
            + p(f"Le directeur régional, le {w.slashed(date)}", f"Parchemin n° {rng.randint(10 ** 6, 10 ** 7)}") + sign(right=True))


def _framed(rng, style, who, name, detail, level, date, state):
    return (f'<div style="border:3pt double {style.colour};padding:12mm;min-height:150mm">' + p("École supérieure", w.town(rng), cls="mid") + h1("DIPLÔME") + p("Il est certifié que", cls="mid") + p(f"<b>{who.title} {who.first} {who.last}</b>", cls="mid big") + p(state, cls="mid")
            + p(f"a obtenu le grade et le diplôme de", f"<b>{name} {detail}</b>", f"décerné par le jury réuni le {w.written(date)}.", cls="mid") + p("L'impétrant(e)", ) + sign("sign1") + p("Le président du jury", cls="right") + sign("sign2", True) + "</div>")


def _success(rng, style, who, name, detail, level, date, state):
    return (letterhead(rng, style, f"Université {w.of(w.town(rng))}", "Service de la scolarité") + h1(rng.choice(("ATTESTATION DE RÉUSSITE", "Attestation de réussite au diplôme")))
            + p("La responsable de la scolarité certifie que", f"{who.title} {who.first} {who.last}, {state},", f"a été déclaré{who.e} admis{who.e} au diplôme de {name} {detail} à la session de {w.MONTHS[date.month - 1]} {date.year}.",
                "Le parchemin définitif sera remis ultérieurement.", f"Fait le {w.slashed(date)}") + sign(right=True))
