import FoundationEssentials
import Testing

extension TerminalTests {
    @Suite("Trouble that comes and goes")
    struct TroubleTests {
        /// Opens the program behind a network that can be changed, with the job list loaded.
        private func withJobs(
            _ work: (TmuxSession, FaultyNetwork) async throws -> Void
        ) async throws {
            try await Workplace.withSandbox { place in
                let endpoint = try #require(place.variables["AWS_ENDPOINT_URL"])
                try await FaultyNetwork.run(before: endpoint, in: place.folder) { network in
                    let place = place.with(["AWS_ENDPOINT_URL": network.endpoint])
                    try await TmuxSession.run("", in: place) { terminal in
                        try await terminal.wait(for: "penguins-species", "Enter candidates", "● live")
                        try await work(terminal, network)
                    }
                }
            }
        }

        @Test("throttled: the rows stay, the next try is named, and it goes on when it may")
        func throttled() async throws {
            try await withJobs { terminal, network in
                try network.become(.throttled)
                try await terminal.press("r")
                try await terminal.wait(for: "throttled", "next try in", "penguins-species")
                try await terminal.wait(for: "stale", "penguins-species")
                try network.become(.working)
                try await terminal.press("r")
                try await terminal.wait(for: "● live", "penguins-species")
                try await terminal.waitUntilGone("throttled")
            }
        }

        @Test("network gone: the rows stay, marked stale with the reason, and are live when it is back")
        func cut() async throws {
            try await withJobs { terminal, network in
                try network.become(.cut)
                try await terminal.press("r")
                try await terminal.wait(for: "stale", "next try in", "127.0.0.1", "penguins-species")
                try await terminal.press("Enter")
                try await terminal.wait(for: "Esc back")
                try network.become(.working)
                // Nobody has to press anything.
                try await terminal.wait(for: "● live", "F1")
                try await terminal.press("Escape")
                try await terminal.wait(for: "● live", "penguins-species")
            }
        }

        @Test("credentials that expire: the rows stay, what to do is said, and new ones go on")
        func expired() async throws {
            try await withJobs { terminal, network in
                try network.become(.expired)
                try await terminal.press("r")
                try await terminal.wait(for: "expired", "stale", "penguins-species")
                try network.become(.working)
                try await terminal.wait(for: "● live", "penguins-species")
            }
        }

        @Test("a full disk while downloading is said in place; nothing half-written stays")
        func fullDisk() async throws {
            try await Workplace.withSandbox { place in
                let input = "s3://flightdeck-demo/inbox/march/"
                let launched = try await place.flightdeck(
                    "launch", "penguins-species", "--input", input, "--instance-type", "ml.m5.xlarge",
                    "--transform-job-name", "with-outputs", "--yes", "--wait")
                #expect(launched.status == .exited(0), "\(launched.error)")
                // A limit on the size of files stands in for a disk that is full; a signal comes with it, ignored here.
                let limited = "--version; trap '' XFSZ; ulimit -f 0; \(BuiltProgram.path)"
                try await TmuxSession.run(limited, in: place) { terminal in
                    try await terminal.wait(for: "Enter candidates", "● live")
                    try await terminal.press("2")
                    try await terminal.wait(for: "▸ with-outputs")
                    try await terminal.press("o")
                    try await terminal.wait(for: "part-006.csv", "D download all", "prediction")
                    try await terminal.press("D")
                    try await terminal.wait(
                        for: "0 of 6 downloaded", "too large", "part-001.csv.out", "part-006.csv")
                    let left = FileManager.default.enumerator(atPath: terminal.folder)?.compactMap { $0 as? String }
                    #expect(left == ["with-outputs"])
                    try await terminal.press("q")
                }
            }
        }
    }
}
