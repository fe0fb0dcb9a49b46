import AWSOperations

/// Turns an object's key, which anyone may have chosen, into a path that stays below a folder.
public enum SafePath {
    /// Bytes of a part: file systems take 255, and room is left for a number and for the suffix of a temporary file.
    private static let partLimit = 240

    /// Parts that would leave the folder or that file systems refuse are replaced; never empty.
    ///
    /// `../../etc/passwd` gives `__/__/etc/passwd`; control characters become `_`; long parts are cut.
    public static func relative(_ key: String) -> String {
        let parts = key.byteParts(at: "/", omittingEmpty: true).map(safePart)
        return parts.isEmpty ? "_" : parts.joined(separator: "/")
    }

    private static func safePart(_ part: Substring) -> String {
        if part.hasSameBytes(as: ".") { return "_" }
        if part.hasSameBytes(as: "..") { return "__" }
        var result = String.UnicodeScalarView()
        var length = 0
        for scalar in part.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            // A bidirectional override could show one name and mean another.
            let isOverride = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            let safe: Unicode.Scalar = isControl || isOverride || scalar == "\\" ? "_" : scalar
            length += UTF8.width(safe)
            guard length <= partLimit else { break }
            result.append(safe)
        }
        return String(result)
    }

    /// The paths, some with a number, so that each is a file of its own: none is another one's, none a folder of
    /// another's.
    static func unique(_ paths: [String]) -> [String] {
        var folders: Set<String> = []
        for path in paths {
            var folder = path.parentFolder
            while let shorter = folder.droppingByteSuffix("/"), folders.insert(folded(shorter)).inserted {
                folder = shorter.parentFolder
            }
        }
        var taken: Set<String> = []
        var next: [String: Int] = [:]
        return paths.map { path in
            let name = folded(path[...])
            var candidate = path
            var foldedCandidate = name
            while folders.contains(foldedCandidate) || !taken.insert(foldedCandidate).inserted {
                let number = next[name, default: 2]
                next[name] = number + 1
                candidate = "\(path)~\(number)"
                foldedCandidate = folded(candidate[...])
            }
            return candidate
        }
    }

    /// What two names have in common that a file system may take for one: some fold case, some the spelling of an accent
    /// (as Swift's own comparison does), some leave out signs that nobody sees.
    private static func folded(_ path: Substring) -> String {
        if path.utf8.allSatisfy({ $0 < 0x80 }) { return path.lowercased() }
        var visible = String.UnicodeScalarView()
        visible.append(contentsOf: path.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint })
        // Upper case first: `ß` and `ſ` fold with `SS` and `S`.
        return String(visible).uppercased().lowercased()
    }
}
