//! Opens an address in the program that the desktop has for it.
//!
//! No shell stands between: the address is one argument of a program that is started by its
//! name.
//!
//! Must not know: which addresses may be opened.

use std::process::{Command, Stdio};

/// The programs that open an address, each with what comes before the address.
const PROGRAMS: [&[&str]; 4] = [
    &["xdg-open"],
    &["wslview"],
    &["open"],
    &["rundll32.exe", "url.dll,FileProtocolHandler"],
];

/// The program that opens addresses here, if there is one. `open` is another program on
/// Linux: it opens a virtual console.
pub(super) fn program(has_program: impl Fn(&str) -> bool) -> Option<&'static [&'static str]> {
    let is_meant = |name: &str| name != "open" || cfg!(target_os = "macos");
    let mut programs = PROGRAMS.into_iter();
    programs.find(|command| is_meant(command[0]) && has_program(command[0]))
}

/// Opens an address, and waits for the program that hands it to the browser.
///
/// # Errors
/// A sentence that says why it was not opened.
pub(super) fn open(command: &[&str], address: &str) -> Result<(), String> {
    let [name, arguments @ ..] = command else {
        return Ok(());
    };
    let failed = |why: &dyn std::fmt::Display| format!("Not opened: {name}: {why}");
    // It must neither read keys nor write on the screen.
    let status = Command::new(name)
        .args(arguments)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| failed(&error))?;
    match status.success() {
        true => Ok(()),
        false => Err(failed(&status)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_the_first_one_that_is_there() {
        let name = |there: &[&str]| program(|name| there.contains(&name)).map(|all| all[0]);
        assert_eq!(name(&["xdg-open", "wslview"]), Some("xdg-open"));
        assert_eq!(name(&["wslview"]), Some("wslview"));
        assert_eq!(name(&["rundll32.exe"]), Some("rundll32.exe"));
        assert_eq!(name(&["open"]), cfg!(target_os = "macos").then_some("open"));
        assert_eq!(name(&[]), None);
    }

    #[test]
    fn an_address_is_one_argument_and_a_failure_is_told() {
        // `test` gets the address as one word, whatever stands in it.
        let address = "https://x.org/a;b$(c)*";
        assert_eq!(open(&["test", address, "="], address), Ok(()));
        let error = open(&["false"], address).unwrap_err();
        assert!(error.contains("Not opened: false: "), "{error}");
        let error = open(&["there-is-no-such-program"], address).unwrap_err();
        assert!(error.contains("there-is-no-such-program"), "{error}");
    }
}
