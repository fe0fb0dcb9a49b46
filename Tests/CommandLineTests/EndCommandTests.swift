import AWSOperations
import BatchInference
import Testing

@testable import flightdeck

#if canImport(Glibc)
    import Glibc
#endif

@Suite("The user's program at the end of a transform")
struct EndCommandTests {
    private static func end(reason: String? = nil, name: String = "churn-april") -> TransformEnd {
        var overview = TransformOverview(
            TransformJobSummary(
                transformJobName: name,
                transformJobArn: "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/\(name)",
                creationTime: Timestamp(secondsSinceEpoch: 1_795_000_000), transformJobStatus: .failed,
                transformEndTime: Timestamp(secondsSinceEpoch: 1_795_000_600), failureReason: reason))
        overview.modelName = "churn-model"
        return TransformEnd(overview: overview, place: FleetPlace(profile: "ml-dev", region: "eu-west-1"))
    }

    /// Runs a program that writes its environment and arguments to a file; returns the file's lines.
    private func lines(of end: TransformEnd, arguments: [String] = []) async throws -> [String] {
        let folder = try Folder()
        let (script, result) = (folder.path + "/tell me", folder.path + "/result")
        try folder.write(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" > '\(result)'\nenv | grep ^FLIGHTDECK_ | sort >> '\(result)'\n",
            to: script)
        let problem = await EndCommand([script] + arguments)?.run(end)
        #expect(problem == nil)
        return folder.read(result).split(separator: "\n").map(String.init)
    }

    @Test("It gets its arguments as they are set and the facts in its environment")
    func facts() async throws {
        let lines = try await lines(of: Self.end(reason: "ClientError: no"), arguments: ["--to", "a b; c $HOME"])
        #expect(lines.prefix(2) == ["--to", "a b; c $HOME"])
        #expect(lines.contains("FLIGHTDECK_TRANSFORM=churn-april"))
        #expect(lines.contains("FLIGHTDECK_STATUS=Failed"))
        #expect(lines.contains("FLIGHTDECK_FAILURE_REASON=ClientError: no"))
        #expect(lines.contains("FLIGHTDECK_ACCOUNT=111122223333"))
        #expect(lines.contains("FLIGHTDECK_REGION=eu-west-1"))
        #expect(lines.contains("FLIGHTDECK_PROFILE=ml-dev"))
        #expect(lines.contains("FLIGHTDECK_MODEL=churn-model"))
        #expect(lines.contains("FLIGHTDECK_OUTPUT="))
    }

    @Test("Remote text stays one line of one variable, whatever is in it")
    func remoteText() async throws {
        let reason = "a\nFLIGHTDECK_STATUS=Completed\n$(touch /tmp/x) `id` \u{1B}]2;x\u{7} ; rm -rf / \u{202E}b"
        let lines = try await lines(of: Self.end(reason: reason))
        #expect(lines.filter { $0.hasPrefix("FLIGHTDECK_STATUS=") } == ["FLIGHTDECK_STATUS=Failed"])
        let told = lines.first { $0.hasPrefix("FLIGHTDECK_FAILURE_REASON=") } ?? ""
        #expect(told.contains("$(touch /tmp/x) `id`"))
        #expect(!told.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
    }

    @Test("Hundreds of ends run the program for each, a few at a time")
    func manyAtOnce() async throws {
        let folder = try Folder()
        let (script, result) = (folder.path + "/slow", folder.path + "/result")
        try folder.write("#!/bin/sh\necho + >> '\(result)'\nsleep 0.05\necho - >> '\(result)'\n", to: script)
        let work = try #require(EndCommand([script])).work
        await withTaskGroup(of: String?.self) { group in
            for number in 0..<60 {
                group.addTask { await work(Self.end(name: "churn-\(number)")) }
            }
            for await problem in group { #expect(problem == nil) }
        }
        var (running, most) = (0, 0)
        let marks = folder.read(result).split(separator: "\n")
        for mark in marks {
            running += mark == "+" ? 1 : -1
            most = max(most, running)
        }
        #expect(marks.count == 120 && running == 0)
        #expect(most <= 8, "\(most) at once")
    }

    @Test("One that takes too long goes on by itself and is named, and those after it are hardly waited for")
    func hanging() async throws {
        let folder = try Folder()
        let (script, result) = (folder.path + "/tell me", folder.path + "/result")
        try folder.write("#!/bin/sh\nsleep 1\necho done >> '\(result)'\n", to: script)
        let hook = try EndHook([script])
        let problem = await hook.run(Self.end(), patience: 0.05)
        #expect(problem?.contains("still runs after") == true && problem?.contains(script) == true)
        #expect(folder.read(result).isEmpty)
        for _ in 0..<200 where folder.read(result).isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        #expect(folder.read(result) == "done\n")
        let hanging = try EndHook(["/bin/sh", "-c", "exec sleep 60"])
        _ = await hanging.run(Self.end(), patience: 0.05)
        #expect(await hanging.run(Self.end())?.contains("still runs after 2 s") == true)
    }

    @Test("One that isn't there or fails is named; none set is no problem")
    func problems() async {
        #expect(EndCommand([]) == nil)
        let missing = await EndCommand(["/nowhere/at/all"])?.run(Self.end())
        #expect(missing?.contains("/nowhere/at/all") == true)
        let failing = await EndCommand(["/bin/sh", "-c", "exit 7"])?.run(Self.end())
        #expect(failing?.contains("status 7") == true)
        let fine = await EndCommand(["true"])?.run(Self.end())
        #expect(fine == nil)
    }

    /// A folder of the test's own.
    private final class Folder {
        let path: String

        init() throws {
            var template = Array("/tmp/flightdeck-end-XXXXXX".utf8CString)
            path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
        }

        func write(_ text: String, to file: String) throws {
            let handle = try #require(fopen(file, "w"))
            fputs(text, handle)
            fclose(handle)
            chmod(file, 0o755)
        }

        func read(_ file: String) -> String {
            guard let handle = fopen(file, "r") else { return "" }
            defer { fclose(handle) }
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = fread(&bytes, 1, bytes.count, handle)
            return String(decoding: bytes[..<count], as: UTF8.self)
        }

        deinit {
            for name in ["/tell me", "/result"] { unlink(path + name) }
            rmdir(path)
        }
    }
}
