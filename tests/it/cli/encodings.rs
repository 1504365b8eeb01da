//! Documents that are not UTF-8: what they are read as, that offsets hold, and
//! that no guess changes under tags.

use std::fs;

use serde_json::Value;

use super::{Here, number, one};

/// The name of each encoding, a text, and the text in that encoding.
const SAMPLES: [(&str, &str, &str); 9] = [
    (
        "windows-1252",
        "Le café “Zoë” coûte 12 € — déjà très cher, dit l’élève. La forêt brûle près de l’église.",
        "4c6520636166e920935a6feb9420636ffb7465203132208020972064e96ae0207472e87320636865722c2064\
         6974206c92e96ce876652e204c6120666f72ea74206272fb6c65207072e873206465206c92e9676c6973652e",
    ),
    (
        "ISO-8859-2",
        "Příliš žluťoučký kůň úpěl ďábelské ódy. Město vydalo na školy tři miliony korun, řekl starosta. Škoda, že nás bylo málo. Žádný zákon to neřeší.",
        "50f8ed6c69b920be6c75bb6f75e86bfd206bf9f220fa70ec6c20efe162656c736be920f364792e204dec7374\
         6f20767964616c6f206e6120b96b6f6c792074f869206d696c696f6e79206b6f72756e2c20f8656b6c207374\
         61726f7374612e20a96b6f64612c20be65206ee1732062796c6f206de16c6f2e20aee1646efd207ae16b6f6e\
         20746f206e65f865b9ed2e",
    ),
    (
        "windows-1251",
        "Правительство выделило три миллиарда рублей. Эксперты считают, что этого мало.",
        "cff0e0e2e8f2e5ebfcf1f2e2ee20e2fbe4e5ebe8ebee20f2f0e820ece8ebebe8e0f0e4e020f0f3e1ebe5e92e\
         20ddeaf1efe5f0f2fb20f1f7e8f2e0fef22c20f7f2ee20fdf2eee3ee20ece0ebee2e",
    ),
    (
        // KOI8-R, but for four letters where it draws boxes: told as that always.
        "KOI8-U",
        "Правительство выделило три миллиарда рублей. Эксперты считают, что этого мало.",
        "f0d2c1d7c9d4c5ccd8d3d4d7cf20d7d9c4c5ccc9cccf20d4d2c920cdc9ccccc9c1d2c4c120d2d5c2ccc5ca2e\
         20fccbd3d0c5d2d4d920d3dec9d4c1c0d42c20ded4cf20dcd4cfc7cf20cdc1cccf2e",
    ),
    (
        "Shift_JIS",
        "政府は三十億円を支出した。専門家によると、これでは足りない。カタカナも平仮名もある。",
        "90ad957b82cd8e4f8f5c89ad897e82f08e788f6f82b582bd814290ea96e589c682c982e682e982c6814182b1\
         82ea82c582cd91ab82e882c882a28142834a835e834a836982e095bd89bc96bc82e082a082e98142",
    ),
    (
        "EUC-JP",
        "政府は三十億円を支出した。専門家によると、これでは足りない。カタカナも平仮名もある。",
        "c0afc9dca4cfbbb0bdbdb2afb1dfa4f2bbd9bdd0a4b7a4bfa1a3c0eccce7b2c8a4cba4e8a4eba4c8a1a2a4b3\
         a4eca4c7a4cfc2ada4eaa4caa4a4a1a3a5aba5bfa5aba5caa4e2cabfb2beccbea4e2a4a2a4eba1a3",
    ),
    (
        "GBK",
        "政府拨款三十亿元。专家认为，这远远不够。该组织去年报告了二十九亿美元的收入。",
        "d5feb8aeb2a6bfeec8fdcaaed2dad4aaa1a3d7a8bcd2c8cfceaaa3acd5e2d4b6d4b6b2bbb9bba1a3b8c3d7e9\
         d6afc8a5c4eab1a8b8e6c1cbb6fecaaebec5d2dac3c0d4aab5c4cad5c8eba1a3",
    ),
    (
        "Big5",
        "政府撥款三十億元。專家認為，這遠遠不夠。該組織去年報告了二十九億美元的收入。",
        "ac46a9b2bcb7b4daa454a451bbf5a4b8a143b14dae61bb7bacb0a141b36fbbb7bbb7a4a3b0f7a143b8d3b2d5\
         c2b4a568a67eb3f8a769a446a447a451a445bbf5acfca4b8aabaa6aca44aa143",
    ),
    (
        "EUC-KR",
        "정부는 삼십억 원을 지출했다. 전문가들은 이것으로는 부족하다고 말한다.",
        "c1a4baceb4c220bbefbdcabeef20bff8c0bb20c1f6c3e2c7dfb4d92e20c0fcb9aeb0a1b5e9c0ba20c0ccb0cd\
         c0b8b7ceb4c220bacec1b7c7cfb4d9b0ed20b8bbc7d1b4d92e",
    ),
];

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes()
        .chunks(2)
        .map(|it| u8::from_str_radix(std::str::from_utf8(it).unwrap(), 16).unwrap())
        .collect()
}

