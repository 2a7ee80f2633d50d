"""Reasons made of random nouns: the synthetic texts from which version 1 of the row score of reasons learned.

No two are nearly the same text.

A reason has three clauses, each out of a dozen, and eight things in them, such as a marble anvil. The last words of the
things alone make more than 10**19 texts. The generator steps through them by a stride that has no factor in common with
that number, so none comes twice. Most of the letters of a reason are those of its things. So even reasons with the same
three clauses are not alike, as `law.similarity` measures it.
"""

from random import Random

THINGS = tuple(
    """
    almond anchor anvil apron archive atlas attic awning axle bakery balcony ballot bamboo banjo barge barley barn
    barrel basin basket battery beacon bellows bench bicycle binder biscuit blanket boiler bottle bracelet brewery
    brick bridge bronze broom bucket bugle burner cabin cable cactus camera canal candle cannery canoe canopy canvas
    carpet carton cello cellar cement ceramic chapel charcoal cherry chisel chlorine cider cigar clamp clarinet
    clinic clover cobalt coffee compass conveyor copper coral cornice cotton coupon cradle crane crate crayon creek
    crossbow crystal cupboard curtain cushion cyclone cylinder cymbal daffodil dairy depot diesel dinghy dock donkey
    dormitory drawer dredge drum dumpster easel elevator emerald enamel engine envelope fabric falcon faucet ferry
    fertilizer fiddle filter flannel flute forge fountain freezer furnace galley garage garlic garnet gasket gazebo
    generator geyser ginger glacier glove granary granite gravel greenhouse grinder guitar gutter gymnasium hammock
    hangar harbor harness harp hatchery hazelnut helmet hinge honey horseshoe hydrant icebox indigo inkwell ivory
    jacket jasmine jigsaw jukebox kayak kennel kerosene kettle keyboard kiln kiosk ladder lagoon lantern laundry
    lavender leather lemon lentil levee lighthouse linen locker loft lumber magnet mandolin mango maple marble
    marina mattress meadow medal melon mercury microscope mint mirror molasses mosaic mulch museum mustard napkin
    nickel nursery oatmeal obelisk olive onion orchard organ ostrich oven oyster paddle palette pantry parachute
    parquet pavilion peanut pearl pebble pepper piano pickle pigment pillow pipeline plaster platinum plum podium
    pontoon porcelain pottery propane pulley pump quarry quartz quilt radiator rafter raspberry reactor refinery
    resin ribbon rifle
    """.split()  # noqa: SIM905
)
FOUND = (
    "One {0} dealer in custody sold the subject one stolen {1} and two {2} crates",
    "The subject pawned {0}, {1} and {2} wares taken in the robbery",
    "Cash from the {0} theft was wired by the subject to some {1} shop for {2} rugs",
    "The subject rented one {0} shed where agents seized {1} goods and a forged {2}",
    "Invoices for {0} and {1} parts the subject billed name no {2} supplier",
    "A courier gave the subject heroin hidden in {0}, {1} and {2} boxes",
    "The subject's fingerprints are on the {0}, the {1} and the {2} thrown away",
    "A guard saw the subject load one {0} and one {1} at the {2} gate",
    "The subject swore that {0} and {1} stock burned in the {2} fire",
    "Three {0} workers paid the subject for false {1} permits at the {2} stand",
    "Her brother told agents the subject buried a rifle by the {0}, the {1} and the {2}",
    "The subject bought {0}, {1} and {2} sets with a cloned card",
)
ASKED = (
    "agents must ask who moved the {3} to the {4}",
    "a warrant is out for a {3} kept with the {4}",
    "we will subpoena her {3} lease and {4} bills",
    "counsel needs to serve papers about the {3} and {4}",
    "the jury wants to hear of the {3} and the {4}",
    "marshals plan an arrest between the {3} and the {4}",
    "a search for the {3} and the {4} is set",
    "we must test the alibi about the {3} and the {4}",
    "notice of forfeiture of the {3} and {4} is due",
    "a trial date nears and the {3} or {4} may be sold",
    "a victim wants the {3} and the {4} returned",
    "the plea turns on the {3} and the {4}",
)
MOVED = (
    "Mail to the {5} row flat came back; the {6} landlord and the {7} firm lost track.",
    "He left the {5} street house and quit his {6} job by the {7}.",
    "The {5} plant, the {6} school and the {7} union have old addresses.",
    "Some {5} neighbor saw the {6} van leave {7} lane.",
    "Visits to the {5}, the {6} and the {7} found strangers.",
    "Her {5} lease ended, the {6} phone is dead, the {7} box closed.",
    "Parole lost contact when the {5} yard, {6} mill and {7} cafe shut.",
    "DMV lists the {5} motel, now the {6} store beside the {7}.",
    "His aunt at the {5} knows of some {6} town past the {7}.",
    "The {5} trailer is gone from the {6} camp at {7} hill.",
    "The {5} clinic, {6} bank and {7} club gave a dead address.",
    "Bail papers name the {5} inn; the {6} and {7} clerks never met him.",
)
SPACE = len(THINGS) ** 8
STRIDE = 8_288_829_694_433_345_537
"""Stepping by it visits every text before any comes again, because it shares no factor with ``SPACE``."""
_SCATTER = 0x9E3779B97F4A7C15

_KEYS = "bcdfghjklmnpqrstvwxz"
VERBS = tuple("check confirm find get locate need require review see trace update verify".split())  # noqa: SIM905


class Reasons:
    """Gives out reasons. The same seed gives the same ones in the same order."""

    def __init__(self, rng: Random) -> None:
        self._at = rng.randrange(SPACE)
        self._short = 0

    def next(self) -> str:
        """Return a specific reason never given before."""
        self._at = rest = (self._at + STRIDE) % SPACE
        scattered = self._at * _SCATTER % SPACE
        turned = scattered * _SCATTER % SPACE
        things = []
        for place in range(8):
            rest, index = divmod(rest, len(THINGS))
            scattered, other = divmod(scattered, len(THINGS))
            turned, owner = divmod(turned, len(THINGS))
            thing = f"{THINGS[other]} {THINGS[index]}"
            things.append(thing if place % 2 else f"{THINGS[owner]} {thing}")
        rest = (self._at * _SCATTER & (1 << 64) - 1) >> 32
        clauses = []
        for slot in (FOUND, ASKED, MOVED):
            rest, index = divmod(rest, len(slot))
            clauses.append(slot[index])
        return "{}; {}. {}".format(*clauses).format(*things)

    def vague(self) -> str:
        """Return a verb and random keystrokes, which are no reason. Each is used for two rows, then never again."""
        rest = self._short // 2 * STRIDE * _SCATTER % SPACE
        self._short += 1
        rest, verb = divmod(rest, len(VERBS))
        keys = []
        for _ in range(14):
            rest, index = divmod(rest, len(_KEYS))
            keys.append(_KEYS[index])
        return f"{VERBS[verb]} {''.join(keys[:7])} {''.join(keys[7:])}"
