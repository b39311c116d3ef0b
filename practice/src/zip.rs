//! A ZIP archive of files that are stored as they are: the smallest that every program opens.

/// The archive with these files, by path.
pub(crate) fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for (path, content) in files {
        let place = count(bytes.len());
        // Version 2.0, names in UTF-8, stored, the first day of 1980.
        let mut common = Vec::new();
        common.extend([20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0]);
        common.extend(checksum(content).to_le_bytes());
        common.extend(count(content.len()).to_le_bytes());
        common.extend(count(content.len()).to_le_bytes());
        common.extend(short(path.len()).to_le_bytes());
        common.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(path.as_bytes());
        bytes.extend(content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(place.to_le_bytes());
        directory.extend(path.as_bytes());
    }
    let (place, length, number) = (count(bytes.len()), count(directory.len()), short(files.len()));
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(number.to_le_bytes());
    bytes.extend(number.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(place.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn short(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// CRC-32 as ZIP uses it, bit by bit: what is exported here is small.
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_published_one() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
    }
}
