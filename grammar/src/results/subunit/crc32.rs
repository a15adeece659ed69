//! CRC-32 of IEEE 802.3, the checksum of subunit packets, eight bytes at a step.

const POLYNOMIAL: u32 = 0xEDB8_8320;

static TABLES: [[u32; 256]; 8] = tables();

const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0_u32; 256]; 8];
    let mut at = 0;
    while at < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let mut crc = at as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ POLYNOMIAL
            } else {
                crc >> 1
            };
            bit += 1;
        }
        tables[0][at] = crc;
        at += 1;
    }
    let mut table = 1;
    while table < 8 {
        let mut at = 0;
        while at < 256 {
            let before = tables[table - 1][at];
            tables[table][at] = (before >> 8) ^ tables[0][(before & 0xFF) as usize];
            at += 1;
        }
        table += 1;
    }
    tables
}

fn entry(table: usize, byte: u8) -> u32 {
    TABLES[table][usize::from(byte)]
}

/// The checksum of the bytes.
#[must_use]
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    let mut rest = bytes;
    while let Some((eight, tail)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, e, f, g, h] = *eight;
        let [w, x, y, z] = crc.to_le_bytes();
        crc = entry(7, a ^ w)
            ^ entry(6, b ^ x)
            ^ entry(5, c ^ y)
            ^ entry(4, d ^ z)
            ^ entry(3, e)
            ^ entry(2, f)
            ^ entry(1, g)
            ^ entry(0, h);
        rest = tail;
    }
    for &byte in rest {
        let [low, ..] = crc.to_le_bytes();
        crc = (crc >> 8) ^ entry(0, low ^ byte);
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_check_value() {
        // The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn eight_at_a_step_equals_one_at_a_time() {
        let bytes: Vec<u8> = (0..=255).cycle().take(1021).collect();
        let one_at_a_time = |bytes: &[u8]| {
            !bytes.iter().fold(u32::MAX, |crc, &byte| {
                (0..8).fold(crc ^ u32::from(byte), |crc, _| {
                    (crc >> 1) ^ (POLYNOMIAL & (crc & 1).wrapping_neg())
                })
            })
        };
        for length in [0, 1, 7, 8, 9, 64, 1021] {
            assert_eq!(crc32(&bytes[..length]), one_at_a_time(&bytes[..length]));
        }
    }
}
