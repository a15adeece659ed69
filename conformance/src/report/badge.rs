//! `badge.svg`: the headline in a strip of twenty pixels.

use crate::{
    run::RunResult,
    verdict::{Headline, Verdict},
};

/// Width of a character of the badge's type, in pixels; a little more than it needs.
const CHARACTER: usize = 7;

/// The badge of a run, or why it deserves none: a run that left something out or ended before its
/// end says nothing that one may show around.
///
/// # Errors
///
/// The reason why there is no badge.
pub fn badge(result: &RunResult, profile: &str) -> Result<String, &'static str> {
    if result.unreachable.is_some() || result.stopped.is_some() {
        return Err("the run ended before its end");
    }
    if result.deselected > 0 {
        return Err("only a part of the cases was selected");
    }
    if result.headline() == Headline::Invalid {
        return Err("the tool failed");
    }
    let colour = match result.headline() {
        Headline::Conformant => "#2e7d32",
        Headline::Partial => "#a15c00",
        Headline::NotConformant | Headline::Invalid => "#c62828",
    };
    let tally = result.tally();
    let passed = tally.count(Verdict::Pass) + tally.count(Verdict::PassNoted);
    let judged = passed + tally.count(Verdict::Fail) + tally.count(Verdict::Blocked);
    let left = format!("OCCI {profile}");
    let right = format!("{} {passed}/{judged}", result.headline().as_str());
    Ok(svg(&left, &right, colour))
}

fn svg(left: &str, right: &str, colour: &str) -> String {
    let (left, right) = (escaped(left), escaped(right));
    let width = |text: &str| text.chars().count() * CHARACTER + 14;
    let (first, second) = (width(&left), width(&right));
    let whole = first + second;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" role=\"img\" \
         aria-label=\"{left}: {right}\">\n\
         <title>{left}: {right}</title>\n\
         <rect width=\"{first}\" height=\"20\" fill=\"#444\"/>\n\
         <rect x=\"{first}\" width=\"{second}\" height=\"20\" fill=\"{colour}\"/>\n\
         <g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\" \
         text-anchor=\"middle\">\n\
         <text x=\"{}\" y=\"14\">{left}</text>\n\
         <text x=\"{}\" y=\"14\">{right}</text>\n\
         </g>\n</svg>\n",
        first / 2,
        first + second / 2,
    )
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
