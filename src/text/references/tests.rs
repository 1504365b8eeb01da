//! Lists and call-outs in marked strings.
