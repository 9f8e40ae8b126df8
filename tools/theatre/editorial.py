"""Hand-kept facts about the Syrian theatre that no package carries (own work)."""

# GeoNames id -> (name used on the map, Arabic name, extra press spellings)
PLACES = {
    174448: (
        "Albu Kamal",
        "البوكمال",
        ["Abu Kamal", "Al-Bukamal", "Al Bukamal", "Bukamal", "Boukamal", "Albukamal", "Al-Boukamal"],
    ),
    170794: (
        "Deir ez-Zor",
        "دير الزور",
        ["Deir Ezzor", "Deir el-Zour", "Deir el-Zor", "Deir al-Zour", "Deir ez Zour", "Dayr az-Zawr"],
    ),
    173480: ("Mayadin", "الميادين", ["Mayadeen", "Al-Mayadin", "Al Mayadeen", "Meyadin"]),
    172955: ("Raqqa", "الرقة", ["Ar-Raqqah", "Raqqah", "Al-Raqqa", "Rakka"]),
    172374: ("Tabqa", "الطبقة", ["Tabqah", "Al-Tabqa", "Tabaqa", "Al-Thawra"]),
    163808: ("Palmyra", "تدمر", ["Tadmur", "Tadmor"]),
    170063: ("Aleppo", "حلب", ["Halab"]),
    169389: ("Idlib", "إدلب", ["Idleb"]),
    173576: ("Latakia", "اللاذقية", ["Lattakia", "Al-Ladhiqiyah"]),
    163345: ("Tartus", "طرطوس", ["Tartous"]),
    170017: ("Hama", "حماة", ["Hamah"]),
    169577: ("Homs", "حمص", ["Hims"]),
    170654: ("Damascus", "دمشق", ["Dimashq"]),
    173811: ("Hasakah", "الحسكة", ["Al-Hasakah", "Hasakeh", "Hassakeh", "Hasaka"]),
    173377: ("Qamishli", "القامشلي", ["Al-Qamishli", "Kamishli", "Qamishlo"]),
    167357: ("Manbij", "منبج", ["Manbej", "Membij"]),
    172256: ("Kobani", "عين العرب", ["Kobane", "Ayn al-Arab", "Ain al-Arab"]),
    174018: ("Al-Bab", "الباب", ["Al Bab"]),
    170905: ("Daraa", "درعا", ["Deraa", "Dara"]),
    172408: ("Suwayda", "السويداء", ["As-Suwayda", "Sweida"]),
    169304: ("Jableh", "جبلة", ["Jabla", "Jablah"]),
    172082: ("Azaz", "أعزاز", ["A'zaz"]),
    168325: ("Khan Shaykhun", "خان شيخون", ["Khan Sheikhoun", "Khan Sheikhun"]),
    174506: ("Hajin", "هجين", ["Hajeen"]),
    4273: ("Karama", "الكرامة", ["Al-Karama", "Karamah"]),
    172425: ("Sukhna", "السخنة", ["Al-Sukhna", "As-Sukhnah"]),
    172837: ("Shaddadi", "الشدادي", ["Al-Shaddadi", "Shaddadah"]),
    173927: ("Busayrah", "البصيرة", ["Al-Busayrah", "Basira"]),
    169179: ("Jarabulus", "جرابلس", ["Jarablus"]),
    165509: ("Ras al-Ayn", "رأس العين", ["Ras al-Ain", "Serekaniye"]),
    163750: ("Tell Abyad", "تل أبيض", ["Tal Abyad"]),
    92138: ("Al-Qaim", "القائم", ["Al Qaim", "Qaim", "Al-Qa'im"]),
    98677: ("Rutba", "الرطبة", ["Ar-Rutbah", "Rutbah"]),
    98182: ("Baghdad", "بغداد", []),
    99072: ("Mosul", "الموصل", ["Al-Mawsil"]),
    95446: ("Erbil", "أربيل", ["Arbil", "Irbil", "Hewler"]),
    94787: ("Kirkuk", "كركوك", []),
    98717: ("Ramadi", "الرمادي", []),
    448149: ("Sinjar", "سنجار", ["Shingal"]),
    276781: ("Beirut", "بيروت", []),
    266826: ("Tripoli (Lebanon)", "طرابلس", ["Tripoli"]),
    250441: ("Amman", "عمّان", []),
    281184: ("Jerusalem", "القدس", []),
    293397: ("Tel Aviv", "تل أبيب", []),
    325363: ("Adana", "أضنة", []),
    314830: ("Gaziantep", "غازي عنتاب", ["Antep"]),
    298333: ("Sanliurfa", "أورفة", ["Urfa"]),
    316541: ("Diyarbakir", "ديار بكر", ["Diyarbakır"]),
    323779: ("Antakya", "أنطاكية", ["Antioch", "Hatay"]),
    146268: ("Nicosia", "نيقوسيا", []),
}

