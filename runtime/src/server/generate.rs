//! Values that the server makes: generated defaults.

use std::time::{SystemTime, UNIX_EPOCH};

use occi_model::{Value, ValueType, types::NumberRange};

/// A value of the type, or none where no sensible one can be made up.
pub(crate) fn value(value_type: &ValueType) -> Option<Value> {
    let made = match value_type {
        ValueType::String(_) | ValueType::Token => Value::from(text()),
        ValueType::Uri => Value::from(format!("urn:uuid:{}", uuid::Uuid::new_v4())),
        ValueType::Mac => Value::from(mac()),
        ValueType::Integer(range) => Value::Integer(whole(range)),
        ValueType::Float(range) | ValueType::Number(range) => Value::Float(number(range)),
        ValueType::Boolean => Value::Boolean(false),
        ValueType::Enum(literals) => Value::from(&*literals.literals.first()?.name),
        ValueType::DateTime => Value::from(now()),
        ValueType::List(_) => Value::List(Vec::new()),
        _ => return None,
    };
    value_type.check(made).ok()
}

/// The text of a template with its `{}` filled in.
pub(crate) fn fill(template: &str, number: u64) -> String {
    template.replacen("{}", &number.to_string(), 1)
}

fn text() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// A random MAC address, locally administered and for one receiver (D-35).
fn mac() -> String {
    let random = uuid::Uuid::new_v4();
    let [_, b, c, d, e, f, ..] = *random.as_bytes();
    // The first byte would carry random bits of other addresses' vendors; 02 is the plain
    // locally administered unicast prefix.
    format!("02:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}")
}

fn whole(range: &NumberRange<i64>) -> i64 {
    let least = range.min.map_or(0, |min| {
        if min.exclusive {
            min.value.saturating_add(1)
        } else {
            min.value
        }
    });
    if range.contains(0) { 0 } else { least }
}

fn number(range: &NumberRange<f64>) -> f64 {
    if range.contains(0.0) {
        return 0.0;
    }
    match (range.min, range.max) {
        (Some(min), _) if !min.exclusive => min.value,
        (Some(min), None) => min.value + 1.0,
        (Some(min), Some(max)) => f64::midpoint(min.value, max.value),
        (None, Some(max)) => max.value - 1.0,
        (None, None) => 0.0,
    }
}

/// The present time as RFC 3339 in UTC, whole seconds.
fn now() -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    date_time(seconds)
}

/// Seconds since 1970 as RFC 3339.
fn date_time(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (hour, minute, second) = (rest / 3600, rest % 3600 / 60, rest % 60);
    // Howard Hinnant's civil_from_days, with years that start in March.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use occi_model::types::Bound;

    use super::*;

    #[test]
    fn addresses_are_local_and_differ() {
        // D-35
        let (one, two) = (mac(), mac());
        assert!(one.starts_with("02:") && one.len() == 17);
        assert_ne!(one, two);
        assert!(ValueType::Mac.check(Value::from(one)).is_ok());
    }

    #[test]
    fn dates_are_civil() {
        assert_eq!(date_time(0), "1970-01-01T00:00:00Z");
        assert_eq!(date_time(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(date_time(1_795_287_045), "2026-11-21T18:50:45Z");
    }

    #[test]
    fn numbers_lie_inside_their_range() {
        let range = |min, max| NumberRange {
            min: Some(Bound {
                value: min,
                exclusive: true,
            }),
            max: Some(Bound {
                value: max,
                exclusive: false,
            }),
            fraction_digits: None,
            total_digits: None,
        };
        for value_type in [
            ValueType::Integer(range(3, 9)),
            ValueType::Integer(NumberRange::UNBOUNDED),
            ValueType::Float(NumberRange {
                min: Some(Bound {
                    value: 0.0,
                    exclusive: true,
                }),
                max: None,
                fraction_digits: None,
                total_digits: None,
            }),
        ] {
            assert!(value(&value_type).is_some(), "{}", value_type.describe());
        }
    }
}
