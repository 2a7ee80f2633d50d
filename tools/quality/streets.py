"""Names that streets in the United States bear, gathered by hand. No name here stands for a person."""

NAMES = (
    """
Abbott|Acacia|Adams|Alder|Allegheny|Almond|Amber|Amherst|Anchor|Antelope|Apache|Apple Blossom|Applegate|Arbor|Arapaho|
Arlington|Arrowhead|Ash|Aspen|Auburn|Autumn Leaf|Azalea|Bayberry|Bay Hill|Bayou Bend|Beacon|Bear Creek|Beech|Bellevue|
Belmont|Berkshire|Birch|Birchwood|Bishop|Blackberry|Black Oak|Blue Heron|Bluebonnet|Boulder|Boxwood|Bradford|Braeburn|
Briar Patch|Bridge|Bristol|Broad|Brook Hollow|Brookside|Buckeye|Buena Vista|Bunker Hill|Burgundy|Butternut|Cactus|
Caldwell|Calhoun|California|Cambridge|Camelot|Canal|Canterbury|Canyon|Cardinal|Caribou|Carolina|Carriage House|Cascade|
Castle Rock|Catalpa|Cattail|Cedar Ridge|Center|Central|Chaparral|Charleston|Cherokee|Cherry|Chestnut|Chickasaw|
Church|Cider Mill|Clay|Clearwater|Cleveland|Cliffside|Clinton|Clover|Cobblestone|College|Colonial|Columbia|Commerce|
Concord|Congress|Copper Kettle|Coral|Cottonwood|Country Club|County Line|Court|Covered Bridge|Coyote|Crabapple|Cranberry|
Crescent|Crestview|Cross|Crystal|Cypress|Daffodil|Dakota|Deer Run|Delaware|Depot|Devonshire|Division|Dogwood|Dolphin|
Dove|Dry Creek|Duck Pond|Eagle|Eastwood|Edgewater|Elk|Elm|Elmwood|Emerald|Essex|Evergreen|Fairfax|Fairview|Falcon|Falls|
Farm|Fawn|Federal|Fern|Ferry|Fieldstone|Fir|Fireside|Flamingo|Flint|Florence|Forest|Fort Hill|Fountain|Fox Hollow|
Franklin|Front|Frontage|Fulton|Garden|Gateway|Geneva|Georgia|Ginger|Glacier|Glen Eden|Glenwood|Golden Gate|Goldfinch|
Grand|Granite|Grant|Grapevine|Green|Greenbriar|Greenfield|Grove|Gulf|Half Moon|Hampshire|Hampton|Harbor|Harvest|
Hawthorne|Hazel|Heather|Hemlock|Heritage|Heron|Hickory|Hidden Valley|High|Highland|Hillcrest|Hillside|Holly|Honeysuckle|
Horseshoe|Huckleberry|Hummingbird|Hunters|Huron|Independence|Indian Trail|Industrial|Iron Horse|Ironwood|Island|Ivy|
Jackson|Jasmine|Jefferson|Juniper|Kansas|Kentucky|Kestrel|Keystone|Kings|Kingston|Knollwood|La Salle|Lafayette|Lake|
Lakeshore|Lakeview|Lancaster|Larch|Lark|Laurel|Lavender|Lexington|Liberty|Lighthouse|Lilac|Lincoln|Linden|Live Oak|
Locust|Lodgepole|Logan|Lone Pine|Long Meadow|Lookout|Lynn|Madison|Magnolia|Mallard|Maple|Maple Grove|Market|
Marigold|Marsh|Martingale|Meadow|Meadowlark|Memorial|Merrimack|Mesa|Mesquite|Michigan|Middle|Mill|Mill Creek|
Mission|Mohawk|Monroe|Moonlight|Morning Glory|Mountain View|Mulberry|Mustang|Myrtle|Narragansett|Navajo|New Castle|
Newport|Nightingale|Noble|North Shore|Northgate|Norwood|Nutmeg|Oak|Oak Hill|Oakmont|Ocean|Ohio|Old Mill|Old Orchard|
Olive|Orange|Orchard|Oregon|Oriole|Osage|Osprey|Otter|Overlook|Oxford|Palm|Palmetto|Paradise|Park|Parkside|Partridge|
Patriot|Peach|Pear|Pebble Beach|Pecan|Pelican|Penn|Pepper Tree|Persimmon|Pheasant|Piedmont|Pike|Pine|Pinecrest|
Pioneer|Plantation|Pleasant|Plum|Plymouth|Polk|Pond|Poplar|Poppy|Portland|Post Office|Potomac|Prairie|Primrose|
Princeton|Prospect|Providence|Puritan|Quail|Quaker|Quarry|Quartz|Queen|Rabbit Run|Railroad|Rainbow|Raleigh|Ranch|
Raven|Red Bud|Redwood|Regency|Ridge|Ridgewood|Rio Grande|River|Riverbend|Riverside|Robin|Rock|Rockland|
Roosevelt|Rose|Rosewood|Round Hill|Royal|Saddle|Sage|Saint Andrews|Salem|Sandpiper|Sandstone|Santa Fe|Saratoga|
Sassafras|Savannah|School|Seminole|Seneca|Sequoia|Shady Grove|Shamrock|Shawnee|Sheridan|Sherwood|Shore|Sierra|
Silver Lake|Skyline|Snowberry|South Fork|Spring|Springdale|Spruce|Stable|Stagecoach|Starlight|State|Station|
Sterling|Stone|Stonewall|Stratford|Strawberry|Sugar Maple|Summer|Summit|Sunflower|Sunrise|Sunset|Surrey|Swan|
Sycamore|Tamarack|Tanglewood|Taylor|Teal|Tennessee|Terrace|Thistle|Thornapple|Thunderbird|Tiger Lily|Timber|
Timberline|Tower|Tremont|Trinity|Trout|Tulip|Turkey Creek|Turnberry|Turtle|Tuscany|Twin Lakes|Union|University|
Upland|Utah|Valley|Valley Forge|Van Buren|Vermont|Victoria|Villa|Vine|Vineyard|Violet|Virginia|Vista|Wagon Wheel|
Walnut|Warbler|Warren|Washington|Water|Waterford|Wayne|Wellington|West End|Westminster|Westwood|Wheatland|
Whippoorwill|White Oak|Wild Rose|Wildflower|William Penn|Willow|Willow Creek|Winchester|Windmill|Windsor|Winter|
Wisteria|Wolf Creek|Woodbine|Woodland|Woodside|Wren|Wyoming|Yale|Yellowstone|York|Yorktown|Yucca|Zinnia
""".replace("\n", "")
    .strip("|")
    .split("|")
)

