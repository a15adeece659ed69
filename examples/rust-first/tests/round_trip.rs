//! From types to a definition and from there to types again: everything that the derives can say
//! survives. `cards.occi` is held to the types by a test that `model_of!` makes.

#![expect(
    missing_docs,
    reason = "the definition shows what has a description and what has none"
)]

/// The types that somebody wrote.
pub mod written {
    /// Who made a card.
    #[derive(Clone, Debug, PartialEq, occi::Value)]
    #[occi(extension = "cards", annotation("source", "catalogue"))]
    pub enum Vendor {
        /// Advanced Micro Devices.
        Amd,
        #[occi(name = "NVIDIA", since = "1.2")]
        Nvidia,
        #[occi(other)]
        Other(String),
    }

    /// How many of something there are.
    #[derive(Clone, Debug, PartialEq, occi::Value)]
    #[occi(extension = "cards", name = "Count", since = "1.2")]
    #[occi(range = "0<..=4096", digits = 4)]
    pub struct Slots(u16);

    /// Width and height.
    #[derive(Clone, Debug, PartialEq, occi::Value)]
    #[occi(extension = "cards")]
    pub struct Size {
        /// In slots.
        pub width: Slots,
        #[occi(default = 1)]
        pub height: u8,
        pub labels: Option<Vec<Label>>,
    }

    /// A text without blanks.
    #[derive(Clone, Debug, PartialEq, occi::Value)]
    #[occi(pattern = "[^ ]+", length = "1..=64")]
    pub struct Label(String);

    #[derive(Clone, Copy, Debug, PartialEq, Eq, occi::Value)]
    pub enum State {
        Idle,
        Busy,
        Failed,
    }

    /// A graphics card.
    #[derive(Clone, Debug, PartialEq, occi::Resource)]
    #[occi(
        scheme = "http://example.com/occi/cards#",
        title = "Card",
        location = "/card/"
    )]
    #[occi(prefix = "com.example.card", actions(Claim, Release))]
    #[occi(annotation("icon", "card.svg"), annotation("note", "\"quoted\" */"))]
    #[occi(states(
        state,
        initial idle { claim -> busy | failed; }
        busy { release -> idle; event overheat -> failed; }
        final failed;
    ))]
    #[occi(require(
        enough-memory: "com.example.card.memory >= 2 * com.example.card.slots or not defined(com.example.card.slots)",
        "a card has twice the memory of its slots"
    ))]
    #[occi(require("com.example.card.vendor in (amd, NVIDIA)", "nobody else makes cards"))]
    #[occi(require("links(Cable) <= 4", "a card has four sockets"))]
    #[occi(require(
        "not self has Sliced or com.example.card.memory > 8",
        "slices need memory"
    ))]
    #[occi(require("unique(com.example.card.serial)", "two cards have one serial number"))]
    pub struct Card {
        /// Memory of the card.
        #[occi(
            createonly,
            range = "1..=1024",
            unit = "GiB",
            annotation("graph", "line")
        )]
        pub memory: u16,
        pub slots: Option<i64>,
        pub vendor: Vendor,
        pub size: Option<Size>,
        /// What the card is doing.
        #[occi(readonly, default = "idle")]
        pub state: State,
        #[occi(generated = "card{}")]
        pub serial: String,
        #[occi(type = "mac", generated)]
        pub address: String,
        #[occi(ref(Card))]
        pub peer: Option<String>,
        #[occi(unique, length = "..=8")]
        pub tags: Option<Vec<Label>>,
        #[occi(digits = 7, fraction = 2, default = 0.5)]
        pub price: f64,
        #[occi(since = "1.2")]
        pub network: Option<std::net::IpAddr>,
        #[deprecated(note = "read \"vendor\"")]
        pub maker: Option<String>,
    }

    /// Hands the card out.
    #[derive(Clone, Debug, PartialEq, occi::Action)]
    #[occi(of = Card, title = "Claim", annotation("audit", "yes"))]
    pub struct Claim {
        /// For how long.
        #[occi(type = "duration", annotation("widget", "clock"))]
        pub time: Option<String>,
    }

    /// Takes the card back.
    #[derive(Clone, Debug, PartialEq, occi::Action)]
    #[occi(of = Card, returns = "the card as it was")]
    pub struct Release {}

    /// A cable between cards.
    #[derive(Clone, Debug, PartialEq, occi::Link)]
    #[occi(
        scheme = "http://example.com/occi/cards#",
        location = "/cable/",
        prefix = "com.example.cable"
    )]
    #[occi(source(Card), target(Card))]
    #[occi(require("acyclic()", "cards stand in a row"))]
    #[occi(require(
        "source(com.example.card.vendor) == target(com.example.card.vendor)",
        "only cards of one vendor go together"
    ))]
    pub struct Cable {
        pub lanes: Option<u8>,
    }

    /// A card that is shared.
    #[derive(Clone, Debug, PartialEq, occi::Mixin)]
    #[occi(scheme = "http://example.com/occi/cards#", location = "/mixin/sliced/")]
    #[occi(applies(Card), annotation("icon", "slices.svg"))]
    #[occi(require("com.example.slices.count < 16", "too many slices"))]
    pub struct Sliced {
        #[occi(name = "com.example.slices.count")]
        pub count: u8,
    }

    occi::model_of! {
        /// Cards, with everything that types can say.
        name = "cards",
        scheme = "http://example.com/occi/cards#",
        version = "1.0",
        specification = "http://example.com/cards.html",
        annotation("status", "draft"),
        types(Vendor, Slots, Size),
        kinds(Card, Cable),
        mixins(Sliced),
        file = "tests/cards.occi",
    }
}

/// The types that a generator makes of the definition.
pub mod generated {
    occi::model!("tests/cards.occi");
}

#[test]
fn generated_types_have_the_model_of_the_written_ones() {
    let (written, generated) = (written::model(), generated::cards::model());
    assert_eq!(written.extensions(), generated.extensions());
    assert_eq!(written.types(), generated.types());
    for ((_, written), (_, generated)) in written.kinds().zip(generated.kinds()) {
        assert_eq!(written, generated);
    }
    for ((_, written), (_, generated)) in written.mixins().zip(generated.mixins()) {
        assert_eq!(written, generated);
    }
    for ((_, written), (_, generated)) in written.actions().zip(generated.actions()) {
        assert_eq!(written, generated);
    }
    assert!(written == generated, "the numbers of parts differ");
    let (_, card) = written
        .kinds()
        .find(|(_, kind)| kind.id.term() == "card")
        .unwrap_or_else(|| panic!("there is no card"));
    assert_eq!(card.constraints.len(), 5);
    assert_eq!(written.types().len(), 3);
}
