"""French, as lists of words: nothing else."""

# What the tokenizer would cut in two and our subjects need whole ("4G" would be four grammes).
WHOLE_WORDS = (
    *(f"{generation}{letter}" for generation in (2, 3, 4, 5, 6) for letter in ("G", "g")),
    *("4G+", "Wi-Fi", "wi-fi", "Wi-fi", "WI-FI", "start-up", "Start-up", "start-ups", "Start-ups"),
    *("N'tic", "N'Tic", "N'TIC", "n'tic", "N'tics", "m-paiement", "m-banking", "m-commerce", "t-mobile"),
)

# Lemmas that the French pipeline gets wrong on our subjects: "e-commerce" becomes "e-commerc",
# "data" the verb "dater", "SMS" loses its end, "débit" is read as a verb. Lower-cased form -> lemma.
LEMMAS = {
    **dict.fromkeys(("e-commerce", "e-commerces", "ecommerce"), "e-commerce"),
    **dict.fromkeys(("e-service", "e-services"), "e-service"),
    **dict.fromkeys(("start-up", "start-ups", "startup", "startups", "startupper"), "start-up"),
    **dict.fromkeys(("tic", "tics", "ntic", "n'tic", "n'tics"), "tic"),
    **dict.fromkeys(("wi-fi", "wifi"), "wifi"),
    **dict.fromkeys(("débit", "débits"), "débit"),
    **dict.fromkeys(("télécom", "télécoms", "telecom", "telecoms"), "télécom"),
    **dict.fromkeys(("média", "médias", "medias"), "média"),
    **{form: form for form in ("data", "sms", "mms", "gps", "open", "mobile", "money", "web", "net", "offshore")},
    **{form: form for form in ("2g", "3g", "4g", "5g", "6g", "adsl", "cdma", "wimax", "voip", "tnt", "ip", "it")},
    **dict.fromkeys(("app", "apps", "appli", "applis"), "app"),
    **dict.fromkeys(("datacenter", "datacenters", "data-center", "data-centers"), "datacenter"),
    **dict.fromkeys(("cybercafé", "cybercafés", "cyber-café", "cyber-cafés", "cybercafe"), "cybercafé"),
    **dict.fromkeys(("télécentre", "télécentres", "telecentre", "telecentres"), "télécentre"),
    **dict.fromkeys(("logiciel", "logiciels"), "logiciel"),
    **dict.fromkeys(("appel", "appels"), "appel"),
    **dict.fromkeys(("radio", "radios"), "radio"),
}

# Words that carry no subject, beyond the pipeline's own stop words.
EMPTY_WORDS = frozenset(
    "monsieur madame mr mme m. an année jour mois heure fois cas lundi mardi mercredi jeudi vendredi samedi "
    "dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre matin soir "
    "hier demain aujourd'hui dernier prochain selon notamment ainsi cependant toutefois".split()
)

# Small words and signs that tell who speaks: an editorial says "nous", an interview asks, an opinion says "je".
VOICE = frozenset("je j' me m' moi mon ma mes nous notre nos vous votre vos ? ! «".split())
