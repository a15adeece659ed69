//! Numbers as both renderings write and recognise them (D-59).

/// Appends a whole number.
pub(crate) fn push_integer(out: &mut Vec<u8>, number: i64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        let digit = (rest % 10) as u8;
        digits[at] = b'0' + digit;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends a finite number: always with a point and a digit on both sides, never with an
/// exponent (D-59). The text reads back as the same number.
pub(crate) fn push_float(out: &mut Vec<u8>, number: f64) {
    /// Below this, a whole float is an exact `i64`.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole and below 2^53, so the conversion is exact"
    )]
    if number.fract() == 0.0 && number.abs() < EXACT {
        push_integer(out, number as i64);
        out.extend_from_slice(b".0");
        return;
    }
    let start = out.len();
    // The formatter of the standard library never uses an exponent for `{}`.
    let text = number.to_string();
    out.extend_from_slice(text.as_bytes());
    if !out[start..].contains(&b'.') {
        out.extend_from_slice(b".0");
    }
}

/// The forms of a number on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberForm {
    /// Digits with or without a point, as the grammar of the standard prints them, and with a
    /// leading `-`, which writers need for numbers below zero.
    Plain,
    /// A leading `+` or an exponent: the lenient reader takes them.
    Loose,
}

/// Recognises a number: the JSON grammar plus a leading `+`; leading zeros and a point with
/// digits on one side only, because the printed grammar has them (D-59). A lone point and an
/// empty number, which it has too, are none.
pub(crate) fn number_form(text: &str) -> Option<NumberForm> {
    let bytes = text.as_bytes();
    let mut form = NumberForm::Plain;
    let mut at = 0;
    match bytes.first()? {
        b'-' => at = 1,
        b'+' => {
            at = 1;
            form = NumberForm::Loose;
        }
        _ => {}
    }
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let whole = digits(at);
    at += whole;
    let mut fraction = 0;
    if bytes.get(at) == Some(&b'.') {
        fraction = digits(at + 1);
        at += 1 + fraction;
    }
    if whole + fraction == 0 {
        return None;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1;
        if matches!(bytes.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        let exponent = digits(at);
        if exponent == 0 {
            return None;
        }
        at += exponent;
        form = NumberForm::Loose;
    }
    (at == bytes.len()).then_some(form)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn float(number: f64) -> String {
        let mut out = Vec::new();
        push_float(&mut out, number);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn d59_floats_have_a_point_and_no_exponent() {
        assert_eq!(float(4.0), "4.0");
        assert_eq!(float(-0.5), "-0.5");
        assert_eq!(float(-0.0), "0.0");
        assert_eq!(float(1e21), "1000000000000000000000.0");
        assert_eq!(float(1e-7), "0.0000001");
        assert_eq!(float(0.1 + 0.2), "0.30000000000000004");
    }

    #[test]
    fn d59_number_forms() {
        for text in ["0", "007", "-4", "4.0", "-0.25", ".5", "5."] {
            assert_eq!(number_form(text), Some(NumberForm::Plain), "{text}");
        }
        for text in ["+4", "1e3", "1E-3", "+.5e+1"] {
            assert_eq!(number_form(text), Some(NumberForm::Loose), "{text}");
        }
        for text in [
            "", ".", "-", "+", "1e", "1e+", "1.2.3", "0x1", "1 ", "NaN", "inf",
        ] {
            assert_eq!(number_form(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn d59_written_numbers_read_back(number in any::<f64>().prop_filter("finite", |n| n.is_finite())) {
            let text = float(number);
            prop_assert_eq!(number_form(&text), Some(NumberForm::Plain));
            prop_assert_eq!(text.parse::<f64>().unwrap(), number);
        }

        #[test]
        fn integers_read_back(number in any::<i64>()) {
            let mut out = Vec::new();
            push_integer(&mut out, number);
            prop_assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
        }
    }
}
