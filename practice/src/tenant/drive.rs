//! Files: the drives of people, groups and sites.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::guid::Guid;
use crate::time::Moment;

/// Whose drive it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DriveOwner {
    User(Guid),
    Group(Guid),
    Site(Guid),
}

/// A document library.
#[derive(Debug, Clone)]
pub(crate) struct Drive {
    pub(crate) id: Guid,
    pub(crate) owner: DriveOwner,
    /// Who may read it besides its owner.
    pub(crate) readers: Vec<Guid>,
    /// The root first, then each below one that stands before it.
    pub(crate) items: Vec<Item>,
}

/// A SharePoint site of its own.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    /// Besides the document library, which is a list too.
    pub(crate) lists: Vec<List>,
}

/// A list of a site.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    /// The titles of its items.
    pub(crate) items: Vec<String>,
}

/// A folder or a file.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) id: Guid,
    pub(crate) parent: Option<Guid>,
    pub(crate) name: String,
    pub(crate) kind: ItemKind,
    pub(crate) modified: Moment,
    /// What a file held before, the oldest first.
    pub(crate) older: Vec<FileContent>,
}

#[derive(Debug, Clone)]
pub(crate) enum ItemKind {
    Folder,
    File(FileContent),
}

/// What is in a file.
#[derive(Debug, Clone)]
pub(crate) enum FileContent {
    Text(String),
    /// That many bytes of a pattern, so that big files cost no memory while nobody reads them.
    Pattern(u32),
}

impl FileContent {
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Pattern(size) => *size as usize,
        }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            // 251 is a prime, so the pattern doesn't line up with blocks.
            Self::Pattern(size) => (0..*size).map(|at| u8::try_from(at % 251).unwrap_or(0)).collect(),
        }
    }

    /// The checksum that OneDrive for Business gives: each byte goes 11 bits further into a ring of 160, and the length
    /// is added at the end.
    pub(crate) fn quick_xor_hash(&self) -> String {
        let mut ring = [0_u8; 20];
        let bytes = self.bytes();
        for (number, byte) in bytes.iter().enumerate() {
            let start = number * 11 % 160;
            for bit in (0..8).filter(|bit| byte >> bit & 1 == 1) {
                let place = (start + bit) % 160;
                if let Some(cell) = ring.get_mut(place / 8) {
                    *cell ^= 1 << (place % 8);
                }
            }
        }
        let length = (bytes.len() as u64).to_le_bytes();
        for (cell, byte) in ring.iter_mut().skip(12).zip(length) {
            *cell ^= byte;
        }
        STANDARD.encode(ring)
    }
}

impl Drive {
    pub(crate) fn item(&self, id: Guid) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    pub(crate) fn root(&self) -> Option<&Item> {
        self.items.first()
    }

    pub(crate) fn children(&self, id: Guid) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.parent == Some(id))
    }

    /// The sum of all files.
    pub(crate) fn used(&self) -> usize {
        let files = self.items.iter().map(|item| match &item.kind {
            ItemKind::Folder => 0,
            ItemKind::File(content) => content.size(),
        });
        files.sum()
    }

    /// The path of an item's folder, as `parentReference` writes it.
    pub(crate) fn folder_path(&self, item: &Item) -> String {
        let mut names = Vec::new();
        let mut parent = item.parent.and_then(|id| self.item(id));
        while let Some(folder) = parent {
            if folder.parent.is_some() {
                names.push(folder.name.as_str());
            }
            parent = folder.parent.and_then(|id| self.item(id));
        }
        names.reverse();
        let path: String = names.iter().map(|name| format!("/{name}")).collect();
        format!("/root:{path}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_of_nothing_is_nothing_and_each_byte_lands_11_bits_further() {
        let hash = |text: &str| {
            STANDARD
                .decode(FileContent::Text(text.to_owned()).quick_xor_hash())
                .unwrap()
        };
        assert_eq!(hash(""), vec![0; 20]);
        let mut expected = vec![0; 20];
        expected[0] = b'a';
        // 'b' begins at bit 11: its low five bits end the second byte, its high three begin the third.
        expected[1] = b'b' << 3;
        expected[2] = b'b' >> 5;
        expected[12] = 2;
        assert_eq!(hash("ab"), expected);
    }
}
