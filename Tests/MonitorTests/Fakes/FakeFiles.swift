import BatchInference
import Synchronization

/// Text files in memory.
final class FakeFiles: TextFiles {
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
}