/// Tags the last sentence of a document, and checks that the annotation file
/// names the encoding and that `text[start:end] == quote`.
#[track_caller]
fn check(here: &Here, text: &str, encoding: Option<&str>) {
    let count = here.good(&["sentences", "a.txt"]).lines().count();
    let last = count.to_string();
    here.good(&["tag", "a.txt", "claim", "--sentence", &last, "--as", "bo"]);
    let end = text.chars().count();
    let range = format!("{}:{end}", end - 3);
    here.good(&["tag", "a.txt", "fact", "--range", &range, "--as", "bo"]);
    let file = here.tags("a.txt");
    assert_eq!(file["document"]["encoding"].as_str(), encoding);
    assert_eq!(number(&file["document"]["length"]), end);
    let characters: Vec<char> = text.chars().collect();
    for tag in file["annotations"].as_array().unwrap() {
        let words = &characters[number(&tag["start"])..number(&tag["end"])];
        assert_eq!(tag["quote"], words.iter().collect::<String>());
    }
    assert_eq!(here.good(&["check"]), "");
    let schema = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/annotation-file.schema.json"
    );
    let schema: Value = serde_json::from_slice(&fs::read(schema).unwrap()).unwrap();
    assert!(jsonschema::is_valid(&schema, &file));
}

#[test]
fn legacy_encodings_are_told_apart_and_their_tags_prove_themselves() {
    for (name, text, hex) in SAMPLES {
        let here = one(bytes(hex));
        let ran = here.run(&["sentences", "a.txt"]);
        assert!(ran.err.contains(&format!("read as {name};")), "{}", ran.err);
        let words: String = ran
            .out
            .lines()
            .map(|it| serde_json::from_str::<Value>(it).unwrap())
            .map(|it| it["text"].as_str().unwrap().to_owned())
            .collect();
        let without_spaces = |it: &str| it.replace(' ', "");
        assert_eq!(without_spaces(&words), without_spaces(text), "{name}");
        check(&here, text, Some(name));
    }
}

#[test]
fn utf_8_and_utf_16_are_told_with_and_without_their_marks() {
    let text = "Ein Satz über “Geld”. 👍 Noch einer, naïve.\r\nUnd Schluß.";
    let marked = format!("\u{feff}{text}");
    for text in [text, &marked] {
        check(&one(text), text, None);
        let units = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(bytes).collect()
        };
        check(&one(units(u16::to_le_bytes)), text, Some("UTF-16LE"));
        check(&one(units(u16::to_be_bytes)), text, Some("UTF-16BE"));
    }
}

/// Every way to end a line counts as the code points it is made of.
#[test]
fn offsets_hold_for_every_line_end() {
    let text = "\u{feff}One.\r\nTwo.\rThree.\u{85}Four.\u{2028}Five.\u{2029}Six.\u{b}Se\u{c}ven.\n\r\nEight.";
    let here = one(text);
    let characters: Vec<char> = text.chars().collect();
    for line in here.good(&["sentences", "a.txt"]).lines() {
        let sentence: Value = serde_json::from_str(line).unwrap();
        let words = &characters[number(&sentence["start"])..number(&sentence["end"])];
        assert_eq!(sentence["text"], words.iter().collect::<String>());
        let range = format!("{}:{}", sentence["start"], sentence["end"]);
        here.good(&["tag", "a.txt", "fact", "--range", &range]);
    }
    check(&here, text, None);
    assert!(here.good(&["list"]).lines().count() >= 8);
}

