import BatchInference
import Synchronization

/// Files in memory.
final class FakeFiles: UserFiles {
    private let texts = Mutex<[String: String]>([:])

    init(_ texts: [String: String] = [:]) {
        self.texts.withLock { $0 = texts }
    }

    subscript(path: String) -> String? { texts.withLock { $0[path] } }

    func readText(at path: String) async throws -> String {
        guard let text = self[path] else {
            throw FileProblem(path: path, problem: "can't be read: no such file", remedy: "check the name")
        }
        return text
    }

    func writeText(_ text: String, at path: String, replacing: Bool) async throws {
        try texts.withLock { texts in
            guard replacing || texts[path] == nil else {
                throw FileProblem(
                    path: path, problem: "already exists", remedy: "choose another name", isThereAlready: true)
            }
            texts[path] = text
        }
    }

    func newFile(at path: String, replacing: Bool) throws -> any NewFile {
        guard replacing || self[path] == nil else {
            throw FileProblem(
                path: path, problem: "already exists", remedy: "choose another name", isThereAlready: true)
        }
        return FakeFile { text in self.texts.withLock { $0[path] = text } }
    }
}

/// A file in memory that is there once it's finished.
private final class FakeFile: NewFile {
    private var bytes: [UInt8] = []
    private let keep: (String) -> Void

    init(keep: @escaping (String) -> Void) { self.keep = keep }

    var mark: Int? { bytes.count }
    func write(_ more: [UInt8]) { bytes += more }
    func takeBack(to mark: Int) { bytes.removeLast(bytes.count - mark) }
    func finish() { keep(String(decoding: bytes, as: UTF8.self)) }
}
