//! What a word is, by Unicode's own rule.
use unicode_segmentation::UnicodeSegmentation;

/// The number of words in a text.
pub fn words(text: &str) -> usize {
    text.unicode_words().count()
}
