#pragma once

#include <filesystem>
#include <string>

#include "pipeline/decide.h"
#include "pipeline/installation.h"
#include "store/store.h"
#include "tests/temporary_folder.h"

/// A real installation in a folder of its own, with a clock that stands still.
struct Office {
    TemporaryFolder folder;
    std::filesystem::path home = folder / "bureau";
    core::Instant now = *core::parse_instant("2026-11-23T09:00:00.000Z");
    pipeline::Installation office = made(home, now);
    store::Store store{home, office.clock};

    static pipeline::Installation made(const std::filesystem::path& home, const core::Instant& now) {
        pipeline::make_installation(home);
        auto office = pipeline::open_installation(home, [&now] { return now; });
        office.limits.program = TEST_PROGRAM;
        return office;
    }

    /// A request with all its fields; complete, as if checked.
    std::string complete_dossier(core::Training training, const std::string& days, const std::string& category = "C") {
        const bool integration = training == core::Training::integration;
        core::Dossier dossier{
            .procedure = integration ? core::ProcedureKind::integration : core::ProcedureKind::professionnalisation,
            .training = training,
            .data = {{"procedure", integration ? "integration" : "professionnalisation"},
                     {"type", std::string{core::to_text(training)}},
                     {"jours", days},
                     {"portee", "TOTALE"},
                     {"collectivite.denomination", "Commune de Valmer-sur-Orne"},
                     {"collectivite.siret", "21780003600014"},
                     {"collectivite.courriel", "rh@valmer.example"},
                     {"collectivite.adresse.ligne.1", "MAIRIE DE VALMER SUR ORNE"},
                     {"collectivite.adresse.ligne.2", "14999 VALMER SUR ORNE"},
                     {"collectivite.representant.civilite", "Madame"},
                     {"collectivite.representant.prenom", "Odile"},
                     {"collectivite.representant.nom", "TESNIÈRE"},
                     {"collectivite.representant.qualite", "Maire"},
                     {"agent.civilite", "Madame"},
                     {"agent.nom", "LEMOINE"},
                     {"agent.prenom", "Anne-Laure"},
                     {"agent.categorie", category},
                     {"agent.cadre_emplois", "Adjoints administratifs territoriaux"},
                     {"agent.grade", "adjoint administratif"},
                     {"motifs.formation.1.intitule", "Accueil du public"}}};
        auto number = store.dossiers().add(dossier, core::Channel::post, "", "test").dossier.number;
        store.transaction([&] { store.dossiers().move(number, core::DossierState::complete, "test", ""); });
        return number;
    }
};
