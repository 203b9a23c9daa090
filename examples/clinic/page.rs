//! The transcript: told on the terminal, and written as one self-contained page that holds no value of any patient.

use std::{fmt::Display, fs, io};

/// What is told. `say` goes to the terminal and to the page; `show` goes to the terminal alone, since it may show values
/// that were granted to somebody.
#[derive(Default)]
pub(crate) struct Page {
    html: String,
    in_list: bool,
}

impl Page {
    pub(crate) fn chapter(&mut self, title: &str) {
        println!("\n== {title}");
        self.close();
        self.html.push_str(&format!("<h2>{}</h2>\n", escaped(title)));
    }

    pub(crate) fn say(&mut self, line: impl Display) {
        println!("   {line}");
        self.line(&line.to_string());
    }

    pub(crate) fn show(&mut self, line: impl Display) {
        println!("   | {line}");
    }

    fn line(&mut self, line: &str) {
        if !self.in_list {
            self.html.push_str("<ul>\n");
            self.in_list = true;
        }
        self.html.push_str(&format!("<li>{}</li>\n", escaped(line)));
    }

    fn close(&mut self) {
        if self.in_list {
            self.html.push_str("</ul>\n");
            self.in_list = false;
        }
    }

    /// Writes the page into the current folder.
    pub(crate) fn write(mut self, name: &str) -> io::Result<()> {
        self.close();
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>A record's journey</title>\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}}\
             h1,h2{{line-height:1.2}}h2{{border-top:1px solid #ccc;padding-top:1rem;font-size:1.15rem}}\
             li{{overflow-wrap:anywhere}}</style>\n<h1>A record's journey</h1>\n\
             <p>Names of fields, rules, counts and entries of the log. Values of patients are not on this page.</p>\n{}</html>\n",
            self.html
        );
        fs::write(name, page)
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
