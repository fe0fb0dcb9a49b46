import Console

/// Which key a control sequence names, as xterm, tmux, rxvt and the Linux console send them.
enum KeyCodes {
    /// The key of `CSI … letter` or `SS3 letter`.
    static func key(letter: UInt8) -> Key? {
        switch letter {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(letter - UInt8(ascii: "P")) + 1)
        default: nil
        }
    }

    /// The key of `CSI number ~`.
    static func key(number: Int) -> Key? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        case 28, 29: .function(number - 13)
        case 31...34: .function(number - 14)
        default: nil
        }
    }

    /// The chord of one byte below 0x20, or of 0x7F.
    static func chord(control byte: UInt8) -> Chord {
        switch byte {
        case 0x00: Chord(.character(" "), .control)
        case 0x08, 0x7F: Chord(.backspace)
        case 0x09: Chord(.tab)
        case 0x0A, 0x0D: Chord(.enter)
        case 0x1B: Chord(.escape)
        default: Chord(.character(Character(Unicode.Scalar(byte | 0x40))), .control)
        }
    }

    /// The chord of a code point reported with modifiers (`CSI code ; modifiers u`).
    static func chord(code: Int, modifiers: Chord.Modifiers) -> Chord? {
        switch code {
        case 9, 13, 27, 127, 8: return Chord(chord(control: UInt8(code)).key, modifiers)
        default:
            guard code >= 0x20, let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: code)) else { return nil }
            let shiftOnly = modifiers == .shift
            return Chord(.character(Character(scalar)), shiftOnly ? [] : modifiers)
        }
    }

    /// xterm's modifier parameter: one more than a sum of 1 (Shift), 2 (Alt) and 4 (Control).
    static func modifiers(parameter: Int) -> Chord.Modifiers {
        var modifiers: Chord.Modifiers = []
        let bits = max(0, parameter - 1)
        if bits & 1 != 0 { modifiers.insert(.shift) }
        if bits & 2 != 0 { modifiers.insert(.alt) }
        if bits & 4 != 0 { modifiers.insert(.control) }
        return modifiers
    }
}
