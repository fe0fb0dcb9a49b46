import SeededNumbers
import Testing

@testable import AWSClient

/// Shared config files with odd bytes: a fixed number of inputs, none of which may stop the program.
@Suite struct ProfileFileFuzzTests {
    private static let sound = """
        [default]
        region = us-east-1 # here
        output=json

        [profile dev]
        role_arn : arn:aws:iam::111122223333:role/r
        source_profile = default
        s3 =
          max_concurrent_requests = 20
          addressing_style = path
        credential_process = sh -c 'a ; b'
        [sso-session main]
        sso_start_url = https://example.awsapps.com/start
          and more
        """

    private static let pieces: [[UInt8]] =
        [
            "[", "]", "[[", "[x", "=", ":", "#", ";", " #", "\n", "\r\n", "\r", "\t", "  ", "'", "\"", "\u{0}",
            "\u{FEFF}",
            "\u{202E}", "\u{301}", "\u{85}", "\u{2028}", "é", "İ", "[profile ", "[default]\n", "[ ]\n", "region = x\n",
            "  y = 1\n", "= 1\n", "k =\n", "aws_access_key_id = A\n",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]

    private static func mutation(_ random: inout SeededRandom) -> [UInt8] {
        var bytes = Array(sound.utf8)
        if Int.random(in: 0..<4, using: &random) == 0 { bytes = [] }
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: 0)
            case 2: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
            default: bytes.insert(contentsOf: pieces.randomElement(using: &random)!, at: place)
            }
        }
        return bytes
    }

    /// A file that says the same, one setting a line.
    private static func written(_ file: ProfileFile) -> String {
        var text = ""
        for section in file.sections.values.sorted(by: { $0.title < $1.title }) {
            text += "[\(section.title)]\n"
            for (key, value) in section.values.sorted(by: { $0.key < $1.key }) {
                text +=
                    "\(key) = \(value.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  "))\n"
                for (name, nested) in value.nested.sorted(by: { $0.key < $1.key }) { text += "  \(name)=\(nested)\n" }
            }
        }
        return text
    }

    private static func isPlain(_ title: String) -> Bool {
        title.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "0123456789-_. ".unicodeScalars.contains($0) }
            && !title.contains("  ")
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func oddBytesAreReadOrRefusedWithTheirLine(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var (read, refused, repeated) = (0, 0, 0)
        for _ in 0..<2500 {
            let text = String(decoding: Self.mutation(&random), as: UTF8.self)
            let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
            let file: ProfileFile
            do throws(ProfileFile.Malformed) {
                file = try ProfileFile.parse(text, path: "/f")
                read += 1
            } catch {
                #expect(lines.indices.contains(error.line - 1), "\(error) in \(text)")
                refused += 1
                continue
            }
            for (title, section) in file.sections {
                #expect(title == section.title && !title.isEmpty)
                #expect(String(lines[section.line - 1]).stripped.unicodeScalars.first == "[", "\(text)")
                for (key, value) in section.values {
                    let line = String(lines[value.line - 1]).lowercased()
                    #expect(
                        !key.isEmpty && key == key.stripped
                            && line.unicodeScalars.starts(
                                with: line.unicodeScalars.prefix { $0.isStripped } + Array(key.unicodeScalars)),
                        "\(key) in \(text)")
                    #expect(value.text.isEmpty || value.nested.isEmpty)
                    #expect(value.text == value.text.stripped)
                }
            }
            // Written anew, a file says the same.
            guard file.sections.keys.allSatisfy(Self.isPlain) else { continue }
            repeated += 1
            let again = try? ProfileFile.parse(Self.written(file), path: "/f")
            #expect(
                again?.sections.mapValues { $0.values.mapValues { [$0.text: $0.nested] } }
                    == file.sections.mapValues { $0.values.mapValues { [$0.text: $0.nested] } }, "\(text)")
        }
        #expect(read > 500 && refused > 100 && repeated > 300)
    }
}