SUFFIXES = """St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Ln|Lane|Ct|Court|Pl|Place|Blvd|Way|Cir|Ter|Pkwy|Trl|Loop|Sq|Run|
Pike|Row|Path|Aly|Xing|Cv|Pt|Holw|Rdg|Hts|Trce|Bnd|Cres|Gln|Grv|Lndg|Mnr|Mdws|Pass|Psge|Plz|Spur|Vw|Vly|Walk|
Terrace|Circle|Parkway|Trail|Square|Alley|Cove|Ridge|Crescent|Turnpike|Tpke|Expy|Byp|Cswy|Ext
""".replace("\n", "").split("|")

COMMON_SUFFIXES = ["St", "Ave", "Rd", "Dr", "Ln", "Ct", "Pl", "Blvd", "Way", "Cir", "Street", "Avenue", "Road", "Drive"]

SUFFIXLESS = (
    """
Broadway|The Alameda|Bowery|Avenue Of The Americas|Avenue J|Avenue U|Embarcadero|The Strand|Avenida De Las Flores|
Camino Del Rio|Paseo Del Norte|Via Verde|Calle Real|Rue Royale|Fenway|The Crossings|La Rambla|El Camino Real|
Avenue Of The Stars|Avenue Of The Oaks|Vista Del Mar|Caminito Alto|Paseo De La Luz|Corso Italia|Via Del Sol|
Kuhio Mauka|Mall Of Georgia|Old Broadway|The Esplanade|The Promenade|Boardwalk|Camino Viejo|Alameda De Las Pulgas|
Rue Dauphine|Calle Del Oro|Paseo Bonita|Rio Vista|Avenida Encinas|Avenida Cesar|Loma Linda|Via Escondido|
Camino Encantado|Calle Feliz|Paseo Redondo|Rambla Pacifico|The Circle|The Green|The Fairway|Highgate|Northridge
""".replace("\n", "")
    .strip("|")
    .split("|")
)

SPELLED_STREETS = """First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Twelfth|Thirteenth|
Fourteenth|Fifteenth|Sixteenth|Seventeenth|Eighteenth|Nineteenth|Twentieth|Twenty-First|Thirty-Second|Forty-Third
""".replace("\n", "").split("|")

SPELLED_NUMBERS = [
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Fifteen",
    "Twenty",
]
SPELLED_PLACES = """Liberty Plz|Commerce Sq|Penn Center Plz|Riverfront Plz|Harbor Dr|Park Ave|Metro Ctr|Post Office Sq|
Gateway Ctr|Union Sq|Capitol Mall|Lincoln Ctr|Exchange Pl|Civic Center Dr|Mill Pond Ln|Canal Park|Bala Plz|
Oak Hill Ter|Beacon St|Wharf Way""".replace("\n", "").split("|")

DIRECTIONS = ["N", "S", "E", "W", "NE", "NW", "SE", "SW"]
DIRECTION_WORDS = ["North", "South", "East", "West", "Northeast", "Northwest", "Southeast", "Southwest"]

