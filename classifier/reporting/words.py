"""What each figure of a report means, in plain French."""

from typing import NamedTuple


class Words(NamedTuple):
    """The name of a figure and what it means; a figure that is no `share` is a small number."""

    name: str
    meaning: str
    share: bool = True


HEADLINES = {
    "micro_f1": Words(
        "Mots-clés bien choisis (F1)",
        "100 % voudrait dire : tous les mots-clés proposés sont ceux de l’archive, et aucun ne manque.",
    ),
    "first_suggestion": Words(
        "Première proposition juste", "Le mot-clé principal de l’article arrive en tête de la liste."
    ),
    "recall_at_5": Words("Parmi les cinq premières", "Le mot-clé principal est dans les cinq premières propositions."),
    "automatic_precision": Words(
        "Mots-clés automatiques justes", "Parmi les mots-clés que le modèle poserait sans demander."
    ),
    "calibration_error": Words(
        "Écart des probabilités",
        "De combien, en moyenne, une probabilité annoncée s’éloigne de ce qui arrive ; 0 est parfait.",
        share=False,
    ),
}

AVERAGES = {
    "micro": Words("Toutes décisions confondues (micro)", "Chaque couple article–mot-clé compte autant."),
    "macro": Words(
        "Moyenne des mots-clés (macro)",
        "Chaque mot-clé du vocabulaire compte autant, rare ou fréquent ; celui que nul article ne porte compte zéro.",
    ),
    "weighted": Words("Moyenne pondérée des mots-clés", "Chaque mot-clé compte selon son nombre d’articles."),
    "document": Words("Moyenne des articles", "Chaque article compte autant."),
}
MEASURES = {
    "precision": Words("Précision", "sur cent mots-clés proposés, combien sont ceux de l’archive"),
    "recall": Words("Rappel", "sur cent mots-clés de l’archive, combien sont proposés"),
    "f1": Words("F1", "l’équilibre des deux"),
}

FIRST = {
    "recall_at": Words("Mot-clé principal trouvé", "le premier mot-clé de l’article est parmi ces propositions"),
    "precision_at": Words("Propositions justes", "part de ces propositions que l’article porte dans l’archive"),
    "recall_of_all_at": Words("Mots-clés retrouvés", "part de tous les mots-clés de l’article parmi ces propositions"),
}

OTHERS = {
    "ndcg_at_5": Words(
        "Qualité de l’ordre (nDCG@5)",
        "Les bons mots-clés viennent-ils avant les autres, parmi les cinq premiers ? 100 % : toujours.",
    ),
    "ranking_precision": Words(
        "Précision moyenne de l’ordre (LRAP)",
        "Pour chaque mot-clé de l’article : la part de bons parmi ceux qui sont proposés avant lui, lui compris.",
    ),
    "calibration_error": Words(
        "Erreur de calibration",
        "Écart moyen entre la probabilité annoncée et ce qui arrive ; 0 est parfait.",
        share=False,
    ),
    "brier_score": Words(
        "Score de Brier",
        "Carré moyen de l’écart entre la probabilité et la vérité (1 ou 0) ; plus il est petit, mieux c’est.",
        share=False,
    ),
    "automatic_precision": Words(
        "Précision du domaine automatique", "Part de justes parmi les mots-clés posés sans demander."
    ),
    "automatic_recall": Words(
        "Couverture du domaine automatique", "Part des mots-clés de l’archive qui seraient posés sans demander."
    ),
    "automatic_share": Words(
        "Part des décisions automatiques", "Parmi les mots-clés montrés à l’éditeur, ceux qui seraient posés d’office."
    ),
}

SUMMARY = (
    *(f"{average}_{measure}" for average in AVERAGES for measure in MEASURES),
    *(f"{name}_{cut}" for name in FIRST for cut in (1, 3, 5, 10)),
    *OTHERS,
)


def name_of(figure: str) -> Words:
    """Return the words of any overall figure.

    >>> name_of("macro_f1").name, name_of("recall_at_3").name
    ('F1 – moyenne des mots-clés (macro)', 'Mot-clé principal trouvé, 3 premières')
    """
    if figure in OTHERS:
        return OTHERS[figure]
    start, _, end = figure.rpartition("_")
    if end in MEASURES:
        average = AVERAGES[start].name
        return Words(f"{MEASURES[end].name} – {average[0].lower()}{average[1:]}", AVERAGES[start].meaning)
    which = "première" if end == "1" else f"{end} premières"
    return Words(f"{FIRST[start].name}, {which}", FIRST[start].meaning)
