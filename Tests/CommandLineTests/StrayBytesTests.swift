import Testing

@testable import flightdeck

@Suite("Bytes that aren't UTF-8")
struct StrayBytesTests {
    @Test(
        "are refused in an argument or a variable, not replaced, and not repeated",
        arguments: [
            [0x2F, 0x74, 0xFF], [0xC3], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0xAF],
        ] as [[UInt8]])
    func refused(bytes: [UInt8]) throws {
        let text = bytes.map { CChar(bitPattern: $0) } + [0]
        let failure = try #require(throws: CommandFailure.self) {
            try text.withUnsafeBufferPointer { try StrayBytes.check($0.baseAddress!, called: "argument 2") }
        }
        #expect(failure.status == .usage && failure.problem == "argument 2 isn't UTF-8")
    }

    @Test("what is UTF-8 passes", arguments: ["", "a", "/tmp/größe/漢", "\u{202E}", "e\u{301}"])
    func passing(text: String) throws {
        try text.withCString { try StrayBytes.check($0, called: "argument 1") }
    }

    @Test("only variables that name something for the program count")
    func variables() {
        for name in ["HOME", "TMPDIR", "XDG_STATE_HOME", "AWS_PROFILE", "https_proxy", "NO_PROXY"] {
            #expect(StrayBytes.names(name), "\(name)")
        }
        for name in ["PS1", "LS_COLORS", "OLDPWD", ""] { #expect(!StrayBytes.names(name), "\(name)") }
    }
}