# Near-duplicates and city districts that only clutter a theatre map.
SKIP_PLACES = {
    7498240,
    7303419,
    99071,
    7802746,
    268743,
    10303650,
    6955677,
    442301,
    7838895,
    248583,
    248460,
    246013,
    13286467,
    166716,
    293703,
    293918,
    294071,
    295514,
    294751,
    293788,
}

# Places with no GeoNames entry in the packaged data: id, names, lat, lon, country.
EXTRA_PLACES = [
    {
        "id": "al-tanf",
        "name": "Al-Tanf",
        "name_ar": "التنف",
        "country": "SY",
        "lat": 33.5058,
        "lon": 38.6178,
        "aliases": ["At Tanf", "At-Tanf", "Tanf", "al-Tanaf"],
        "rank": 2,
        "source": "editorial",
    },
]

# OurAirports ident -> extra spellings; membership also forces inclusion on the map.
AIRFIELDS = {
    "OSLK": ["Hmeimim", "Khmeimim", "Hmeymim", "Hemeimeem", "Bassel al-Assad"],
    "OSDZ": ["Deir ez-Zor Military Airport"],
    "OSKL": ["Kamishly"],
    "OSPR": ["Tadmur Airport"],
    "OSAP": ["Nayrab"],
    "OSDI": [],
    "OS57": ["Abu al-Duhur"],
    "OS58": ["Hama Military Airport"],
    "OS59": ["Tabqa Air Base", "Tabqah Airfield"],
    "OS60": [],
    "OS61": ["Al-Dumayr"],
    "OS62": ["Jirah Airfield", "Kshesh"],
    "OS63": [],
    "OS64": [],
    "OS65": ["Al-Shayrat", "Shayrat Airfield"],
    "OS66": ["Kuweires"],
    "OS67": ["Mezzeh Military Airport"],
    "OS68": ["Sayqal"],
    "OS69": ["Khalkhalah"],
    "OS70": ["Dabaa"],
    "OS71": ["Menagh"],
    "OS72": ["T4", "T-4", "Tiyas T4", "Tias"],
    "SY-0001": ["Taftanaz"],
    "LTAG": ["Incirlik"],
    "LTCC": ["Diyarbakir Air Base"],
    "LTAJ": [],
    "LTAT": ["Erhac Air Base"],
    "LCRA": ["Akrotiri"],
    "OJMS": ["Azraq Air Base", "Muwaffaq Salti"],
    "OJHF": ["H5"],
    "ORAA": ["Ain al-Asad", "Al Asad"],
    "ORAT": ["Al Taqaddum"],
    "ORQW": ["Q-West"],
    "ORER": [],
    "ORBI": [],
    "ORKK": [],
    "ORBM": [],
    "OLBA": [],
    "OJAI": [],
    "LLBG": [],
    "LLRD": [],
    "ORTF": [],
    "OLKA": [],
    "OLRA": [],
    # outside the box
    "OTBH": ["Al Udeid"],
    "OMAM": ["Al Dhafra", "Al-Dhafra"],
    "OKAJ": ["Ahmad al-Jaber"],
}

# Fields with military use whose name does not say so (Syrian fields shared with, or held by, the air force).
MILITARY = {"OS59", "OS62", "OS67", "OSLK", "OSDZ", "OSPR", "ORQW", "LTCC", "LTAT"}

# Schematic western edge of the Golan (1923 mandate line), north to south; ~2 km accuracy.
GOLAN_WEST = [
    (35.690, 33.330),
    (35.655, 33.270),
    (35.648, 33.235),
    (35.628, 33.180),
    (35.622, 33.100),
    (35.629, 33.010),
    (35.622, 32.930),
    (35.625, 32.893),
    (35.645, 32.850),
    (35.648, 32.790),
    (35.640, 32.750),
    (35.625, 32.725),
    (35.655, 32.690),
    (35.640, 32.600),
]

TANF = (38.6178, 33.5058)
TABQA_DAM = (38.5665, 35.8722)
# Only the two ends and "irregular arc" are public; the middle vertex is illustrative.
TABQA_ARC = [(38.42, 35.76), (38.60, 35.71), (38.80, 35.70), (39.02, 35.76), (39.27803, 35.86865)]

# Natural Earth's name -> the name on the map.
RIVERS = {
    "Euphrates": "Euphrates",
    "Firat": "Euphrates",
    "Al Furat": "Euphrates",
    "Tigris": "Tigris",
    "Dicle": "Tigris",
    "Jordan": "Jordan",
    "Murat": "Murat",
    "Ceyhan": "Ceyhan",
}
ARABIC_RIVERS = {"Euphrates": "الفرات", "Tigris": "دجلة", "Jordan": "الأردن"}
LAKES = {
    "Buhayrat al-Assad": "Lake Assad",
    "Ataturk Barajt": "Atatürk Reservoir",
    "Keban Baraji": "Keban Reservoir",
    "Saksak Dagi": "Karakaya Reservoir",
    "Buhayrat ath Tharthar": "Lake Tharthar",
    "Lake Razazah": "Lake Razazah",
}

