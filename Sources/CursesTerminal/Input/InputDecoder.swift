import Console

/// Turns the bytes that a terminal sends into events; pure, so that every sequence can be tested.
///
/// Sequences that it does not know are swallowed whole: their bytes must never act as keys.
struct InputDecoder {
    private enum State: Equatable {
        case ground
        /// After ESC.
        case escape
        /// After `ESC [`, with the bytes so far.
        case control([UInt8])
        /// After `ESC [ [`, the Linux console's function keys.
        case consoleKey
        /// After `ESC O`.
        case single
        /// Inside OSC, DCS and the like, until BEL or `ESC \`.
        case text(first: UInt8, count: Int, escaped: Bool)
        /// An old mouse report: so many bytes to skip.
        case skip(Int)
        /// Inside a bracketed paste.
        case paste
        /// Inside a UTF-8 sequence.
        case scalar([UInt8], length: Int, alt: Bool)
    }

    /// A paste keeps at most so many bytes.
    static let pasteLimit = 1 << 20
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    private var state = State.ground
    private var pasted: [UInt8] = []

    /// Whether a key (a lone Esc, for example) waits to be told from the start of a sequence.
    var isWaiting: Bool {
        switch state {
        case .ground, .paste: false
        default: true
        }
    }

    /// Takes bytes in and gives the events that they complete.
    mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        var events: [InputEvent] = []
        for byte in bytes { step(byte, &events) }
        return events
    }

    /// Ends a paste whose closing sequence got lost, where so much of a pause and a key say that nothing more of it comes;
    /// nil where what was read is no such key. Nothing shorter is safe: the rest of a paste would act as keys.
    mutating func endStalledPaste(_ bytes: [UInt8]) -> [InputEvent]? {
        guard state == .paste, bytes == [0x1B] || bytes == [0x03] else { return nil }
        defer {
            pasted = []
            state = .ground
        }
        return [.paste(Self.lineFeeds(String(decoding: pasted, as: UTF8.self)))]
    }

    /// Gives up waiting: what could be the start of a sequence was a key.
    mutating func flush() -> [InputEvent] {
        defer { if isWaiting { state = .ground } }
        switch state {
        case .escape: return [.chord(Chord(.escape))]
        case .control([]): return [.chord(Chord(.character("["), .alt))]
        case .single: return [.chord(Chord(.character("O"), .alt))]
        case .text(let first, 0, false): return [.chord(Chord(.character(Character(Unicode.Scalar(first))), .alt))]
        default: return []
        }
    }

    private mutating func step(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch state {
        case .ground: ground(byte, alt: false, &events)
        case .escape: escape(byte, &events)
        case .control(let bytes): control(bytes, byte, &events)
        case .consoleKey:
            state = .ground
            if (0x41...0x45).contains(byte) { events.append(.chord(Chord(.function(Int(byte) - 0x40)))) }
        case .single:
            state = .ground
            if let key = KeyCodes.key(letter: byte) { events.append(.chord(Chord(key))) }
        case .text(let first, let count, let escaped):
            let ended = byte == 0x07 || (escaped && byte == UInt8(ascii: "\\"))
            state = ended ? .ground : .text(first: first, count: count + 1, escaped: byte == 0x1B)
        case .skip(let left): state = left > 1 ? .skip(left - 1) : .ground
        case .paste: paste(byte, &events)
        case .scalar(let bytes, let length, let alt): scalar(bytes + [byte], length, alt, &events)
        }
    }

    private mutating func ground(_ byte: UInt8, alt: Bool, _ events: inout [InputEvent]) {
        state = .ground
        switch byte {
        case 0x1B: state = .escape
        case 0x00..<0x20, 0x7F:
            let chord = KeyCodes.chord(control: byte)
            events.append(.chord(alt ? Chord(chord.key, chord.modifiers.union(.alt)) : chord))
        case 0x20..<0x7F:
            events.append(.chord(Chord(.character(Character(Unicode.Scalar(byte))), alt ? .alt : [])))
        case 0xC2...0xDF: state = .scalar([byte], length: 2, alt: alt)
        case 0xE0...0xEF: state = .scalar([byte], length: 3, alt: alt)
        case 0xF0...0xF4: state = .scalar([byte], length: 4, alt: alt)
        default: break  // Not UTF-8.
        }
    }

    private mutating func scalar(_ bytes: [UInt8], _ length: Int, _ alt: Bool, _ events: inout [InputEvent]) {
        let last = bytes[bytes.count - 1]
        guard last & 0xC0 == 0x80 else { return ground(last, alt: false, &events) }
        guard bytes.count == length else {
            state = .scalar(bytes, length: length, alt: alt)
            return
        }
        state = .ground
        if let text = String(validating: bytes, as: UTF8.self), let character = text.first {
            events.append(.chord(Chord(.character(character), alt ? .alt : [])))
        }
    }

    private mutating func escape(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch byte {
        case 0x1B: events.append(.chord(Chord(.escape)))
        case UInt8(ascii: "["): state = .control([])
        case UInt8(ascii: "O"): state = .single
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            state = .text(first: byte, count: 0, escaped: false)
        default: ground(byte, alt: true, &events)
        }
    }

    private mutating func control(_ bytes: [UInt8], _ byte: UInt8, _ events: inout [InputEvent]) {
        switch byte {
        case 0x1B: state = .escape
        case UInt8(ascii: "[") where bytes.isEmpty: state = .consoleKey
        case UInt8(ascii: "M") where bytes.isEmpty: state = .skip(3)
        case 0x20...0x3F: state = bytes.count < 64 ? .control(bytes + [byte]) : .ground
        case 0x40...0x7E:
            state = .ground
            finish(bytes, byte, &events)
        default: state = .ground
        }
    }

    private mutating func finish(_ bytes: [UInt8], _ final: UInt8, _ events: inout [InputEvent]) {
        if bytes.first == UInt8(ascii: "<") {
            let released = final == UInt8(ascii: "m")
            guard released || final == UInt8(ascii: "M") else { return }
            if let mouse = MouseDecoder.decode(Self.numbers(bytes.dropFirst()), released: released) {
                events.append(.mouse(mouse))
            }
            return
        }
        guard bytes.allSatisfy({ $0 == UInt8(ascii: ";") || (0x30...0x39).contains($0) }) else { return }
        let numbers = Self.numbers(bytes[...])
        let modifiers = KeyCodes.modifiers(parameter: numbers.count > 1 ? numbers[1] : 1)
        switch final {
        case UInt8(ascii: "I") where bytes.isEmpty: events.append(.focus(true))
        case UInt8(ascii: "O") where bytes.isEmpty: events.append(.focus(false))
        case UInt8(ascii: "Z"): events.append(.chord(Chord(.tab, .shift)))
        case UInt8(ascii: "u"):
            if let chord = KeyCodes.chord(code: numbers.first ?? 0, modifiers: modifiers) {
                events.append(.chord(chord))
            }
        case UInt8(ascii: "~"):
            if numbers.first == 200 {
                state = .paste
            } else if numbers.first == 27, numbers.count == 3 {
                if let chord = KeyCodes.chord(code: numbers[2], modifiers: modifiers) { events.append(.chord(chord)) }
            } else if let key = KeyCodes.key(number: numbers.first ?? 0) {
                events.append(.chord(Chord(key, modifiers)))
            }
        default:
            // A cursor position report, too, ends with R; keys have no parameters or 1 as their first.
            guard numbers.first ?? 1 == 1, let key = KeyCodes.key(letter: final) else { return }
            events.append(.chord(Chord(key, modifiers)))
        }
    }

    private mutating func paste(_ byte: UInt8, _ events: inout [InputEvent]) {
        pasted.append(byte)
        if byte == UInt8(ascii: "~"), pasted.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) {
            let text = String(decoding: pasted.dropLast(Self.pasteEnd.count), as: UTF8.self)
            events.append(.paste(Self.lineFeeds(text)))
            pasted = []
            state = .ground
        } else if pasted.count >= Self.pasteLimit + Self.pasteEnd.count {
            // Keeps the end, where the closing sequence may already have begun.
            pasted.remove(at: Self.pasteLimit)
        }
    }

    /// Terminals send a pasted line end as CR.
    private static func lineFeeds(_ text: String) -> String {
        String(text.map { $0 == "\r" || $0 == "\r\n" ? "\n" : $0 })
    }

    private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int] {
        if bytes.isEmpty { return [] }
        return bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { digits in
            // What isn't a number stays below zero, however many digits follow.
            digits.reduce(0) { number, byte in
                guard number >= 0, (0x30...0x39).contains(byte) else { return -1 }
                return min(number * 10 + Int(byte - 0x30), 1 << 24)
            }
        }
    }
}

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

/// Reads SGR mouse reports: `button;column;row`, ended by `M` for a press or `m` for a release.
enum MouseDecoder {
    /// The event, or `nil` for what is not understood.
    static func decode(_ parameters: [Int], released: Bool) -> MouseEvent? {
        guard parameters.count == 3, parameters[1] >= 1, parameters[2] >= 1 else { return nil }
        let code = parameters[0]
        var modifiers: Chord.Modifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        let point = Point(column: parameters[1] - 1, row: parameters[2] - 1)
        guard let action = action(code & ~0b11100, released: released) else { return nil }
        return MouseEvent(action, at: point, modifiers: modifiers)
    }

    private static func action(_ code: Int, released: Bool) -> MouseEvent.Action? {
        switch code {
        case 64: return .wheelUp
        case 65: return .wheelDown
        default: break
        }
        let buttons: [MouseEvent.Button] = [.left, .middle, .right]
        guard buttons.indices.contains(code & 3), code & ~0b100011 == 0 else { return nil }
        let button = buttons[code & 3]
        if released { return .release(button) }
        return code & 32 != 0 ? .drag(button) : .press(button)
    }
}
