//! Text out of XHTML: tags away, entities decoded, blocks on lines of their own.

use zeroize::Zeroizing;

use crate::secret::{Secret, present};

/// Strips markup; `None` if no text is left.
///
/// What only looks like a tag or an entity stays as it is, so that nothing is lost. The text is never longer than the markup,
/// so the buffer never grows.
pub(super) fn strip(markup: &str) -> Option<Secret> {
    let mut out = Zeroizing::new(String::with_capacity(markup.len()));
    let mut rest = markup;
    while let Some((at, found)) = rest.char_indices().find(|(_, c)| matches!(c, '<' | '&') || c.is_whitespace()) {
        let (before, here) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        rest = match found {
            '<' => tag(here, &mut out),
            '&' => entity(here, &mut out),
            // Outside of `pre`, which records hardly use, white space is white space.
            _ => {
                break_with(' ', &mut out);
                here.trim_start()
            }
        };
    }
    out.push_str(rest);
    present(&out)
}

/// A space, unless there is white space already.
fn break_with(c: char, out: &mut String) {
    if out.is_empty() || out.ends_with('\n') {
        return;
    }
    if out.ends_with(' ') {
        if c == ' ' {
            return;
        }
        out.pop();
    }
    out.push(c);
}

/// Passes a tag or a comment, and returns what is behind it.
fn tag<'a>(here: &'a str, out: &mut String) -> &'a str {
    let behind = here.strip_prefix('<').unwrap_or_default();
    if let Some(comment) = behind.strip_prefix("!--") {
        return match comment.split_once("-->") {
            Some((_, rest)) => rest,
            None => keep(here, out),
        };
    }
    let name: &str =
        behind.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic()) || behind.starts_with(['!', '?']);
    if !is_tag {
        out.push('<');
        return behind;
    }
    let Some(rest) = tag_end(behind) else { return keep(here, out) };
    match name {
        "p" | "div" | "br" | "tr" | "li" | "ul" | "ol" | "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        | "blockquote" => {
            break_with('\n', out);
        }
        "td" | "th" => break_with(' ', out),
        "style" | "script" if !behind.starts_with('/') => {
            return rest
                .split_once("</")
                .map_or("", |(_, closing)| closing.split_once('>').map_or("", |(_, next)| next));
        }
        _ => {}
    }
    rest
}

/// Keeps all that is left as it is. Where a tag has no end, looking for the next one's would take the square of the length.
fn keep<'a>(here: &'a str, out: &mut String) -> &'a str {
    out.push_str(here);
    ""
}

/// What is behind the `>` that is not inside quotation marks.
fn tag_end(behind: &str) -> Option<&str> {
    let mut quote = None;
    let mut characters = behind.char_indices();
    characters.find(|(_, c)| match quote {
        Some(mark) => {
            if *c == mark {
                quote = None;
            }
            false
        }
        None => {
            if matches!(c, '"' | '\'') {
                quote = Some(*c);
            }
            *c == '>'
        }
    })?;
    Some(characters.as_str())
}

/// Decodes an entity, and returns what is behind it.
fn entity<'a>(here: &'a str, out: &mut String) -> &'a str {
    let behind = here.strip_prefix('&').unwrap_or_default();
    // The longest that we know, `&#x10FFFF;`, has eight characters between its marks; leading zeros are not waited for.
    let end = behind.char_indices().take(10).find(|(_, c)| *c == ';');
    let decoded =
        end.and_then(|(at, _)| behind.split_at_checked(at)).and_then(|(name, rest)| Some((character(name)?, rest)));
    match decoded {
        Some((c, rest)) => {
            out.push(c);
            rest.strip_prefix(';').unwrap_or(rest)
        }
        None => {
            out.push('&');
            behind
        }
    }
}

fn character(name: &str) -> Option<char> {
    let number = match name {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        "nbsp" => return Some(' '),
        _ => name.strip_prefix('#')?,
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    match char::from_u32(code)? {
        '\u{a0}' => Some(' '),
        c if c.is_control() && !c.is_whitespace() => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_goes_and_text_stays() {
        for (markup, expected) in [
            ("<div xmlns=\"x\"><p>One</p><p>Two &amp; three</p></div>", "One\nTwo & three"),
            ("a<br/>b  \n c", "a\nb c"),
            ("<table><tr><td>Name</td><td>Value</td></tr><tr><td>x</td></tr></table>", "Name Value\nx"),
            ("BP &lt; 90, 37&#176;C, &#x201C;ok&#x201d;&nbsp;now", "BP < 90, 37°C, “ok” now"),
            ("5 < 6 and 7 > 6 & more &unknown; &#0; &#xD800;", "5 < 6 and 7 > 6 & more &unknown; &#0; &#xD800;"),
            ("<b title=\"a > b\">bold</b> text", "bold text"),
            ("<!-- no -->yes<style>p {}</style><script>1 < 2</script>!", "yes!"),
            ("cut <b", "cut <b"),
            ("x <i y='&amp;>", "x <i y='&amp;>"),
            ("x <!-- &amp;", "x <!-- &amp;"),
        ] {
            assert_eq!(strip(markup).unwrap().as_str(), expected, "{markup}");
        }
        assert!(strip("<div> <br/> </div>").is_none());
    }

    proptest! {
        #[test]
        fn never_longer_than_the_input(markup in "[<>&;#x/a-c0-9 é\"'!-]{0,60}") {
            if let Some(text) = strip(&markup) {
                prop_assert!(text.len() <= markup.len());
            }
        }
    }
}
