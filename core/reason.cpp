#include "core/reason.h"

#include <algorithm>

namespace core {
namespace {

constexpr std::array reason_table{
    ReasonRow{Reason::encrypted, "encrypted", NextStep::ask_sender,
              "Le fichier est protégé par un mot de passe. Demander une copie sans protection."},
    ReasonRow{Reason::damaged, "damaged", NextStep::ask_sender,
              "Le fichier est abîmé et ne peut pas être lu. Numériser ou envoyer le document de nouveau."},
    ReasonRow{Reason::empty_file, "empty_file", NextStep::tell_mailroom,
              "Le fichier est vide. Numériser le document de nouveau."},
    ReasonRow{Reason::incomplete_file, "incomplete_file", NextStep::tell_mailroom,
              "Le fichier est resté incomplet. Vérifier le scanner ou le partage, puis redéposer le fichier."},
    ReasonRow{Reason::too_large, "too_large", NextStep::ask_sender,
              "Le fichier dépasse la taille permise. Le partager en plusieurs envois."},
    ReasonRow{Reason::too_many_pages, "too_many_pages", NextStep::ask_sender,
              "Le fichier a trop de pages. Le partager en plusieurs envois."},
    ReasonRow{Reason::too_many_pixels, "too_many_pixels", NextStep::ask_sender,
              "Une page déclare une image démesurée. Numériser de nouveau à 300 points par pouce."},
    ReasonRow{Reason::unsupported, "unsupported", NextStep::ask_sender,
              "Ce type de fichier n'est pas pris. Envoyer un PDF, un TIFF, un JPEG ou un PNG."},
    ReasonRow{Reason::archive_unsafe, "archive_unsafe", NextStep::ask_sender,
              "L'archive contient un chemin, un nombre ou une taille de fichiers interdits. Refaire le dépôt."},
    ReasonRow{Reason::decoder_timeout, "decoder_timeout", NextStep::tell_mailroom,
              "La lecture du fichier a dépassé le temps permis. Numériser de nouveau, en moins de pages."},
    ReasonRow{Reason::decoder_crashed, "decoder_crashed", NextStep::tell_administrator,
              "La lecture du fichier a échoué de façon anormale. L'original est gardé ; prévenir l'administrateur."},
    ReasonRow{Reason::invalid_demande, "invalid_demande", NextStep::ask_sender,
              "Le fichier demande.xml n'est pas conforme. Le corriger à l'endroit indiqué et refaire le dépôt."},
    ReasonRow{Reason::demande_missing, "demande_missing", NextStep::ask_sender,
              "Le dépôt ne contient pas de fichier demande.xml. Refaire le dépôt depuis la plateforme."},
    ReasonRow{Reason::template_invalid, "template_invalid", NextStep::tell_administrator,
              "Le modèle n'est pas conforme. Le corriger à l'endroit indiqué."},
    ReasonRow{Reason::data_invalid, "data_invalid", NextStep::tell_instructor,
              "Une donnée n'a pas la forme attendue. La corriger à l'endroit indiqué."},
    ReasonRow{Reason::field_missing, "field_missing", NextStep::tell_instructor,
              "Une donnée nécessaire manque. La compléter."},
    ReasonRow{Reason::address_overflow, "address_overflow", NextStep::tell_instructor,
              "L'adresse ne tient pas dans la fenêtre de l'enveloppe. Raccourcir la ligne indiquée."},
    ReasonRow{Reason::glyph_missing, "glyph_missing", NextStep::tell_administrator,
              "Un caractère n'existe pas dans la police. Le remplacer ou changer de police."},
    ReasonRow{Reason::unknown_dossier, "unknown_dossier", NextStep::tell_instructor,
              "Ce dossier n'est pas connu. Vérifier le numéro."},
    ReasonRow{Reason::wrong_state, "wrong_state", NextStep::tell_instructor,
              "L'état du dossier ne permet pas cette action."},
    ReasonRow{Reason::not_allowed, "not_allowed", NextStep::tell_instructor, "Cette action n'est pas permise."},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < reason_table.size(); ++i)
        if (static_cast<std::size_t>(reason_table[i].reason) != i ||
            reason_table[i].code != EnumNames<Reason>::names[i])
            return false;
    return reason_table.size() == EnumNames<Reason>::names.size();
}
static_assert(in_order(), "reason_table follows the order and the codes of Reason");

}  // namespace

const ReasonRow& reason_row(Reason reason) { return reason_table.at(static_cast<std::size_t>(reason)); }

}  // namespace core