HIGHWAYS = """Highway {n}|Hwy {n}|State Highway {n}|State Hwy {n}|State Road {n}|State Rd {n}|State Route {n}|SR {n}|
County Road {n}|County Rd {n}|County Highway {n}|US Highway {n}|US Hwy {n}|US Route {n}|Route {n}|Rte {n}|FM {n}|
Farm To Market Road {n}|Ranch Road {n}|CR {n}|Old Highway {n}|Interstate {n}|Township Road {n}|Forest Road {n}|
County Road {n}A|Highway {n} N|Hwy {n} E|Kentucky Highway {n}|N US Highway {n}|S State Road {n}|W State Highway {n}
""".replace("\n", "").split("|")
LETTERED_HIGHWAYS = [
    "County Road AA",
    "State Highway PP",
    "County Highway M",
    "Highway K",
    "County Road EE",
    "State Road T",
]

UNITS = """Apt {n}|Apt {n}{a}|Apartment {n}|Unit {n}|Unit {a}|Ste {n}|Suite {n}|# {n}|#{n}{a}|Bldg {a} Apt {n}|Fl {k}|
Lot {n}|Rm {n}|Room {n}|Spc {n}|Trlr {n}|Bsmt|Rear|Upper|Lower|Front|Penthouse|PH {k}|Slip {n}|Bldg {k} Unit {n}|
Dept {n}|Hngr {k}|Ofc {n}|Side|Lbby|Apt {a}|Apt. {n}|Unit {n}-{a}|Stop {n}|Tower {k} Apt {n}
""".replace("\n", "").split("|")

ODD = (
    """
Nowhere Rd|Street Rd|Refugee Rd|Nameless Rd|Zzyzx Rd|Nonesuch Rd|Shades Of Death Rd|Chicken Dinner Rd|Wong Way|
Psycho Path|Bucket Of Blood St|Boring Rd|No Name Rd|Jailhouse Rd|Prison Farm Rd|Old Jail Ln|Avenue Rd|Easy St|
Lost Rd|Lonesome Rd|Care Dr|Hospital Dr|Shelter Rd|Church Street Ext|Court St|Sheriff Dr|Homestead Rd|Mystery Ln|
Hidden Ave|Secret Cove Ct|Poor House Rd|Almshouse Rd|County Farm Rd|Rehab Way|Camp Rd|
Old State Prison Rd|Private Dr|Same Creek Rd|Asylum St|Asylum Ave|Detention Rd
""".replace("\n", "")
    .strip("|")
    .split("|")
)
"""Unusual names that a rule against placeholders could catch; most of them stand on maps."""

ACCENTED = """Calle Peñuelas|Cañada Rd|Piñon Pine Dr|Cañon Vista Ave|Señora Ln|Peña Blvd|Doña Ana Rd|Niño Perdido Ct|
Año Nuevo Dr|Española Way|Montaña Rd|San José Blvd|Río Bravo St|Colón Ave|León St|Cancún Ct|Águila Dr|Château Ln|
Crème Brûlée Ct|Église Rd|Bayou Têche Rd|Évangéline Thruway|Château Élan Dr|ʻIolani Ave|Kalanianaʻole Hwy|Kīhei Rd|
Kāhala Ave|Ālewa Dr|Wahiawā Pl|O'Brien Ct|D'Iberville Blvd|L'Enfant Plz|Coeur D'Alene Ave|St. Mary's Rd|King's Hwy
""".replace("\n", "").split("|")

PR_URBANIZATIONS = """URB Las Gladiolas|URB Royal Oaks|URB Villa Carolina|URB Los Caobos|URB Santa Juanita|URB Country Club|
URB Valle Arriba Heights|URB Levittown|URB Las Lomas|URB Jardines Fagot|URB Villa Fontana|URB El Paraiso|
URB Monte Brisas|URB Bairoa Park|URB La Hacienda|URB Alturas de Flamboyan|EXT Villa Rica|URB Caparra Terrace|
PARC Amadeo|JARD de Country Club|RES Las Margaritas|COND Torres del Parque|URB Reparto Metropolitano""".replace(
    "\n", ""
).split("|")
PR_STREETS = """Calle Amapola|Calle 1|Calle 13|Calle Robles|Calle Las Flores|Ave Ashford|Ave Fernandez Juncos|
Calle Laurel|Calle 191|Camino Amazona|Via Angelica|Calle Cemi|Paseo Covadonga|Calle Guayacan|Calle Ucar|Calle B|
Calle Azucena|Ave Campo Rico|Calle Ruisenor|Blvd de La Montana|Calle Sol|Calle Luna|Calle Marginal|Carr 2""".replace(
    "\n", ""
).split("|")

GU_STREETS = ["Chalan San Antonio", "S Marine Corps Dr", "Chalan Pale Ramon Lagu", "Route 4", "Ypao Rd", "Tun Jesus St"]
VI_STREETS = ["Estate Thomas", "Crown Bay Fill", "Estate Smith Bay", "Kronprindsens Gade", "Estate Whim", "Company St"]
