//! Pages to print, each one HTML file without anything from outside.

mod handout;

pub use handout::{Fill, handout};

use html_escape::encode_text;
use std::fmt::Write as _;

/// The style sheet of every page. Sizes are for paper.
const STYLE: &str = "
body { font: 11pt/1.35 system-ui, sans-serif; color: #1a1e23; margin: 2em auto; max-width: 62em; }
h1 { font-size: 18pt; margin: 0 0 0.2em; } h2 { font-size: 12pt; margin: 1.4em 0 0.3em; }
p { margin: 0.3em 0; } .date { color: #474e56; }
table { border-collapse: collapse; width: 100%; margin-top: 1em; }
th, td { border-bottom: 1px solid #8b867c; padding: 0.3em 0.5em; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #1a1e23; } thead { display: table-header-group; }
tr { break-inside: avoid; } th { font-weight: 600; } tbody th { font-weight: 500; }
th.group { padding-top: 1em; font-weight: 700; break-after: avoid; } sup { color: #474e56; font-size: 7pt; }
td.blank { border: 1px solid #8b867c; height: 1.6em; }
.line { display: inline-block; width: 20em; border-bottom: 1px solid #1a1e23; }
h1.key { break-before: page; } ol { padding-left: 2em; font-size: 9pt; }
@media print { body { margin: 0; max-width: none; } }
";

/// A page being written, from its head to its foot.
struct Page {
    html: String,
}

impl Page {
    /// Starts a page with its title and the date on which it is printed.
    fn new(title: &str, date: &str) -> Self {
        let (title, date) = (encode_text(title), encode_text(date));
        Self {
            html: format!(
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
                 <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
                 <p class=\"date\">EMS Study, {date}</p>\n"
            ),
        }
    }

    fn paragraph(&mut self, words: &str) {
        _ = writeln!(self.html, "<p>{}</p>", encode_text(words));
    }

    fn heading(&mut self, words: &str) {
        _ = writeln!(self.html, "<h2>{}</h2>", encode_text(words));
    }

    /// A list numbered from 1.
    fn numbered(&mut self, items: &[String]) {
        self.html += "<ol>\n";
        for item in items {
            _ = writeln!(self.html, "<li>{}</li>", encode_text(item));
        }
        self.html += "</ol>\n";
    }

    /// Ends the page with the notice that stands on every one.
    fn end(mut self) -> String {
        self.paragraph(
            "For education only. It is no medical advice and no medical direction: follow your \
             state’s rules, your agency’s protocols and your medical director.",
        );
        self.html + "</body>\n</html>\n"
    }
}
