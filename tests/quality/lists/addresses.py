"""Forms of address that USPS Publication 28 has, and names of streets."""

STREETS = (
    "Maple", "Cedar Hill", "Washington", "Lincoln", "Jefferson", "Oak Grove", "Sunset", "Lakeview", "Ridgewood", "Elm",
    "Magnolia", "Pinecrest", "Willow Creek", "Birch", "Hickory Hollow", "Meadowbrook", "Spring Valley", "Chestnut", "Walnut",
    "Sycamore", "Dogwood", "Laurel", "Juniper", "Cottonwood", "Aspen", "Redwood", "Evergreen", "Highland", "Fairview",
    "Orchard", "Vineyard", "Stonegate", "Brookside", "Riverbend", "Harbor View", "Ocean", "Bayshore", "Seaside", "Canyon",
    "Mesa Verde", "El Camino Real", "San Pedro", "Santa Fe", "Los Robles", "Via Verde", "Camino del Sol", "La Cienega",
    "Martin Luther King Jr", "Cesar Chavez", "Rosa Parks", "John F Kennedy", "Old Mill", "Old Post", "Church", "School",
    "College", "University", "Market", "Main", "Front", "Water", "Court House", "Depot", "Railroad", "Mill", "Quarry",
    "Saint Charles", "St Marys", "St James", "Mount Vernon", "Mt Pleasant", "Fort Hill", "Ft Worth", "Bunker Hill",
    "Prospect", "Liberty", "Union", "Independence", "Constitution", "Congress", "Commonwealth", "Pennsylvania", "Delaware",
    "Georgia", "Carolina", "Texas", "California", "Michigan", "Huron", "Erie", "Superior", "Cherokee", "Seneca", "Mohawk",
    "Shawnee", "Iroquois", "Wabash", "Tippecanoe", "Okeechobee", "Kalakaua", "Ala Moana", "Kuakini", "Ponce de Leon",
    "De la Vina", "O'Farrell", "McAllister", "MacArthur", "Van Ness", "Von Karman", "Du Pont", "La Salle", "Le Conte",
    "Peachtree", "Blueberry", "Strawberry", "Foxglove", "Bluebird", "Cardinal", "Mockingbird", "Whippoorwill", "Eagle Rock",
    "Deer Run", "Bear Creek", "Wolf Trap", "Buffalo Gap", "Turkey Trot", "Possum Trot", "Rattlesnake", "Coyote", "Roadrunner",
    "Gold Dust", "Silver Lake", "Copper Canyon", "Iron Horse", "Steeple Chase", "Hunters Glen", "Kings Point", "Queens",
    "Dukes", "Abbey", "Abbott", "Knollwood", "Unity", "Nonesuch", "Test Track", "Anywhere Farm", "Unknown Soldier",
)  # fmt: skip
SUFFIXES = (
    "St", "Street", "Ave", "Avenue", "Rd", "Road", "Dr", "Drive", "Ln", "Lane", "Ct", "Court", "Blvd", "Boulevard", "Pl",
    "Place", "Ter", "Terrace", "Way", "Cir", "Circle", "Pkwy", "Parkway", "Trl", "Trail", "Loop", "Run", "Sq", "Square",
    "Hwy", "Pike", "Path", "Row", "Xing", "Crossing", "Pt", "Point", "Cv", "Cove", "Bnd", "Bend", "Aly", "Alley", "Plz",
    "Plaza", "Walk", "Mall", "Ridge", "Rdg", "Hill", "Hls", "Hts", "Heights", "Vw", "View", "Vista", "Est", "Estates",
    "Gln", "Glen", "Hollow", "Holw", "Knl", "Knoll", "Lndg", "Landing", "Mdws", "Meadows", "Mnr", "Manor", "Pass", "Psge",
    "Shr", "Shore", "Spg", "Spring", "Trce", "Trace", "Tpke", "Turnpike", "Via", "Crk", "Creek", "Cres", "Crescent",
    "Byp", "Bypass", "Cswy", "Causeway", "Expy", "Fwy", "Gdns", "Gardens", "Grn", "Green", "Grv", "Grove", "Jct", "Frk",
)  # fmt: skip
DIRECTIONS = (
    *("N", "S", "E", "W", "NE", "NW", "SE", "SW", "North", "South", "East", "West", "Northeast", "Southwest"),
)
ORDINALS = (
    *(
        "1st",
        "2nd",
        "3rd",
        "4th",
        "5th",
        "9th",
        "11th",
        "12th",
        "13th",
        "21st",
        "22nd",
        "42nd",
        "53rd",
        "87th",
        "101st",
    ),
    *("112th", "145th", "First", "Second", "Third", "Fifth", "Seventh", "Eleventh", "Twelfth", "Twenty-third"),
)
WEIGHT = {"plain_street": 3, "secondary_unit": 2, "directional": 2, "po_box": 2}

FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "plain_street": ("any", ("{N} {S} {X}", "{N} {S} {X}", "{n} {S} {X}.", "{N} {S} {X}")),
    "directional": (
        "any",
        (
            "{N} {D} {S} {X}",
            "{N} {S} {X} {D}",
            "{N} {D} {S} {X} {D}",
            "{n} {D}. {S} {X}",
            "{N} {S} {X}, {D}",
            "{n} {D} {X}",
        ),
    ),
    "numbered_street": (
        "any",
        (
            "{N} {O} {X}",
            "{N} {D} {O} {X}",
            "{N} {O} {X} {D}",
            "{n} {O} Ave Apt {d}",
            "{N} {D} {O} Street",
            "{n} {O} St",
        ),
    ),
    "secondary_unit": (
        "any",
        (
            *(
                "{N} {S} {X} Apt {n}",
                "{N} {S} {X} # {n}",
                "{N} {S} {X} Ste {n}",
                "{N} {S} {X} Unit {L}",
                "{N} {S} {X} Apt {d}{L}",
            ),
            *(
                "{N} {S} {X}, Apartment {n}",
                "{N} {S} {X} | Apt {n}",
                "{N} {S} {X} | Unit {d}-{L}",
                "{N} {S} {X} | # {n}{L}",
            ),
            *(
                "{N} {S} {X} Fl {d}",
                "{N} {S} {X} Bldg {L} Apt {n}",
                "{N} {S} {X} Rm {n}",
                "{N} {S} {X} Lot {n}",
                "{N} {S} {X} Trlr {d}",
            ),
            *(
                "{N} {S} {X} Spc {n}",
                "{N} {S} {X} Bsmt",
                "{N} {S} {X} Rear",
                "{N} {S} {X} Ph {d}",
                "{N} {S} {X} Upper",
                "{N} {S} {X} Frnt",
            ),
            *(
                "Apt {n} | {N} {S} {X}",
                "{N} {S} {X} #{n}",
                "{N} {S} {X} Suite {n}",
                "{N} {S} {X} Slip {n}",
                "{N} {S} {X} Hangar {d}",
            ),
            *(
                "{N} {S} {X} Dept {n}",
                "{N} {S} {X} PMB {n}",
                "{N} {S} {X} | PMB {n}",
                "{N} {S} {X} Floor {d}",
                "{N} {S} {X} No. {n}",
            ),
        ),
    ),
    "po_box": (
        "any",
        (
            *(
                "PO Box {N}",
                "P.O. Box {N}",
                "P O Box {n}",
                "POB {n}",
                "Post Office Box {N}",
                "PO BOX {L}{L}",
                "PO Box {n}-{L}",
            ),
            *(
                "Box {n}",
                "po box {n}",
                "P.O.Box {n}",
                "PO Box {L}",
                "Caller {n}",
                "Firm Caller {n}",
                "Lockbox {n}",
                "PO Drawer {n}",
            ),
            *("Drawer {L}", "PO Box {n} | {N} {S} {X}", "{N} {S} {X} | PO Box {n}"),
        ),
    ),
    "rural_route": (
        "any",
        (
            *(
                "RR {d} Box {n}",
                "RR {d} Box {n}{L}",
                "Rural Route {d} Box {n}",
                "R.R. {d} Box {n}",
                "RR {d} Box {d}-{L}",
            ),
            *(
                "RD {d} Box {n}",
                "RFD {d} Box {n}",
                "RR{d} Box {n}",
                "Rt {d} Box {n}",
                "Route {d} Box {n}",
                "RR {d}, Box {n}",
            ),
            *("Rural Rt {d} Box {n}", "RR {d} # {n}", "RR {n} Box {n}"),
        ),
    ),
    "highway_contract": (
        "any",
        (
            *(
                "HC {d} Box {n}",
                "HC {n} Box {n}{L}",
                "HC{n} Box {n}",
                "Highway Contract Route {n} Box {n}",
                "HCR {d} Box {n}",
            ),
            *(
                "H.C. {n} Box {n}",
                "Star Route {d} Box {n}",
                "HC {n}, Box {d}",
                "Highway Contract {d} Box {n}",
                "HC-{n} Box {n}",
            ),
        ),
    ),
    "military": (
        "military",
        (
            *(
                "PSC {n} Box {n}",
                "CMR {n} Box {n}",
                "Unit {N} Box {n}",
                "PSC {n} Box {N}",
                "Unit {n} Box {n}",
                "PSC {n}, Box {n}",
            ),
            *(
                "CMR {n}, Box {n}",
                "Unit {N}, Box {N}",
                "PSC {d} Box {n}",
                "UMR {n} Box {n}",
                "Unit {N} | Box {n}",
                "Psc {n} box {n}",
            ),
        ),
    ),
    "pr_urbanization": (
        "PR",
        (
            *(
                "URB Las Gladiolas | {n} Calle {L}",
                "Urb Royal Oak | {n} Calle {d}",
                "{n} Calle Sol",
                "{n} Calle San Francisco Apt {d}",
            ),
            *(
                "URB Villa Carolina | {d} Calle {n}",
                "Cond Ashford Palace | {N} Ave Ashford Apt {n}",
                "{N} Ave Ponce de Leon",
            ),
            *(
                "{n} Calle Luna",
                "HC {d} Box {n}",
                "{n} Calle {L} URB Monte Verde",
                "Calle {d} # {n} | URB Santa Rosa",
                "{n} Ave Roosevelt",
            ),
            *(
                "Res Las Margaritas | Edif {d} Apt {n}",
                "Carr {n} Km {d}.{d}",
                "{N} Carr {n}",
                "Parq San Antonio | {L}{d} Calle {d}",
            ),
            *(
                "RR {d} Box {n}",
                "PO Box {N}",
                "Bo Sabana | {n} Calle Principal",
                "URB Levittown | {L}{L}{d} Calle Lago Cidra",
            ),
        ),
    ),
    "queens_hyphen": (
        "queens",
        (
            *(
                "{n}-10 {S} Ave",
                "112-{n} {S} Ave",
                "34-{d}1 {O} St",
                "{n}-25 {O} Ave Apt {d}{L}",
                "87-42 {O} Street",
                "25-{d}9 {S} Blvd",
            ),
            *("144-{d}6 {S} Rd", "{n}-07 {O} Pl", "61-{d}5 {O} Dr", "40-{d}2 {S} St #{d}{L}"),
        ),
    ),
    "fractional": (
        "any",
        (
            *(
                "{N} 1/2 {S} {X}",
                "{n} 1/2 {D} {S} {X}",
                "{n} 1/4 {S} St",
                "{N} 3/4 {S} Ave",
                "{n}-1/2 {S} Rd",
                "{n} 1/2 {O} St",
            ),
            *("{n} 1/2 {S} {X} Apt {d}", "{N} 1/2 {D} {O} Ave"),
        ),
    ),
    "grid": (
        "UT",
        (
            *(
                "{N} {D} {n}00 {D}",
                "{n} E 1700 S",
                "{N} S {n}00 W",
                "{n} N 200 E Apt {d}",
                "{n} West 300 North",
                "{N} S 700 E # {n}",
            ),
            *("{n} E South Temple", "{n} North 400 West", "{N} South State St", "{n} W Center St"),
        ),
    ),
    "alphanumeric_number": (
        "any",
        (
            *(
                "N6W{N} {S} {X}",
                "W{n}N{n} {S} Rd",
                "{n}{L} {S} {X}",
                "{N}-{L} {S} St",
                "{L}{n} {S} Rd",
                "S{n}W{N} {S} Dr",
            ),
            *("{n}{L} {O} Ave", "{N}{L} {S} Blvd", "39.2 {S} Rd", "{n}-{n} {S} Ave"),
        ),
    ),
    "highway": (
        "any",
        (
            *(
                "{N} Highway {n}",
                "{N} US Highway {n}",
                "{N} US Hwy {n} N",
                "{N} State Route {n}",
                "{N} County Road {n}",
                "{N} CR {n}",
            ),
            *(
                "{N} State Highway {n}",
                "{N} Hwy {n} E",
                "{N} Interstate {n}",
                "{N} County Highway {L}",
                "{N} Farm Road {n}",
                "{N} FM {n}",
            ),
            *(
                "{N} Ranch Road {n}",
                "{N} SR {n}",
                "{N} State Road {n}",
                "{N} Township Road {n}",
                "{N} Old Highway {n}",
                "{N} US {n}",
            ),
            *(
                "{N} Highway {n} S",
                "{N} County Road {L}{L}",
                "{N} Route {n}",
                "{N} I-{n} Frontage Rd",
                "{N} Hwy {n} Bypass",
            ),
        ),
    ),
    "suffixless": (
        "any",
        (
            *(
                "{N} Broadway",
                "{N} Broadway Apt {n}",
                "{N} Bowery",
                "{N} The Alameda",
                "{N} Avenue of the Americas",
                "{N} El Camino Real",
            ),
            *(
                "{N} Avenue {L}",
                "{N} N Broadway",
                "{N} Avenue {L} Apt {d}",
                "{N} La Rambla",
                "{N} Camino Verde",
                "{N} Via Roma",
            ),
            *(
                "{N} Paseo del Norte",
                "{N} Calle Real",
                "{N} The Strand",
                "{N} West Broadway",
                "{N} Esplanade",
                "{N} Rue Royale",
            ),
        ),
    ),
    "territory": (
        "territory",
        (
            *(
                "{n} Marine Corps Dr",
                "PO Box {n}",
                "{n} Chalan San Antonio",
                "{N} Estate Smith Bay",
                "{n} Route {d}",
                "{n} Harmon Loop Rd",
            ),
            *("{n} Main St", "PO Box {N}", "{n} Army Dr", "{n} Kronprindsens Gade"),
        ),
    ),
    "spelled_number": (
        "any",
        (
            *(
                "One {S} {X}",
                "Two {S} {X}",
                "Ten {S} {X}",
                "Twelve {S} Ln",
                "One Market Plaza Ste {n}",
                "Three {S} Sq",
                "Five {S} Ct",
            ),
            *("Twenty {S} St", "One {S} Place Apt {n}", "Four {S} Dr", "Six {S} Way", "Eleven {S} Rd"),
        ),
    ),
    "lower_case": (
        "any",
        ("{n} {S} street", "{N} {D} {S} ave apt {n}", "{N} {S} rd", "po box {n}", "rr {d} box {n}", "{n} {S} ln # {d}"),
    ),
    "accents": (
        "any",
        (
            *(
                "{n} Calle Peñuelas St",
                "{N} Cañon Dr",
                "{N} Años Nuevos Ave",
                "{n} Señorita Ln",
                "{N} Piñon Way",
                "{n} Jesús María Rd",
            ),
            *("{N} Rincón Ct", "{n} Niño Ave"),
        ),
    ),
    "care_of": (
        "any",
        (
            "c/o J Example | {N} {S} {X}",
            "{N} {S} {X} | c/o R Sample",
            "C/O Example Family | {N} {S} {X} Apt {n}",
            "% T Specimen | {n} {S} St",
        ),
    ),
    "building_name": (
        "any",
        (
            *(
                "Cedar Towers | {N} {S} {X} Apt {n}",
                "{N} {S} {X} | Hillside Mobile Home Park",
                "Sunrise Apartments | {N} {S} Ave",
            ),
            *("{N} {S} {X} Bldg {d} | Oak Village", "Building {L} | {N} {S} Rd", "{N} {S} {X} | Pine Court Lot {n}"),
        ),
    ),
    "general_delivery": ("any", ("General Delivery", "GENERAL DELIVERY", "general delivery", "Gen Delivery")),
}