#[test]
fn what_cannot_be_decoded_is_replaced_and_offsets_stay_true() {
    let utf8 = b"Na\xc3\xafve caf\xc3\xa9 \xff\xfe. Z\xc3\xa9ro.\xc3";
    check(
        &one(utf8),
        "Naïve café \u{fffd}\u{fffd}. Zéro.\u{fffd}",
        None,
    );
    let odd = b"\xff\xfeO\0n\0e\0.\0 \0\x00\xd8T\0w\0o\0.\0!";
    let text = "\u{feff}One. \u{fffd}Two.\u{fffd}";
    check(&one(odd), text, Some("UTF-16LE"));
}

/// A document whose encoding an annotation file names keeps it, even where the
/// guess would be another.
#[test]
fn the_encoding_of_tagged_passages_does_not_change() {
    let (name, text, hex) = SAMPLES[2];
    let here = one(bytes(hex));
    here.write("postil.toml", "encoding = \"KOI8-R\"");
    here.good(&["tag", "a.txt", "fact", "--sentence", "1"]);
    assert_eq!(here.tags("a.txt")["document"]["encoding"], "KOI8-R");
    fs::remove_file(here.path("postil.toml")).unwrap();
    // The guess is right, and comes too late.
    assert_eq!(here.good(&["check"]), "");
    here.good(&["tag", "a.txt", "fact", "--range", "0:13"]);
    assert_eq!(here.tags("a.txt")["document"]["encoding"], "KOI8-R");
    assert_eq!(here.good(&["check"]), "");
    fs::remove_file(here.path("annotations/a.txt.json")).unwrap();
    check(&here, text, Some(name));
    // Converted to UTF-8 since: what is valid UTF-8 is UTF-8.
    here.write("seeds/a.txt", text);
    assert_eq!(here.good(&["check"]), "");
    here.good(&["tag", "a.txt", "opinion", "--sentence", "1"]);
    assert_eq!(here.tags("a.txt")["document"]["encoding"], Value::Null);
}

/// Tags of a version that knew no legacy encodings were made on U+FFFD.
#[test]
fn tags_without_an_encoding_were_made_on_utf_8() {
    let here = one(b"caf\xe9 noir. Deux.");
    let sha256 = postil::storage::fingerprint(b"caf\xe9 noir. Deux.");
    let file = |rest: &str| {
        format!(
            "{{\"format\": \"postil\", \"version\": 1, \"document\": {{\"path\": \"seeds/a.txt\", \"sha256\": \"{sha256}\", \"length\": 16{rest}}}, \"annotations\": [{{\"id\": \"i\", \"tag\": \"fact\", \"start\": 0, \"end\": 10, \"quote\": \"caf\u{fffd} noir.\"}}]}}"
        )
    };
    here.write("annotations/a.txt.json", file(""));
    assert_eq!(here.good(&["check"]), "");
    here.good(&["tag", "a.txt", "fact", "--sentence", "2"]);
    assert_eq!(here.good(&["check"]), "");
    // An encoding that nobody knows is a problem, and kept as it is.
    let unknown = file(", \"encoding\": \"klingon\"");
    here.write("annotations/a.txt.json", &unknown);
    let ran = here.run(&["check"]);
    assert!(
        ran.code == 1 && ran.out.contains("document.encoding: \"klingon\""),
        "{}",
        ran.out
    );
    here.bad(&["tag", "a.txt", "fact", "--sentence", "2"], "klingon");
    assert_eq!(
        fs::read(here.path("annotations/a.txt.json")).unwrap(),
        unknown.as_bytes()
    );
}

#[test]
fn an_encoding_that_cannot_be_set_is_told() {
    let here = one("a");
    for wrong in ["\"klingon\"", "\"UTF-16LE\"", "1"] {
        here.write("postil.toml", format!("encoding = {wrong}"));
        here.bad(&["list"], "postil.toml, line 1: ");
        here.bad(&["list"], "windows-1252");
    }
}

#[test]
fn a_file_with_nuls_is_refused_with_the_reason() {
    for (bytes, says) in [
        (&b"\x7fELF\x02\x01\x01\0\0\0\0\0"[..], "binary"),
        (b"\xff\xfe\0\0a\0\0\0", "UTF-32"),
        (b"\x01\0\x02\0\x03\0\x04\0", "binary"),
    ] {
        let here = one(bytes);
        here.bad(&["sentences", "a.txt"], says);
        here.bad(&["tag", "a.txt", "fact", "--sentence", "1"], says);
        assert!(!here.path("annotations").exists());
    }
}
