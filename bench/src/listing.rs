//! Reading listings of categories, text and JSON, against the goals for their readers.

use std::time::Duration;

use occi_grammar::{
    MemoryResolver, compile,
    format::{Format, Subject},
};
use occi_model::{Profile, SourceId};
use occi_rendering::{MediaType, Mode, Payload, read_categories, read_categories_placed};

use crate::{
    compiler::millis,
    definitions,
    reading::{measure, megabytes_per_second},
};

/// Kinds of the definition that is listed: as many as fit into a message of JSON
/// ([`occi_rendering::limits::MAX_ITEMS`]).
const KINDS: usize = 1_000;

/// Prints the figures.
pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    let text = definitions::definition(KINDS);
    let mut resolver = MemoryResolver::new().with("large", text);
    let compiled = compile("large", &mut resolver, Profile::Union);
    let model = compiled
        .model
        .ok_or_else(|| format!("the definition is refused:\n{}", compiled.faults))?;
    for (format, media) in [
        (Format::Text, MediaType::TextPlain),
        (Format::Json, MediaType::OcciJson),
    ] {
        let writer = format.writer().ok_or("no writer")?;
        let written = writer(&Subject {
            model: &model,
            extensions: &compiled.entries,
            configurations: &[],
        });
        let listing = &written.files.first().ok_or("nothing written")?.text;
        let size = listing.len();
        #[expect(clippy::cast_precision_loss, reason = "a figure to print")]
        let megabytes = size as f64 / 1e6;
        println!("{}: {megabytes:.1} MB, {KINDS} kinds", format.title());
        let payload = Payload {
            media,
            headers: Vec::new(),
            body: listing.as_bytes(),
        };
        let show = |what: &str, time: Duration| {
            println!(
                "  {what:<34} {:>8.1} ms {:>6.0} MB/s",
                millis(time),
                megabytes_per_second(size, time)
            );
            time
        };
        // A message that is refused would be fast.
        let read = read_categories(&payload, Mode::Strict)?;
        if read.value.len() < KINDS {
            return Err("categories are missing".into());
        }
        let strict = measure(9, || {
            read_categories(&payload, Mode::Strict).map_or(0, |read| read.value.len())
        });
        let placed = measure(9, || read_categories_placed(&payload).categories.len());
        let reader = format.reader().ok_or("no reader")?;
        let drafts = measure(9, || reader(listing, SourceId(0)).extensions.len());
        if format == Format::Text {
            show("text to categories (goal: 200)", strict);
        } else {
            let plain = measure(9, || {
                serde_json::from_str::<serde_json::Value>(listing).is_ok()
            });
            show("serde_json to a tree of values", plain);
            show("JSON to categories", strict);
            println!(
                "  times serde_json: {:.2} (goal: at most 2)",
                strict.as_secs_f64() / plain.as_secs_f64()
            );
        }
        show("with places", placed);
        show("to drafts of extensions", drafts);
    }
    Ok(())
}
