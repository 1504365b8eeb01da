//! The files of an archive, in memory.
//!
//! Nothing is ever written where an archive says: its names are only looked at. What is more
//! than it seems (an archive of zeros, of archives, of very many files) is refused.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::formats::problem::Problem;

use super::{Input, InputFile};

/// The most that the files of an archive may have together.
const MOST_BYTES: u64 = 2 << 30;
/// The most that they may have for each byte of the archive, and what is taken in any case.
const MOST_TIMES: u64 = 200;
const ANY: u64 = 64 << 20;
/// The most files.
const MOST_FILES: usize = 1 << 18;

/// How an archive begins, and an empty one.
const BEGINNINGS: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

impl Input {
    /// The files of an archive in the place of it, where the only file is one.
    ///
    /// # Errors
    /// When it is damaged, has names that lead out of it, or is more than it seems.
    pub fn unpacked(self) -> Result<Self, Problem> {
        let archive = self.only().filter(|file| {
            BEGINNINGS
                .iter()
                .any(|begins| file.bytes.starts_with(begins))
        });
        match archive {
            Some(file) => Ok(Self {
                files: files(&file.bytes).map_err(Problem::in_short)?,
            }),
            None => Ok(self),
        }
    }
}

fn files(bytes: &[u8]) -> Result<Vec<InputFile>, Problem> {
    let damaged = |error: &dyn std::fmt::Display| {
        Problem::error("", format!("is an archive that cannot be read: {error}"))
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > MOST_FILES {
        return Err(Problem::error(
            "",
            format!("has more than {MOST_FILES} files"),
        ));
    }
    let all = (bytes.len() as u64)
        .saturating_mul(MOST_TIMES)
        .clamp(ANY, MOST_BYTES);
    let mut left = all;
    let mut files = Vec::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).map_err(|error| damaged(&error))?;
        let name = file
            .name()
            .map_err(|error| damaged(&error))?
            .replace('\\', "/");
        if file.is_dir() {
            continue;
        }
        let leads_out = name.starts_with('/')
            || name.contains(':')
            || name.split('/').any(|part| matches!(part, "" | "." | ".."));
        if leads_out || file.is_symlink() {
            return Err(Problem::error(
                name,
                "is a name that leads out of the archive",
            ));
        }
        let mut bytes = Vec::new();
        let read = (&mut file).take(left + 1).read_to_end(&mut bytes);
        read.map_err(|error| damaged(&error))?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
            let most = all >> 20;
            Problem::error(
                &*name,
                format!("the archive unpacks to more than {most} MB"),
            )
        })?;
        files.push(InputFile { name, bytes });
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    if let Some(pair) = files.windows(2).find(|pair| pair[0].name == pair[1].name) {
        return Err(Problem::error(&*pair[0].name, "is there twice"));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn unpacked(bytes: Vec<u8>) -> Result<Vec<String>, String> {
        let unpacked = Input::file("a.zip", bytes).unpacked();
        let unpacked = unpacked.map_err(|problem| problem.to_string())?;
        Ok(unpacked.files.into_iter().map(|file| file.name).collect())
    }

    #[test]
    fn only_what_is_what_it_seems_is_unpacked() {
        let good = archive(&[("b.txt", b"two"), ("a/c.txt", b"one")]);
        assert_eq!(unpacked(good.clone()).unwrap(), ["a/c.txt", "b.txt"]);
        for name in [
            "../a.txt",
            "/etc/a.txt",
            "a/../../b",
            "C:/a.txt",
            "..\\a.txt",
        ] {
            let told = unpacked(archive(&[(name, b"")])).unwrap_err();
            assert!(told.ends_with("leads out of the archive"), "{told}");
        }
        let cut = unpacked(good[..good.len() - 10].to_vec()).unwrap_err();
        assert!(
            cut.starts_with("is an archive that cannot be read"),
            "{cut}"
        );
        let zeros = vec![0; 100 << 20];
        let bomb = unpacked(archive(&[("a.txt", &zeros)])).unwrap_err();
        assert_eq!(bomb, "a.txt: the archive unpacks to more than 64 MB");
        // What is none is left as it is.
        assert_eq!(unpacked(b"PK is no archive".to_vec()).unwrap(), ["a.zip"]);
    }
}
