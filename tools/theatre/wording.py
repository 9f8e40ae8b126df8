"""What index.json says beside the layers: title, licences, and how names vary in running text."""

TITLE = "Syria"
COUNTRY = "syr"

NATURAL_EARTH = {"licence": "public domain", "attribution": "Made with Natural Earth"}
DERIVED = {
    "licence": "public domain inputs, own derivation",
    "attribution": "Airspace and deconfliction lines are schematic, derived from Natural Earth",
}
LICENCES = {
    "countries": NATURAL_EARTH,
    "borders": NATURAL_EARTH,
    "rivers": NATURAL_EARTH,
    "lakes": NATURAL_EARTH,
    "places": {
        "licence": "CC-BY-4.0",
        "attribution": "Place names and positions: GeoNames (CC BY 4.0), edited",
    },
    "airfields": {"licence": "public domain", "attribution": "Airfields: OurAirports"},
    "airspace": DERIVED,
    "deconfliction": DERIVED,
    "governorates": NATURAL_EARTH,
}

# The first stands for all: as it sounds before sun letters, and as writers of other languages spell it.
ARTICLES = "al el ul il ar er as es ash esh ech at et ett ath ad ed adh edh az ez an en enn aj ej ehl ehs ehr ehz eht"
# These are words of English, French, Spanish or German too.
CAUTIOUS = "as at an ad en es et ed er il"

PROVINCES = (
    "{} province",
    "{} governorate",
    "province of {}",
    "governorate of {}",
    "محافظة {}",
    "провинция {}",
    "провинции {}",
    "провинцию {}",
    "провинцией {}",
    "провінція {}",
    "провінції {}",
    "провінцію {}",
    "провінцією {}",
    "province de {}",
    "province d'{}",
    "gouvernorat de {}",
    "gouvernorat d'{}",
    "provincia de {}",
    "provincia di {}",
    "província de {}",
    "Provinz {}",
    "Gouvernement {}",
    "{} ili",
)
AIRFIELDS = (
    "{} air base",
    "{} airbase",
    "{} airfield",
    "{} airport",
    "{} military airport",
    "{} international airport",
    "مطار {}",
    "مطار {} العسكري",
    "مطار {} الدولي",
    "قاعدة {} الجوية",
    "авиабаза {}",
    "авиабазе {}",
    "авиабазы {}",
    "base aérienne de {}",
)

# Names of villages and old names that are far more often a word or a part of another name.
IGNORE = (
    "Aman Amani Amida Ammon Ariel Bab Benan Berea Beria British Chaldea Cham Dali Damas Dana Dara Dimas "
    "Gama Gaz Gebru Hader Hal Hamra Harem Hula Humus Jasem Kara Karra Khan Kurd Kurdish Kurdistan Libis "
    "Milh Mosel Murk Nava Neva OSB Philadelphia Qasim RAF Rasm Riha SDA Safir Sauda Shin Soran Tal Tall "
    "Tarib Tars Tarso Tell VBC Van Vana Wan"
)
IGNORE_PHRASES = (
    "Al Hal",
    "An Nazi",
    "As Seen",
    "At Tall",
    "City of David",
    "Greene Field",
    "Revolution City",
    "Royal Air Force",
    "السجن",
    "الجلاء",
    "الحول",
    "التل",
    "ازرع",
    "امان",
    "بصير",
    "بلبل",
    "بنان",
    "جديدة",
    "حارم",
    "حديدة",
    "حيش",
    "خريبة",
    "ربيعة",
    "رقه",
    "سبة",
    "شين",
    "صدد",
    "عجمي",
    "عوج",
    "عريقة",
    "قنوات",
    "كريمة",
    "كسب",
    "كشفة",
    "معدان",
    "ملح",
    "مهين",
    "نبل",
    "نوا",
    "نوى",
    "هنادي",
    "وان",
)

# Conjunctions and prepositions that Arabic writes together with the next word, and their pairs.
CONJUNCTIONS = ("و", "ف")
PREPOSITIONS = ("ب", "ك", "ل")

NAMES = {
    "articles": list(dict.fromkeys(ARTICLES.split())),
    "cautious": CAUTIOUS.split(),
    "joined": [
        *CONJUNCTIONS,
        *PREPOSITIONS,
        *(first + second for first in CONJUNCTIONS for second in PREPOSITIONS),
    ],
    "contracted": {"ال": "لل"},
    "patterns": {"governorates": list(PROVINCES), "airfields": list(AIRFIELDS)},
    "ignore": [*IGNORE.split(), *IGNORE_PHRASES],
}
