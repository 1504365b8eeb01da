//! Who is compared.

use std::process::Command;

use crate::PROGRAM;
use crate::support::pty::Pty;
use crate::support::timed::Pressed;
use crate::support::view::View;

/// A program that shows a document.
pub struct Reader {
    pub name: &'static str,
    pub program: &'static str,
    pub arguments: &'static [&'static str],
    /// Whether what stands last on a full screen is there.
    pub is_painted: fn(&View<'_>, &str) -> bool,
    /// Whether it marks the ends of its frames.
    pub is_framed: bool,
}

pub const POSTIL: Reader = Reader {
    name: "postil",
    program: PROGRAM,
    arguments: &[],
    is_painted: |view, name| view.says_saved() && view.row(1).contains(name),
    is_framed: true,
};
pub const LESS: Reader = Reader {
    name: "less",
    program: "less",
    arguments: &["-n"],
    is_painted: |view, _| !view.status().trim().is_empty(),
    is_framed: false,
};
pub const STREAMPAGER: Reader = Reader {
    name: "streampager",
    program: "sp",
    arguments: &[],
    is_painted: |view, _| !view.status().trim().is_empty(),
    is_framed: false,
};
pub const NVIM: Reader = Reader {
    name: "nvim",
    program: "nvim",
    arguments: &["--clean", "-n"],
    is_painted: |view, name| view.shows(name),
    is_framed: false,
};

impl Reader {
    pub fn is_installed(&self) -> bool {
        is_installed(self.program)
    }

    pub fn press(&self, pty: &mut Pty, key: &str) -> Option<Pressed> {
        if self.is_framed {
            pty.press(key)
        } else {
            pty.press_until_silent(key)
        }
    }
}

pub fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}