# Name -> id, seat (lon, lat), the seat's feature, Arabic name, further names. The seat's names are the
# province's too, so only what they lack stands here.
GOVERNORATES = {
    "Aleppo": ("aleppo-province", (37.16, 36.20), "gn-170063", "حلب", ["Алеппо", "Халеб"]),
    "As-Suwayda": ("suwayda-province", (36.57, 32.71), "gn-172408", "السويداء", ["Эс-Сувейда", "Сувейда"]),
    "Damascus": ("damascus-province", (36.29, 33.51), "gn-170654", "دمشق", ["Дамаск"]),
    "Daraa": ("daraa-province", (36.10, 32.62), "gn-170905", "درعا", ["Даръа", "Дераа"]),
    "Deir ez-Zor": (
        "deir-ez-zor-province",
        (40.14, 35.33),
        "gn-170794",
        "دير الزور",
        ["Дейр-эз-Зор", "Дайр-эз-Заур"],
    ),
    "Hama": ("hama-province", (36.75, 35.13), "gn-170017", "حماة", ["Хама"]),
    "Hasakah": (
        "hasakah-province",
        (40.75, 36.50),
        "gn-173811",
        "الحسكة",
        ["Эль-Хасака", "Хасеке", "Хасака"],
    ),
    "Homs": ("homs-province", (36.72, 34.73), "gn-169577", "حمص", ["Хомс"]),
    "Idlib": ("idlib-province", (36.63, 35.93), "gn-169389", "إدلب", ["Идлиб"]),
    "Latakia": ("latakia-province", (35.78, 35.53), "gn-173576", "اللاذقية", ["Латакия"]),
    "Quneitra": (
        "quneitra-province",
        (35.82, 33.12),
        None,
        "القنيطرة",
        ["Al-Qunaytirah", "Qunaitra", "Kuneitra", "Эль-Кунейтра", "Кунейтра"],
    ),
    "Raqqa": ("raqqa-province", (39.01, 35.95), "gn-172955", "الرقة", ["Эр-Ракка", "Ракка"]),
    "Rif Dimashq": (
        "rif-dimashq-province",
        (36.9, 33.7),
        None,
        "ريف دمشق",
        ["Rural Damascus", "Rif Damascus", "Reef Dimashq", "Риф-Димашк"],
    ),
    "Tartus": ("tartus-province", (35.89, 34.89), "gn-163345", "طرطوس", ["Тартус"]),
}

AIRSPACE = {
    "sy-airspace": {
        "name": "Syrian airspace",
        "kind": "sovereign-airspace",
        "basis": "land territory incl. the Golan, plus a 12 nm territorial sea",
    },
    "sy-sea": {"name": "Syrian territorial sea (12 nm)", "kind": "territorial-sea"},
    "golan": {
        "name": "Golan Heights",
        "kind": "occupied-territory",
        "basis": "Syrian territory held by Israel since 1967; western edge traced by hand",
    },
}

# Where the river enters the frame (Turkey's Ataturk dam) and where it leaves it (lower Iraq).
EUPHRATES_ENDS = ((38.3269, 37.4903), (45.2376, 31.3277))

# valid_to: when the line was replaced; last_reported: the last month in which a source described it. How long
# a line without valid_to held after that is not known. The sources are listed in the data's PROVENANCE.md.
DECONFLICTION = {
    "euphrates-line": {
        "name": "Euphrates deconfliction line",
        "kind": "deconfliction-line",
        "valid_from": "2017-09",
        "last_reported": "2017-12",
        "status": "schematic",
        "basis": "river course from the Tabqa dam to the Iraqi border",
    },
    "albu-kamal-45mi": {
        "name": "45-mile line near Albu Kamal",
        "kind": "deconfliction-line",
        "valid_from": "2017-11",
        "last_reported": "2017-12",
        "status": "schematic",
        "basis": "45 statute miles of river measured up from the Iraqi border; true ends were not published",
    },
    "tabqa-arc": {
        "name": "Tabqa-Karama deconfliction arc",
        "kind": "deconfliction-line",
        "valid_from": "2017-07",
        "valid_to": "2017-09",
        "status": "illustrative",
        "basis": "ends only are public (southwest of Tabqa; Karama on the Euphrates); course is illustrative",
    },
    "tanf-55km": {
        "name": "Al-Tanf 55 km deconfliction zone",
        "kind": "deconfliction-zone",
        "valid_from": "2017-05",
        "last_reported": "2018-12",
        "status": "schematic",
        "basis": "geodesic circle about the garrison",
    },
    "tanf-55km-syria": {
        "name": "Al-Tanf zone, part inside Syria",
        "kind": "deconfliction-zone",
        "valid_from": "2017-05",
        "last_reported": "2018-12",
        "status": "schematic",
        "basis": "circle clipped to Syria",
    },
}
SIDES = {"west-of-euphrates": "West of the Euphrates", "east-of-euphrates": "East of the Euphrates"}
