import ByteCompression
import Glibc
import Testing

@testable import Sandbox

struct ArtifactTests {
    @Test func `the checksum is that of RFC 1952`() {
        #expect(CRC32.value(of: Array("123456789".utf8)) == 0xcbf4_3926)
    }

    @Test(arguments: [0, 1, 511, 65_535, 65_536, 200_000])
    func `stored bytes come back`(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let member = Gzip.storing(bytes)
        #expect(try Gzip.expanding(member) == bytes)
        #expect(Gzip.storing(bytes) == member)
    }

    /// `gzip.compress(text, 9, mtime=0)` in Python, text being 60 lines `f"{i%7},{(i*37)%101},abc\n"`.
    private let dynamic =
        "H4sIAAAAAAACAzXRwWkEMAxE0Xtq0cGWLMkqJ0n/PSys/9wMw4OPtWzZ79//z7bo78Otz/cRtt907Lwp7b6pzN+0LBs+Bx4LXg0P9FnobvQO"
        + "dC70bbQHuhZ8Gh4Bb7UX+gT6Kn0XOgM9SveSDvheao/Ct+IHfgp+1b4HnoUetfugq/Rx6Bh0q307+gz6qt0dnQMftYfDa+Cpozm6lb5TR3P0"
        + "VbqnjvamD48NhbUXAgAA"

    @Test func `dynamic Huffman codes are expanded`() throws {
        let expected = (0..<60).map { "\($0 % 7),\($0 * 37 % 101),abc\n" }.joined()
        #expect(String(decoding: try Gzip.expanding(base64(dynamic)), as: UTF8.self) == expected)
    }

    @Test(arguments: [
        // zlib.compressobj(9, DEFLATED, 31, 9, Z_FIXED)
        ("H4sIAAAAAAACAzO21DPUMbTQMwcShjrGyDwuAOm5afccAAAA", "39.1,18.7,181,39.1,18.7,181\n"),
        // gzip.GzipFile("name.csv", "wb", 9, file, mtime=0): a header with a name
        ("H4sICAAAAAAC/25hbWUuY3N2AEvUSeICAMUQlyQEAAAA", "a,b\n"),
        // gzip.compress(b"hello", 0, mtime=0): a stored block
        ("H4sIAAAAAAAEAwEFAPr/aGVsbG+GphA2BQAAAA==", "hello"),
    ])
    func `what Python's gzip writes is expanded`(_ encoded: String, _ expected: String) throws {
        #expect(String(decoding: try Gzip.expanding(base64(encoded)), as: UTF8.self) == expected)
    }

    @Test func `members that follow each other are joined`() throws {
        let first = base64("H4sIAAAAAAAEAwEFAPr/aGVsbG+GphA2BQAAAA==")
        let bytes = first + base64("H4sICAAAAAAC/25hbWUuY3N2AEvUSeICAMUQlyQEAAAA") + [0, 0]
        #expect(String(decoding: try Gzip.expanding(bytes), as: UTF8.self) == "helloa,b\n")
    }

    @Test func `a cut or changed file is refused, wherever it is cut`() throws {
        let sound = base64(dynamic)
        for end in 0..<sound.count {
            #expect(throws: GzipError.self) { try Gzip.expanding(Array(sound[..<end])) }
        }
        for place in 10..<sound.count {
            var changed = sound
            changed[place] ^= 0x41
            #expect(throws: GzipError.self) { try Gzip.expanding(changed) }
        }
        #expect(throws: GzipError.notGzip) { try Gzip.expanding(Array("a,b\n1,2\n".utf8)) }
    }

    @Test func `what unpacks to too much is refused`() {
        #expect(throws: GzipError.tooLarge) { try Gzip.expanding(base64(dynamic), limit: 100) }
        #expect(throws: GzipError.tooLarge) { try Gzip.expanding(Gzip.storing([1, 2, 3]), limit: 2) }
    }

    @Test func `tar itself reads an artifact`() throws {
        let model = ConstantModel(featureCount: 2, scores: [0.25, 0.75])
        let pipeline = FeaturePipeline(
            columns: ["a", "b"], encodings: [.dropped, .category(levels: ["x", "y"])], labels: ["no", "yes"])
        let artifact = ModelArtifact(pipeline: pipeline, model: model)
        var path = Array("/tmp/flightdeck-artifact-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        try #require(descriptor >= 0)
        defer {
            close(descriptor)
            unlink(path)
        }
        let bytes = artifact.bytes
        #expect(write(descriptor, bytes, bytes.count) == bytes.count)
        let name = path.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        #expect(try output(of: "tar tzf \(name)") == "pipeline.txt\nmodel.txt\n")
        #expect(
            try output(of: "tar xzOf \(name) model.txt") == "kind constant\nfeatures 2\nscores 0.25 0.75\n")
    }

    @Test func `an artifact is read back from its bytes`() throws {
        let model = ConstantModel(featureCount: 2, scores: [0.25, 0.75])
        let read = try ModelArtifact(reading: ModelArtifact(model: model).bytes)
        #expect(read.pipeline == nil)
        #expect((read.model as? ConstantModel)?.scores == [0.25, 0.75])
    }

    @Test func `what is no artifact is refused`() {
        let other = Gzip.storing(TarArchive(files: [.init(name: "weights.bin", bytes: [1])]).bytes)
        let broken = Gzip.storing(TarArchive(files: [.init(name: "model.txt", bytes: [1])]).bytes)
        #expect(throws: ModelArtifactError.notAnArchive) { try ModelArtifact(reading: [1, 2, 3]) }
        #expect(throws: ModelArtifactError.notAnArchive) { try ModelArtifact(reading: Gzip.storing([1, 2, 3])) }
        #expect(throws: ModelArtifactError.self) { try ModelArtifact(reading: other) }
        #expect(throws: ModelArtifactError.self) { try ModelArtifact(reading: broken) }
    }

    /// Standard output of a shell command.
    private func output(of command: String) throws -> String {
        let pipe = try #require(popen(command, "r"))
        defer { pclose(pipe) }
        var bytes: [UInt8] = []
        while case let byte = getc(pipe), byte >= 0 { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The bytes that base64 text stands for.
func base64(_ text: String) -> [UInt8] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var (bits, count) = (0, 0)
    var bytes: [UInt8] = []
    for digit in text.utf8.compactMap({ digits.firstIndex(of: $0) }) {
        bits = bits << 6 | digit
        count += 6
        guard count >= 8 else { continue }
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> count))
    }
    return bytes
}
